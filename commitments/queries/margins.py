"""What is said beside a part of a draft, for those who read the part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.interface.merging import Merge, three_way

from ..asking import field_name
from ..enums import SuggestionState
from ..models import DraftAnswer, DraftComment, DraftRevision, DraftStatus, Report, Suggestion
from ..sections import STATUS
from .history import Labels


@dataclass(frozen=True)
class Thread:
    label: str
    first: DraftComment
    answers: list[DraftComment] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.first.resolved_at is None


@dataclass(frozen=True)
class ShownSuggestion:
    """`proposal` is what accepting it would save; `is_stale` when the field was written on
    since."""

    row: Suggestion
    label: str
    base: str
    present: str
    revision: int
    proposal: Merge

    @property
    def is_open(self) -> bool:
        return self.row.state == SuggestionState.OPEN

    @property
    def is_stale(self) -> bool:
        return self.revision != self.row.base


@dataclass(frozen=True)
class TextField:
    """A field for which a text can be suggested."""

    name: str
    label: str
    text: str
    revision: int


@dataclass(frozen=True)
class Margin:
    threads: list[Thread]
    suggestions: list[ShownSuggestion]
    fields: list[TextField]


def margin_of(report: Report, section: str) -> Margin:
    """Everything beside one part (seven queries)."""
    labels = Labels(report)
    texts = _texts(report)
    return Margin(
        _threads(report, section, labels),
        _suggestions(report, section, labels, texts),
        _fields(report, section, labels, texts),
    )


def open_comments(report: Report, section: str) -> list[DraftComment]:
    """The threads beside a part that are not resolved, the oldest first (one query)."""
    rows = DraftComment.objects.filter(
        report=report, section=section, parent=None, resolved_at=None
    )
    return list(rows.select_related("by").order_by("at", "id")[:10])


Texts = dict[tuple[str, str], tuple[int, str]]


def _texts(report: Report) -> Texts:
    found: Texts = {
        (row.key, str(row.subject_id or "")): (row.revision, row.value)
        for row in DraftAnswer.objects.filter(report=report)
    }
    for status in DraftStatus.objects.filter(report=report):
        found[STATUS, str(status.commitment_id)] = (status.revision, status.note)
    return found


def _threads(report: Report, section: str, labels: Labels) -> list[Thread]:
    rows = list(
        DraftComment.objects.filter(report=report, section=section)
        .select_related("by", "resolved_by")
        .order_by("at", "id")
    )
    answers: dict[object, list[DraftComment]] = {}
    for row in rows:
        if row.parent_id is not None:
            answers.setdefault(row.parent_id, []).append(row)
    threads = [
        Thread(labels.of(row.key, row.subject) if row.key else "", row, answers.get(row.pk, []))
        for row in rows
        if row.parent_id is None
    ]
    return sorted(threads, key=lambda thread: not thread.is_open)


def _suggestions(
    report: Report, section: str, labels: Labels, texts: Texts
) -> list[ShownSuggestion]:
    # A suggestion goes with its field, also where the question was moved to another part since.
    asked = {q.key: q.part for q in labels.rows if q.questionnaire_id == report.questionnaire_id}
    rows = [
        row
        for row in Suggestion.objects.filter(report=report)
        .select_related("by", "answered_by")
        .order_by("at", "id")
        if asked.get(row.key, row.section) == section
    ]
    bases = _bases(report, rows)
    shown = []
    for row in rows:
        place = (row.key, str(row.subject or ""))
        revision, present = texts.get(place, (0, ""))
        base = bases.get((*place, row.base), "")
        shown.append(
            ShownSuggestion(
                row,
                labels.of(row.key, row.subject),
                base,
                present,
                revision,
                three_way(base, row.text, present),
            )
        )
    return sorted(shown, key=lambda suggestion: not suggestion.is_open)


def _bases(report: Report, rows: Iterable[Suggestion]) -> dict[tuple[str, str, int], str]:
    keys = {row.key for row in rows}
    found = DraftRevision.objects.filter(report=report, key__in=keys) if keys else ()
    return {
        (row.key, str(row.subject or ""), row.revision): str(
            (row.value or {}).get("note" if row.key == STATUS else "value", "")
        )
        for row in found
    }


def _fields(report: Report, section: str, labels: Labels, texts: Texts) -> list[TextField]:
    asked = [
        row.key
        for row in labels.rows
        if row.questionnaire_id == report.questionnaire_id
        and row.part == section
        and not row.per_commitment
        and row.type in (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT)
    ]
    places = [(key, "") for key in asked]
    if section == "commitments":
        places += [place for place in texts if place[0] == STATUS]
    return [
        TextField(
            field_name(key, None) if key != STATUS else f"{STATUS}--{subject}",
            labels.of(key, subject),
            texts.get((key, subject), (0, ""))[1],
            texts.get((key, subject), (0, ""))[0],
        )
        for key, subject in places
    ]
