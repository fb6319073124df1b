"""Saying that a partnership or example serves a commitment, and answering that."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotAllowed
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors

from .. import operations
from ..enums import ServiceAnswer
from ..forms.joint import ServingForm
from ..operations.services import asked_owner
from ..queries import commitments as queries
from ..queries import services


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def serving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever speaks for a stakeholder says which of its partnerships and examples serve it."""
    actor = actor_of(request)
    commitment = queries.get_commitment(actor, pk)
    mine = actor.stakeholder_ids(FOCAL_POINT)
    if not mine:
        raise NotAllowed(_("Focal points speak for a partnership, example or commitment."))
    is_own = commitment.record.owner_id in mine
    form = ServingForm(request.POST or None, own=services.own_public(actor), may_name_others=is_own)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.propose_service(
                commitment_id=pk,
                serving_id=form.cleaned_data["serving"],
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(
                request,
                _("It is shown on both pages.")
                if made.answer == ServiceAnswer.CONFIRMED
                else _("The other side is asked. It is shown once they confirm."),
            )
            return redirect("commitments:detail", pk)
    return render(
        request,
        "commitments/serving.html",
        {
            "commitment": commitment,
            # The public title: the row's own may be that of an amendment in preparation.
            "title": queries.public_title(commitment),
            "owner": queries.owner_of(commitment),
            "form": form,
            "is_own": is_own,
        },
        status=422 if request.method == "POST" else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """A proposal or what was confirmed; the side that was asked answers, either side ends it."""
    actor = actor_of(request)
    found = services.question(service_id, actor)
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        now = timezone.now()
        if answer in ("confirm", "decline"):
            operations.answer_service(
                service_id=service_id, agrees=answer == "confirm", by=actor, now=now
            )
            messages.success(
                request,
                _("Confirmed. It is shown on both pages.")
                if answer == "confirm"
                else _("Declined. Nobody else sees it."),
            )
            return redirect("commitments:detail", found.commitment_id)
        if answer == "end":
            operations.end_service(service_id=service_id, by=actor, now=now)
            messages.success(request, _("It is taken out of both pages."))
            return redirect("commitments:detail", found.commitment_id)
    is_proposed = found.answer == ServiceAnswer.PROPOSED
    return render(
        request,
        "commitments/service.html",
        {
            "commitment": found.commitment,
            "owner": queries.owner_of(found.commitment),
            "serving": services.shown(found),
            "label": ServiceAnswer(found.answer).label,
            "may_answer": is_proposed and asked_owner(found) in actor.stakeholder_ids(FOCAL_POINT),
            "may_end": is_proposed or found.answer == ServiceAnswer.CONFIRMED,
        },
        status=422 if request.method == "POST" else 200,
    )
