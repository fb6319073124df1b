"""Values of indicators, many at a time: the cells of a grid, a period's source, a whole table.

Each value keeps its own revision and history, as if it had been written alone (`drafts`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.enums import Part
from gfmd_platform.imports.fates import Fate

from ..disaggregation import NoSuchCategory, canonical
from ..models import DraftObservation, Report
from ..periods import cover, plain_number
from ..report_checks import check_observation
from ..report_content import (
    COLUMN_FIELDS,
    OBSERVATION_FIELDS,
    column_values,
    observation_values,
)
from .drafts import OBSERVATION, commitment_of, keep, open_draft, take_out

MAX_ROWS = 2_000


@dataclass(frozen=True)
class SavedCell:
    """`observation` is None, and `revision` 0, when the cell is empty."""

    observation: DraftObservation | None

    @property
    def revision(self) -> int:
        return self.observation.revision if self.observation else 0


@transaction.atomic
def save_cell(
    *,
    report_id: UUID,
    period: str,
    dims: str,
    value: str,
    unit: str,
    revision: int,
    by: Actor,
    now: dt.datetime,
    term_id: UUID | None = None,
    indicator_key: UUID | None = None,
) -> SavedCell:
    """Write, change or empty one cell of an indicator's grid; `revision` 0 says it was empty.

    A new value takes source and standing from its period's others, and `unit` when there is none.
    A cell that has only a proposal is empty; a number written there takes the proposal's place.
    Raises as `save_answer`.
    """
    report = open_draft(report_id, by, section=Part.INDICATORS)
    try:
        dims = canonical(dims)
    except NoSuchCategory as error:
        raise Invalid({"dims": [str(error)]}) from None
    mates = list(
        _of_indicator(report, term_id, indicator_key)
        .filter(period=period, population="")
        .order_by("pk")
    )
    row = next((mate for mate in mates if mate.dims == dims), None)
    value = _number(value)
    is_empty = row is None or not row.is_kept
    standing = "" if row is None or is_empty else row.number
    if is_empty and not value:
        return SavedCell(row)
    if row is not None and value:
        kept = check_observation(
            observation_values(row) | {"value": value},
            term_id=term_id,
            indicator_key=indicator_key,
        )
        if plain_number(kept["value"]) == standing:
            return SavedCell(row)
    is_proposed = row is not None and is_empty
    if not is_proposed and (row.revision if row else 0) != revision:
        raise StaleRevision(
            revision=row.revision if row else 0,
            current={"value": standing},
            yours={"value": value},
        )
    if row is None:
        kept = check_observation(
            {
                **column_values([m for m in mates if m.is_kept] or mates),
                "period": period,
                "dims": dims,
                "value": value,
            }
            | {"unit": Counter(m.unit for m in mates).most_common(1)[0][0] if mates else unit},
            term_id=term_id,
            indicator_key=indicator_key,
        )
        row = _new(report, term_id, indicator_key)
        return SavedCell(keep(report, row, kept, key=OBSERVATION, subject=row.pk, by=by, now=now))
    if not value:
        take_out(report, row, by=by, now=now)
        return SavedCell(None)
    return SavedCell(keep(report, row, kept, key=OBSERVATION, subject=row.pk, by=by, now=now))


@transaction.atomic
def save_column(
    *,
    report_id: UUID,
    period: str,
    values: Mapping[str, Any],
    read: Mapping[str, Any],
    everywhere: bool,
    by: Actor,
    now: dt.datetime,
    term_id: UUID | None = None,
    indicator_key: UUID | None = None,
) -> int:
    """Say source and standing for all values of a period; how many changed.

    A value that differs from the others is an exception and keeps its own, unless `everywhere`.
    `read` is what the page showed for the period. Raises as `save_answer`.
    """
    report = open_draft(report_id, by, section=Part.INDICATORS)
    of_period = _of_indicator(report, term_id, indicator_key).filter(period=period, is_kept=True)
    rows = list(of_period.order_by("pk"))
    if not rows:
        raise NotVisible("No value is given for this period.")
    common = column_values(rows)
    wanted = {name: values[name] for name in COLUMN_FIELDS if name in values}
    if any(common[name] not in (read.get(name), wanted[name]) for name in wanted):
        raise StaleRevision(
            revision=0, current={name: common[name] for name in wanted}, yours=wanted
        )
    changed = 0
    for row in rows:
        before = observation_values(row)
        new = {n: v for n, v in wanted.items() if everywhere or before[n] == common[n]}
        kept = check_observation(before | new, term_id=term_id, indicator_key=indicator_key)
        if kept != before:
            keep(report, row, kept, key=OBSERVATION, subject=row.pk, by=by, now=now)
            changed += 1
    return changed


@dataclass(frozen=True)
class RowGiven:
    """A row of a table: whose value, and the fields that the table has.

    `revision` refuses the row when the value has moved on; None takes it as it is. `unit` is what
    a new value is measured in when the table does not say.
    """

    line: int
    values: Mapping[str, Any]
    term_id: UUID | None = None
    indicator_key: UUID | None = None
    revision: int | None = None
    unit: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class RowDone:
    """What became, or would become, of a row."""

    line: int
    fate: Fate
    observation: DraftObservation | None = None
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    given: RowGiven | None = None


@transaction.atomic
def put_observations(
    *,
    report_id: UUID,
    rows: Sequence[RowGiven],
    by: Actor,
    now: dt.datetime,
    dry_run: bool = False,
) -> list[RowDone]:
    """Write a table of values into the draft: new ones added, known ones changed, none removed.

    A value is known by its indicator, period and people. Wrong rows are told and left out; the
    others are written, unless `dry_run`. The same table again changes nothing. Raises NotVisible,
    NotAllowed, WrongState, or Invalid when there are more than 2,000 rows.
    """
    if len(rows) > MAX_ROWS:
        raise Invalid({"rows": [_("At most 2,000 values are taken at once.")]})
    report = open_draft(report_id, by, section=Part.INDICATORS)
    known: dict[Any, DraftObservation] = {}
    for row in DraftObservation.objects.filter(report=report).order_by("-pk"):
        known[_place(row.term_id, row.indicator_key, observation_values(row))] = row
    commitments: dict[UUID, UUID] = {}
    written: set[Any] = set()
    done = []
    for given in rows:
        try:
            done.append(
                _put(report, given, known, commitments, written, by=by, now=now, dry=dry_run)
            )
        except Invalid as refusal:
            done.append(RowDone(given.line, Fate.REFUSED, errors=refusal.errors, given=given))
    return done


def _put(
    report: Report,
    given: RowGiven,
    known: dict[Any, DraftObservation],
    commitments: dict[UUID, UUID],
    written: set[Any],
    *,
    by: Actor,
    now: dt.datetime,
    dry: bool,
) -> RowDone:
    if given.errors:
        raise Invalid(dict(given.errors))
    which: dict[str, Any] = {"term_id": given.term_id, "indicator_key": given.indicator_key}
    if given.indicator_key and given.indicator_key not in commitments:
        try:
            commitments[given.indicator_key] = commitment_of(report, given.indicator_key)
        except NotVisible:
            raise Invalid({"indicator": [_("You have no such indicator.")]}) from None
    values = dict(given.values)
    values["unit"] = values.get("unit") or given.unit
    values["value"] = _number(str(values.get("value", "")))
    kept = check_observation(values, **which)
    place = _place(given.term_id, given.indicator_key, kept)
    if place in written:
        raise Invalid({"period": [_("The table gives this value twice; the first one counts.")]})
    row = known.get(place)
    # What is only proposed was written by nobody: whoever gives the value finds the place empty.
    standing = row.revision if row and row.is_kept else 0
    if given.revision is not None and given.revision != standing:
        raise Invalid({"revision": [_("The value was changed since you read it.")]})
    written.add(place)
    if row is None:
        if not dry:
            row = _new(report, **which, commitment_id=commitments.get(given.indicator_key))  # type: ignore[arg-type]
            keep(report, row, kept, key=OBSERVATION, subject=row.pk, by=by, now=now)
        return RowDone(given.line, Fate.CREATED, row, given=given)
    before = observation_values(row)
    # Only what the table speaks of is changed.
    after = before | {
        name: kept[name]
        for name in OBSERVATION_FIELDS
        if name in given.values and (name != "unit" or given.values["unit"])
    }
    if plain_number(after["value"]) == plain_number(before["value"]):
        after["value"] = before["value"]
    if after == before and row.is_kept:
        return RowDone(given.line, Fate.UNCHANGED, row, given=given)
    if not dry:
        keep(report, row, after, key=OBSERVATION, subject=row.pk, by=by, now=now)
    return RowDone(given.line, Fate.UPDATED, row, given=given)


def _place(
    term_id: UUID | None, indicator_key: UUID | None, values: Mapping[str, Any]
) -> tuple[Any, ...]:
    return (
        term_id or indicator_key,
        cover(values["period"]),
        values["dims"],
        values["population"].casefold(),
    )


def _of_indicator(report: Report, term_id: UUID | None, indicator_key: UUID | None) -> Any:
    return DraftObservation.objects.filter(report=report, term=term_id, indicator_key=indicator_key)


def _new(
    report: Report,
    term_id: UUID | None,
    indicator_key: UUID | None,
    commitment_id: UUID | None = None,
) -> DraftObservation:
    if indicator_key and commitment_id is None:
        commitment_id = commitment_of(report, indicator_key)
    return DraftObservation(
        report=report,
        term_id=term_id,
        commitment_id=commitment_id,
        indicator_key=indicator_key,
        revision=0,
    )


def _number(text: str) -> str:
    """As spreadsheets write numbers: spaces between thousands, a comma for the decimal point.

    One comma alone followed by three digits stays ambiguous and is not read ("1,250").
    """
    plain = "".join(text.split()).replace("\u202f", "").replace("\u00a0", "")
    plain = plain.replace("\u2212", "-").removesuffix("%")
    if "," in plain and "." not in plain:
        whole, _comma, rest = plain.partition(",")
        if "," not in rest and len(rest) != 3:
            return f"{whole}.{rest}"
    elif "," in plain and plain.rindex(",") < plain.index("."):
        groups = plain.split(".")[0].lstrip("-").split(",")
        if all(len(group) == 3 for group in groups[1:]):
            return plain.replace(",", "")
    return plain
