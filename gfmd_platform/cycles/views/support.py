"""The Support Unit's pages: plan, open, close, and see who takes part."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access import check_create
from gfmd_platform.access.exceptions import Invalid, StaleRevision

from .. import operations, queries
from ..forms import CycleForm
from ..models import Cycle
from ..pages import actor_of, signed_in, take_errors, whole_number

_STEPS = {
    "open": operations.open_cycle,
    "close": operations.close_cycle,
    "reopen": operations.reopen_cycle,
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    check_create(actor, "cycle")
    form = CycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = operations.create_cycle(**form.cleaned_data, by=actor, now=timezone.now())
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The cycle is planned. Only the Support Unit sees it yet."))
            return redirect("cycles:board", cycle.pk)
    return _form_page(request, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    cycle = queries.get_cycle_for(actor, "edit", pk)
    goals = [goal.id for goal in queries.goals_of(cycle)]
    form = CycleForm(request.POST or None, initial=CycleForm.initial_of(cycle, goals))
    theirs: dict[str, Any] = {}
    revision = cycle.revision
    if request.method == "POST" and form.is_valid():
        revision = whole_number(request.POST.get("revision"))
        try:
            operations.edit_cycle(
                cycle_id=pk,
                revision=revision,
                by=actor,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            theirs = {k: v for k, v in stale.current.items() if v != stale.yours.get(k)}
            revision = stale.revision
        else:
            messages.success(request, _("Saved."))
            return redirect("cycles:board", pk)
    return _form_page(request, form, cycle=cycle, theirs=theirs, revision=revision)


def _form_page(
    request: HttpRequest,
    form: CycleForm,
    *,
    cycle: Cycle | None = None,
    theirs: dict[str, Any] | None = None,
    revision: int | None = None,
) -> HttpResponse:
    conflicts = [
        (form.fields[name].label, form[name].value(), value)
        for name, value in (theirs or {}).items()
    ]
    return render(
        request,
        "cycles/form.html",
        {"form": form, "cycle": cycle, "conflicts": conflicts, "revision": revision},
        status=409 if conflicts else 422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """GET names the consequence, POST takes the step."""
    actor = actor_of(request)
    cycle = queries.get_cycle_for(actor, "edit", pk)
    transition = next((t for t in queries.steps_for(actor, cycle) if t.verb == verb), None)
    if request.method == "POST":
        _STEPS[verb](cycle_id=pk, by=actor, now=timezone.now())
        messages.success(
            request,
            _("The cycle is closed.")
            if verb == "close"
            else _("The cycle is open, and its stakeholders are invited by mail."),
        )
        return redirect("cycles:board", pk)
    if transition is None:
        return redirect("cycles:board", pk)
    return render(request, "cycles/step.html", {"cycle": cycle, "step": transition})
