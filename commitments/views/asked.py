"""Questions of the Support Unit about reports and commitments: asked, answered, listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.cycles.queries import cycles_for
from gfmd_platform.interface.languages import language_of_page

from .. import operations
from ..enums import QuestionState, ReportState
from ..forms.questions import WordsForm
from ..models import CommitmentVersion, ReportVersion
from ..queries import commitments, reports
from ..queries import questions as queries
from ..queries.passages import Passage
from ..transitions import QUESTION


@signed_in
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What was asked and what waits, for the Support Unit and for members of stakeholders."""
    actor = actor_of(request)
    cycles = list(cycles_for(actor))
    asked = {name: request.GET.get(name, "") for name in ("state", "cycle")}
    cycle = next((c for c in cycles if str(c.pk) == asked["cycle"]), None)
    rows = queries.questions_for(actor, state=asked["state"], cycle=cycle.pk if cycle else None)
    return render(
        request,
        "reports/questions.html",
        {
            "page": Paginator(rows, 25).get_page(request.GET.get("page")),
            "asked": asked,
            "narrowed": any(asked.values()),
            "states": list(QuestionState),
            "cycles": cycles,
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """A question about one passage (`about`), shown above the form."""
    actor = actor_of(request)
    report = reports.get_report_for(actor, "ask", pk)
    version = reports.get_version(actor, report, no)

    def send(passage: Passage, **words: Any) -> None:
        operations.ask_question(
            report_id=pk,
            no=no,
            section=passage.section,
            key=passage.key,
            subject=passage.subject,
            **words,
        )

    back = reverse("reports:version", args=[pk, no])
    return _ask_page(request, version, report.stakeholder.name, report.cycle.title, back, send)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask_commitment(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """As `ask`, about a version of a commitment."""
    commitment = commitments.get_commitment_for(actor_of(request), "ask", pk)
    version = commitments.get_version(commitment, no)

    def send(passage: Passage, **words: Any) -> None:
        operations.ask_about_commitment(commitment_id=pk, no=no, key=passage.key, **words)

    back = reverse("commitments:version", args=[pk, no])
    name = commitments.owner_of(commitment).name
    return _ask_page(request, version, name, version.title, back, send)


def _ask_page(
    request: HttpRequest,
    version: ReportVersion | CommitmentVersion,
    stakeholder: str,
    title: str,
    back: str,
    send: Callable[..., None],
) -> HttpResponse:
    passages = queries.passages_of_version(version)
    about = request.POST.get("about", request.GET.get("about", ""))
    passage = next((p for p in passages if p.name == about), None)
    if passage is None and about:
        raise NotVisible("No such passage.")
    form = WordsForm(request.POST or None)
    if request.method == "POST" and passage is not None and form.is_valid():
        try:
            send(passage, **_words(form), by=actor_of(request), now=timezone.now())
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Asked. Its focal points are told by mail."))
            return redirect(f"{back}#{passage.anchor}")
    return render(
        request,
        "reports/ask.html",
        {
            "version": version,
            "stakeholder": stakeholder,
            "title": title,
            "back": back,
            "passages": passages,
            "passage": passage,
            "form": form,
        },
        status=422 if request.method == "POST" else 200,
    )


_STEPS: dict[str, Callable[..., Any]] = {
    "answer": operations.answer_question,
    "follow_up": operations.follow_up_question,
    "close": operations.close_question,
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """The passage, all that was said, and the steps that are the reader's."""
    actor = actor_of(request)
    found, actions = queries.question_and_actions(actor, question_id)
    step = request.POST.get("step", "")
    form = WordsForm(request.POST if step else None)
    theirs, status = None, 200
    if request.method == "POST":
        status = 422
        if step in _STEPS and (step == "close" or form.is_valid()):
            try:
                _STEPS[step](
                    question_id=question_id,
                    revision=whole_number(request.POST.get("revision")),
                    **({} if step == "close" else _words(form)),
                    by=actor,
                    now=timezone.now(),
                )
            except Invalid as refusal:
                take_errors(form, refusal)
            except StaleRevision as stale:
                theirs, status = stale.current, 409
                found, actions = queries.question_and_actions(actor, question_id)
            else:
                messages.success(request, _DONE[step]())
                return redirect("reports:question", question_id)
    return render(
        request,
        "reports/question.html",
        {
            "question": found,
            "is_readable": found.version is None
            or found.version.subject.state == ReportState.SUBMITTED
            or not actor.is_support_unit,
            "passage": queries.passage_of(found),
            "steps": {step.verb: step for step in QUESTION.available(found.state, actions)},
            "form": form,
            "theirs": theirs,
        },
        status=status,
    )


def _words(form: WordsForm) -> dict[str, str]:
    return {"text": form.cleaned_data["text"], "language": language_of_page(get_language())}


_DONE: dict[str, Callable[[], str]] = {
    "answer": lambda: _("Your answer is sent. The Support Unit is told by mail."),
    "follow_up": lambda: _("Asked. Its focal points are told by mail."),
    "close": lambda: _("Closed. It can be taken up again by a further question."),
}
