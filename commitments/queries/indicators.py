"""Indicators as a report's writers meet them: which there are, their grid, what is improbable."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any
from uuid import UUID

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.queries import goals_of
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import TermEntry

from ..disaggregation import NoSuchCategory, canonical, categories, describe, split
from ..enums import ReportState
from ..models import (
    CommitmentVersionIndicator,
    DraftObservation,
    Report,
    ReportVersionObservation,
)
from ..periods import cover
from ..plausibility import Given, Measured, Warned, given, point_out
from ..report_content import COLUMN_FIELDS, ORIGIN, column_values
from .drafts import own_indicators

MAX_ROWS, MAX_COLUMNS = 60, 12
#: Combinations that are looked at for these rows: many dimensions crossed would be millions.
MAX_SETS = 2_000
#: What the name of an explanation's field begins with; a value's identifier follows.
EXPLAIN = "explain|"


@dataclass(frozen=True)
class Card:
    """An indicator with what a reporter should know of it. `ref` is its name in addresses, `unit`
    what a value is stored in, whatever the reader's language."""

    ref: str
    name: str
    unit: str
    term: TermEntry | None = None
    own: CommitmentVersionIndicator | None = None

    @property
    def which(self) -> dict[str, Any]:
        """What the operations take."""
        if self.term is not None:
            return {"term_id": self.term.id}
        assert self.own is not None
        return {"indicator_key": self.own.key}

    @property
    def key(self) -> str:
        """What values are counted under: the same for every version of an own indicator."""
        return str(self.term.id if self.term else self.own.key if self.own else "")

    @property
    def custodians(self) -> tuple[str, ...]:
        detail = self.term.indicator if self.term else None
        return detail.custodians if detail else ()

    @property
    def _other_units(self) -> list[str]:
        detail = self.term.indicator if self.term else None
        return list(detail.unit.others.values()) if detail else []

    @property
    def unit_said(self) -> str:
        """The unit in the reader's language."""
        return str(self.term.indicator.unit) if self.term and self.term.indicator else self.unit

    @property
    def measured(self) -> Measured:
        own = self.own
        return Measured(
            self.key,
            (self.unit, self.unit_said, *self._other_units),
            own.baseline_on if own else "",
            own.target_on if own else "",
        )


def observed_in(report: Report) -> list[DraftObservation]:
    """The values of a draft, without what is only proposed (one query)."""
    return list(DraftObservation.objects.filter(report=report, is_kept=True).order_by("pk"))


def card_of_term(term: TermEntry) -> Card:
    unit = term.indicator.unit.english if term.indicator else ""
    return Card(term.ref, term.numbered, unit, term)


def card_of_own(row: CommitmentVersionIndicator) -> Card:
    return Card(str(row.key), row.name, row.unit, own=row)


def cards(report: Report) -> list[Card]:
    """Every indicator a report can give values of: own ones first, then global ones, those of
    the cycle's goals in focus before the others (two queries)."""
    return all_cards(report, {goal.id for goal in goals_of(report.cycle)})


def all_cards(report: Report, focus: Iterable[UUID] = ()) -> list[Card]:
    """As `cards`, with the goals in `focus` first (one query)."""
    ours = [card_of_own(row) for row in own_indicators(report)]
    return [*ours, *(card_of_term(term) for term in global_indicators(focus))]


def global_indicators(goals: Iterable[UUID] = ()) -> list[TermEntry]:
    """In the order of their document; those below one of `goals` first."""
    focus = set(goals)
    found = taxonomy.terms(TermKind.INDICATOR)
    return sorted(found, key=lambda term: not focus & {above.id for above in term.path})


def card_for(report: Report, ref: str) -> Card:
    """Raises NotVisible for what the report cannot speak of (one query at most)."""
    term = taxonomy.term(ref)
    if term is not None and term.kind == TermKind.INDICATOR:
        return card_of_term(term)
    found = next((row for row in own_indicators(report) if str(row.key) == ref), None)
    if found is None:
        raise NotVisible("No such indicator.")
    return card_of_own(found)


