"""Progress reports as submitted: immutable rows that receipts, reviews and editions stand on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gfmd_platform.cycles.models import Questionnaire
from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import StoredFile, Version
from gfmd_platform.stakeholders.models import Membership
from gfmd_platform.taxonomy.models import Term

from ..enums import Progress, Visibility
from ..naming import joint_name
from .commitments import Commitment, CommitmentVersion, CommitmentVersionIndicator
from .reports import ObservationContent, Report


class ReportVersion(Version):
    """`receipt_key` is what a receipt is known by; `content_hash` covers all rows below.

    Whoever submitted it confirmed that they speak for the stakeholder: `capacity` is the role in
    which they did, `membership` the seat by which they had it. `fingerprints` holds a digest of
    each entry, so that a change in the store can be told by name (`receipts.verify`).
    A joint report's version has a `title` and the names of its `authors`, the lead first, as they
    then were.
    """

    subject = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    receipt_key = models.CharField(max_length=24, unique=True)
    visibility = models.CharField(max_length=20, choices=Visibility.choices)
    may_quote = models.BooleanField()
    capacity = models.CharField(max_length=20, blank=True, default="")
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+"
    )
    fingerprints = models.JSONField(default=dict)
    title = models.CharField(max_length=200, blank=True, default="")
    authors = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    # The stakeholder as it was when it submitted; reviews count by it.
    stakeholder_version = models.ForeignKey(
        "stakeholders.StakeholderVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Version.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["subject", "no"], name="report_version_once")
        ]
        indexes = [
            models.Index(fields=["visibility", "at"], name="report_version_visibility"),
            models.Index(fields=["content_hash"], name="report_version_hash"),
        ]

    @property
    def joint_name(self) -> str:
        """Empty for the report of one stakeholder."""
        return joint_name(self.authors, self.title) if self.authors else ""


class ReportAcknowledgement(Immutable):
    """The Support Unit's word that a version has arrived and was read; at most one a version."""

    version = models.OneToOneField(
        ReportVersion, primary_key=True, on_delete=models.PROTECT, related_name="acknowledgement"
    )
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False


class ReportWithdrawal(Immutable):
    """Its stakeholder took a version back, and says why; at most once a version."""

    version = models.OneToOneField(
        ReportVersion, primary_key=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False


class ReportVersionAnswer(Immutable):
    """Answers that were left empty have no row.

    `subject` is the commitment that the question was asked of, in the wording it had then
    (`commitment_version`); both are empty for questions that are asked once. `stored` is the file
    of an answer that is one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="answers")
    key = models.SlugField(max_length=40)
    subject = models.ForeignKey(Commitment, null=True, on_delete=models.PROTECT, related_name="+")
    commitment_version = models.ForeignKey(
        CommitmentVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    value = models.TextField()
    language = models.CharField(max_length=12)
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key", "subject"],
                name="report_version_answer_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(subject=None, commitment_version=None)
                | Q(subject__isnull=False, commitment_version__isnull=False),
                name="report_version_answer_wording",
            ),
        ]


class ReportVersionCommitmentStatus(Immutable):
    """Where a commitment stood, in the wording it had then (`commitment_version`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="statuses")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    commitment_version = models.ForeignKey(
        CommitmentVersion, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Progress.choices)
    note = models.TextField(blank=True)
    language = models.CharField(max_length=12)

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "commitment"], name="report_version_status_once"
            )
        ]
        indexes = [models.Index(fields=["commitment"], name="report_version_status_of")]


class ReportVersionObservation(ObservationContent, Immutable):
    """Of a global indicator (`term`) or of a commitment's own (`own_indicator`).

    `period_start` and `period_end` are the first and last day that `period` covers.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        ReportVersion, on_delete=models.PROTECT, related_name="observations"
    )
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="+")
    own_indicator = models.ForeignKey(
        CommitmentVersionIndicator, null=True, on_delete=models.PROTECT, related_name="+"
    )
    period_start = models.DateField()
    period_end = models.DateField()
    position = models.PositiveSmallIntegerField()

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(term__isnull=False, own_indicator=None)
                | Q(term=None, own_indicator__isnull=False),
                name="report_version_observation_of_one",
            ),
            models.UniqueConstraint(
                fields=["version", "position"], name="report_version_observation_position"
            ),
        ]
        indexes = [
            models.Index(fields=["term", "period_start"], name="report_observation_term"),
            models.Index(fields=["term", "dims"], name="report_observation_dims"),
            models.Index(fields=["own_indicator", "dims"], name="own_observation_dims"),
        ]
