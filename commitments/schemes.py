"""Registers elsewhere in which a commitment may have a name.

They are data (`data/identifier_schemes.csv`): a new one is a new line. A code that was used stays.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext

_FILE = Path(__file__).parent / "data" / "identifier_schemes.csv"


@dataclass(frozen=True)
class Scheme:
    """`prefix` begins the addresses of the register, where it has such."""

    code: str
    name: str
    hint: str
    prefix: str

    @property
    def label(self) -> str:
        return gettext(self.name)


@cache
def schemes() -> dict[str, Scheme]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {r["code"]: Scheme(r["code"], r["label"], r["hint"], r["prefix"]) for r in rows}


def scheme_label(code: str) -> str:
    """The register's name; the code itself when it is no longer in the list."""
    known = schemes().get(code)
    return known.label if known else code
