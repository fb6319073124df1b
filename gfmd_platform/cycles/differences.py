"""What differs between two questionnaires, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .enums import Part, QuestionType
from .handbooks import heading_choices
from .questionnaire import QuestionShape


@dataclass(frozen=True)
class QuestionChange:
    """`kind` is added, removed, reworded or moved; `lines` are (what, before, after)."""

    kind: str
    key: str
    label: str
    lines: tuple[tuple[str, str, str], ...] = ()

    @property
    def kind_label(self) -> str:
        return {
            "added": _("Added"),
            "removed": _("No longer asked"),
            "reworded": _("Changed"),
            "moved": _("Moved"),
        }[self.kind]


def changes_between(
    before: Sequence[QuestionShape], after: Sequence[QuestionShape]
) -> list[QuestionChange]:
    """In the order of the newer questionnaire, what is no longer asked at the end."""
    old = {shape.key: shape for shape in before}
    found: list[QuestionChange] = []
    for shape in after:
        earlier = old.get(shape.key)
        if earlier is None:
            taken = ((_("Continues"), "", shape.continues),) if shape.continues else ()
            found.append(QuestionChange("added", shape.key, shape.label, taken))
            continue
        lines = tuple(_lines(earlier, shape))
        if lines:
            found.append(QuestionChange("reworded", shape.key, shape.label, lines))
    kept = [s.key for s in before if s.key in {a.key for a in after}]
    now = [s.key for s in after if s.key in old]
    told = {change.key for change in found}
    for shape in after:
        if shape.key in old and shape.key not in told and _moved(shape.key, kept, now):
            found.append(QuestionChange("moved", shape.key, shape.label))
    gone = {shape.key for shape in after}
    found += [
        QuestionChange("removed", shape.key, shape.label)
        for shape in before
        if shape.key not in gone
    ]
    return found


def _moved(key: str, before: list[str], after: list[str]) -> bool:
    """Whether the question that comes before it is another one now."""
    i, j = before.index(key), after.index(key)
    return (before[i - 1] if i else "") != (after[j - 1] if j else "")


def _lines(before: QuestionShape, after: QuestionShape) -> Iterator[tuple[str, str, str]]:
    names = {
        "label": _("Question"),
        "hint": _("Hint"),
        "unit": _("Unit"),
        "word_guide": _("About how many words"),
        "minimum": _("Usually at least"),
        "maximum": _("Usually at most"),
    }
    for name, label in names.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield label, _plain(old), _plain(new)
    if before.part != after.part:
        yield _("Part"), str(Part(before.part).label), str(Part(after.part).label)
    if before.type != after.type:
        yield _("Type"), str(QuestionType(before.type).label), str(QuestionType(after.type).label)
    if before.is_key_message != after.is_key_message:
        yield _("Key message"), _yes(before.is_key_message), _yes(after.is_key_message)
    for pairs, label in (("choices", _("Answers")), ("fixed_rows", _("Rows"))):
        old, new = getattr(before, pairs), getattr(after, pairs)
        if old != new:
            yield label, "\n".join(x for _v, x in old), "\n".join(x for _v, x in new)
    if before.fills != after.fills:
        yield _("Fills in other reviews"), _headings(before.fills), _headings(after.fills)
    if before.columns != after.columns:
        yield (
            _("Columns"),
            "\n".join(column.label for column in before.columns),
            "\n".join(column.label for column in after.columns),
        )


def _headings(marks: Sequence[str]) -> str:
    return "\n".join(words for mark, words in heading_choices() if mark in marks)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")
