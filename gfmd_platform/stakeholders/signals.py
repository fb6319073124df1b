"""What follows when a factor is used or removed, or somebody signs in, wherever that happened."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from . import assurance
from .models import Person
from .operations.access import end_sessions

_REAL = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def on_removed(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    """Without any factor left, no session counts as secured by one."""
    if not Authenticator.objects.filter(user_id=user.pk, type__in=_REAL).exists():
        assurance.forget_second_factor(request)
        end_sessions(person=user, but=request.session.session_key)


def on_used(user: Person, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        get_adapter().send_notification_mail("mfa/email/recovery_code_used", user)


def on_signed_in(request: HttpRequest, **_kwargs: Any) -> None:
    """However they came in: a session that is not listed could not be ended."""
    request.session["seen_at"] = timezone.now().timestamp()
    if "REMOTE_ADDR" in request.META:
        UserSession.objects.create_from_request(request)


def connect() -> None:
    mfa.authenticator_removed.connect(on_removed, dispatch_uid="people.factor_removed")
    mfa.authenticator_used.connect(on_used, dispatch_uid="people.factor_used")
    user_logged_in.connect(on_signed_in, dispatch_uid="people.signed_in")
