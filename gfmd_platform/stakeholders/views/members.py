"""Members of a stakeholder: who they are, who is invited, who leaves."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access import allowed_actions
from gfmd_platform.access.requests import ActorRequest

from .. import operations, queries
from ..enums import InvitationState, MemberRole
from ..forms import HandOverForm, InviteForm, MembershipForm, attempt
from ..policies import can_end, check_can_end


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def members(request: ActorRequest, pk: UUID) -> HttpResponse:
    step = "manage_members" if request.method == "POST" else "see_members"
    stakeholder = queries.get_for(request.actor, step, pk)
    allowed = allowed_actions(request.actor, stakeholder)
    form = InviteForm(request.POST or None, is_state=stakeholder.is_state)
    now = timezone.now()
    if request.method == "POST":
        sent = attempt(
            form,
            lambda: operations.invite_member(
                stakeholder=stakeholder,
                **form.cleaned_data,
                language=get_language() or "en",
                by=request.actor,
                now=now,
            ),
        )
        if sent:
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": sent.email}
            )
            return redirect("stakeholders:members", pk=pk)
    manages = "manage_members" in allowed
    nominates = "nominate" in allowed
    return render(
        request,
        "stakeholders/members.html",
        {
            "stakeholder": stakeholder,
            "members": [
                {
                    "seat": seat,
                    "is_me": seat.person_id == request.user.pk,
                    "may_renew": nominates and seat.person_id != request.user.pk,
                    "may_end": can_end(seat, request.actor, allowed),
                }
                for seat in queries.members(stakeholder)
            ],
            "invitations": [
                {
                    "invitation": row,
                    "is_open": row.state(now) == InvitationState.OPEN,
                    "may_change": nominates if row.nomination_id else manages,
                }
                for row in queries.invitations(stakeholder, now)
            ]
            if manages or nominates
            else [],
            "shows_invitations": manages or nominates,
            "form": form if manages else None,
            "may_nominate": nominates,
        },
    )


@login_required
@require_POST
def resend(request: ActorRequest, pk: UUID) -> HttpResponse:
    invitation = queries.get_invitation(request.actor, pk)
    operations.resend_invitation(invitation=invitation, by=request.actor, now=timezone.now())
    messages.success(
        request,
        _("A new link is on its way to %(email)s; the old one is void.")
        % {"email": invitation.email},
    )
    return _back(invitation.stakeholder_id)


@login_required
@require_POST
def revoke(request: ActorRequest, pk: UUID) -> HttpResponse:
    invitation = queries.get_invitation(request.actor, pk)
    operations.revoke_invitation(invitation=invitation, by=request.actor, now=timezone.now())
    messages.success(request, _("The invitation is revoked; its link is void."))
    return _back(invitation.stakeholder_id)


def _back(stakeholder_id: UUID | None) -> HttpResponse:
    if stakeholder_id is None:
        return redirect("stakeholders:groups")
    return redirect("stakeholders:members", pk=stakeholder_id)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask first: an ended membership does not come back, a new one needs a new invitation."""
    seat = queries.get_membership(request.actor, pk)
    check_can_end(seat, request.actor)
    is_me = seat.person_id == request.user.pk
    if request.method == "POST":
        operations.end_membership(membership=seat, by=request.actor, now=timezone.now())
        messages.success(
            request, _("The membership of %(name)s has ended.") % {"name": seat.person.name}
        )
        if is_me:
            return redirect("desk")
        return redirect("stakeholders:members", pk=seat.stakeholder_id)
    return render(request, "stakeholders/end_membership.html", {"seat": seat, "is_me": is_me})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One's own seat: function, contact, handing over. `step` says which button was pressed."""
    seat = queries.get_own_membership(request.actor, pk)
    colleagues = [s for s in queries.members(seat.stakeholder) if s.pk != seat.pk]
    if seat.stakeholder.is_state:
        colleagues = [s for s in colleagues if s.role == MemberRole.FOCAL_POINT]
    step = request.POST.get("step", "")
    now = timezone.now()
    form = MembershipForm(
        request.POST if step == "describe" else None,
        initial={"function": seat.function, "contact_audience": seat.contact_audience},
    )
    hand_over = HandOverForm(
        request.POST if step == "hand_over" else None, colleagues=colleagues, prefix="hand_over"
    )
    done = None
    if step == "describe":
        done = attempt(
            form,
            lambda: operations.describe_membership(
                membership=seat, **form.cleaned_data, by=request.actor, now=now
            ),
        )
    elif step == "hand_over":
        done = attempt(
            hand_over,
            lambda: operations.hand_over(
                membership=seat, to=hand_over.cleaned_data["to"], by=request.actor, now=now
            ),
        )
    if done is not None and step == "describe":
        messages.success(request, _("Your entry is saved."))
        return redirect("stakeholders:members", pk=seat.stakeholder_id)
    if done is not None:
        messages.success(
            request, _("%(name)s is focal point in your place.") % {"name": done.person.name}
        )
        return redirect("desk")
    return render(
        request,
        "stakeholders/my_membership.html",
        {
            "seat": seat,
            "stakeholder": seat.stakeholder,
            "describe_form": form,
            "hand_over_form": hand_over,
            "form": form if step == "describe" else hand_over,
            "may_hand_over": seat.role == MemberRole.FOCAL_POINT,
            "has_colleagues": bool(colleagues),
        },
    )
