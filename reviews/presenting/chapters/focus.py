"""The goals that the cycle puts in focus."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..blocks import Block, Row, Table
from ..figures import Figures
from .commitments import by_status


def focus(f: Figures) -> list[Block]:
    """Empty when the cycle has none, or was compiled before they were counted."""
    goals = f.document["cycle"].get("focus", [])
    if not goals:
        return []
    columns = [
        _("Goal"),
        _("Commitments"),
        _("Reports that speak of it"),
        _("Stakeholders with a value of its indicators"),
    ]
    measures = ("commitments-by-goal", "reports-by-goal", "indicators-by-goal")
    rows = [Row(f.term(ref), [f.number(m, goal=ref) for m in measures]) for ref in goals]
    note = _(
        "Commitments that cite the goal or one of its targets; reports that give the status of "
        "one, or a value of an indicator of the goal."
    )
    caption = _("Commitments by goal in focus and status")
    return [
        Table(_("The goals in focus"), columns, rows, note),
        *by_status(f, "goal", caption, _("Goal"), only=goals),
    ]
