"""Authenticators of the people a demonstration invents, and the codes they would show.

Nobody else's: an authenticator is marked as invented where `load_demo` makes it, and the page that
shows codes answers on demonstrations only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.conf import settings
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import NotAllowed

from .models import Person

PERIOD = 30  # seconds; allauth's own


@dataclass(frozen=True)
class Code:
    name: str
    email: str
    code: str
    secret: str


def give_authenticator(person: Person) -> None:
    """An app and recovery codes for an invented person. Raises NotAllowed outside demonstrations,
    whatever the caller meant."""
    if settings.PRODUCTION:
        raise NotAllowed(_("Authenticators are invented on demonstration instances only."))
    made = TOTP.activate(person, generate_totp_secret()).instance
    made.data["invented"] = True
    made.save(update_fields=["data"])
    RecoveryCodes.activate(person)


def code_at(secret: str, at: dt.datetime) -> str:
    """The six digits an app shows at an instant."""
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // PERIOD)))


def current_codes(now: dt.datetime) -> tuple[list[Code], int]:
    """The code of each invented person now, by name, and for how many seconds it stands."""
    rows = Authenticator.objects.filter(
        type=Authenticator.Type.TOTP, data__invented=True, user__is_active=True
    ).select_related("user")
    found = []
    for row in rows:
        secret = get_adapter().decrypt(row.data["secret"])
        person = row.user
        found.append(Code(person.name, person.email, code_at(secret, now), secret))
    return sorted(found, key=lambda c: c.name), PERIOD - int(now.timestamp()) % PERIOD
