"""A report that came by note verbale or mail, handed in by the Support Unit as it was received."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gfmd_platform.interface.forms.dates import spoken
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import StoredFile

from ..enums import Channel
from .versions import ReportVersion


class Lodging(Immutable):
    """How a version reached the Support Unit. `reference` is the sender's own; `dated_on` stands
    on the letter; `description` says in a few facts what the attached original is."""

    version = models.OneToOneField(
        ReportVersion, primary_key=True, on_delete=models.PROTECT, related_name="lodging"
    )
    channel = models.CharField(gettext_lazy("how it came"), max_length=20, choices=Channel.choices)
    reference = models.CharField(gettext_lazy("reference"), max_length=120, blank=True)
    dated_on = models.DateField(gettext_lazy("dated"))
    received_on = models.DateField(gettext_lazy("received"))
    description = models.TextField(gettext_lazy("what it is"), blank=True)

    class Meta(Immutable.Meta):
        abstract = False

    @property
    def mark(self) -> str:
        """What stands wherever the version is shown."""
        return _("Lodged by the Support Unit from %(channel)s of %(day)s") % {
            "channel": " ".join(x for x in (str(Channel(self.channel).label), self.reference) if x),
            "day": spoken(self.dated_on.isoformat()),
        }


class LodgedFile(Immutable):
    """An original, as it was received."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="originals")
    position = models.PositiveSmallIntegerField()
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="lodged_file_once")
        ]


class LodgingConfirmation(Immutable):
    """A focal point's word that what was lodged is their stakeholder's report."""

    version = models.OneToOneField(
        ReportVersion, primary_key=True, on_delete=models.PROTECT, related_name="confirmation"
    )
    at = models.DateTimeField()
    actor_ref = models.UUIDField(null=True)

    class Meta(Immutable.Meta):
        abstract = False
