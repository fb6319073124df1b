"""Who takes part: the lead invites, those who are asked answer, and partners can leave."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access import allowed_actions
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.interface import kept

from ..enums import PartnerAnswer, PartnerRole
from ..forms.partnerships import InviteForm
from ..models import Partner, Partnership
from ..operations import partners as operations
from ..queries import deliverables, partners, partnerships
from ..transitions import INVITING
from .common import actor_of, signed_in

_PAGES = "partnerships/partnerships"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def partner_list(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """Whom the lead has asked and what they answered; POST invites one more."""
    actor = actor_of(request)
    partnership = partnerships.own(partnership_id, actor)
    choices = partners.can_be_invited(partnership)
    if request.method != "POST":
        form = InviteForm(kept.take(request), choices=choices)
        return _partners_page(request, partnership, form)
    form = InviteForm(request.POST, choices=choices)
    if not form.is_valid():
        return _partners_page(request, partnership, form, status=422)
    data = form.cleaned_data
    try:
        partner = operations.invite_partner(
            partnership_id=partnership_id,
            stakeholder_id=data["stakeholder"].pk,
            role=data["role"],
            note=data["note"],
            by=actor,
            now=timezone.now(),
        )
    except Invalid as invalid:
        form.take_errors(invalid)
        return _partners_page(request, partnership, form, status=422)
    messages.success(
        request,
        _("%(stakeholder)s is invited. Its focal points are told by mail.")
        % {"stakeholder": partner.stakeholder.name},
    )
    return redirect("partnerships:partners", partnership_id)


def _partners_page(
    request: HttpRequest, partnership: Partnership, form: InviteForm, *, status: int = 200
) -> HttpResponse:
    actions = allowed_actions(actor_of(request), partnership)
    asked = partners.asked_partners(partnership)
    return render(
        request,
        f"{_PAGES}/partners.html",
        {
            "partnership": partnership,
            "form": form,
            "asked": [_row(partner) for partner in asked],
            "lead_name": partnerships.lead_name(partnership),
            "can_invite": "invite" in actions and partnership.state in INVITING,
        },
        status=status,
    )


def _row(partner: Partner) -> dict[str, Any]:
    return {
        "partner": partner,
        "role": PartnerRole(partner.role).label,
        "answer": PartnerAnswer(partner.answer).label,
        "is_open": partner.answer == PartnerAnswer.INVITED,
    }


@signed_in
@require_POST
def partner_revoke(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    partner = partners.invited_by(partner_id, actor)
    operations.revoke_invitation(partner_id=partner_id, by=actor, now=timezone.now())
    messages.success(request, _("The invitation is taken back. They are told by mail."))
    return redirect("partnerships:partners", partner.partnership_id)


_ANSWERS = {
    "accept": (operations.accept_partnership, PartnerAnswer.ACCEPTED),
    "decline": (operations.decline_partnership, PartnerAnswer.DECLINED),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def partner_answer(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """What is planned, and the two answers. Reading it changes nothing."""
    actor = actor_of(request)
    partner = partners.invitation(partner_id, actor)
    if request.method != "POST":
        return _answer_page(request, partner)
    answer = request.POST.get("answer", "")
    if answer not in _ANSWERS:
        return _answer_page(request, partner, unclear=True, status=422)
    operation, wanted = _ANSWERS[answer]
    try:
        operation(partner_id=partner_id, by=actor, now=timezone.now())
    except WrongState:
        partner = partners.invitation(partner_id, actor)
        if partner.answer != wanted:  # else a colleague, or another tab, said the same
            return _answer_page(request, partner, status=409)
    if wanted == PartnerAnswer.DECLINED:
        messages.success(request, _("Declined. Only the lead is told."))
        return redirect("/desk/")
    messages.success(request, _("Accepted. You are shown as a partner; the lead is told."))
    return redirect("partnerships:partnership", partner.partnership_id)


def _answer_page(
    request: HttpRequest, partner: Partner, *, unclear: bool = False, status: int = 200
) -> HttpResponse:
    """The text only while the invitation stands: afterwards the page says what became of it."""
    is_open = partner.answer == PartnerAnswer.INVITED and partner.partnership.state in INVITING
    context: dict[str, Any] = {
        "partner": partner,
        "role": PartnerRole(partner.role).label,
        "lead_name": partnerships.lead_name(partner.partnership),
        "is_open": is_open,
        "unclear": unclear,
    }
    if is_open:
        partnership = partnerships.readable(partner.partnership_id, actor_of(request))
        version = partnership.current_version
        context |= {
            "partnership": partnership,
            "shown": partnerships.shown_version(version)
            if version
            else partnerships.shown_draft(partnership),
            "partners": partnerships.shown_partners(partnership),
            "deliverables": deliverables.listed(deliverables.of_partnership(partnership)),
        }
    return render(request, f"{_PAGES}/answer.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def partner_leave(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """GET names the consequence, POST leaves."""
    actor = actor_of(request)
    partner = partners.invitation(partner_id, actor)
    if request.method == "POST":
        operations.leave_partnership(partner_id=partner_id, by=actor, now=timezone.now())
        messages.success(request, _("You have left. The lead is told."))
        return redirect("/desk/")
    if partner.answer != PartnerAnswer.ACCEPTED:
        raise WrongState(
            _("This does not apply any more: it is now “%s”.") % PartnerAnswer(partner.answer).label
        )
    context = {"partner": partner, "lead_name": partnerships.lead_name(partner.partnership)}
    return render(request, f"{_PAGES}/leave.html", context)
