"""What a cycle asks, on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from gfmd_platform.documents.paper import as_pdf
from gfmd_platform.documents.serving import document_response
from gfmd_platform.documents.word import as_word

from .. import queries
from ..blank import blank_form, questionnaire_of
from ..models import Cycle
from ..pages import actor_of, whole_number


@require_safe
def blank(request: HttpRequest, pk: UUID, form: str) -> FileResponse:
    """The questionnaire to print; `?no=` for another than the cycle's main one."""
    cycle = queries.get_cycle(actor_of(request), pk)
    return blank_response(cycle, form, request.GET.get("no"))


def blank_response(cycle: Cycle, form: str, no: str | None) -> FileResponse:
    """Raises NotVisible for a number that was not issued, Http404 for another format."""
    if form not in ("docx", "pdf"):
        raise Http404(form)
    asked = questionnaire_of(cycle, whole_number(no) if no else None)
    paper = blank_form(cycle, asked)
    content = as_pdf(paper) if form == "pdf" else as_word(paper, now=asked.at)
    return document_response(content, name=f"{cycle.title} questions", form=form, private=False)
