"""What the apps above show on the page of a partnership or example. They register here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

#: The record's id → a template and its context, or None where there is nothing to show.
Panel = Callable[[UUID], tuple[str, dict[str, Any]] | None]

_panels: dict[str, Panel] = {}


def register_panel(name: str, panel: Panel) -> None:
    """Have `panel` asked for each public page; a constant number of queries. Call it in
    `AppConfig.ready`."""
    _panels[name] = panel


def panels_of(record_id: UUID) -> list[tuple[str, dict[str, Any]]]:
    found = (_panels[name](record_id) for name in sorted(_panels))
    return [panel for panel in found if panel is not None]
