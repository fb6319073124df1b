"""What the apps above show on a cycle's page. They register here; cycles import none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gfmd_platform.access import Actor

from .models import Cycle

#: (actor, cycle) → a template and its context, or None where there is nothing to show.
Panel = Callable[[Actor, Cycle], tuple[str, dict[str, Any]] | None]

_panels: dict[str, Panel] = {}


def register_panel(name: str, panel: Panel) -> None:
    """Have `panel` asked for each cycle's page; a constant number of queries. Call it in
    `AppConfig.ready`."""
    _panels[name] = panel


def panels_of(actor: Actor, cycle: Cycle) -> list[tuple[str, dict[str, Any]]]:
    found = (_panels[name](actor, cycle) for name in sorted(_panels))
    return [panel for panel in found if panel is not None]
