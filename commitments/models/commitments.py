"""What a stakeholder said it will do, and the indicators it measures itself by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import RecordModel, Version
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.models import Term
from gfmd_platform.taxonomy.picture import TermEntry

from ..enums import CommitmentKind, Direction, ResourceKind, VersionCause
from ..periods import plain_number


class CommitmentContent(models.Model):
    """Dates are as precise as known: "2030", "2030-06" or "2030-06-30".

    `amount` is in `currency` (ISO 4217). `with_whom` names partners that are not on the platform,
    or that answer elsewhere; stakeholders that commit themselves too are signatories.
    """

    title = models.CharField(_("title"), max_length=200, blank=True)
    wording = models.TextField(_("wording"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=CommitmentKind.choices, blank=True)
    starts_on = models.CharField(_("starts"), max_length=10, blank=True)
    due_on = models.CharField(_("due"), max_length=10, blank=True)
    beneficiaries = models.TextField(_("for whom"), blank=True)
    verification = models.TextField(_("means of verification"), blank=True)
    resource_kind = models.CharField(
        _("where the means come from"), max_length=20, choices=ResourceKind.choices, blank=True
    )
    amount = models.DecimalField(
        _("amount"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    resources = models.TextField(_("resources"), blank=True)
    with_whom = models.TextField(_("with whom"), blank=True)

    class Meta:
        abstract = True


class Commitment(CommitmentContent, RecordModel):
    """The text that is worked on. What the public reads is `current_version`.

    `edited_at` is when the text last changed; a registered commitment whose text was edited after
    its current version has an amendment in preparation, which is nobody else's business.
    """

    access_kind = "commitment"

    language = models.CharField(max_length=12, default="en")
    current_version = models.ForeignKey(
        "CommitmentVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    terms = models.ManyToManyField(Term, through="CommitmentTerm", related_name="+")
    withdrawal_reason = models.TextField(blank=True)

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("commitment")
        indexes = [models.Index(fields=["state"], name="commitment_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(current_version__isnull=False),
                name="commitment_public_has_version",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled commitment"))


class CommitmentVersion(CommitmentContent, Version):
    """`reason` says why an amendment was made; it is empty in the first version.

    `text_hash` is of the words alone, `content_hash` also of who has confirmed them: a version
    whose `cause` is a signatory has the words of the one before.
    """

    subject = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="versions")
    reason = models.TextField(blank=True)
    cause = models.CharField(max_length=20, choices=VersionCause.choices, default=VersionCause.TEXT)
    text_hash = models.CharField(max_length=64, default="")
    terms = models.ManyToManyField(Term, through="CommitmentVersionTerm", related_name="+")

    class Meta(Version.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["kind"], name="commitment_version_kind"),
            models.Index(fields=["due_on"], name="commitment_version_due"),
        ]
        constraints = [
            # A sum without its currency says nothing, nor does a currency alone.
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | (Q(amount__gt=0) & ~Q(currency="")),
                name="commitment_version_money",
            ),
            models.UniqueConstraint(fields=["subject", "no"], name="commitment_version_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CommitmentTerm(models.Model):
    """A term the draft cites: an action area, option, objective, target or guiding principle."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="term_rows")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "term"], name="commitment_term_once")
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.term_id}"


class CommitmentVersionTerm(Immutable):
    version = models.ForeignKey(
        CommitmentVersion, on_delete=models.PROTECT, related_name="term_rows"
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        indexes = [models.Index(fields=["term"], name="commitment_version_by_term")]
        constraints = [
            models.UniqueConstraint(fields=["version", "term"], name="commitment_version_term_once")
        ]


class IndicatorContent(models.Model):
    """What a commitment is measured by: an indicator of the stakeholder's own, or a global one
    (`term`), whose name and unit are kept as they were then. Values are in `unit`; dates as precise
    as known."""

    term = models.ForeignKey(
        Term,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("global indicator"),
    )
    name = models.CharField(_("what is measured"), max_length=200)
    unit = models.CharField(_("unit"), max_length=80)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.INCREASE
    )
    baseline_value = models.DecimalField(
        _("baseline"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    baseline_on = models.CharField(_("date of the baseline"), max_length=10, blank=True)
    target_value = models.DecimalField(
        _("target"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    target_on = models.CharField(_("date of the target"), max_length=10, blank=True)
    custodian = models.CharField(_("who keeps the data"), max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def entry(self) -> TermEntry | None:
        """The global indicator; no query."""
        return taxonomy.current().terms.get(self.term_id) if self.term_id else None

    @property
    def label(self) -> str:
        """What is measured, a global indicator in the reader's language."""
        return self.entry.numbered if self.entry else self.name

    @property
    def unit_said(self) -> str:
        detail = self.entry.indicator if self.entry else None
        return str(detail.unit) if detail else self.unit

    @property
    def ref(self) -> str:
        """Its name in addresses of values."""
        return self.entry.ref if self.entry else str(self.key)  # type: ignore[attr-defined]

    @property
    def baseline(self) -> str:
        return plain_number(self.baseline_value)

    @property
    def target(self) -> str:
        return plain_number(self.target_value)


class CommitmentIndicator(IndicatorContent):
    """`key` stays the same from version to version; observations are counted under it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(default=new_id, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="indicators")

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "key"], name="commitment_indicator_once")
        ]

    def __str__(self) -> str:
        return self.name


class CommitmentVersionIndicator(IndicatorContent, Immutable):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(editable=False)
    version = models.ForeignKey(
        CommitmentVersion, on_delete=models.PROTECT, related_name="indicators"
    )

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["position", "key"]
        indexes = [models.Index(fields=["key"], name="own_indicator_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"], name="commitment_version_indicator_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
