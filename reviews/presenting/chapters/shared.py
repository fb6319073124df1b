"""What several chapters say in the same way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from commitments.models import Lodging
from commitments.naming import joint_name

from ..blocks import Bars, Block, Entry, Number, Row


def bars(
    caption: str, heading: str, rows: list[Row], note: str = "", *, whole: Number | None = None
) -> list[Block]:
    """Bars where there is anything to draw; noughts alone are said by the headline above."""
    if all(row.numbers[0].value == "0" for row in rows):
        return []
    return [Bars(caption, heading, rows, note, whole.value if whole else "")]


def overlap() -> str:
    return _("A commitment counts in every entry it cites, so rows do not add up.")


def author(said: dict[str, Any]) -> str:
    """A joint report by all its authors and its title, anybody else by name."""
    joint = said.get("joint")
    return joint_name(joint["authors"], joint["title"]) if joint else said["by"]


def reporter(source: dict[str, Any]) -> str:
    """Who said it where the title does not, or how it came when it was lodged."""
    by: str = "" if source["by"] == source["title"] else source["by"]
    lodged = source.get("lodged")
    if lodged is None:
        return by
    mark = Lodging(**lodged | {"dated_on": dt.date.fromisoformat(lodged["dated_on"])}).mark
    return f"{by}; {mark}" if by else mark


def entry(listed: dict[str, Any], kind: str) -> Entry:
    return Entry(
        title=listed["title"],
        by=listed["by"],
        record=listed["record"],
        kind=kind,
        no=listed["no"],
        language=listed["language"],
    )
