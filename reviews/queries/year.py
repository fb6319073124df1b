"""Where each cycle stands, from its opening to the published review: the facts, a fixed number of
queries for all cycles together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from gfmd_platform.access import Actor
from gfmd_platform.cycles.enums import CycleState, InvitationState
from gfmd_platform.cycles.models import Cycle

from ..models import Compilation, ConsultationRound, QuotationCheck, Review
from ..sections import SectionKey

#: More cycles than the Forum has had; a list, not an archive.
MOST = 50


@dataclass(frozen=True)
class Circulated:
    """A round of consultation. `unsettled` counts comments that nobody has answered yet."""

    group: str
    opens_on: dt.date
    closes_on: dt.date
    is_open: bool
    is_closed: bool
    unsettled: int


@dataclass(frozen=True)
class Standing:
    """One cycle. `today` is the day where the cycle's clock stands; `latest` is the newest
    compilation, whatever became of it; `checked_until` is the last day of the newest check of
    quotations."""

    cycle: Cycle
    review: Review | None
    latest: Compilation | None
    today: dt.date
    invited: int
    submitted: int
    declined: int
    rungs: Sequence[dt.date]
    written: int
    checked_until: dt.date | None
    rounds: Sequence[Circulated]
    reservations: int
    handed_on: dt.date | None
    input_due_on: dt.date | None

    @property
    def date_has_passed(self) -> bool:
        return self.today > self.cycle.asked_by

    @property
    def is_planned(self) -> bool:
        return self.cycle.state == CycleState.PLANNED

    @property
    def is_open(self) -> bool:
        return self.cycle.state == CycleState.OPEN

    @property
    def sections(self) -> int:
        """How many sections a manuscript has."""
        return len(SectionKey.values)


def year(actor: Actor, now: dt.datetime) -> list[Standing]:
    """Every cycle the Support Unit works on, the latest first (five queries)."""
    answered = "invitations__state"
    cycles = list(
        Cycle.unscoped.allowing("edit", actor)
        .annotate(
            invited=Count("invitations"),
            submitted=Count("invitations", filter=Q(**{answered: InvitationState.SUBMITTED})),
            declined=Count("invitations", filter=Q(**{answered: InvitationState.DECLINED})),
        )
        .prefetch_related("reminders")
        .order_by("-year", "-opens_on", "pk")[:MOST]
    )
    reviews = {
        review.cycle_id: review
        for review in Review.unscoped.allowing("write", actor)
        .filter(cycle__in=cycles)
        .annotate(
            written=Count("sections", filter=~Q(sections__body=""), distinct=True),
            reserved=Count(
                "reservations", filter=Q(reservations__withdrawn_at=None), distinct=True
            ),
            checked_until=Subquery(
                QuotationCheck.objects.filter(review=OuterRef("pk"))
                .order_by("-at", "-id")
                .values("until")[:1]
            ),
            handed_on=Max("current_edition__handings_over__on"),
            input_due_on=F("input_outline__due_on"),
        )
        .select_related("current_edition", "compilation")
        .prefetch_related(Prefetch("rounds", _rounds()))
    }
    latest = {
        compilation.review_id: compilation
        for compilation in Compilation.objects.filter(review__in=reviews.values())
        .order_by("review", "-no")
        .distinct("review")
    }
    return [_standing(cycle, reviews.get(cycle.pk), latest, now) for cycle in cycles]


def _rounds() -> QuerySet[ConsultationRound]:
    """Without the circulated texts, which are long."""
    unsettled = Count("comments", filter=Q(comments__outcome=""))
    return (
        ConsultationRound.objects.select_related("group")
        .annotate(unsettled=unsettled)
        .defer("manuscript")
    )


def _circulated(round_: ConsultationRound, today: dt.date) -> Circulated:
    has_opened = round_.opened_at is not None
    return Circulated(
        group=str(round_.group),
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        is_open=has_opened and round_.closes_on >= today,
        is_closed=has_opened and round_.closes_on < today,
        unsettled=round_.unsettled,  # type: ignore[attr-defined]
    )


def _standing(
    cycle: Cycle, review: Review | None, latest: dict[object, Compilation], now: dt.datetime
) -> Standing:
    today = now.astimezone(ZoneInfo(cycle.time_zone)).date()
    return Standing(
        cycle=cycle,
        review=review,
        latest=latest.get(review.pk) if review else None,
        today=today,
        invited=cycle.invited,  # type: ignore[attr-defined]
        submitted=cycle.submitted,  # type: ignore[attr-defined]
        declined=cycle.declined,  # type: ignore[attr-defined]
        rungs=[cycle.asked_by + dt.timedelta(days=rung.days) for rung in cycle.reminders.all()],
        written=review.written if review else 0,  # type: ignore[attr-defined]
        checked_until=review.checked_until if review else None,  # type: ignore[attr-defined]
        rounds=[_circulated(r, today) for r in review.rounds.all()] if review else [],
        reservations=review.reserved if review else 0,  # type: ignore[attr-defined]
        handed_on=review.handed_on if review else None,  # type: ignore[attr-defined]
        input_due_on=review.input_due_on if review else None,  # type: ignore[attr-defined]
    )
