"""Delegations' reservations: their words as they gave them, the same in every format.

They are an entry of the manuscript's value that is no section (key "reservations", without a body):
`reservations` lists {by, language, text, section}, whose `section` is the key of what they speak
of, or empty for the whole text. Manuscripts without the entry have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..reservations import KEY
from ..sections import SectionKey


@dataclass(frozen=True)
class Reservation:
    """`heading` says whose it is and of what; `section` is a section's key or ""."""

    by: str
    language: str
    text: str
    section: str
    heading: str


def reservations_of(manuscript: Iterable[Mapping[str, Any]]) -> list[Reservation]:
    titles = dict(SectionKey.choices)
    return [
        Reservation(
            by=said["by"],
            language=said["language"],
            text=said["text"],
            section=said["section"],
            heading=_("%(by)s, on “%(section)s”")
            % {"by": said["by"], "section": titles.get(said["section"], said["section"])}
            if said["section"]
            else said["by"],
        )
        for entry in manuscript
        for said in entry.get(KEY, ())
    ]
