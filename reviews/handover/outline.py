"""What an invitation asks: headings in their order, how long, and what of an edition fills them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid

from ..sections import SectionKey

_FILE = Path(__file__).parent.parent / "data" / "inputs.json"

MOST_HEADINGS = 30
MOST_WORDS = 50_000
MOST_QUOTATIONS = 20
LONGEST_HEADING, LONGEST_INSTRUCTIONS = 200, 2000


@dataclass(frozen=True)
class InputHeading:
    """`words` is the most that may stand below it, 0 for no limit. `quotations` is how many of each
    section, the first in the edition's even-handed order."""

    heading: str
    instructions: str = ""
    words: int = 0
    sections: tuple[str, ...] = ()
    prose: bool = True
    figures: bool = True
    quotations: int = 0

    @property
    def section_labels(self) -> list[str]:
        return [str(SectionKey(key).label) for key in self.sections]


@dataclass(frozen=True)
class Outline:
    """`words` is the most for the whole, 0 for no limit; `due_on` when it is asked for."""

    title: str
    due_on: dt.date | None = None
    words: int = 0
    headings: tuple[InputHeading, ...] = ()

    def plain(self) -> list[dict[str, Any]]:
        """The headings as kept."""
        return [asdict(heading) | {"sections": list(heading.sections)} for heading in self.headings]

    def with_heading(self, position: int | None, heading: InputHeading, place: int) -> Outline:
        """With the heading at `position` (None: a new one) changed and put to `place`, from 0."""
        rest = [h for i, h in enumerate(self.headings) if i != position]
        rest.insert(max(0, place), heading)
        return replace(self, headings=tuple(rest))

    def without(self, position: int) -> Outline:
        kept = tuple(h for i, h in enumerate(self.headings) if i != position)
        return replace(self, headings=kept)


def heading_of(row: Mapping[str, Any]) -> InputHeading:
    return InputHeading(**{**row, "sections": tuple(row["sections"])})


@cache
def _starters() -> list[tuple[tuple[str, ...], Outline]]:
    found = json.loads(_FILE.read_text(encoding="utf-8"))["starters"]
    return [
        (
            tuple(row["kinds"]),
            Outline(
                row["title"],
                words=row["words"],
                headings=tuple(heading_of(heading) for heading in row["headings"]),
            ),
        )
        for row in found
    ]


def starter(kind: str) -> Outline:
    """What stands before the Support Unit changes it, by the kind of cycle."""
    known = _starters()
    return next((outline for kinds, outline in known if kind in kinds), known[-1][1])


def check(outline: Outline) -> None:
    """Raises Invalid, with the errors by the name of the field."""
    errors: dict[str, list[str]] = {}
    if not outline.title or len(outline.title) > 200:
        errors["title"] = [_("Give the input a title of at most 200 characters.")]
    if not 0 <= outline.words <= MOST_WORDS:
        errors["words"] = [_("Give a number of words between 0 and %d.") % MOST_WORDS]
    if len(outline.headings) > MOST_HEADINGS:
        errors["headings"] = [_("At most %d headings.") % MOST_HEADINGS]
    for heading in outline.headings:
        _check_heading(heading, errors)
    if errors:
        raise Invalid(errors)


def _check_heading(heading: InputHeading, errors: dict[str, list[str]]) -> None:
    if not heading.heading or len(heading.heading) > LONGEST_HEADING:
        errors["heading"] = [_("Give the heading, in at most %d characters.") % LONGEST_HEADING]
    if len(heading.instructions) > LONGEST_INSTRUCTIONS:
        errors["instructions"] = [_("At most %d characters.") % LONGEST_INSTRUCTIONS]
    if not 0 <= heading.words <= MOST_WORDS:
        errors["words"] = [_("Give a number of words between 0 and %d.") % MOST_WORDS]
    if not 0 <= heading.quotations <= MOST_QUOTATIONS:
        errors["quotations"] = [_("Give a number between 0 and %d.") % MOST_QUOTATIONS]
    if set(heading.sections) - set(SectionKey.values):
        errors["sections"] = [_("Choose sections of the edition.")]
