"""Registers elsewhere in which a commitment may have a name.

They are data (`data/identifier_schemes.csv`): a new one is a new line. A code that was used stays.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as in_the_readers_language
from django.utils.translation import gettext_noop

_FILE = Path(__file__).parent / "data" / "identifier_schemes.csv"


#: Words of the data, so that translators find them.
_WORDS = (
    gettext_noop("Pledge to the Global Compact"),
    gettext_noop("Partnerships for the SDGs"),
    gettext_noop("Activity identifier (IATI)"),
    gettext_noop("National register"),
    gettext_noop("Another register"),
)


@dataclass(frozen=True)
class Scheme:
    code: str
    name: str

    @property
    def label(self) -> str:
        return in_the_readers_language(self.name)


@cache
def schemes() -> dict[str, Scheme]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["code"]: Scheme(row["code"], row["label"]) for row in rows}


def scheme_label(code: str) -> str:
    """The register's name; the code itself when it is no longer in the list."""
    known = schemes().get(code)
    return known.label if known else code
