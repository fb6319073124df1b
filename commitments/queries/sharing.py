"""Who has which part of a draft, and how far they are: computed from what was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access import Actor
from gfmd_platform.cycles.enums import Part
from gfmd_platform.cycles.models import Question
from gfmd_platform.stakeholders.enums import InvitationState, MemberRole
from gfmd_platform.stakeholders.models import Membership

from ..models import DraftRevision, Report, ReportContributor, SectionAssignment
from ..sections import OBSERVATION, STATUS, Sections, label_of_section

INVITED, NOT_STARTED, IN_PROGRESS, READY = "invited", "not_started", "in_progress", "handed_back"
NO_SEAT = "no_seat"

_WORDS = {
    INVITED: _("Invited by mail"),
    NOT_STARTED: _("Not begun"),
    IN_PROGRESS: _("In progress"),
    READY: _("Handed back as ready"),
    NO_SEAT: _("No longer a member"),
}


@dataclass(frozen=True)
class Held:
    """A part in somebody's hands. `state` follows from facts: whether they wrote in it since it
    was given, whether they said that it is ready and have not written in it after that, and
    whether they still have a seat."""

    row: SectionAssignment
    state: str

    @property
    def label(self) -> str:
        return str(_WORDS[self.state])

    @property
    def title(self) -> str:
        return label_of_section(self.row.section)

    @property
    def who(self) -> str:
        contributor = self.row.contributor
        return f"{contributor.name} ({contributor.unit})" if contributor.unit else contributor.name

    def is_of(self, actor: Actor) -> bool:
        membership = self.row.contributor.membership_id
        return membership is not None and any(s.membership_id == membership for s in actor.seats)


def contributors_of(report: Report) -> list[ReportContributor]:
    return list(
        ReportContributor.objects.filter(report=report)
        .select_related("membership__person", "invitation")
        .prefetch_related("assignments")
        .order_by("invited_at", "pk")
    )


def assignments_of(report: Report) -> list[Held]:
    """In the order of the report's parts (one query)."""
    questions = Question.objects.filter(
        questionnaire__cycle=report.cycle_id,
        key=OuterRef("key"),
        part=OuterRef(OuterRef("section")),
    )
    written = DraftRevision.objects.alias(
        section=ExpressionWrapper(OuterRef("section"), output_field=CharField())
    ).filter(
        Exists(questions)
        | Q(key=STATUS, section=Part.COMMITMENTS)
        | Q(key=OBSERVATION, section=Part.INDICATORS),
        report=report,
        by=OuterRef("contributor__membership__person"),
    )
    rows = (
        SectionAssignment.objects.filter(contributor__report=report)
        .select_related("contributor__membership__person", "contributor__invitation")
        .annotate(written_at=Subquery(written.order_by("-at").values("at")[:1]))
        .order_by("section", "given_at", "pk")
    )
    return [Held(row, _state(row, row.written_at)) for row in rows]


def _state(row: SectionAssignment, last: dt.datetime | None) -> str:
    if row.contributor.membership is None:
        return INVITED
    if row.contributor.membership.is_over:
        return NO_SEAT
    if row.ready_at is not None and (last is None or last <= row.ready_at):
        return READY
    return IN_PROGRESS if last is not None and last >= row.given_at else NOT_STARTED


def by_section(held: Iterable[Held], sections: Sections) -> dict[str, list[Held]]:
    """What the reader may know of who has what: of the parts they read."""
    found: dict[str, list[Held]] = {}
    for row in held:
        if row.row.section in sections.reads:
            found.setdefault(row.row.section, []).append(row)
    return found


def terms_of(report: Report, contributor_id: int) -> dict[str, Any]:
    """What a colleague was given, to be given to another (two queries; none for no colleague)."""
    if not contributor_id:
        return {}
    row = ReportContributor.objects.filter(report=report, pk=contributor_id).first()
    if row is None:
        return {}
    given = list(row.assignments.all())
    return {
        "unit": row.unit,
        "reads_all": row.reads_all,
        "sections": [part.section for part in given],
        "due_on": next((part.due_on for part in given if part.due_on), None),
        "note": next((part.note for part in given if part.note), ""),
    }


def left_behind(held: Iterable[Held]) -> list[Held]:
    """Parts in the hands of somebody who has no seat any more, and of nobody else."""
    rows = list(held)
    taken = {row.row.section for row in rows if row.state != NO_SEAT}
    return [row for row in rows if row.state == NO_SEAT and row.row.section not in taken]


def colleagues_to_invite(report: Report) -> list[Membership]:
    """Current contributors of the stakeholder."""
    return list(
        Membership.objects.current()
        .filter(stakeholder=report.stakeholder_id, role=MemberRole.CONTRIBUTOR)
        .select_related("person")
        .order_by("person__name", "pk")
    )


def is_waiting(contributor: ReportContributor, now: dt.datetime) -> bool:
    """Whether the mailed invitation can still be accepted."""
    invitation = contributor.invitation
    return invitation is not None and invitation.state(now) == InvitationState.OPEN


def parts_in_hands_of(actor: Actor) -> QuerySet[SectionAssignment]:
    """Parts of open drafts that the actor has and has not handed back, for their desk."""
    seats = [seat.membership_id for seat in actor.seats]
    return SectionAssignment.objects.filter(
        contributor__membership__in=seats, contributor__report__drafting=True, ready_at=None
    )
