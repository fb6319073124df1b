"""What was answered to a submitted version, and the remarks that go with it."""

from __future__ import annotations

from django.db import models

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable

from ..enums import DecidedAs, DecisionVerb, RemarkReason
from .examples import ExampleVersion


class ExampleDecision(Immutable):
    """One answer, for its author and the moderators to read. Corrected by a later one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ExampleVersion, on_delete=models.PROTECT, related_name="decisions")
    verb = models.CharField(max_length=20, choices=DecisionVerb.choices)
    decided_as = models.CharField(max_length=20, choices=DecidedAs.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["version", "verb"], name="example_decision_version")]


class ExampleRemark(Immutable):
    """What should change in one field (a name of `content.FIELDS`), and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(ExampleDecision, on_delete=models.PROTECT, related_name="remarks")
    field = models.CharField(max_length=40)
    reason = models.CharField(max_length=20, choices=RemarkReason.choices)
    text = models.TextField()

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "field"], name="example_remark_once")
        ]
