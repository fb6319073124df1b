"""Persons: made when somebody accepts something, never by open sign-up."""

from __future__ import annotations

import datetime as dt
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed

from ..models import Person


def find_person(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email.strip()).first()


def make_person(*, email: str, name: str, password: str, language: str, now: dt.datetime) -> Person:
    """A person who has shown that the address is theirs. For operations only.

    Without a password they sign in with a mailed code. Raises Invalid with the words of the
    password rules.
    """
    if not name.strip():
        raise Invalid({"name": [_("Give your name.")]})
    person = Person(
        email=email.strip().lower(), name=name.strip(), language=language, date_joined=now
    )
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise Invalid({"password": error.messages}) from None
    person.set_password(password or None)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@transaction.atomic
def change_profile(
    *, name: str, language: str, by: Actor, now: dt.datetime, time_zone: str | None = None
) -> Person:
    """A person changes their own name, the language of their mail and pages, and the time zone in
    which they read deadlines ("" for that of their device; None leaves it)."""
    if by.person is None:
        raise NotAllowed(_("Sign in first."))
    if not name.strip():
        raise Invalid({"name": [_("Give your name.")]})
    if time_zone and time_zone not in available_timezones():
        raise Invalid({"time_zone": [_("Choose a time zone from the list.")]})
    person = Person.objects.select_for_update().get(pk=by.person.pk)
    person.name, person.language = name.strip(), language
    if time_zone is not None:
        person.time_zone = time_zone
    person.save(update_fields=["name", "language", "time_zone"])
    return person
