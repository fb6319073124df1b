"""What the apps above show on the page of a partnership or example. They register here.

A panel is a template and a subquery: its rows come with the record itself, so that a panel costs
no query of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Panel:
    """`rows` gives a list of JSON objects for the record that is `OuterRef("pk")`."""

    template: str
    rows: Callable[[], ArraySubquery]


_panels: dict[str, Panel] = {}


def register_panel(name: str, panel: Panel) -> None:
    """Have `panel` on each public page. Call it in `AppConfig.ready`."""
    _panels[name] = panel


def with_panels(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(**{f"panel_{name}": _panels[name].rows() for name in sorted(_panels)})


def panels_of(record: Model) -> list[tuple[str, list[dict[str, Any]]]]:
    """(template, rows) of what there is to show, of a record that `with_panels` fetched."""
    found = ((_panels[name].template, getattr(record, f"panel_{name}")) for name in sorted(_panels))
    return [(template, rows) for template, rows in found if rows]
