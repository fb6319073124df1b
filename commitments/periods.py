"""Dates, periods and numbers as people write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from gfmd_platform.interface.forms.dates import earliest, latest


def is_partial_date(text: str) -> bool:
    """Whether `text` is "2030", "2030-06" or "2030-06-30", and such a day exists."""
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        return False
    if not text.replace("-", "").isascii() or not text.replace("-", "").isdecimal():
        return False
    try:
        earliest(text)
    except ValueError:
        return False
    return True


def cover(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of a period: one partial date, or two with "/" between.

    Raises ValueError when it is no period or ends before it begins.
    """
    first, _, last = period.partition("/")
    last = last or first
    if not (is_partial_date(first) and is_partial_date(last)):
        raise ValueError(period)
    span = earliest(first), latest(last)
    if span[0] > span[1]:
        raise ValueError(period)
    return span


def years_later(period: str, years: int) -> str:
    """The same period so many years on, as precise as it was."""
    return "/".join(_date_later(date, years) for date in period.split("/"))


def _date_later(date: str, years: int) -> str:
    moved = f"{int(date[:4]) + years:04d}{date[4:]}"
    # The last day of a leap year's February.
    return moved if is_partial_date(moved) else f"{moved[:-2]}28"


def plain_number(value: Decimal | None) -> str:
    """A number as people write it, without trailing zeros or an exponent; "" for none."""
    return "" if value is None else format(value.normalize(), "f")
