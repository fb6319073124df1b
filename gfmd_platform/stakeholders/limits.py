"""How often one may knock: at a door open to everybody, and at the second step of sign-in."""

from __future__ import annotations

import datetime as dt

from allauth.core.ratelimit import consume
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from .models import Person


def may_apply(request: HttpRequest) -> bool:
    """Counted in the cache, by the visitor's address (ACCOUNT_RATE_LIMITS, "signup")."""
    return bool(consume(request, action="signup"))


def may_try_second_step(person: Person) -> bool:
    """Whether the person's codes may be guessed at once more. Counted in PostgreSQL from whatever
    addresses: whoever comes here knows the password or reads the mail already."""
    if not getattr(settings, "AXES_ENABLED", True):
        return True
    since = timezone.now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    failed = AccessAttempt.objects.filter(
        username=second_step_of(person), attempt_time__gt=since
    ).aggregate(number=Sum("failures_since_start"))["number"]
    return (failed or 0) < settings.AXES_FAILURE_LIMIT


def second_step_failed(request: HttpRequest, person: Person) -> None:
    """One wrong code more; at the limit the answer becomes the page "Wait a while"."""
    credentials = {"email": second_step_of(person)}
    AxesProxyHandler.user_login_failed(sender=Person, credentials=credentials, request=request)


def second_step_passed(person: Person) -> None:
    AxesProxyHandler.reset_attempts(username=second_step_of(person))


def second_step_of(person: Person) -> str:
    return f"second step of {person.pk}"
