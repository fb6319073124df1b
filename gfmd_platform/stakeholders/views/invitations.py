"""The page behind a mailed link. Looking at it changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.requests import ActorRequest

from .. import assurance, operations, queries
from ..enums import InvitationPurpose, InvitationState
from ..forms import AcceptForm, attempt
from ..operations.accepting import Accepted, InvitationClosed, SignInFirst

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: ActorRequest, token: str) -> HttpResponse:
    now = timezone.now()
    seen = queries.invitation_by_token(token, request.actor, now)
    is_new = not seen.has_account and not request.actor.is_signed_in
    form = AcceptForm(
        request.POST or None,
        initial={"name": seen.invitation.name},
        asks_email=not seen.invitation.email,
    )
    if request.method == "POST" and seen.state == InvitationState.OPEN:
        try:
            accepted = _accept(request, token, form if is_new else None)
        except (InvitationClosed, SignInFirst):
            # Somebody was quicker, or signed in elsewhere: show how things stand now.
            seen = queries.invitation_by_token(token, request.actor, now)
        else:
            if accepted is not None:
                return _welcome(request, accepted)
    status = 200 if seen.state == InvitationState.OPEN else 410
    return render(
        request,
        "stakeholders/invitation.html",
        {
            "seen": seen,
            "invitation": seen.invitation,
            "form": form if is_new else None,
            "may_accept_now": request.actor.is_signed_in and seen.is_for_reader,
            "is_application": seen.invitation.purpose == InvitationPurpose.APPLICATION,
        },
        status=status,
    )


def _accept(request: ActorRequest, token: str, form: AcceptForm | None) -> Accepted | None:
    """With a form for somebody new; without for who is signed in."""
    by, now = request.actor, timezone.now()
    if form is None:
        return operations.accept_invitation(token=token, by=by, now=now)
    return attempt(
        form,
        lambda: operations.accept_invitation(token=token, **form.words(), by=by, now=now),
    )


def _welcome(request: ActorRequest, accepted: Accepted) -> HttpResponse:
    """Somebody new is signed in: the link reached their mailbox, and they chose how to return."""
    if accepted.is_new:
        login(request, accepted.person, backend=BACKEND)
        assurance.remember(request, "invitation")
    invitation = accepted.invitation
    if invitation.purpose == InvitationPurpose.APPLICATION:
        messages.success(request, _("Your application is with the Support Unit."))
        return redirect("stakeholders:detail", pk=invitation.stakeholder_id)
    name = invitation.stakeholder.name if invitation.stakeholder else _("the Support Unit")
    messages.success(request, _("You have joined %(name)s.") % {"name": name})
    return redirect(accepted.leads_to or "desk")
