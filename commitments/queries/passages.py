"""The passages of a version, each with a name: what one can ask about or translate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import Part, QuestionType

from ..asking import field_name
from ..models.questions import TEXT
from ..sections import OBSERVATION, STATUS, label_of_section
from ..showing import indicator_name, label_of, shown_indicator, spoken_date
from .reports import ShownVersion

_TEXTS = (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT)
_DATES = ("starts_on", "due_on")
#: Fields of a commitment in words.
_ASKED = ("wording", *_DATES, "beneficiaries", "verification", "resources", "with_whom")


@dataclass(frozen=True)
class Passage:
    """A part of a version (without `key`), or one field of it. `text` says in words what stands
    there; `is_text` when somebody wrote it in sentences."""

    section: str
    key: str = ""
    subject: UUID | None = None
    label: str = ""
    text: str = ""
    language: str = ""
    anchor: str = ""
    is_text: bool = False

    @property
    def name(self) -> str:
        """As forms and addresses name it."""
        return field_name(self.key, self.subject) if self.key else self.section

    @property
    def place(self) -> tuple[str, str, UUID | None]:
        return self.section, self.key, self.subject


def passages_of(content: ShownVersion) -> list[Passage]:
    """In the order of the page; no query."""
    return list(_passages(content))


def _passages(content: ShownVersion) -> Iterator[Passage]:
    for part in content.parts:
        yield _whole(part.code, f"part-{part.code}")
        for answer in part.answers:
            yield Passage(
                part.code,
                answer.key,
                answer.commitment.subject_id if answer.commitment else None,
                answer.name,
                answer.value,
                answer.language,
                answer.anchor,
                is_text=answer.type in _TEXTS,
            )
    if content.statuses:
        yield _whole(Part.COMMITMENTS, "commitments")
    for row in content.statuses:
        yield Passage(
            Part.COMMITMENTS,
            STATUS,
            row.commitment_id,
            row.commitment_version.title,
            row.note,
            row.language,
            f"commitment-{row.commitment_id}",
            is_text=bool(row.note.strip()),
        )
    if content.observations:
        yield _whole(Part.INDICATORS, "values")
    for value in content.observations:
        yield Passage(
            Part.INDICATORS,
            OBSERVATION,
            value.row.pk,
            f"{value.indicator}, {value.row.period}",
            f"{value.row.number} {value.row.unit}",
            anchor="values",
        )


def passages_of_commitment(content: dict[str, Any]) -> list[Passage]:
    """Of `content.version_text`: the whole, and each field that says something; no query."""
    found = [_whole(TEXT, "wording")]
    for name in _ASKED:
        text = spoken_date(content[name]) if name in _DATES else content[name]
        if text:
            found.append(Passage(TEXT, name, None, label_of(name), text, content["language"], name))
    if content["indicators"]:
        lines = [f"{indicator_name(row)}: {shown_indicator(row)}" for row in content["indicators"]]
        found.append(
            Passage(TEXT, "indicators", None, _("Indicators"), "\n".join(lines), "", "indicators")
        )
    return found


def _whole(section: str, anchor: str) -> Passage:
    return Passage(section, label=label_of_section(section), anchor=anchor)
