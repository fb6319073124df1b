"""Taking over what a custodian agency published, whole batches at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed
from gfmd_platform.imports.fates import Fate, ImportResult, RowFate
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind

from ..models import CustodianBatch, CustodianValue
from ..report_checks import check_observation


@transaction.atomic
def import_custodian_values(
    *,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    source: str,
    published_on: dt.date,
    by: Actor,
    now: dt.datetime,
    dry_run: bool = False,
) -> ImportResult:
    """Keep a published table as one immutable batch; `rows` are (line, fields).

    All or nothing: with a wrong row nothing is written. The same table again is unchanged. Raises
    NotAllowed for anybody but the operator's command, and Invalid without a source.
    """
    if not by.is_system:
        raise NotAllowed(_("Only the operator's command takes over custodian values."))
    if not source.strip():
        raise Invalid({"source": [_("Name the source.")]})
    result = ImportResult()
    values: list[CustodianValue] = []
    seen: set[tuple[Any, ...]] = set()
    for line, cells in rows:
        title = ", ".join(filter(None, (cells["indicator"], cells["place"], cells["period"])))
        try:
            row = _row(cells)
            key = (row.term_id, row.place_id, row.period, row.dims)
            if key in seen:
                raise Invalid({"period": [_("The table gives this value twice.")]})
            seen.add(key)
        except Invalid as refusal:
            result.rows.append(RowFate(line, title, Fate.REFUSED, str(refusal)))
            continue
        values.append(row)
        result.rows.append(RowFate(line, title, Fate.CREATED))
    digest = _hash(source, published_on, values)
    if CustodianBatch.objects.filter(content_hash=digest).exists():
        result.rows = [
            row if row.fate == Fate.REFUSED else RowFate(row.line, row.title, Fate.UNCHANGED)
            for row in result.rows
        ]
        return result
    if dry_run or result.refused or not values:
        return result
    batch = CustodianBatch.objects.create(
        source=source, published_on=published_on, imported_at=now, content_hash=digest
    )
    for row in values:
        row.batch = batch
    CustodianValue.objects.bulk_create(values, batch_size=1000)
    result.written = True
    return result


def hash_of(batch: CustodianBatch) -> str:
    """The hash of a batch as its values stand (one query)."""
    return _hash(batch.source, batch.published_on, batch.values.all())


def _hash(source: str, published_on: dt.date, values: Iterable[CustodianValue]) -> str:
    return content_hash(
        {
            "source": source,
            "published_on": published_on,
            "rows": sorted(
                [str(v.term_id), v.place_id, v.period, v.dims, v.number, v.unit, v.footnote]
                for v in values
            ),
        }
    )


def _row(cells: Mapping[str, str]) -> CustodianValue:
    code = cells["indicator"]
    term = taxonomy.term(code) or taxonomy.term(f"{taxonomy.AGENDA}:{code}")
    if term is None or term.kind != TermKind.INDICATOR:
        raise Invalid({"indicator": [_("There is no indicator “%(code)s”.") % {"code": code}]})
    place = taxonomy.place(cells["place"])
    if place is None:
        raise Invalid({"place": [_("There is no place “%(code)s”.") % {"code": cells["place"]}]})
    dims = {t.code: cells[t.code] for t in taxonomy.dimensions() if cells.get(t.code)}
    # The dimension "place" would be told by a column of the same name; codes go before it.
    dims.pop("place", None)
    kept = check_observation(
        {
            "period": cells["period"],
            "value": cells["value"],
            "unit": cells["unit"] or (term.indicator.unit.english if term.indicator else ""),
            "footnote": cells["footnote"],
            "dims": dims,
        },
        term_id=term.id,
        indicator_key=None,
    )
    return CustodianValue(
        term_id=term.id,
        place_id=place.code,
        **{name: kept[name] for name in ("period", "dims", "value", "unit", "footnote")},
    )
