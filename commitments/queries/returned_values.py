"""A table of values that came back, row by row, beside what stands in the draft now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import Part, QuestionType
from gfmd_platform.cycles.models import Question

from ..asking import field_name
from ..enums import PieceFate
from ..exchange.known_values import standing_fields
from ..exchange.values_reading import TAKEN_OUT
from ..exchange.workbook import CHOICES, names_of
from ..models import DraftAnswer, DraftObservation, DraftUpload, Report, UploadItem
from ..report_content import OBSERVATION_FIELDS, observation_values
from ..sections import OBSERVATION, Sections
from .indicators import Card, Doubt, all_cards, describe_safely, doubts_of, observed_in


@dataclass(frozen=True)
class Change:
    """A field that came back changed. `base` is what stood when the file was made, `present` what
    stands now where that is something else again. Texts are compared word by word."""

    name: str
    label: str
    base: str
    after: str
    present: str | None = None

    @property
    def is_text(self) -> bool:
        return self.name in ("source", "footnote", "explanation")


@dataclass
class ShownRow:
    """`standing` is the value in the draft; None for a new one, or one that was taken out."""

    row: UploadItem
    indicator: str = ""
    standing: DraftObservation | None = None
    may_write: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.row.fate == PieceFate.OPEN

    @property
    def is_placed(self) -> bool:
        return self.row.key == OBSERVATION

    @property
    def is_gone(self) -> bool:
        return self.row.how == "gone"

    @property
    def is_emptied(self) -> bool:
        return self.row.values == TAKEN_OUT and not self.is_gone

    @property
    def is_new(self) -> bool:
        return self.is_placed and self.row.subject is None

    @property
    def can_be_taken(self) -> bool:
        return self.may_write and bool(self.row.values)

    @property
    def ticked(self) -> bool:
        """What is chosen unless the reader chooses otherwise: nothing where care is needed."""
        careful = self.is_gone or self.is_emptied or self.moved_on or bool(self._warnings)
        return self.can_be_taken and not careful and not self.says_the_same

    @property
    def says_the_same(self) -> bool:
        """Only notes to look at."""
        return self.is_placed and self.row.values == {}

    @property
    def moved_on(self) -> bool:
        return any(change.present is not None for change in self.changes)

    @property
    def revision(self) -> int:
        return self.standing.revision if self.standing else 0

    @property
    def place(self) -> str:
        return " ".join(self.row.notes.get("place", ()))

    @property
    def beside(self) -> list[str]:
        """What was written in columns of the reader's own, or in comments on cells."""
        names = ("others", "comments", "unread")
        return [text for name in names for text in self.row.notes.get(name, ())]

    def read(self, name: str) -> str:
        """What a column said, as it came."""
        lines = dict(part.partition("=")[::2] for part in self.row.notes.get("read", ()))
        return lines.get(name, "")

    @property
    def read_as(self) -> dict[str, str]:
        return {name: self.read(name) for name in ("indicator", "period", "value")}

    @property
    def label(self) -> str:
        """Which value it is, as it stands, or as it would be."""
        values: Mapping[str, Any] = self.row.values or {}
        if self.standing is not None:
            values = observation_values(self.standing)
        elif not values.get("period"):
            values = self.row.base or {}
        if not values.get("period"):
            read = filter(None, (self.read("indicator"), self.read("period")))
            return self.indicator or ", ".join(read) or self.row.text
        who = (values.get("population", ""), describe_safely(values.get("dims", "")))
        return ", ".join(filter(None, (self.indicator, values["period"], *who)))

    @property
    def number(self) -> str:
        if self.standing is not None:
            return f"{self.standing.number} {self.standing.unit}"
        values = self.row.values or {}
        return " ".join(filter(None, (values.get("value", ""), values.get("unit", ""))))

    @property
    def changes(self) -> list[Change]:
        if not self.row.values or self.row.values == TAKEN_OUT or self.is_new:
            return []
        present = _plain(self.standing) if self.standing else {}
        base = standing_fields(self.row.base) if self.row.base else present
        return [
            Change(
                name,
                _label(name),
                _shown(name, base.get(name, "")),
                _shown(name, after),
                _shown(name, present[name])
                if present and present[name] not in (base.get(name, ""), after)
                else None,
            )
            for name, after in self.row.values.items()
        ]

    @property
    def given(self) -> list[tuple[str, str]]:
        """What a new value says beside its number."""
        if not self.is_new or not self.row.values:
            return []
        named = ("source", "footnote", "finality", "sent_to_custodian", "cleared", "cleared_by")
        said = [(name, self.row.values.get(name, "")) for name in (*named, "explanation")]
        return [(_label(name), _shown(name, text)) for name, text in said if text]

    @property
    def _warnings(self) -> list[str]:
        return [w for doubt in self.doubts if not doubt.is_explained for w in _words(doubt)]

    @property
    def warnings(self) -> list[str]:
        return [w for doubt in self.doubts for w in _words(doubt)]


