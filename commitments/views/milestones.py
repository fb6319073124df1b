"""Milestones: plan one, move it, say that it is reached, drop it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number

from .. import operations
from ..forms.joint import ChangeMilestoneForm, MilestoneForm, MilestoneReasonForm, ReachForm
from ..queries import commitments as queries
from ..queries import milestones
from ..transitions import MILESTONE


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    commitment = queries.get_commitment_for(actor, "plan_milestone", pk)
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.plan_milestone(
                commitment_id=pk, **form.cleaned_data, by=actor, now=timezone.now()
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The milestone is planned, and public."))
            return redirect("commitments:detail", pk)
    return render(
        request,
        "commitments/milestone.html",
        {"commitment": commitment, "form": form, "verb": "plan"},
        status=422 if request.method == "POST" else 200,
    )


_STEPS: dict[str, tuple[Any, type[forms.Form]]] = {
    "change": (operations.change_milestone, ChangeMilestoneForm),
    "reach": (operations.reach_milestone, ReachForm),
    "drop": (operations.drop_milestone, MilestoneReasonForm),
    "take_up": (operations.take_up_milestone, MilestoneReasonForm),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_step(request: HttpRequest, milestone_id: UUID, verb: str) -> HttpResponse:
    """GET asks for what the step needs and names its consequence, POST takes it."""
    actor = actor_of(request)
    milestone = milestones.to_report(actor, milestone_id)
    operation, form_class = _STEPS[verb]
    if request.method != "POST":
        MILESTONE.find(milestone.state, verb)
    initial = {"title": milestone.title, "due_on": milestone.due_on}
    form = form_class(request.POST or None, initial=initial)
    theirs: dict[str, Any] | None = None
    revision = milestone.revision
    if request.method == "POST" and form.is_valid():
        try:
            operation(
                milestone_id=milestone_id,
                revision=whole_number(request.POST.get("revision")),
                **form.cleaned_data,
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            theirs, revision = stale.current, stale.revision
        else:
            messages.success(request, _("It stands with the commitment, and is public."))
            return redirect("commitments:detail", milestone.commitment_id)
    status = 409 if theirs is not None else 422 if request.method == "POST" else 200
    return render(
        request,
        "commitments/milestone.html",
        {
            "commitment": milestone.commitment,
            "milestone": milestone,
            "form": form,
            "verb": verb,
            "revision": revision,
            "theirs": theirs,
        },
        status=status,
    )
