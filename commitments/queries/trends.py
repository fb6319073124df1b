"""Values of an indicator by reporter and period, from the versions that a reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.documents.charts import (
    MAX_SERIES,
    Point,
    Series,
    change_in_words,
    line_chart,
)
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind

from ..enums import CommitmentState, ReportKind
from ..models import (
    CommitmentVersionIndicator,
    CustodianValue,
    ReportVersionObservation,
)
from ..models.reports import ObservationContent
from ..periods import cover, plain_number
from ..policies import readable_report_versions
from .indicators import Card, card_of_own, card_of_term, row_order


@dataclass(frozen=True)
class Reported:
    """One reporter's values of one part of the whole, by period. Custodian rows have no reporter
    of ours: `is_custodian`, with the source that published them."""

    who: str
    dims: str
    cells: dict[str, Any]
    is_custodian: bool = False
    source: str = ""

    def in_order(self, periods: Sequence[str]) -> list[Any]:
        return [self.cells.get(period) for period in periods]


@dataclass(frozen=True)
class Trend:
    """A drawing, and the sentence that says what it shows."""

    svg: SafeString
    sentence: str


@dataclass(frozen=True)
class IndicatorPage:
    card: Card
    periods: list[str]
    rows: list[tuple[Reported, list[Any]]]
    combinations: list[str]
    trend: Trend | None
    observations: list[ReportVersionObservation] = field(default_factory=list)


def card_in_public(ref: str) -> Card:
    """A global indicator by reference or bare code, or a registered commitment's own by key.

    Raises NotVisible (one query at most).
    """
    for spelling in (ref, f"{taxonomy.AGENDA}:{ref}"):
        term = taxonomy.term(spelling)
        if term is not None and term.kind == TermKind.INDICATOR:
            return card_of_term(term)
    try:
        key = UUID(ref)
    except ValueError:
        raise NotVisible("No such indicator.") from None
    row = (
        CommitmentVersionIndicator.objects.filter(key=key, term=None)
        .exclude(version__subject__state=CommitmentState.DRAFT)
        .select_related("version")
        .order_by("-version__no")
        .first()
    )
    if row is None:
        raise NotVisible("No such indicator.")
    return card_of_own(row)


def observations_for(actor: Actor, card: Card) -> QuerySet[ReportVersionObservation]:
    """What current versions that the actor may read say of an indicator."""
    rows = ReportVersionObservation.objects.filter(version__in=readable_report_versions(actor))
    if card.term is not None:
        rows = rows.filter(term=card.term.id)
    elif card.own is not None:
        rows = rows.filter(own_indicator__key=card.own.key)
    return rows.select_related(
        "version__subject__stakeholder", "version__subject__current_version"
    ).order_by("version__subject__stakeholder__sort_name", "period_start", "position")


def reporter_of(row: ReportVersionObservation) -> UUID:
    """Whose value it is: a stakeholder's, or a joint report's own, which is nobody's national
    one."""
    report = row.version.subject
    return report.pk if report.is_joint else report.stakeholder_id


def indicator_page(actor: Actor, card: Card, *, dims: str = "", who: str = "") -> IndicatorPage:
    """Values by reporter and period for one part of the whole (three queries).

    The custodian's values of a State stand above the State's own. `who` narrows to one reporter.
    """
    found = list(observations_for(actor, card))
    combinations = sorted({row.dims for row in found}, key=row_order)
    chosen = [row for row in found if row.dims == dims and who in ("", str(reporter_of(row)))]
    reported: dict[UUID, Reported] = {}
    places: dict[UUID, str | None] = {}
    for row in chosen:
        report, pk = row.version.subject, reporter_of(row)
        stands_alone = report.stakeholder.is_state and not report.is_joint
        places[pk] = report.stakeholder.country_id if stands_alone else None
        line = reported.setdefault(pk, Reported(report.name, row.dims, {}))
        if not row.population:
            line.cells[row.period] = row  # of reports of several cycles the latest counts
    custodian = _custodian_rows(card, dims, {place for place in places.values() if place})
    lines: list[Reported] = []
    for pk, line in reported.items():
        place = places[pk]
        if place in custodian:
            lines.append(custodian[place])
        if line.cells:
            lines.append(line)
    periods = sorted({period for line in lines for period in line.cells}, key=cover)
    return IndicatorPage(
        card,
        periods,
        [(line, line.in_order(periods)) for line in lines],
        combinations,
        _trend_of(lines, card),
        chosen,
    )


def _custodian_rows(card: Card, dims: str, places: set[str]) -> dict[str, Reported]:
    """By place; of several batches the one published last counts."""
    if card.term is None or not places:
        return {}
    rows = (
        CustodianValue.objects.filter(term=card.term.id, dims=dims, place__in=places)
        .select_related("batch")
        .order_by("batch__published_on", "batch__imported_at")
    )
    found: dict[str, Reported] = {}
    for row in rows:
        line = found.setdefault(
            row.place_id, Reported(", ".join(card.custodians), dims, {}, True, row.batch.source)
        )
        line.cells[row.period] = row
    return found


def _trend_of(lines: Sequence[Reported], card: Card) -> Trend | None:
    if not 0 < len(lines) <= MAX_SERIES:
        return None
    target = card.own.target_value if card.own else None
    return draw(
        [(line.who, list(line.cells.values())) for line in lines],
        unit=card.unit_said,
        target=float(target) if target is not None else None,
    )


def trend_of(rows: Iterable[ObservationContent], *, name: str, unit: str, target: Any) -> Trend:
    """The totals among these values as a line; for pages that have the rows already (no query)."""
    totals = [row for row in rows if not row.dims and not row.population]
    found = draw([(name, totals)], unit=unit, target=float(target) if target is not None else None)
    return found or Trend(mark_safe(""), "")


def drawn_for_paper(name: str, rows: Iterable[ObservationContent]) -> Trend | None:
    """The totals as a line in ink, without words inside the drawing (they may be in any script);
    None for fewer than two periods, or for values in several units (no query)."""
    latest = {row.period: row for row in rows if not row.dims and not row.population}
    ordered = sorted(latest.values(), key=lambda row: cover(row.period))
    if len(ordered) < 2 or len({row.unit for row in ordered}) > 1:
        return None
    points = [Point(_middle(row.period), float(row.value), row.period) for row in ordered]
    sentence = _sentence(name, ordered, ordered[0].unit)
    return Trend(mark_safe(line_chart([Series("", points)], label="", ink="#1d1d1b")), sentence)


def draw(
    named: Sequence[tuple[str, Sequence[Any]]], *, unit: str, target: float | None = None
) -> Trend | None:
    series, sentences = [], []
    for name, rows in named:
        latest: dict[str, Any] = {row.period: row for row in rows}
        ordered = sorted(latest.values(), key=lambda row: cover(row.period))
        if not ordered:
            continue
        points = [Point(_middle(row.period), float(row.value), row.period) for row in ordered]
        series.append(Series(name, points))
        sentences.append(_sentence(name, ordered, unit))
    if not series:
        return None
    sentence = " ".join(sentences)
    svg = line_chart(series, label=sentence, target=target, target_label=_("Target"))
    # Every text in it is escaped where it is drawn.
    return Trend(mark_safe(svg), sentence)


def _middle(period: str) -> dt.date:
    first, last = cover(period)
    return first + (last - first) / 2


def _sentence(name: str, rows: Sequence[Any], unit: str) -> str:
    first, last = rows[0], rows[-1]
    return change_in_words(
        name,
        (first.period, plain_number(first.value)),
        (last.period, plain_number(last.value)),
        unit=last.unit or unit,
    )


@dataclass(frozen=True)
class Listed:
    card: Card
    reporters: int


def listed(actor: Actor) -> list[Listed]:
    """Global indicators with how many reporters gave a value that is visible (one query)."""
    rows = (
        ReportVersionObservation.objects.filter(
            version__in=readable_report_versions(actor), term__isnull=False
        )
        .order_by()
        .values_list("term")
        .annotate(
            n=Count(
                "version__subject__stakeholder",
                filter=Q(version__subject__kind=ReportKind.OWN),
                distinct=True,
            )
        )
    )
    counts = dict(rows)
    return [
        Listed(card_of_term(term), counts.get(term.id, 0))
        for term in taxonomy.terms(TermKind.INDICATOR)
    ]
