"""The last report's values of indicators, as rows that can be proposed for a new period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from ..enums import Cleared, CommitmentState, Finality
from ..models import (
    Commitment,
    CommitmentVersionIndicator,
    Report,
    ReportVersion,
    ReportVersionObservation,
)
from ..periods import cover, years_later
from ..report_content import observation_values

#: Of what something is a value: indicator, first and last day, part of the whole, who is counted.
ValuePlace = tuple[str, str, str, str, str]
#: What was said of the last value alone, and must be said anew of another.
_ANEW = {"finality": Finality.PROVISIONAL, "cleared": Cleared.UNKNOWN, "explanation": ""}


@dataclass(frozen=True)
class ProposedValue:
    """A row for the new period; `last` is the one that it is taken from."""

    values: dict[str, Any]
    last: ReportVersionObservation
    commitment_id: UUID | None = None

    @property
    def which(self) -> dict[str, Any]:
        own = self.last.own_indicator
        return {
            "term_id": self.last.term_id,
            "commitment_id": self.commitment_id,
            "indicator_key": own.key if own else None,
        }

    @property
    def place(self) -> ValuePlace:
        return value_place(self.which, self.values)


def value_place(which: Mapping[str, Any], values: Mapping[str, Any]) -> ValuePlace:
    """Raises ValueError for a period that is none."""
    first, last = cover(values["period"])
    return (
        str(which.get("term_id") or which.get("indicator_key")),
        first.isoformat(),
        last.isoformat(),
        values.get("dims") or "",
        (values.get("population") or "").casefold(),
    )


def proposed_values(report: Report, version: ReportVersion) -> dict[ValuePlace, ProposedValue]:
    """The newest value of each indicator and part of the whole, for the period as many years later
    as the cycles are apart (one query). Own indicators only while their commitment has them."""
    standing = Commitment.unscoped.filter(
        record__owner=report.stakeholder_id, state=CommitmentState.REGISTERED
    )
    held = CommitmentVersionIndicator.objects.filter(
        key=OuterRef("own_indicator__key"), version__in=standing.values("current_version_id")
    )
    rows = (
        ReportVersionObservation.objects.filter(
            Q(own_indicator=None) | Exists(held), version=version
        )
        .select_related("own_indicator__version")
        .order_by("position")
    )
    newest: dict[tuple[Any, ...], ReportVersionObservation] = {}
    for row in rows:
        # The key of an own indicator is the same in every version of its commitment.
        measured = row.own_indicator.key if row.own_indicator else row.term_id
        people = (measured, row.dims, row.population.casefold())
        before = newest.get(people)
        if before is None or before.period_end < row.period_end:
            newest[people] = row
    years = max(0, report.cycle.year - version.subject.cycle.year)
    found = [_proposed(row, years) for row in newest.values()]
    return {proposed.place: proposed for proposed in found}


def _proposed(row: ReportVersionObservation, years: int) -> ProposedValue:
    own = row.own_indicator
    values = observation_values(row) | {"period": years_later(row.period, years)} | _ANEW
    return ProposedValue(values, row, own.version.subject_id if own else None)