@dataclass(frozen=True)
class AnswerPlace:
    """An answer that takes words; `name` is what forms call it."""

    name: str
    label: str
    revision: int


@dataclass(frozen=True)
class ShownTable:
    upload: DraftUpload
    rows: list[ShownRow]
    cards: list[Card]
    places: list[AnswerPlace]

    @property
    def open(self) -> list[ShownRow]:
        return [r for r in self.rows if r.is_open and r.is_placed and not r.is_gone]

    @property
    def gone(self) -> list[ShownRow]:
        return [r for r in self.rows if r.is_open and r.is_gone and r.is_placed]

    @property
    def loose(self) -> list[ShownRow]:
        return [r for r in self.rows if r.is_open and not r.is_placed]

    @property
    def settled(self) -> list[ShownRow]:
        return [r for r in self.rows if not r.is_open and r.row.fate != PieceFate.SAME]

    @property
    def unchanged(self) -> int:
        return sum(r.row.fate == PieceFate.SAME and not r.is_gone for r in self.rows)

    @property
    def writes(self) -> bool:
        return any(row.may_write for row in self.rows)


def shown(upload: DraftUpload, report: Report, sections: Sections, *, today: dt.date) -> ShownTable:
    """With the present values and what would look improbable if all that is open were taken over
    (ten queries at most).

    Who may no longer read the indicators sees the rows as they came, and nothing beside them.
    """
    items = list(upload.items.all())
    places = _places(report, sections) if any(not item.key for item in items) else []
    writes = Part.INDICATORS in sections.writes
    if Part.INDICATORS not in sections.reads:
        return ShownTable(upload, [ShownRow(item) for item in items], [], places)
    known = all_cards(report)
    names = names_of(known)
    observed = {row.pk: row for row in observed_in(report)}
    rows = []
    for item in items:
        standing = observed.get(item.subject) if item.subject else None
        key = str(standing.term_id or standing.indicator_key) if standing else _key(item)
        rows.append(ShownRow(item, names.get(key, ""), standing, writes))
    would_be = _as_taken(report, rows, observed)
    told = {d.row.pk: d for d in doubts_of(report, would_be, today=today, cards=known)}
    for row in rows:
        doubt = told.get(row.standing.pk if row.standing else row.row.pk)
        if doubt is not None and row.is_open and row.row.values:
            row.doubts = [doubt]
    return ShownTable(upload, rows, known, places)


def _places(report: Report, sections: Sections) -> list[AnswerPlace]:
    """Answers that a note can be added to; those of commitments have their own page (one query)."""
    answers = DraftAnswer.objects.filter(report=report, key=OuterRef("key"), subject=None)
    questions = Question.objects.filter(
        questionnaire=report.questionnaire_id,
        part__in=sections.writes,
        type__in=(QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT),
        per_commitment=False,
    ).annotate(standing=Coalesce(Subquery(answers.values("revision")[:1]), 0))
    return [
        AnswerPlace(field_name(q.key, None), q.label, q.standing)
        for q in questions.order_by("part", "position")
    ]


def _key(item: UploadItem) -> str:
    values = {**(item.base or {}), **(item.values or {})}
    return str(values.get("term_id") or values.get("indicator_key") or "")


def _as_taken(
    report: Report, rows: Sequence[ShownRow], observed: Mapping[UUID, DraftObservation]
) -> list[DraftObservation]:
    """The draft as it would be; nothing of it is saved."""
    found = dict(observed)
    for shown_row in rows:
        values = shown_row.row.values
        if not (shown_row.is_open and shown_row.is_placed and values) or shown_row.is_gone:
            continue
        if values == TAKEN_OUT:
            continue
        kept = {name: text for name, text in values.items() if name in OBSERVATION_FIELDS}
        which: dict[str, Any] = {
            n: UUID(values[n]) for n in ("term_id", "indicator_key") if values.get(n)
        }
        pk = shown_row.row.pk
        if shown_row.standing is not None:
            row, pk = shown_row.standing, shown_row.standing.pk
            kept = observation_values(row) | kept
            which = {"term_id": row.term_id, "indicator_key": row.indicator_key}
        try:
            kept["value"] = Decimal(kept["value"])
        except (InvalidOperation, KeyError):
            continue
        found[pk] = DraftObservation(pk=pk, report=report, **which, **kept)
    return list(found.values())


def _plain(row: DraftObservation) -> dict[str, str]:
    return standing_fields(observation_values(row))


def _label(name: str) -> str:
    field_of = DraftObservation._meta.get_field(name)
    words = str(getattr(field_of, "verbose_name", name))
    return words[:1].upper() + words[1:]


def _shown(name: str, text: str) -> str:
    if name in CHOICES:
        return str(CHOICES[name](text).label) if text in CHOICES[name].values else text
    if name == "dims":
        return describe_safely(text) or _("everybody")
    return text


def _words(doubt: Doubt) -> list[str]:
    return [f"{w.concern.label}. {w.words}" for w in doubt.warnings]
