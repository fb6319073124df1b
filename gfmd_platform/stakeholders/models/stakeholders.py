"""Stakeholders, who speaks for them, and on what authority."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.records.models import RecordModel, Version
from gfmd_platform.taxonomy.models import Place

from ..enums import ContactAudience, MemberRole, StakeholderKind, StakeholderState


class StakeholderContent(models.Model):
    """What a stakeholder says about itself; what reviews count it by (kind, country)."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=StakeholderKind.choices)
    country = models.ForeignKey(
        Place,
        verbose_name=_("country or area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    description = models.TextField(_("what you do"), blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        abstract = True


class Stakeholder(StakeholderContent, RecordModel):
    """Whoever takes part. Its record's owner is itself, so that one rule serves all kinds."""

    access_kind = "stakeholder"

    language = models.CharField(max_length=12, default="en")
    current_version = models.ForeignKey(
        "StakeholderVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision_reason = models.TextField(
        _("reason given to the applicant"),
        blank=True,
        help_text="Of the last decision.",
    )
    sort_name = models.CharField(max_length=200, editable=False, default="")

    class Meta(RecordModel.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["state", "sort_name"], name="stakeholder_state_name"),
            models.Index(fields=["kind", "state"], name="stakeholder_kind_state"),
            models.Index(fields=["state", "state_at"], name="stakeholder_state_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(kind=StakeholderKind.STATE, state=StakeholderState.CONFIRMED),
                name="stakeholder_one_state_a_country",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_label(self) -> str:
        return str(StakeholderState(self.state).label)

    @property
    def is_state(self) -> bool:
        return self.kind == StakeholderKind.STATE


class StakeholderVersion(StakeholderContent, Version):
    subject = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="versions")

    class Meta(Version.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["subject", "no"], name="stakeholder_version_once")
        ]


class DatedQuerySet(models.QuerySet[Any]):
    def current(self, on: dt.date | None = None) -> Self:
        """Rows whose dates include the day `on`, or today."""
        day = on or timezone.now().date()
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class MembershipQuerySet(DatedQuerySet):
    def current(self, on: dt.date | None = None) -> Self:
        return super().current(on).filter(stakeholder__state=StakeholderState.CONFIRMED)


class Membership(models.Model):
    """A person's dated seat in a stakeholder. Ended by a date, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=MemberRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    function = models.CharField(_("function"), max_length=150, blank=True)
    contact_audience = models.CharField(
        _("contact shown to"), max_length=20, choices=ContactAudience.choices, blank=True
    )
    # When its owner consented to just that; empty where it is shown to nobody.
    contact_consented_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(MembershipQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "stakeholder"],
                condition=Q(until=None),
                name="membership_one_open",
            ),
            models.CheckConstraint(
                condition=Q(contact_audience="", contact_consented_at=None)
                | (~Q(contact_audience="") & Q(contact_consented_at__isnull=False)),
                name="membership_contact_consent",
            ),
        ]
        indexes = [models.Index(fields=["stakeholder", "role"], name="membership_stakeholder")]

    @property
    def is_over(self) -> bool:
        """Whether the seat has ended: what names it names nobody who still sits there."""
        return self.until is not None and self.until <= timezone.now().date()


class Nomination(models.Model):
    """The recorded act by which a State names a focal point (note verbale or letter).

    With `renews`, the act by which a stakeholder stands by a member who lost every way to sign in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="nominations"
    )
    name = models.CharField(_("name of the person"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    function = models.CharField(_("function"), max_length=150, blank=True)
    reference = models.CharField(_("reference of the note or letter"), max_length=100)
    dated = models.DateField(_("date of the note or letter"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    membership = models.OneToOneField(
        Membership, null=True, on_delete=models.PROTECT, related_name="nomination"
    )
    renews = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="renewals"
    )