@dataclass(frozen=True)
class Cell:
    """`name` is what the page calls it; `row` is None when it is empty, and holds what nobody has
    kept where it has a `proposed` number. `typed` is what somebody wrote that could not be
    saved."""

    name: str
    period: str
    row: DraftObservation | None
    warnings: Sequence[Warned] = ()
    typed: str | None = None

    @property
    def shown(self) -> str:
        return self.value if self.typed is None else self.typed

    @property
    def doubts(self) -> str:
        return " ".join(f"{warning.concern.label}." for warning in self.warnings)

    @property
    def value(self) -> str:
        return self.row.number if self.row and self.row.is_kept else ""

    @property
    def proposed(self) -> str:
        return self.row.number if self.row and not self.row.is_kept else ""

    @property
    def revision(self) -> int:
        return self.row.revision if self.row else 0


@dataclass(frozen=True)
class GridRow:
    dims: str
    label: str
    depth: int
    cells: list[Cell]


@dataclass(frozen=True)
class Column:
    """A period with what its values say of their source, and those that say something else."""

    period: str
    values: Mapping[str, Any]
    exceptions: list[DraftObservation]
    is_filled: bool


@dataclass(frozen=True)
class Doubt:
    """A value with everything that was pointed out about it. `name` is its explanation's field."""

    row: DraftObservation
    indicator: str
    warnings: list[Warned]
    typed: str | None = None

    @property
    def name(self) -> str:
        return f"{EXPLAIN}{self.row.pk}"

    @property
    def label(self) -> str:
        who = (self.row.population, self.row.dims_label)
        return ", ".join(filter(None, (self.indicator, self.row.period, *who)))

    @property
    def shown(self) -> str:
        return self.row.explanation if self.typed is None else self.typed

    @property
    def is_explained(self) -> bool:
        return bool(self.row.explanation.strip())


@dataclass(frozen=True)
class Grid:
    card: Card
    periods: list[str]
    rows: list[GridRow]
    columns: list[Column]
    #: Values that no cell holds: of people named in free words, or given twice.
    others: list[DraftObservation]
    doubts: list[Doubt]
    #: With where they come from.
    brought_in: list[DraftObservation]
    chosen: list[str] = field(default_factory=list)


def cell_name(dims: str, period: str) -> str:
    return f"{period}|{dims}"


def grid(
    report: Report,
    card: Card,
    *,
    dimensions: Sequence[str] = (),
    crossed: bool = False,
    periods: Sequence[str] = (),
    names: Mapping[str, Sequence[str]] | None = None,
    typed: Mapping[str, str] | None = None,
    today: dt.date,
) -> Grid:
    """The values of an indicator as a table of people by period (two queries).

    There is a row for everything that has a value and for each category of `dimensions`, or of
    their combinations when `crossed`; a column for every period that has a value or is asked for.
    `names` are categories of the reporter's own, by dimension.
    """
    observed = list(
        DraftObservation.objects.filter(
            report=report,
            term=card.term.id if card.term else None,
            indicator_key=card.own.key if card.own else None,
        )
        .select_related(*ORIGIN)
        .order_by("pk")
    )
    brought_in = [row for row in observed if row.origin]
    cells: dict[tuple[str, str], DraftObservation] = {}
    others = []
    for row in sorted(observed, key=lambda row: not row.is_kept):
        if not row.population and (row.dims, row.period) not in cells:
            cells[row.dims, row.period] = row
        elif row.is_kept:
            others.append(row)
    observed = [row for row in observed if row.is_kept]
    warnings = _warnings(observed, report, [card], today)
    told: dict[UUID, list[Warned]] = defaultdict(list)
    for warning in warnings:
        told[warning.observation].append(warning)
    asked = list(dict.fromkeys([*(period for _dims, period in cells), *periods]))
    shown = sorted(asked, key=cover)[-MAX_COLUMNS:]
    wanted = combinations(dimensions, crossed=crossed, names=names or {})
    sets = list(dict.fromkeys([*wanted, *(dims for dims, _period in cells)]))
    sets = sorted(sets, key=row_order)[: MAX_ROWS + 1]
    rows = []
    for dims in sets:
        label = describe(dims)
        made = []
        for period in shown:
            found, name = cells.get((dims, period)), cell_name(dims, period)
            warned = told.get(found.pk, ()) if found else ()
            made.append(Cell(name, period, found, warned, (typed or {}).get(name)))
        rows.append(GridRow(dims, label, len(split(dims)), made))
    columns = [_column(period, [r for r in observed if r.period == period]) for period in shown]
    held = {code for dims in sets for code in split(dims)}
    doubts = [
        Doubt(row, "", told[row.pk], (typed or {}).get(f"{EXPLAIN}{row.pk}"))
        for row in observed
        if row.pk in told
    ]
    return Grid(
        card, shown, rows, columns, others, doubts, brought_in, sorted({*dimensions, *held})
    )


