"""A person's sessions, for the page and the API. Their keys never leave the server."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.utils.crypto import salted_hmac

from gfmd_platform.access.exceptions import NotVisible

from .devices import device
from .models import Person


@dataclass(frozen=True)
class Session:
    """Where somebody is signed in. `handle` names it in forms and addresses."""

    handle: str
    device: str
    ip: str
    since: dt.datetime
    last_seen: dt.datetime
    is_current: bool
    key: str


def sessions_of(person: Person, current_key: str | None) -> list[Session]:
    """Living sessions, the one that asks first, then the most recently seen."""
    found = [
        Session(
            handle=salted_hmac("session", row.session_key, algorithm="sha256").hexdigest()[:32],
            device=device(row.user_agent),
            ip=row.ip,
            since=row.created_at,
            last_seen=row.last_seen_at,
            is_current=row.session_key == current_key,
            key=row.session_key,
        )
        for row in UserSession.objects.purge_and_list(person)
    ]
    return sorted(found, key=lambda s: (s.is_current, s.last_seen), reverse=True)


def key_of(person: Person, handle: str) -> str:
    """The key of one of the person's sessions. Raises NotVisible."""
    for session in sessions_of(person, None):
        if session.handle == handle:
            return session.key
    raise NotVisible("No such session.")
