"""The clearance chain that a stakeholder sets itself, and what was cleared against which text."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import Part
from gfmd_platform.ids import new_id
from gfmd_platform.stakeholders.models import Membership, Stakeholder

from .reports import Report


class ChainStep(models.Model):
    """Whose clearance is asked, of which parts, and who may give it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("whose clearance"), max_length=150)
    sections = ArrayField(models.CharField(max_length=20, choices=Part.choices))
    members = models.ManyToManyField(Membership, related_name="+")

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class UsualStep(ChainStep):
    """A stakeholder's usual chain: copied to a report when it is begun."""

    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, related_name="usual_steps"
    )

    class Meta(ChainStep.Meta):
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "name"], name="usual_step_name_once")
        ]


class ReportStep(ChainStep):
    """One report's chain, as its focal points set it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="chain")

    class Meta(ChainStep.Meta):
        constraints = [
            models.UniqueConstraint(fields=["report", "name"], name="report_step_name_once")
        ]


class Clearance(models.Model):
    """A step was cleared: these texts, by this person, then. Never changed; gone only with the
    whole draft.

    `hashes` holds the hash of each part's text, `entries` the revisions that made it up, as
    [key, subject, revision]. `step` is the step's id, which may be gone from the chain since.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="clearances")
    step = models.UUIDField()
    name = models.CharField(max_length=150)
    hashes = models.JSONField()
    entries = models.JSONField()
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"
