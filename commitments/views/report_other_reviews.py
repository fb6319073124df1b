"""A report's answers as drafts of other reviews: a preview of what is filled, and Word files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.handbooks import handbooks
from gfmd_platform.cycles.pages import actor_of, signed_in

from ..exchange import material
from ..exchange.material import Material
from ..exchange.other_review_papers import paper_of
from ..exchange.other_reviews import Filled, fill
from ..models import Report, ReportVersion
from ..queries import reports as queries
from ..queries.lodging import originals_of
from ..sections import sections_for
from .report_documents import served
from .report_drafts import open_draft


def of_version(actor: Actor, pk: UUID, no: int) -> tuple[ReportVersion, Material]:
    """A version that the actor may read. Raises NotVisible."""
    report = queries.get_report(actor, pk)
    version = queries.get_version(actor, report, no)
    return version, material.of_version(report, queries.shown(version), originals_of(version))


def filled(code: str, said: Material) -> Filled:
    """Raises NotVisible for no handbook's code."""
    book = handbooks().get(code)
    if book is None:
        raise NotVisible("No such review.")
    return fill(book, said)


def word(code: str, said: Material) -> FileResponse:
    """Headings and terms are in the report's language, where they have names in it."""
    with translation.override(said.language):
        paper = paper_of(filled(code, said))
    return served(paper, "docx", f"{code} {paper.title} {said.report.cycle.title}")


def _page(request: HttpRequest, said: Material, **more: Any) -> HttpResponse:
    books = [fill(book, said) for book in handbooks().values()]
    context = {"report": said.report, "books": books, "material": said, **more}
    return render(request, "reports/other_reviews.html", context)


@require_safe
def version(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """What of a version would stand where, for those who may read it."""
    shown, said = of_version(actor_of(request), pk, no)
    return _page(request, said, version=shown)


@require_safe
def version_word(request: HttpRequest, pk: UUID, no: int, book: str) -> FileResponse:
    return word(book, of_version(actor_of(request), pk, no)[1])


def _drafted(request: HttpRequest, pk: UUID) -> Material:
    report: Report = open_draft(request, pk)
    return material.of_draft(report, sections_for(actor_of(request), report))


@signed_in
@require_safe
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What of the draft would stand where, for its writers: the parts that they may read."""
    return _page(request, _drafted(request, pk))


@signed_in
@require_safe
def draft_word(request: HttpRequest, pk: UUID, book: str) -> FileResponse:
    return word(book, _drafted(request, pk))
