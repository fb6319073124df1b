"""Periods as people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..periods import cover

_DAY = re.compile(r"(\d{4}-\d{2})-\d{2}")
_MONTH = re.compile(r"(\d{1,2})[/.](\d{4})")
_SPAN = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")


def read_period(text: str, is_known: Callable[[str], bool] = lambda _period: False) -> str:
    """A period in its written form; `is_known` settles what could be two.

    Spreadsheets make a date of "2025-06": the first of a month is that month, unless the day is
    known as a period. Raises ValueError for what is no period.
    """
    said = " ".join(text.split()).replace(" / ", "/")
    if found := _MONTH.fullmatch(said):
        said = f"{found[2]}-{int(found[1]):02d}"
    elif found := _SPAN.fullmatch(said):
        said = f"{found[1]}/{found[2]}"
    else:
        said = said.removesuffix(".0").removesuffix("T00:00:00")
    found = _DAY.fullmatch(said)
    if found and said.endswith("-01") and not is_known(said):
        said = found[1]
    cover(said)
    return said
