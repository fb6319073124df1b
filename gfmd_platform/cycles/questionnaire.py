"""What is asked: the platform's own questions, and the check of any others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid

from .enums import WRITTEN_PARTS, QuestionType

_FILE = Path(__file__).parent / "data" / "questionnaire.json"


@dataclass(frozen=True)
class QuestionShape:
    """A question before it is a row."""

    key: str
    part: str
    type: str
    label: str
    hint: str = ""
    word_guide: int | None = None
    is_key_message: bool = False
    choices: tuple[tuple[str, str], ...] = field(default=())


@cache
def default_questions() -> tuple[QuestionShape, ...]:
    """The four parts, each with its narrative and its key message (data/questionnaire.json)."""
    found = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(QuestionShape(**row) for row in found["questions"])


def from_rows(rows: Sequence[dict[str, Any]]) -> list[QuestionShape]:
    """Shapes of rows as an API client sends them."""
    return [
        QuestionShape(**{**row, "choices": tuple(tuple(c) for c in row.get("choices") or ())})
        for row in rows
    ]


def check_questions(questions: Sequence[QuestionShape]) -> None:
    """Raise Invalid when questions cannot be asked together."""
    problems: list[str] = []
    keys = [question.key for question in questions]
    if not questions:
        problems.append(_("A questionnaire asks at least one question."))
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        problems.append(_("The key “%(key)s” stands twice.") % {"key": key})
    for question in questions:
        named = {"key": question.key}
        if question.part not in WRITTEN_PARTS:
            problems.append(_("“%(key)s” belongs to no part (a, b, c or d).") % named)
        if question.type not in QuestionType.values:
            problems.append(_("“%(key)s” has no known type.") % named)
        if question.type == QuestionType.CHOICE and len(question.choices) < 2:
            problems.append(_("“%(key)s” offers fewer than two answers.") % named)
        if not question.label.strip():
            problems.append(_("“%(key)s” asks nothing: give it a label.") % named)
    if problems:
        raise Invalid({"questions": problems})
