"""A compilation: which versions were counted, how far the work is, and what came out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable

from ..enums import CompilationState, PartState
from ..enums import Part as PartName
from ..failures import in_words
from .reviews import Review


class Compilation(models.Model):
    """One job. Its sources are frozen in the transaction that makes it; `instant` is that moment.

    `facts` holds what the cycle said of itself then, `measures` the revision of each measure and
    `rules` that of everything else (`reviews.rules`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="compilations")
    no = models.PositiveIntegerField()
    instant = models.DateTimeField()
    requested_by = models.UUIDField(null=True, help_text="Actor reference, as in the ledger.")
    state = models.CharField(
        max_length=12, choices=CompilationState.choices, default=CompilationState.WAITING
    )
    state_at = models.DateTimeField()
    taxonomy_release = models.PositiveBigIntegerField(default=0)
    facts = models.JSONField(default=dict)
    measures = models.JSONField(default=dict)
    rules = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["-no"]
        constraints = [
            models.UniqueConstraint(fields=["review", "no"], name="compilation_no_once"),
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(state__in=["waiting", "running"]),
                name="compilation_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="compilation_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id}, compilation {self.no}"


class CompilationSource(Immutable):
    """A version that is counted, with what it is counted by: its stakeholder's kind and region.

    `owner_id` is the stakeholder's record; `region` is an M49 code, empty for those of no region.
    """

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=30)
    version_id = models.UUIDField()
    record_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    no = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    visibility = models.CharField(max_length=20)
    stakeholder_kind = models.CharField(max_length=30, blank=True)
    region = models.CharField(max_length=3, blank=True)

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["compilation", "kind", "version_id"], name="compilation_source_once"
            )
        ]
        indexes = [
            models.Index(fields=["compilation", "kind", "record_id"], name="source_record"),
            models.Index(fields=["compilation", "kind", "owner_id"], name="source_owner"),
        ]


class CompilationPart(models.Model):
    """One piece of the work. `lease_until` is until when the worker that has it is believed in;
    for a waiting part it is the moment from which it may be tried (again). `result` is canonical
    JSON as text, so that joining neither reads nor writes it anew."""

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=20, choices=PartName.choices)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PartState.choices, default=PartState.WAITING)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    result = models.TextField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["compilation", "part"], name="compilation_part_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(result__isnull=False),
                name="compilation_part_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.state}"

    @property
    def error_words(self) -> str:
        return in_words(self.error) if self.error else ""


class CompilationDocument(Immutable):
    """What came out: canonical JSON (`records.hashing`) as bytes, and its SHA-256."""

    compilation = models.OneToOneField(
        Compilation, primary_key=True, on_delete=models.PROTECT, related_name="document"
    )
    content_hash = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta(Immutable.Meta):
        abstract = False


class Figure(Immutable):
    """A computed value. `key` names measure and cell ("commitments~status=done")."""

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    cell = models.JSONField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    n_sources = models.PositiveIntegerField()

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["compilation", "key"], name="figure_key_once")
        ]


class Quotation(Immutable):
    """A passage, characters `start` to `end` of the answer `key` of a report version."""

    compilation = models.ForeignKey(
        Compilation, on_delete=models.PROTECT, related_name="quotations"
    )
    source = models.ForeignKey(CompilationSource, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=64)
    position = models.PositiveIntegerField()

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["compilation", "source", "key", "start"], name="quotation_once"
            )
        ]
