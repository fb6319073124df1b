"""What a draft said before: by field, by time, and since it was cleared. Never more than the
parts that the reader may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Window
from django.db.models.functions import Lag
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.values import in_words

from ..clearing import Entry
from ..disaggregation import describe
from ..enums import Progress
from ..models import Clearance, Commitment, DraftRevision, Report
from ..sections import OBSERVATION, STATUS, Sections, section_map

Place = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One saved text with the one before it."""

    row: DraftRevision
    label: str
    section: str
    before: str
    after: str
    is_current: bool = False

    @property
    def who(self) -> str:
        return str(self.row.by) if self.row.by else ""


def words_of(key: str, values: dict[str, Any] | None) -> str:
    """What was entered, in one text; empty for an entry that was taken out."""
    if not values:
        return ""
    if key == STATUS:
        status = values.get("status", "")
        label = str(Progress(status).label) if status in Progress.values else ""
        return f"{label}\n{values.get('note', '')}".strip()
    if key == OBSERVATION:
        first = f"{values['period']}: {values['value']} {values['unit']}"
        rest = [describe(values.get("dims", ""))]
        rest += [values.get(name, "") for name in ("population", "source", "footnote")]
        return "\n".join([first, *(text for text in rest if text)])
    return str(values.get("value", ""))


class Labels:
    """Names of a draft's fields (two queries)."""

    def __init__(self, report: Report) -> None:
        rows = Question.objects.filter(questionnaire__cycle=report.cycle_id)
        self.rows: list[Question] = list(rows.order_by("questionnaire__no", "position"))
        own = [row for row in self.rows if row.questionnaire_id == report.questionnaire_id]
        self.questions = {row.key: row for row in [*self.rows, *own]}
        titles = Commitment.unscoped.filter(record__owner=report.stakeholder_id)
        self.commitments = {
            str(pk): title
            for pk, title in titles.values_list("record_id", "current_version__title")
        }

    def of(self, key: str, subject: object, values: dict[str, Any] | None = None) -> str:
        if key == STATUS:
            return self.commitments.get(str(subject)) or _("A commitment")
        if key == OBSERVATION:
            return _("Indicator value %(period)s") % {"period": (values or {}).get("period", "")}
        label = self.questions[key].label if key in self.questions else key
        about = self.commitments.get(str(subject)) if subject else ""
        return f"{label} ({about})" if about else label

    def words(self, key: str, values: dict[str, Any] | None) -> str:
        """The entry for people: choices by their labels, a file by its name."""
        said = words_of(key, values)
        return in_words(self.questions[key], said) if key in self.questions else said


def _revisions(report: Report, sections: Sections, parts: dict[str, str]) -> QuerySet[Any]:
    keys = [key for key, section in parts.items() if section in sections.reads]
    return DraftRevision.objects.filter(report=report, key__in=keys).select_related("by")


def lines_of(report: Report, sections: Sections) -> QuerySet[Any]:
    """Every saved text of the parts the reader may read, the newest first."""
    rows = _revisions(report, sections, section_map(report))
    before = Window(Lag("value"), partition_by=["key", "subject"], order_by="revision")
    return rows.annotate(before=before).order_by("-at", "-pk")


def shown(report: Report, rows: Iterable[Any]) -> list[Line]:
    labels, parts = Labels(report), section_map(report)
    return [
        Line(
            row,
            labels.of(row.key, row.subject, row.value or row.before),
            parts.get(row.key, ""),
            labels.words(row.key, row.before),
            labels.words(row.key, row.value),
        )
        for row in rows
    ]


def field_lines(report: Report, sections: Sections, key: str, subject: UUID | None) -> list[Line]:
    """All texts of one field, the newest first. Raises NotVisible."""
    parts = section_map(report)
    sections.require(parts.get(key, ""))
    rows = list(
        DraftRevision.objects.filter(report=report, key=key, subject=subject)
        .select_related("by")
        .order_by("-revision")
    )
    if not rows:
        raise NotVisible("No such field.")
    labels = Labels(report)
    earlier = [*rows[1:], None]
    return [
        Line(
            row,
            labels.of(key, subject, row.value or (before.value if before else None)),
            parts[key],
            labels.words(key, before.value) if before else "",
            labels.words(key, row.value),
            is_current=row is rows[0],
        )
        for row, before in zip(rows, earlier, strict=True)
    ]


def values_at(
    report: Report, key: str, subject: UUID | None, revision: int
) -> dict[str, Any] | None:
    """What a field said at a revision; None for an empty one, or where nothing is known."""
    found = DraftRevision.objects.filter(
        report=report, key=key, subject=subject, revision=revision
    ).first()
    return found.value if found else None


@dataclass(frozen=True)
class Changed:
    label: str
    before: str
    after: str


def since_cleared(
    report: Report, clearance: Clearance, entries: Iterable[Entry], sections: Iterable[str]
) -> list[Changed]:
    """What differs now from the text that was cleared, in the parts given (four queries)."""
    chosen, parts = set(sections), section_map(report)
    cleared = {(key, subject): revision for key, subject, revision in clearance.entries}
    now = {e.place: e for e in entries if e.section in chosen}
    then: dict[Place, dict[str, Any]] = {}
    keys = {key for key, _subject in cleared}
    for row in DraftRevision.objects.filter(report=report, key__in=keys):
        place = (row.key, str(row.subject or ""))
        if cleared.get(place) == row.revision and parts.get(row.key) in chosen:
            then[place] = row.value or {}
    labels = Labels(report)
    found = []
    for place in sorted({*now, *then}):
        key, subject = place
        before, after = then.get(place), now[place].values if place in now else None
        if words_of(key, before) != words_of(key, after):
            found.append(
                Changed(
                    labels.of(key, subject, after or before),
                    labels.words(key, before),
                    labels.words(key, after),
                )
            )
    return found


def moment_of(text: str) -> dt.datetime | None:
    """An instant as a page sent it."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    # The first and last years cannot be told in every time zone.
    return found if found.tzinfo and 1 < found.year < 9999 else None
