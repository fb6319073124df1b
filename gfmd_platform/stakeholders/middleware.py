"""Nothing opens before a person who needs a second factor has shown one, and no act in a
stakeholder's name happens unless its person was there a short while ago.

Pages lead to where that is done and back, with what was written; the API answers with a problem
that says where to go. What a request is not known to be free of is refused: the list below names
what stays open.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_platform.access.step_up import asks_step_up
from gfmd_platform.interface import autosave, kept

from . import assurance

#: What a person without their second factor reaches: setting one up, confirming who they are on
#: the way there, signing out, and how pages look.
OPEN_WITHOUT = frozenset(
    {
        "second-factor",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "account_reauthenticate_mail",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_login",
        "account_logout",
        "interface:theme",
        "interface:language",
        "health-live",
        "health-ready",
    }
)
#: Where factors are added, shown and removed. Whoever has one shows it first: a stolen password, or
#: a session from before, must not be enough to add another beside it.
FACTORS = frozenset(
    {
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
    }
)
#: `last_seen_at` of a session is written no more often than that, in seconds.
SEEN_EVERY = 600


class AssuranceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        route = match.view_name if match is not None else ""
        if not request.user.is_authenticated:
            return None
        if not assurance.has_shown_second_factor(request):
            actor = request.actor  # type: ignore[attr-defined]
            if route not in OPEN_WITHOUT and assurance.needs_second_factor(actor):
                return _second_factor_first(request)
            if route in FACTORS and (way := _own_factor(request)):
                return HttpResponseRedirect(f"{way}?{urlencode({'next': request.path})}")
        if asks_step_up(route, request) and not assurance.is_fresh(request):
            return _confirm_first(request)
        if request.method == "POST":
            kept.drop(request)
        _note_seen(request)
        return None


def _own_factor(request: HttpRequest) -> str:
    """Where the person shows a factor they have; nothing for whoever has none."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    return next((str(way["url"]) for way in ways if way["id"].startswith("mfa")), "")


def _second_factor_first(request: HttpRequest) -> HttpResponse:
    address = reverse("second-factor")
    if _is_api(request):
        return _problem(
            "second-factor-required",
            _("Your account needs a second factor. Set one up, or sign in again with yours."),
            address,
        )
    if request.headers.get("X-Requested-With") == "fetch":
        return autosave.signed_out()  # the script keeps the text and offers to sign in
    return HttpResponseRedirect(f"{address}?{urlencode({'next': _way_back(request)})}")


def _confirm_first(request: HttpRequest) -> HttpResponse:
    ways = get_adapter().get_reauthentication_methods(request.user)
    address = str(ways[0]["url"])
    if _is_api(request):
        return _problem(
            "step-up-required",
            _("Confirm that it is you, then send this again."),
            address,
        )
    return HttpResponseRedirect(f"{address}?{urlencode({'next': _way_back(request)})}")


def _way_back(request: HttpRequest) -> str:
    """The page itself; for what was sent, the page that sends it once more."""
    if request.method == "POST" and kept.keep(request):
        return f"{reverse('kept-form')}?{urlencode({'for': request.get_full_path()})}"
    return request.get_full_path()


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/v1/")


def _problem(kind: str, detail: str, address: str) -> JsonResponse:
    return JsonResponse(
        {
            "type": kind,
            "title": "Forbidden",
            "status": 403,
            "detail": detail,
            "address": address,
        },
        status=403,
        content_type="application/problem+json",
    )


def _note_seen(request: HttpRequest) -> None:
    now = time.time()
    if abs(now - request.session.get("seen_at", 0)) > SEEN_EVERY:
        UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=timezone.now()
        )
        request.session["seen_at"] = now