def _column(period: str, rows: Sequence[DraftObservation]) -> Column:
    common = column_values(rows)
    apart = [row for row in rows if any(getattr(row, n) != common[n] for n in COLUMN_FIELDS)]
    return Column(period, common, apart, bool(rows))


def combinations(
    codes: Sequence[str], *, crossed: bool, names: Mapping[str, Sequence[str]]
) -> list[str]:
    """The total, then the categories of each dimension, or their combinations."""
    by_code = {term.code: term for term in taxonomy.dimensions()}
    lists: dict[str, list[str]] = {}
    for code in (c for c in by_code if c in codes or names.get(c)):
        standard = categories(by_code[code]) if code in codes else []
        lists[code] = [c.code.removeprefix(f"{code}.") for c in standard]
        lists[code] += [f"~{name}" for name in names.get(code, ())]
    if crossed and lists:
        every = islice(
            product(*([(code, c) for c in ["", *lists[code]]] for code in lists)), MAX_SETS
        )
        return [canonical({code: c for code, c in pairs if c}) for pairs in every]
    return ["", *(canonical({code: c}) for code, found in lists.items() for c in found)]


def row_order(dims: str) -> tuple[Any, ...]:
    """The total first, then by dimension, categories in the order of their list."""
    by_ref = taxonomy.current().by_ref
    place = []
    for code, category in split(dims).items():
        dimension = by_ref.get(f"{taxonomy.DISAGGREGATION}:{code}")
        entry = by_ref.get(f"{taxonomy.DISAGGREGATION}:{code}.{category}")
        place.append(
            (
                dimension.position if dimension else 999,
                entry.position if entry else 10_000,
                category,
            )
        )
    return (len(place) > 0, sorted(place))


def doubts_of(
    report: Report,
    observed: Sequence[DraftObservation],
    *,
    today: dt.date,
    cards: Sequence[Card] | None = None,
) -> list[Doubt]:
    """What looks improbable in a whole draft (two queries; none without values). `cards` saves one
    of them where the report's are at hand."""
    if not observed:
        return []
    known = {card.key: card for card in (_spoken_of(report, observed) if cards is None else cards)}
    told: dict[UUID, list[Warned]] = defaultdict(list)
    for warning in _warnings(observed, report, list(known.values()), today):
        told[warning.observation].append(warning)
    names = {key: card.name for key, card in known.items()}
    return [
        Doubt(row, names.get(str(row.term_id or row.indicator_key), ""), told[row.pk])
        for row in observed
        if row.pk in told
    ]


def _spoken_of(report: Report, observed: Sequence[DraftObservation]) -> list[Card]:
    held = {row.indicator_key for row in observed if row.indicator_key}
    found = [card_of_own(row) for row in own_indicators(report)] if held else []
    terms = taxonomy.terms_by_id(row.term_id for row in observed if row.term_id)
    return [*found, *map(card_of_term, terms)]


def _warnings(
    observed: Sequence[DraftObservation], report: Report, found: Sequence[Card], today: dt.date
) -> list[Warned]:
    if not observed:
        return []
    return point_out(
        [given(row, str(row.term_id or row.indicator_key)) for row in observed],
        [card.measured for card in found],
        today=today,
        earlier=earlier_values(report, {str(row.term_id or row.indicator_key) for row in observed}),
    )


def earlier_values(report: Report, keys: set[str]) -> list[Given]:
    """What the same stakeholder's other reports of this kind gave for these (one query)."""
    standing = (
        Report.unscoped.filter(
            kind=report.kind, stakeholder=report.stakeholder_id, state=ReportState.SUBMITTED
        )
        .exclude(pk=report.pk)
        .values("current_version_id")
    )
    rows = ReportVersionObservation.objects.filter(version__in=standing).select_related(
        "own_indicator"
    )
    found = []
    for row in rows:
        key = str(row.own_indicator.key if row.own_indicator else row.term_id)
        if key in keys:
            found.append(given(row, key))
    return found


def describe_safely(dims: str) -> str:
    """In words; as it stands where it is no set of categories."""
    try:
        return describe(dims)
    except NoSuchCategory:
        return dims
