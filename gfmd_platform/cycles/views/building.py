"""The Support Unit builds what is asked: drafts, preview, and issuing the next number."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision

from .. import operations, queries
from ..enums import WRITTEN_PARTS, CycleState
from ..forms.building import AudienceForm, BeginForm, QuestionBuildForm, TargetsForm
from ..forms.preview import PreviewForm
from ..models import Cycle, QuestionnaireDraft
from ..pages import actor_of, signed_in, take_errors, whole_number
from ..queries import building


def _draft(request: HttpRequest, pk: UUID, draft_id: UUID) -> tuple[Cycle, QuestionnaireDraft]:
    cycle = queries.get_cycle_for(actor_of(request), "edit", pk)
    return cycle, building.get_draft(cycle, draft_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is asked what, what was issued, and what is being built; POST begins a draft."""
    actor = actor_of(request)
    cycle = queries.get_cycle_for(actor, "edit", pk)
    sources = building.questionnaires_to_copy(cycle)
    sent = request.POST if request.method == "POST" else None
    begin = BeginForm(sent, sources=sources)
    if sent is not None and begin.is_valid():
        draft = operations.begin_draft(
            cycle_id=pk,
            audience_id=_uuid(request.POST.get("audience", "")),
            copy_of=_uuid(begin.cleaned_data["copy_of"]),
            by=actor,
            now=timezone.now(),
        )
        return redirect("cycles:build", pk, draft.pk)
    return render(
        request,
        "cycles/questionnaires.html",
        {
            "cycle": cycle,
            "asked": building.audiences_of(cycle, with_drafts=True),
            "issued": building.questionnaires_of(cycle),
            "begin": begin,
            "may_change": cycle.state != CycleState.CLOSED,
        },
        status=422 if begin.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def audience(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Kinds of stakeholders that get questions of their own."""
    actor = actor_of(request)
    cycle = queries.get_cycle_for(actor, "edit", pk)
    form = AudienceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_audience(cycle_id=pk, by=actor, now=timezone.now(), **form.cleaned_data)
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(
                request, _("Saved. They answer the main questions until theirs are issued.")
            )
            return redirect("cycles:questionnaire", pk)
    return render(
        request,
        "cycles/audience.html",
        {"cycle": cycle, "form": form},
        status=422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove_audience(request: HttpRequest, pk: UUID, audience_id: UUID) -> HttpResponse:
    """GET names the consequence, POST has these kinds answer the main questions again."""
    actor = actor_of(request)
    cycle = queries.get_cycle_for(actor, "edit", pk)
    row = building.get_audience(cycle, audience_id)
    if request.method == "POST":
        operations.remove_audience(
            cycle_id=pk, audience_id=audience_id, by=actor, now=timezone.now()
        )
        messages.success(request, _("They are asked the main questions from now on."))
        return redirect("cycles:questionnaire", pk)
    asked = building.Asked(row, row.questionnaire_id)
    return render(request, "cycles/audience_remove.html", {"cycle": cycle, "asked": asked})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HttpRequest, pk: UUID, draft_id: UUID) -> HttpResponse:
    """The questions of a draft, part by part; POST moves one, or sets the targets."""
    actor = actor_of(request)
    cycle, draft = _draft(request, pk, draft_id)
    form = TargetsForm(
        request.POST if "targets_form" in request.POST else None,
        initial={"targets": [str(entry.id) for entry in building.targets_of(draft)]},
    )
    common: dict[str, Any] = {"draft_id": draft.pk, "by": actor, "now": timezone.now()}
    if request.method == "POST":
        if "targets_form" in request.POST:
            if form.is_valid():
                operations.set_targets(targets=form.cleaned_data["targets"], **common)
                messages.success(request, _("Saved."))
                return redirect("cycles:build", pk, draft.pk)
        else:
            way, _colon, key = request.POST.get("move", "").partition(":")
            operations.move_question(key=key, up=way == "up", **common)
            return redirect("cycles:build", pk, draft.pk)
    asked = {part.code: part for part in queries.by_parts(draft.questions.all())}
    return render(
        request,
        "cycles/build.html",
        {
            "cycle": cycle,
            "draft": draft,
            "parts": [
                (p, asked[p.value].questions if p.value in asked else []) for p in WRITTEN_PARTS
            ],
            "targets_form": form,
        },
        status=422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: UUID, draft_id: UUID, key: str = "") -> HttpResponse:
    """Add a question, change one, or ask it no longer."""
    actor = actor_of(request)
    cycle, draft = _draft(request, pk, draft_id)
    row = draft.questions.filter(key=key).first() if key else None
    if key and row is None:
        raise NotVisible("No such question.")
    form = QuestionBuildForm(
        request.POST or None,
        question=row,
        earlier=building.earlier_keys(draft),
        part=request.GET.get("part", ""),
    )
    conflict: StaleRevision | None = None
    revision = row.revision if row else 0
    common: dict[str, Any] = {"draft_id": draft.pk, "by": actor, "now": timezone.now()}
    if request.method == "POST":
        revision = whole_number(request.POST.get("revision"))
        try:
            if "remove" in request.POST:
                operations.remove_question(key=key, revision=revision, **common)
                messages.success(
                    request, _("Taken out. Answers that reports have to it are kept with them.")
                )
                return redirect("cycles:build", pk, draft.pk)
            if form.is_valid():
                if row is None:
                    operations.add_question(question=form.shape(), **common)
                else:
                    operations.edit_question(
                        key=key, question=form.shape(), revision=revision, **common
                    )
                messages.success(request, _("Saved in the draft. Nobody is asked yet."))
                return redirect("cycles:build", pk, draft.pk)
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            conflict, revision = stale, stale.revision
    return render(
        request,
        "cycles/question.html",
        {
            "cycle": cycle,
            "draft": draft,
            "question": row,
            "form": form,
            "revision": revision,
            "conflict": conflict,
        },
        status=409 if conflict else 422 if form.errors else 200,
    )


@signed_in
@require_safe
def preview(request: HttpRequest, pk: UUID, draft_id: UUID) -> HttpResponse:
    """The draft exactly as reporters will see it."""
    cycle, draft = _draft(request, pk, draft_id)
    parts = queries.by_parts(draft.questions.all())
    name = _("one of your commitments")
    return render(
        request,
        "cycles/preview.html",
        {
            "cycle": cycle,
            "draft": draft,
            "parts": [(part, PreviewForm(part.questions, commitment=name)) for part in parts],
            "targets": building.targets_of(draft),
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: UUID, draft_id: UUID) -> HttpResponse:
    """GET names what changes and for whom, POST issues."""
    actor = actor_of(request)
    cycle, draft = _draft(request, pk, draft_id)
    problems: list[str] = []
    if request.method == "POST":
        try:
            made = operations.issue_questionnaire(draft_id=draft.pk, by=actor, now=timezone.now())
        except Invalid as refusal:
            problems = [text for texts in refusal.errors.values() for text in texts]
        else:
            messages.success(
                request,
                _("Issued as questionnaire %(no)d. Writers of open drafts are told.")
                % {"no": made.no},
            )
            return redirect("cycles:asked", pk, made.no)
    return render(
        request,
        "cycles/issue.html",
        {
            "cycle": cycle,
            "draft": draft,
            "changes": building.changes_of_draft(draft),
            "problems": problems,
        },
        status=422 if problems else 200,
    )


@signed_in
@require_POST
def give_up(request: HttpRequest, pk: UUID, draft_id: UUID) -> HttpResponse:
    _cycle, draft = _draft(request, pk, draft_id)
    operations.discard_draft(draft_id=draft.pk, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The draft is given up. What is asked now stays."))
    return redirect("cycles:questionnaire", pk)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
