"""A person who can sign in. What they may do comes from memberships and groups, never from here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access.actors import Seat
from gfmd_platform.ids import new_id


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """`is_staff` marks an operator: accounts and services, never content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language of mail and pages"), max_length=12, default="en")
    #: Deadlines are shown in it too; empty for that of the person's device.
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, default="")
    is_active = models.BooleanField(default=True)
    #: Set when the person's factors were removed: until their one-time link is used, nothing else
    #: (a password, a mailed code) signs them in.
    awaits_renewal = models.BooleanField(_("waits for their one-time link"), default=False)
    is_staff = models.BooleanField(_("operator"), default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_lower_once")]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return gettext("A former member")
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name

    def current_seats(self) -> tuple[Seat, ...]:
        """See `standing.py`."""
        from ..standing import current_seats

        return current_seats(self.pk)

    def current_groups(self) -> frozenset[str]:
        """See `standing.py`."""
        from ..standing import current_groups

        return current_groups(self.pk)
