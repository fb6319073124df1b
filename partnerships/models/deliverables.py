"""A deliverable: a specific thing due by a date. Each step is a version, for reviews to count."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.records.models import RecordModel, Version

from ..enums import DeliverableState
from .dates import date_constraints
from .partnerships import Partnership


class DeliverableContent(models.Model):
    """`evidence` says how one can see that it was delivered; `reason` why it was changed."""

    title = models.CharField(_("what is delivered"), max_length=200)
    description = models.TextField(_("how one will recognise it"), blank=True)
    due_on = models.CharField(_("due"), max_length=10)
    evidence = models.TextField(_("evidence"), blank=True)
    evidence_link = models.URLField(_("link to the evidence"), max_length=500, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True


class Deliverable(DeliverableContent, RecordModel):
    """Its record's owner is the partner that is responsible for it."""

    access_kind = "deliverable"

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="deliverables"
    )
    language = models.CharField(max_length=12, default="en")
    date_changed = models.BooleanField(default=False)
    current_version = models.ForeignKey(
        "DeliverableVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("deliverable")
        indexes = [models.Index(fields=["partnership", "due_on"], name="deliverable_due")]
        constraints = date_constraints("deliverable", "due_on")

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        return str(DeliverableState(self.state).label)


class DeliverableVersion(DeliverableContent, Version):
    """The deliverable after one step, with the state it was then in."""

    subject = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="versions")
    state = models.CharField(max_length=30, choices=DeliverableState.choices)

    class Meta(Version.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["subject", "no"], name="deliverable_version_once")
        ]
