"""When focal points are reminded, more time for one stakeholder, and muting."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access.exceptions import Invalid, NotVisible

from .. import operations, queries
from ..forms.reminders import MoreTimeForm, RemindersForm
from ..pages import actor_of, signed_in, take_errors
from ..queries import reminders as asked


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ladder of a cycle, with the days it falls on."""
    actor = actor_of(request)
    cycle = queries.get_cycle_for(actor, "edit", pk)
    ladder = asked.ladder_of(cycle)
    form = RemindersForm(request.POST or None, initial={"days": [str(r.days) for r in ladder]})
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_reminders(
                cycle_id=pk, days=form.cleaned_data["days"], by=actor, now=timezone.now()
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("cycles:reminders", pk)
    return render(
        request,
        "cycles/reminders.html",
        {"cycle": cycle, "ladder": ladder, "form": form},
        status=422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: HttpRequest, pk: UUID, stakeholder_id: UUID) -> HttpResponse:
    """A later day for one stakeholder, which only it and the Support Unit see."""
    actor = actor_of(request)
    cycle = queries.get_cycle_for(actor, "edit", pk)
    row = asked.invitation_with_name(cycle, stakeholder_id)
    if row is None:
        raise NotVisible("No such invitation.")
    form = MoreTimeForm(request.POST or None, initial={"until": row.extended_to})
    if request.method == "POST" and form.is_valid():
        try:
            operations.give_more_time(
                cycle_id=pk,
                stakeholder_id=stakeholder_id,
                until=form.cleaned_data["until"],
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Saved. Its focal points are told by mail."))
            return redirect("cycles:board", pk)
    return render(
        request,
        "cycles/more_time.html",
        {"cycle": cycle, "invitation": row, "form": form},
        status=422 if form.errors else 200,
    )


@signed_in
@require_POST
def mute(request: HttpRequest, pk: UUID, stakeholder_id: UUID) -> HttpResponse:
    """Get no reminders of this cycle, or get them again."""
    mutes = request.POST.get("mutes") == "yes"
    try:
        operations.mute_reminders(
            cycle_id=pk,
            stakeholder_id=stakeholder_id,
            mutes=mutes,
            by=actor_of(request),
            now=timezone.now(),
        )
    except Invalid as refusal:
        for texts in refusal.errors.values():
            for text in texts:
                messages.error(request, text)
    else:
        messages.success(
            request,
            _("You get no more reminders of this cycle.")
            if mutes
            else _("You get the reminders of this cycle again."),
        )
    return redirect("cycles:detail", pk)
