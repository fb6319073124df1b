"""A partnership: the lead's working row, its public versions, its partners."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import RecordModel, Version
from gfmd_platform.stakeholders.models import Stakeholder
from gfmd_platform.taxonomy.models import Place, Term

from ..enums import PartnerAnswer, PartnerRole, PartnershipState
from .dates import date_constraints


class PartnershipContent(models.Model):
    """What a partnership says of itself. Words and limits stand in `partnership_content.FIELDS`."""

    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    why = models.TextField(blank=True)
    beneficiaries = models.TextField(blank=True)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    resources = models.TextField(blank=True)
    measured = models.TextField(blank=True)

    class Meta:
        abstract = True


class Partnership(PartnershipContent, RecordModel):
    """The text that is worked on; `current_version` is what the public reads."""

    access_kind = "partnership"

    language = models.CharField(max_length=12, default="en")
    current_version = models.ForeignKey(
        "PartnershipVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(null=True)
    hold_reason = models.TextField(blank=True)

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("partnership")
        indexes = [models.Index(fields=["state", "-registered_at"], name="partnership_registered")]
        constraints = [
            *date_constraints("partnership", "since", "until"),
            models.CheckConstraint(
                condition=Q(current_version=None, registered_at=None)
                | Q(current_version__isnull=False, registered_at__isnull=False),
                name="partnership_registered_has_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled partnership"))

    @property
    def state_label(self) -> str:
        return str(PartnershipState(self.state).label)


class PartnershipVersion(PartnershipContent, Version):
    subject = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="versions")
    from_revision = models.PositiveIntegerField()
    reason = models.TextField(blank=True)

    class Meta(Version.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["subject", "no"], name="partnership_version_once"),
            models.UniqueConstraint(
                fields=["subject", "from_revision"], name="partnership_version_revision_once"
            ),
        ]


class PartnershipTerm(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="tags")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "term"], name="partnership_term_once")
        ]


class PartnershipVersionTerm(Immutable):
    version = models.ForeignKey(PartnershipVersion, on_delete=models.PROTECT, related_name="tags")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "term"], name="partnership_version_term_once"
            )
        ]
        indexes = [models.Index(fields=["term", "version"], name="partnership_by_term")]


class PartnershipPlace(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "place"], name="partnership_place_once")
        ]


class PartnershipVersionPlace(Immutable):
    version = models.ForeignKey(PartnershipVersion, on_delete=models.PROTECT, related_name="places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "place"], name="partnership_version_place_once"
            )
        ]
        indexes = [models.Index(fields=["place", "version"], name="partnership_by_place")]


class Partner(models.Model):
    """A stakeholder that was asked, or takes part. Nobody is shown before accepting."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="partners")
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="partnerships"
    )
    role = models.CharField(max_length=20, choices=PartnerRole.choices)
    answer = models.CharField(
        max_length=20, choices=PartnerAnswer.choices, default=PartnerAnswer.INVITED
    )
    note = models.TextField(blank=True)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "stakeholder"], name="partner_stakeholder_once"
            ),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(role=PartnerRole.LEAD, answer=PartnerAnswer.ACCEPTED),
                name="partner_one_lead",
            ),
        ]
        indexes = [models.Index(fields=["stakeholder", "answer"], name="partner_by_stakeholder")]
