"""What of an edition everybody can take along: two pages, and what it holds of one stakeholder."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from gfmd_platform.cycles.pages import actor_of
from gfmd_platform.documents.serving import document_response
from gfmd_platform.documents.tables import csv_response
from gfmd_platform.documents.word import as_word

from ..handover.papers import sheet_paper
from ..handover.sheets import Sheet
from ..queries import handing_over


@require_safe
def summary(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    page = handing_over.summary_page(actor_of(request), pk, no)
    return render(
        request,
        "reviews/handover/summary.html",
        {"page": page, "edition": page.edition, "review": page.edition.review},
    )


@require_safe
def summary_pdf(request: HttpRequest, pk: UUID, no: int) -> FileResponse:
    edition, content = handing_over.summary_pdf(actor_of(request), pk, no)
    name = f"{edition.review.cycle.title} {no}"
    return document_response(content, name=name, form="pdf", private=False)


@require_safe
def sheet(request: HttpRequest, pk: UUID, no: int, stakeholder_id: UUID) -> HttpResponse:
    page = handing_over.sheet_page(actor_of(request), pk, no, stakeholder_id)
    return render(
        request,
        "reviews/handover/sheet.html",
        {"page": page, "sheet": page.sheet, "edition": page.edition, "review": page.edition.review},
    )


@require_safe
def sheet_word(request: HttpRequest, pk: UUID, no: int, stakeholder_id: UUID) -> FileResponse:
    page = handing_over.sheet_page(actor_of(request), pk, no, stakeholder_id, absolute=True)
    with translation.override(page.edition.review.language):
        address = handing_over.site() + handing_over.address(page.edition)
        content = as_word(sheet_paper(page.sheet, page.edition, address=address))
    return document_response(content, name=page.sheet.name, form="docx")


@require_safe
def sheet_csv(request: HttpRequest, pk: UUID, no: int, stakeholder_id: UUID) -> HttpResponseBase:
    page = handing_over.sheet_page(actor_of(request), pk, no, stakeholder_id, absolute=True)
    response = csv_response(f"edition-{no}", Sheet.HEADER, page.sheet.rows())
    response["Cache-Control"] = "private, no-store"
    return response
