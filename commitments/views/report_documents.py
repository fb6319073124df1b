"""Reports as files to read elsewhere: Word and PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gfmd_platform.cycles.pages import actor_of, signed_in
from gfmd_platform.documents.paper import Paper, as_pdf
from gfmd_platform.documents.serving import document_response
from gfmd_platform.documents.word import as_word

from ..exchange import papers
from ..queries import reports as queries
from ..sections import sections_for
from .report_drafts import open_draft


def served(paper: Paper, form: str, name: str) -> FileResponse:
    """The paper as Word or PDF. Raises Http404 for another form."""
    if form not in ("docx", "pdf"):
        raise Http404(form)
    content = as_pdf(paper) if form == "pdf" else as_word(paper)
    return document_response(content, name=name, form=form)


@require_safe
def version(request: HttpRequest, pk: UUID, no: int, form: str) -> FileResponse:
    """One version, for those who may read it."""
    actor = actor_of(request)
    report = queries.get_report(actor, pk)
    shown = queries.get_version(actor, report, no)
    paper = papers.of_version(report, queries.shown(shown))
    return served(paper, form, f"{report.name} {report.cycle.title} {no}")


@signed_in
@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What of the draft can be had as a file."""
    report = open_draft(request, pk)
    sections = sections_for(actor_of(request), report)
    return render(request, "reports/paper.html", {"report": report, "sections": sections})


@signed_in
@require_safe
def draft(request: HttpRequest, pk: UUID, form: str) -> FileResponse:
    """The draft, for its writers: the parts that they may read."""
    report = open_draft(request, pk)
    paper = papers.of_draft(report, sections_for(actor_of(request), report))
    return served(paper, form, f"{report.name} {report.cycle.title}")
