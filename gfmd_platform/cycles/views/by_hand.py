"""The Support Unit reminds stakeholders itself, and sees first what goes out to whom."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ids import new_id

from .. import operations, queries
from ..forms.reminders import ByHandForm
from ..models import Cycle
from ..pages import actor_of, signed_in, take_errors
from ..queries import board as asked


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET and a preview show what goes out; a second button sends it, once."""
    actor, now = actor_of(request), timezone.now()
    cycle = queries.get_cycle_for(actor, "remind", pk)
    if not cycle.takes_reports:
        raise WrongState(_("The cycle takes no reports now."), state=cycle.state)
    chosen = _chosen(request, cycle)
    if not chosen:
        messages.error(request, _("Choose at least one stakeholder."))
        return redirect("cycles:board", pk)
    form = ByHandForm(request.POST or None)
    sentence = form.cleaned_data["sentence"] if form.is_valid() else ""
    reminder_id = _ids([request.POST.get("id", "")]) or [new_id()]
    if form.is_valid() and request.POST.get("step") == "send":
        try:
            operations.remind_by_hand(
                cycle_id=pk,
                reminder_id=reminder_id[0],
                stakeholder_ids=chosen,
                sentence=sentence,
                seen=request.POST.get("seen", ""),
                by=actor,
                now=now,
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The reminder is on its way."))
            return redirect("cycles:board", pk)
    plan = operations.plan_reminder(
        cycle=cycle, stakeholder_ids=chosen, sentence=sentence, now=now, by=actor
    )
    return render(
        request,
        "cycles/remind.html",
        {
            "cycle": cycle,
            "form": form,
            "plan": plan,
            "samples": plan.samples(),
            "chosen": chosen,
            "reminder_id": reminder_id[0],
        },
        status=422 if form.errors else 200,
    )


def _chosen(request: HttpRequest, cycle: Cycle) -> list[UUID]:
    """The stakeholders that were ticked; on a link from the board, all that fit its filter."""
    sent = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" or "chosen" in sent or "stakeholder" in sent:
        return _ids(sent.getlist("stakeholder"))
    found = asked.narrowed(cycle, asked.Wanted.of(request.GET))
    return list(found.values_list("stakeholder_id", flat=True))


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
