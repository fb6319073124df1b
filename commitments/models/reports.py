"""A progress report while it is written: answers, statuses, values, and who may write.

Nothing in this file is anybody's business but the stakeholder's own focal points and the
colleagues they invited. What was submitted stands in `versions.py`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.models import Cycle, Questionnaire
from gfmd_platform.ids import new_id
from gfmd_platform.records.models import RecordModel, StoredFile
from gfmd_platform.stakeholders.models import Stakeholder
from gfmd_platform.taxonomy.models import Term

from ..disaggregation import describe
from ..enums import (
    Cleared,
    Finality,
    Origin,
    Progress,
    ReportKind,
    SentToCustodian,
    Visibility,
)
from ..naming import joint_name
from ..periods import plain_number
from .commitments import Commitment


class Report(RecordModel):
    """One stakeholder's voluntary progress report in one cycle, or a joint one that it leads.

    Of its own a stakeholder has one in a cycle. A joint report has a `title`, and co-signatories
    (`signing.py`) whose confirmation names them on a version.

    `state` is what others may know. `drafting` says that a draft is open: the first one, or a
    correction of what was submitted. `visibility` and `may_quote` are the draft's; versions have
    their own.
    """

    access_kind = "report"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reports")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=8, choices=ReportKind.choices, default=ReportKind.OWN)
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, default="en")
    drafting = models.BooleanField(default=True)
    visibility = models.CharField(
        _("who may read it"), max_length=20, choices=Visibility.choices, blank=True
    )
    may_quote = models.BooleanField(_("may be quoted"), null=True)
    choice_revision = models.PositiveIntegerField(default=0)
    current_version = models.ForeignKey(
        "ReportVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(RecordModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "stakeholder"],
                condition=Q(kind="own"),
                name="report_once_a_cycle",
            ),
            models.CheckConstraint(
                condition=Q(kind="own", title="") | (Q(kind="joint") & ~Q(title="")),
                name="report_joint_has_title",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", current_version=None)
                | (~Q(state="draft") & Q(current_version__isnull=False)),
                name="report_submitted_has_version",
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="report_state"),
            # A conditional unique index serves no list that asks for both kinds.
            models.Index(fields=["cycle", "kind"], name="report_by_cycle"),
        ]

    @property
    def is_joint(self) -> bool:
        return self.kind == ReportKind.JOINT

    @property
    def name(self) -> str:
        """Whose report it is, as others read it; of a joint one those whom its version names."""
        if not self.is_joint:
            return str(self.stakeholder.name)
        version = self.current_version
        if version is None:
            return joint_name([self.stakeholder.name], self.title)
        return version.joint_name


class DraftEntry(models.Model):
    """One field of a draft, with its own revision, last writer and instant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}, revision {self.revision}"


class DraftProposal(DraftEntry):
    """A field that may have been brought in. `origin` stays until somebody writes another text.

    Until `is_kept`, the text is a proposal: shown with its mark, and not part of what would be
    submitted or cleared. What somebody wrote has no origin and is kept.
    """

    origin = models.CharField(max_length=12, choices=Origin.choices, blank=True)
    origin_version = models.ForeignKey(
        "commitments.ReportVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_kept = models.BooleanField(default=True)

    class Meta:
        abstract = True


class DraftAnswer(DraftProposal):
    """The answer to a question (`key`), for one commitment where it is asked of each (`subject`).

    `value` is canonical text (gfmd_platform/cycles/values.py). Answers whose question is no longer
    asked stay here too; they are shown apart and not submitted.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="answers")
    key = models.SlugField(max_length=40)
    subject = models.ForeignKey(Commitment, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key", "subject"],
                name="draft_answer_once",
                nulls_distinct=False,
            )
        ]


class DraftFile(models.Model):
    """A file that was attached to an answer of this draft, now or earlier: what may be an answer
    again, and whose bytes are kept as long as the draft is."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "stored"], name="draft_file_once")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.stored_id}"


class DraftStatus(DraftProposal):
    """Where one commitment stands, as drafted."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="statuses")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=20, choices=Progress.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    language = models.CharField(max_length=12, default="en")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "commitment"], name="draft_status_once")
        ]


class ObservationContent(models.Model):
    """A value of an indicator for a period.

    `period` is "2025", "2025-06", a day, or two of these with "/" between (ISO 8601).
    `dims` says of which part of the whole, in the canonical form of `disaggregation.canonical`;
    empty for the total. `population` names in free words who is counted when no dimension says it.
    `explanation` answers what `plausibility` points out.
    """

    period = models.CharField(_("period"), max_length=21)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=160)
    population = models.CharField(_("who is counted"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    footnote = models.TextField(_("footnote"), blank=True)
    finality = models.CharField(
        _("provisional or final"),
        max_length=12,
        choices=Finality.choices,
        default=Finality.PROVISIONAL,
    )
    sent_to_custodian = models.CharField(
        _("sent to the custodian agency"),
        max_length=10,
        choices=SentToCustodian.choices,
        default=SentToCustodian.UNKNOWN,
    )
    dims = models.CharField(_("disaggregation"), max_length=300, blank=True, default="")
    cleared = models.CharField(
        _("cleared by the statistical office"),
        max_length=10,
        choices=Cleared.choices,
        default=Cleared.UNKNOWN,
    )
    cleared_by = models.CharField(_("statistical office"), max_length=160, blank=True, default="")
    explanation = models.TextField(_("explanation"), blank=True, default="")

    class Meta:
        abstract = True

    @property
    def dims_label(self) -> str:
        """The part of the whole in words: "Women and girls, aged 18 to 24"; "" for the total."""
        return describe(self.dims)

    @property
    def number(self) -> str:
        """The value without trailing zeros."""
        return plain_number(self.value)


class DraftObservation(ObservationContent, DraftProposal):
    """Of a global indicator (`term`), or of a commitment's own (`commitment`, `indicator_key`)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="observations")
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(
        Commitment, null=True, on_delete=models.PROTECT, related_name="+"
    )
    indicator_key = models.UUIDField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term__isnull=False, commitment=None, indicator_key=None)
                | Q(term=None, commitment__isnull=False, indicator_key__isnull=False),
                name="draft_observation_of_one",
            )
        ]


class DraftRevision(models.Model):
    """Every text that was ever saved: only added to, and gone only with the whole draft.

    `subject` is the commitment or observation an entry is about, empty for answers that are asked
    once. `value` holds the entry's fields as they stood; None when the entry was removed. Of a text
    that was brought in it also holds `origin`, and `is_kept` once somebody kept it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="revisions")
    key = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    revision = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key", "subject", "revision"],
                name="draft_revision_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.subject or ''}, revision {self.revision}"
