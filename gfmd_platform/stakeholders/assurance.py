"""How sure we are of who is there: who needs a second factor, and when it was last shown.

A session remembers each step by which its person showed who they are (allauth's authentication
records). The rules read these and the actor, and ask the database nothing.
"""

from __future__ import annotations

import time

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest

from gfmd_platform.access import Actor


def needs_second_factor(actor: Actor) -> bool:
    """Members of States and of the Chair-in-Office's stakeholders, Support Unit, operators.

    Source: docs/decisions/0014-second-factor.md. Everybody else may set one up.
    """
    return (
        actor.is_operator
        or actor.is_support_unit
        or any(seat.is_state or seat.holds_chair for seat in actor.seats)
    )


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this very session has seen a second factor of its person, or seen one set up."""
    records = get_authentication_records(request, _person(request))
    return any(record.get("method") == "mfa" for record in records)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person showed who they are within `STEP_UP_MINUTES`, by any of their means."""
    records = get_authentication_records(request, _person(request))
    now = time.time()
    return any(0 <= now - record["at"] < settings.STEP_UP_MINUTES * 60 for record in records)


def remember(request: HttpRequest, method: str, **about: object) -> None:
    """Note in the session that its person has just shown who they are."""
    record_authentication(request, _person(request), method, **about)


def forget_second_factor(request: HttpRequest) -> None:
    """The last factor is gone: this session counts as one that never saw any."""
    records = get_authentication_records(request, _person(request))
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]


def _person(request: HttpRequest):  # type: ignore[no-untyped-def]
    return request.user if request.user.is_authenticated else None
