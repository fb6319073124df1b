"""Tables in: what becomes of each row is decided first, shown, and only then written.

Each row goes through the operation a person's form goes through. Reading a table again changes only
what was corrected in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check_create
from gfmd_platform.imports.fates import Fate, RowFate

from ..content import WRITTEN
from ..enums import ExampleState
from ..models import Example, ImportedRow
from ..table_rows import ReadRow
from .archive import archive_example, correct_archive
from .examples import KIND, begin_example

#: Themes that the platform reads into an archive entry; the source itself gives the action area.
EDITORIAL = frozenset({"options", "objectives", "targets", "guiding_principles"})
STARTER_LIBRARY = "starter_library"
_LOCK = 0x1A9047


@dataclass(frozen=True)
class PlannedRow:
    row: ReadRow
    key: str
    fate: Fate
    record_id: UUID | None = None
    note: str = ""

    @property
    def told(self) -> RowFate:
        """What is said of the row."""
        notes = "; ".join(filter(None, (self.row.note, self.note)))
        return RowFate(
            line=self.row.line,
            title=self.row.title or "–",
            fate=self.fate,
            reason=self.row.reason,
            note=notes,
            record_id=self.record_id,
        )


def plan(*, rows: Sequence[ReadRow], source: str) -> list[PlannedRow]:
    """What would become of each row now. Writes nothing."""
    keys = {row.line: _key(row, source) for row in rows}
    known = {
        imported.key: imported
        for imported in ImportedRow.objects.filter(source=source, key__in=keys.values())
    }
    records = Example.unscoped.filter(pk__in=[imported.record_id for imported in known.values()])
    states = dict(records.values_list("pk", "state"))
    return [_planned(row, keys[row.line], known.get(keys[row.line]), states) for row in rows]


def _key(row: ReadRow, source: str) -> str:
    """The starter library numbers its rows; other tables know the source's number and a title."""
    return row.number if source == STARTER_LIBRARY else row.key


def _planned(
    row: ReadRow, key: str, known: ImportedRow | None, states: dict[UUID, str]
) -> PlannedRow:
    if row.reason:
        return PlannedRow(row, key, Fate.REFUSED)
    if known is None:
        return PlannedRow(row, key, Fate.CREATED)
    planned = PlannedRow(row, key, Fate.UNCHANGED, known.record_id)
    if known.row_hash == row.digest:
        return planned
    state = states.get(known.record_id)
    if state == ExampleState.ARCHIVE:
        return replace(planned, fate=Fate.UPDATED)
    if state == ExampleState.WITHDRAWN:
        return replace(planned, note=_("it was withdrawn or removed and is not brought back"))
    return replace(planned, note=_("it has an owner now, who alone changes it"))


@transaction.atomic
def carry_out(
    *,
    planned: Sequence[PlannedRow],
    source: str,
    by: Actor,
    now: dt.datetime,
    owner_id: UUID | None = None,
) -> list[RowFate]:
    """Write what was planned, all of it or nothing.

    Without an owner rows become archive entries (`by` is the system); with one, drafts of that
    stakeholder. Raises what the operations raise, and RuntimeError when another import came in
    between.
    """
    check_create(by, KIND, owner_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    rows = [item.row for item in planned]
    if [item.fate for item in plan(rows=rows, source=source)] != [i.fate for i in planned]:
        raise RuntimeError(_("Another import ran in between. Run this one again."))
    return [_write(item, source=source, by=by, now=now, owner_id=owner_id) for item in planned]


def _write(
    item: PlannedRow, *, source: str, by: Actor, now: dt.datetime, owner_id: UUID | None
) -> RowFate:
    values = item.row.values
    if item.fate == Fate.CREATED:
        if owner_id is None:
            example = archive_example(values=values, by=by, now=now, editorial=EDITORIAL)
        else:
            written = {field.name: values[field.name] for field in WRITTEN}
            example = begin_example(owner_id=owner_id, values=written, by=by, now=now)
        ImportedRow.objects.create(
            source=source,
            key=item.key,
            row_hash=item.row.digest,
            record_id=example.pk,
            imported_at=now,
        )
        return replace(item, record_id=example.pk).told
    if item.fate == Fate.UPDATED:
        assert item.record_id is not None
        correct_archive(
            example_id=item.record_id, values=values, by=by, now=now, editorial=EDITORIAL
        )
        ImportedRow.objects.filter(source=source, key=item.key).update(
            row_hash=item.row.digest, imported_at=now
        )
    return item.told
