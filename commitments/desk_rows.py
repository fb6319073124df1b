"""The one shape in which everything that waits on a member is asked for, in one statement."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

from gfmd_platform.stakeholders.desk import DeskItem


class Row(NamedTuple):
    """What waits on a member, of whatever kind; `about` is what to open."""

    kind: str
    about: UUID
    stakeholder: UUID
    title: str
    context: str
    language: str
    since: dt.datetime
    due: dt.date | None
    corrects: bool
    section: str = ""
    number: int = 0


def rows_of(rows: QuerySet[Any], kind: str, **columns: Any) -> QuerySet[Any, Any]:
    """Rows of one kind, in the columns of `Row`."""
    named = {
        "kind": Value(kind, output_field=CharField()),
        "section": Value("", output_field=CharField()),
        "number": Value(0, output_field=IntegerField()),
        **columns,
    }
    shown = {
        f"d_{name}": F(named[name]) if isinstance(named[name], str) else named[name]
        for name in Row._fields
    }
    return rows.order_by().annotate(**shown).values_list(*shown)


def item_of(row: Row, **words: Any) -> DeskItem:
    return DeskItem(
        title=row.title or _("Untitled commitment"),
        since=row.since,
        context=row.context,
        due=row.due,
        language=row.language,
        **words,
    )
