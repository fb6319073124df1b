"""Cells of tables that go out: text stays text, whatever a spreadsheet would like to make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

Cells = Sequence[Any]
Rows = Iterable[Cells]

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(value: Any) -> Any:
    """A value as a table holds it: numbers stay numbers, lists become one text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(str(plain(item)) for item in value)
    return str(value)


def neutralised(value: Any) -> Any:
    """A value that no spreadsheet will run: text that looks like a formula gets an apostrophe.

    After OWASP's advice on CSV injection. Numbers are no text and stay as they are.
    """
    value = plain(value)
    if isinstance(value, str) and value.lstrip(" ").startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value
