"""What everybody reads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gfmd_platform.cycles.pages import actor_of, whole_number

from .. import files
from ..presenting.citing import STYLES, as_text, paragraph_of
from ..presenting.finding import find
from ..queries import differences, editions, figures
from ..queries.figures import FigureFound

PER_PAGE = 20
SOURCES_PER_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(editions.published(actor_of(request)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "reviews/list.html", {"page": page})


@require_safe
def edition(request: HttpRequest, pk: UUID, no: int | None = None) -> HttpResponse:
    """The web edition; without a number the one in force."""
    page = editions.edition_page(actor_of(request), pk, no)
    return render(
        request,
        "reviews/edition.html",
        {
            "page": page,
            "edition": page.edition,
            "review": page.edition.review,
            "cycle": page.document["cycle"],
            "sections": page.shown.sections,
            "figures_at": _figures_at(pk, no),
            "readable": page.readable,
            "withdrawn": page.withdrawn,
            "found": find(request.GET.get("q", ""), page.shown, page.reservations),
            "citation": as_text(editions.cited(page.edition)),
            "permanent": editions.cited(page.edition).address,
        },
    )


@require_safe
def cite(request: HttpRequest, pk: UUID, no: int, style: str) -> HttpResponse:
    """A citation of the edition or, with `paragraph`, of one of its paragraphs, to take along."""
    if style not in STYLES:
        raise Http404
    write, content_type = STYLES[style]
    found = editions.edition(actor_of(request), pk, no)
    paragraph = paragraph_of(request.GET.get("paragraph", ""))
    response = HttpResponse(
        write(editions.cited(found, paragraph=paragraph)), content_type=content_type
    )
    if style != "txt":
        name = f"review-{found.review.cycle.year}-edition-{found.no}.{style}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _figures_at(pk: UUID, no: int | None) -> str:
    """The address under which the edition's figures are explained, to be followed by a key."""
    return _address(pk, no) + "figures/"


def _address(pk: UUID, no: int | None) -> str:
    if no is None:
        return reverse("reviews:detail", args=[pk])
    return reverse("reviews:edition", args=[pk, no])


@require_safe
def figure(request: HttpRequest, pk: UUID, key: str, no: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    found = editions.edition(actor, pk, no)
    number = whole_number(request.GET.get("page")) or 1
    explained = figures.figure(
        actor,
        compilation=found.compilation,
        cycle_id=found.review.cycle_id,
        key=key,
        page=max(1, number),
        size=SOURCES_PER_PAGE,
    )
    return render(
        request,
        "reviews/figure.html",
        {
            "figure": explained,
            "title": found.review.cycle.title,
            "edition": found,
            "back": _address(pk, no),
            "pages": pages_of(explained, number),
        },
    )


@require_safe
def difference(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """This edition beside another published one."""
    page = differences.between_editions(
        actor_of(request), pk, no, before=request.GET.get("before", "")
    )
    return render(request, "reviews/differences.html", {"page": page})


def pages_of(explained: FigureFound, number: int) -> Any:
    """A page object for the pagination component; the rows themselves are fetched already."""
    return Paginator(range(explained.n_shown), SOURCES_PER_PAGE).get_page(number)


@require_safe
def schema(request: HttpRequest) -> FileResponse:
    """What an edition's JSON file holds, as JSON Schema. The address stays for this form of it."""
    return FileResponse(files.SCHEMA.open("rb"), content_type="application/schema+json")


@require_safe
def download(request: HttpRequest, pk: UUID, file: str, no: int | None = None) -> FileResponse:
    found = editions.edition_file(actor_of(request), pk, no, file)
    stored = found.stored
    name = f"review-{found.edition.review.cycle.year}-edition-{found.edition.no}.{found.format}"
    response = FileResponse(
        default_storage.open(stored.name),
        as_attachment=True,
        filename=name,
        content_type=stored.content_type,
    )
    response["ETag"] = f'"{stored.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
