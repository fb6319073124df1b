"""The Support Unit enters States, nominations and mandates, and invites its own colleagues."""

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
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.requests import ActorRequest

from .. import operations, queries
from ..enums import InvitationState
from ..forms import (
    EndMandateForm,
    MandateForm,
    NominationForm,
    RegisterForm,
    SupportUnitInviteForm,
    attempt,
)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    queries.require_support_unit(request.actor)
    form = RegisterForm(request.POST or None)
    if request.method == "POST":
        entered = attempt(
            form,
            lambda: operations.register_stakeholder(
                **form.cleaned_data, by=request.actor, now=timezone.now()
            ),
        )
        if entered:
            messages.success(
                request,
                _("%(name)s takes part. Record who speaks for it.") % {"name": entered.name},
            )
            return redirect("stakeholders:nominate", pk=entered.pk)
    return render(request, "stakeholders/support/register.html", {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def nominate(request: ActorRequest, pk: UUID) -> HttpResponse:
    queries.require_support_unit(request.actor)
    stakeholder = queries.get_for(request.actor, "nominate", pk)
    form = NominationForm(request.POST or None)
    if request.method == "POST":
        recorded = attempt(
            form,
            lambda: operations.record_nomination(
                stakeholder=stakeholder,
                **form.cleaned_data,
                language=get_language() or "en",
                by=request.actor,
                now=timezone.now(),
            ),
        )
        if recorded:
            messages.success(
                request,
                _("Recorded. The invitation is on its way to %(email)s.")
                % {"email": recorded.email},
            )
            return redirect("stakeholders:members", pk=pk)
    return render(
        request, "stakeholders/support/nominate.html", {"form": form, "stakeholder": stakeholder}
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def groups(request: ActorRequest) -> HttpResponse:
    """People of the Support Unit and mandates. `step` says which button was pressed."""
    queries.require_support_unit(request.actor)
    step = request.POST.get("step", "")
    now = timezone.now()
    invite_form = SupportUnitInviteForm(request.POST if step == "invite" else None, prefix="invite")
    mandate_form = MandateForm(request.POST if step == "mandate" else None, prefix="mandate")
    sent, mandate = None, None
    if step == "invite":
        sent = attempt(
            invite_form,
            lambda: operations.invite_to_support_unit(
                **invite_form.cleaned_data,
                language=get_language() or "en",
                by=request.actor,
                now=now,
            ),
        )
    elif step == "mandate":
        mandate = attempt(
            mandate_form,
            lambda: operations.record_mandate(
                **mandate_form.cleaned_data, by=request.actor, now=now
            ),
        )
    if sent or mandate:
        messages.success(
            request, _("The invitation is on its way.") if sent else _("The mandate is recorded.")
        )
        return redirect("stakeholders:groups")
    return render(
        request,
        "stakeholders/support/groups.html",
        {
            "people": queries.support_unit_people(),
            "invitations": [
                {"invitation": row, "is_open": row.state(now) == InvitationState.OPEN}
                for row in queries.support_unit_invitations(now)
            ],
            "mandates": queries.mandate_lines(now.date()),
            "invite_form": invite_form,
            "mandate_form": mandate_form,
            "form": invite_form if step == "invite" else mandate_form,
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def end_mandate(request: ActorRequest, pk: UUID) -> HttpResponse:
    queries.require_support_unit(request.actor)
    mandate = queries.get_group_membership(pk)
    form = EndMandateForm(request.POST or None, initial={"until": mandate.until})
    if request.method == "POST":
        ended = attempt(
            form,
            lambda: operations.end_mandate(
                mandate=mandate, **form.cleaned_data, by=request.actor, now=timezone.now()
            ),
        )
        if ended:
            messages.success(request, _("The end of the mandate is recorded."))
            return redirect("stakeholders:groups")
    return render(
        request, "stakeholders/support/end_mandate.html", {"form": form, "mandate": mandate}
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A person leaves the Support Unit, after the consequence is named."""
    queries.require_support_unit(request.actor)
    membership = queries.get_group_membership(pk)
    if request.method == "POST":
        operations.leave_support_unit(membership=membership, by=request.actor, now=timezone.now())
        messages.success(request, _("The place in the Support Unit has ended."))
        return redirect("desk" if membership.person == request.user else "stakeholders:groups")
    return render(request, "stakeholders/support/leave.html", {"membership": membership})
