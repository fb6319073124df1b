"""Access is renewed: the Support Unit records it, the person uses their one-time link."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.access.requests import ActorRequest

from .. import assurance, operations, queries
from ..enums import InvitationState
from ..forms import RenewForm, attempt
from ..forms.factors import RenewedPasswordForm
from .invitations import BACKEND


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def renew(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The stakeholder stands by a member who lost every way to sign in."""
    queries.require_support_unit(request.actor)
    seat = queries.get_membership(request.actor, pk)
    form = RenewForm(request.POST or None)
    if request.method == "POST":
        recorded = attempt(
            form,
            lambda: operations.renew_nomination(
                membership=seat,
                **form.cleaned_data,
                language=get_language() or "en",
                by=request.actor,
                now=timezone.now(),
            ),
        )
        if recorded:
            messages.success(
                request,
                _("Recorded. A one-time link is on its way to %(email)s.")
                % {"email": recorded.email},
            )
            return redirect("stakeholders:members", pk=seat.stakeholder_id)
    return render(request, "stakeholders/support/renew.html", {"form": form, "seat": seat})


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def renewal(request: ActorRequest, token: str) -> HttpResponse:
    """The one-time link. Looking at it changes nothing; its button signs in and leads to the
    second factor."""
    now = timezone.now()
    invitation, state = queries.renewal_by_token(token, now)
    form = RenewedPasswordForm(request.POST or None)
    if request.method == "POST" and state == InvitationState.OPEN:
        try:
            person = attempt(
                form,
                lambda: operations.use_renewal_link(
                    token=token, **form.cleaned_data, by=request.actor, now=now
                ),
            )
        except WrongState:  # used in another window, a moment ago
            invitation, state = queries.renewal_by_token(token, now)
        else:
            if person is not None:
                login(request, person, backend=BACKEND)
                assurance.remember(request, "renewal")
                messages.success(request, _("You are signed in again."))
                return redirect("desk")  # and from there to the second factor, if it is needed
    return render(
        request,
        "stakeholders/renewal.html",
        {"form": form, "invitation": invitation, "is_open": state == InvitationState.OPEN},
        status=200 if state == InvitationState.OPEN else 410,
    )


@never_cache
@require_safe
def awaited(request: HttpRequest) -> HttpResponse:
    """Said to whoever tries to sign in before the one-time link was used."""
    return render(request, "account/renewal_awaited.html")
