"""Numbers as people write them in Word and Excel, in any of the usual ways."""

from __future__ import annotations

import re
import unicodedata

from gfmd_platform.cycles.values import plain_decimal

_SPACES = re.compile("[\\s\u00a0\u202f\u2009'’]")
_GROUPS = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")


def plain_number(text: str, unit: str = "") -> str:
    """ "1 234,5 per cent" as "1234.5". Raises ValueError for what is no number, and for what
    could be two (is "1,234" a thousand, or one and a bit?)."""
    found = text.strip().replace("\u066b", ".").replace("\u066c", "").replace("\u2212", "-")
    if unit and found.casefold().endswith(unit.casefold()):
        found = found[: -len(unit)]
    found = _SPACES.sub("", found.removesuffix("%"))
    found = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in found)
    if "," in found and "." in found:
        decimal = max(",.", key=found.rfind)
        thousands = "." if decimal == "," else ","
        found = found.replace(thousands, "").replace(decimal, ".")
    elif match := _GROUPS.fullmatch(found):
        found = found.replace(match[1], "")
    elif re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", found):
        raise ValueError(text)
    else:
        found = found.replace(",", ".")
    return plain_decimal(found)
