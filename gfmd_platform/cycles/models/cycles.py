"""Review cycles and who is invited to them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.records.models import RecordModel
from gfmd_platform.stakeholders.models import Stakeholder
from gfmd_platform.taxonomy.models import Term

from ..enums import CycleKind, CycleState, InvitationState

GENEVA = "Europe/Zurich"
#: Enough for a voice of each region and kind in most cycles, few enough to be read.
MESSAGES_PER_PART = 12


class Cycle(RecordModel):
    """A dated process in which stakeholders report voluntarily.

    Both days are local days in `time_zone`: the first day of reporting, and the day by which
    reports are asked for. A day that has passed closes nothing; the Support Unit does.
    `messages_per_part` is how many key messages the review prints of each part.
    """

    access_kind = "cycle"

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=CycleKind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    theme = models.TextField(_("theme"), blank=True)
    goals = models.ManyToManyField(
        Term, verbose_name=_("goals in focus"), through="CycleGoal", related_name="+"
    )
    opens_on = models.DateField(_("opens on"))
    asked_by = models.DateField(_("reports asked for by"))
    time_zone = models.CharField(_("time zone"), max_length=40, default=GENEVA)
    language = models.CharField(max_length=12, default="en")
    messages_per_part = models.PositiveSmallIntegerField(
        _("key messages printed per part"), default=MESSAGES_PER_PART
    )
    questionnaire = models.ForeignKey(
        "Questionnaire", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(RecordModel.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["state", "asked_by"], name="cycle_state_asked_by"),
            models.Index(fields=["year"], name="cycle_year"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_by__gte=models.F("opens_on")), name="cycle_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        return str(CycleState(self.state).label)

    @property
    def asked_by_instant(self) -> dt.datetime:
        """The end of the local day by which reports are asked for, in UTC."""
        return self.end_of(self.asked_by)

    def end_of(self, day: dt.date) -> dt.datetime:
        """The end of a local day of the cycle, in UTC."""
        day_after = day + dt.timedelta(days=1)
        midnight = dt.datetime.combine(day_after, dt.time(), ZoneInfo(self.time_zone))
        return midnight.astimezone(dt.UTC)

    @property
    def takes_reports(self) -> bool:
        return self.state == CycleState.OPEN


class CycleGoal(models.Model):
    """A goal that the cycle puts in focus."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="goal_rows")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "term"], name="cycle_goal_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.term_id}"


class CycleInvitation(models.Model):
    """One stakeholder in one cycle: invited, and what it chose to let the Support Unit know."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="invitations")
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="cycle_invitations"
    )
    state = models.CharField(
        max_length=20, choices=InvitationState.choices, default=InvitationState.INVITED
    )
    reason = models.TextField(blank=True)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # A later day for this stakeholder alone, in the cycle's time zone.
    extended_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "stakeholder"], name="cycle_invitation_once")
        ]
        indexes = [models.Index(fields=["cycle", "state"], name="cycle_invitation_state")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.stakeholder_id} {self.state}"
