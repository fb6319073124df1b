"""What of submitted reports waits on the Support Unit's desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.desk import DeskItem

from .enums import QuestionState, ReportState
from .models import Report, ReportAcknowledgement
from .queries.questions import questions_for
from .sections import label_of_section

#: A desk is a list to work through, not an archive.
MOST = 25


def to_acknowledge(actor: Actor) -> Iterator[DeskItem]:
    done = ReportAcknowledgement.objects.filter(version=OuterRef("current_version"))
    rows = (
        Report.unscoped.allowing("acknowledge", actor)
        .filter(~Exists(done), state=ReportState.SUBMITTED)
        .select_related("cycle", "stakeholder", "current_version")
        .order_by("current_version__at")
    )
    for report in rows[:MOST]:
        yield DeskItem(
            title=report.name,
            detail=_("Submitted version %(no)d of its report: %(cycle)s.")
            % {"no": report.current_version.no, "cycle": report.cycle.title},
            url=reverse("reports:detail", args=[report.pk]),
            action=_("Read and acknowledge"),
            since=report.current_version.at,
            context=_("Support Unit"),
        )


def answered(actor: Actor) -> Iterator[DeskItem]:
    """Answers that nobody of the Support Unit has taken up: to ask on, or to close."""
    for row in questions_for(actor, state=QuestionState.ANSWERED)[:MOST]:
        yield DeskItem(
            title=row.stakeholder.name if row.version is None else row.version.subject.name,
            detail=_("Your question was answered: %(part)s.")
            % {"part": label_of_section(row.section)},
            url=reverse("reports:question", args=[row.pk]),
            action=_("Read, close or ask on"),
            since=row.state_at,
            context=_("Support Unit"),
        )
