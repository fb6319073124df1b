"""Numbers as people write them, in forms and files, in any of the usual ways.

"12,5" is as good as "12.5". What could be two numbers is asked back, never guessed: "1,234" in any
language, and "1.234" where the language writes decimals with a comma.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid

from .enums import ColumnType, QuestionType
from .values import Asked, plain_decimal

_SPACES = re.compile("[\\s\u00a0\u202f\u2009'’]")
_GROUPS = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_TWO_WAYS = re.compile(r"(-?[1-9]\d{0,2})([.,])(\d{3})")


class TwoWays(ValueError):
    """A number that can be read in two ways: as `whole`, or as `part`, which has decimals."""

    def __init__(self, text: str, whole: str, part: str) -> None:
        super().__init__(text)
        self.text, self.whole, self.part = text, whole, part

    @property
    def question(self) -> str:
        return _(
            "“%(text)s” can be read in two ways. Write %(whole)s or %(part)s, whichever you mean."
        ) % {"text": self.text, "whole": self.whole, "part": self.part}


def plain_number(text: str, unit: str = "", language: str = "") -> str:
    """ "1 234,5 per cent" as "1234.5". Raises ValueError for what is no number, and its TwoWays for
    what could be two (is "1,234" a thousand, or one and a bit?)."""
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
    elif match := _TWO_WAYS.fullmatch(found):
        if match[2] == "," or decimal_sign(language) == ",":
            part = f"{match[1]}{decimal_sign(language)}{match[3]}0"
            raise TwoWays(text.strip(), match[1] + match[3], part)
    else:
        found = found.replace(",", ".")
    return plain_decimal(found)


@lru_cache(maxsize=100)
def decimal_sign(language: str) -> str:
    """How a language parts decimals: "," or "."; other signs are not typed on its keyboards."""
    try:
        symbols = Locale.parse(language, sep="-").number_symbols
    except (UnknownLocaleError, ValueError):
        return "."
    sign = symbols.get("latn", {}).get("decimal", ".")
    return "," if sign == "," else "."


def shown_number(value: str, language: str) -> str:
    """A kept number as a form shows it: with the language's own sign, and never so that it could
    be read in two ways when it comes back."""
    if decimal_sign(language) == ".":
        return value
    return f"{value}0".replace(".", ",") if _TWO_WAYS.fullmatch(value) else value.replace(".", ",")


def shown_rows(question: Asked, rows: Any, language: str) -> list[dict[str, str]]:
    """The kept rows of a table as a form shows them."""
    numbers = _number_columns(question)
    return [
        {k: shown_number(cell, language) if k in numbers else cell for k, cell in row.items()}
        for row in rows
    ]


def as_typed(question: Asked, value: Any, *, language: str, name: str = "") -> Any:
    """What somebody typed as an answer, its numbers as plain text; anything else as it came.

    Raises Invalid, under `name` or the question's key, for a number that can be read in two ways;
    what is none is for `values.canonical` to refuse.
    """
    if question.type == QuestionType.NUMBER and isinstance(value, str):
        return _typed(value, question.unit, language, name or question.key)
    if question.type == QuestionType.TABLE and isinstance(value, list):
        units = _number_columns(question)
        return [
            {
                key: _typed(cell, units[key], language, name or question.key)
                if key in units and isinstance(cell, str)
                else cell
                for key, cell in row.items()
            }
            if isinstance(row, Mapping)
            else row
            for row in value
        ]
    return value


def _typed(text: str, unit: str, language: str, name: str) -> str:
    try:
        return plain_number(text, unit, language) if text.strip() else text
    except TwoWays as doubt:
        raise Invalid({name: [doubt.question]}) from None
    except ValueError:
        return text


def _number_columns(question: Asked) -> dict[str, str]:
    return {
        column["key"]: column.get("unit", "")
        for column in question.columns
        if column["type"] == ColumnType.NUMBER
    }
