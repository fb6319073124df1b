"""What a report says, piece by piece, each with where it stands: what drafts of other reviews are
made of. A version gives what its readers may read, a draft what one writer may read of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import Part, QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.values import ShownTable, in_words, table_of
from gfmd_platform.notifications.rendering import absolute

from ..asking import is_in_place, last_asked
from ..enums import CommitmentState, Progress
from ..models import (
    Commitment,
    CommitmentVersion,
    CommitmentVersionTerm,
    DraftAnswer,
    DraftStatus,
    LodgedFile,
    Report,
)
from ..models.reports import ObservationContent
from ..queries import drafts
from ..queries.reports import ShownObservation, ShownVersion
from ..report_content import DraftRows, draft_rows
from ..sections import Sections, label_of_section


@dataclass(frozen=True)
class SaidAnswer:
    """`commitment` where the question was asked of one."""

    question: Question
    label: str
    label_language: str
    text: str
    language: str
    source: str
    table: ShownTable | None = None
    commitment: UUID | None = None

    @property
    def is_file(self) -> bool:
        return self.question.type == QuestionType.FILE


@dataclass(frozen=True)
class SaidCommitment:
    """A commitment that the report speaks of, in the wording it had; `status` is empty where only
    an answer or a value is about it."""

    id: UUID
    version: CommitmentVersion
    status: str = ""
    note: str = ""
    language: str = ""
    source: str = ""


@dataclass(frozen=True)
class SaidValue:
    """`term` of a global indicator, else `commitment`, whose own indicator it is."""

    indicator: str
    row: ObservationContent
    term: UUID | None = None
    commitment: UUID | None = None


@dataclass(frozen=True)
class Unused:
    """Something the report holds that is no part of it now, and why."""

    label: str
    text: str
    language: str
    reason: str


@dataclass
class Material:
    """`origin` says of which text all of it is: a version with its day, or the draft of a day.
    `values_source` and `address` say where values and the whole stand."""

    report: Report
    language: str
    origin: str
    address: str
    is_draft: bool
    is_whole: bool = True
    answers: list[SaidAnswer] = field(default_factory=list)
    commitments: dict[UUID, SaidCommitment] = field(default_factory=dict)
    values: list[SaidValue] = field(default_factory=list)
    values_source: str = ""
    originals: list[str] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    terms: dict[UUID, set[UUID]] = field(default_factory=dict)


def of_version(
    report: Report, content: ShownVersion, originals: Iterable[LodgedFile] = ()
) -> Material:
    """What a version says (two queries)."""
    version = content.version
    address = absolute(reverse("reports:version", args=[report.pk, version.no]))
    with translation.override(version.language):
        origin = _("version %(no)d of %(day)s") % {
            "no": version.no,
            "day": date_format(version.at, "j F Y"),
        }
        made = Material(report, version.language, origin, address, is_draft=False)
        asked = Question.objects.filter(questionnaire=version.questionnaire_id)
        questions = {row.key: row for row in asked}
        for part in content.parts:
            for said in part.answers:
                made.answers.append(
                    SaidAnswer(
                        questions[said.key],
                        said.name,
                        said.question_language,
                        said.value,
                        said.language,
                        _source(
                            label_of_section(part.code),
                            said.name,
                            origin,
                            f"{address}#{said.anchor}",
                        ),
                        said.table,
                        said.commitment.subject_id if said.commitment else None,
                    )
                )
                if said.commitment is not None:
                    _mention(made, said.commitment)
        for row in content.statuses:
            made.commitments[row.commitment_id] = SaidCommitment(
                row.commitment_id,
                row.commitment_version,
                str(Progress(row.status).label),
                row.note,
                row.language,
                _source(
                    label_of_section(Part.COMMITMENTS),
                    "",
                    origin,
                    f"{address}#commitment-{row.commitment_id}",
                ),
            )
        for value in content.observations:
            stored: Any = value.row
            if stored.own_indicator is not None:
                _mention(made, stored.own_indicator.version)
            made.values.append(_value(value, stored.term_id))
        made.values_source = _source(
            label_of_section(Part.INDICATORS), "", origin, f"{address}#values"
        )
        made.originals = [file.name for file in originals]
    made.terms = _cited(made.commitments.values())
    return made


def _cited(commitments: Iterable[SaidCommitment]) -> dict[UUID, set[UUID]]:
    """Which terms each commitment cites, in the wording that is spoken of (one query)."""
    by_version = {said.version.pk: said.id for said in commitments}
    found: dict[UUID, set[UUID]] = {}
    rows = CommitmentVersionTerm.objects.filter(version__in=by_version)
    for version, term in rows.values_list("version_id", "term_id"):
        found.setdefault(by_version[version], set()).add(term)
    return found


def of_draft(report: Report, sections: Sections, *, now: dt.datetime | None = None) -> Material:
    """What the draft says in the parts that may be read; what would not be submitted stands apart
    with the reason (eight queries at most, and the taxonomy's)."""
    address = absolute(reverse("reports:check", args=[report.pk]))
    with translation.override(report.language):
        day = timezone.localtime(now or timezone.now())
        origin = _("draft of %s") % date_format(day, "j F Y")
        made = Material(
            report, report.language, origin, address, is_draft=True, is_whole=sections.is_whole
        )
        rows = draft_rows(report)
        beside = {key for key, _subject in rows.answers} - set(rows.asked)
        questions = {**rows.asked, **(last_asked(report, beside) if beside else {})}
        spoken_of = _Standing(rows)
        made.terms = spoken_of.terms
        for row in _in_order(rows.answers.values(), questions):
            question = questions[row.key]
            if question.part in sections.reads:
                _draft_answer(made, row, question, rows.asked, spoken_of)
        if Part.COMMITMENTS in sections.reads:
            for status in rows.statuses:
                _draft_status(made, status, spoken_of)
        if Part.INDICATORS in sections.reads:
            for value in drafts.draft_values(rows):
                spoken_of.mention(made, value.row.commitment_id)
                made.values.append(_value(value.shown, value.row.term_id))
        made.values_source = _source(
            label_of_section(Part.INDICATORS), "", origin, f"{address}#values"
        )
    return made


class _Standing:
    """The commitments that a draft speaks of, in their public wording, with what each cites (one
    query)."""

    def __init__(self, rows: DraftRows) -> None:
        ids = {row.subject_id for row in rows.answers.values()}
        ids |= {row.commitment_id for row in rows.statuses}
        ids |= {row.commitment_id for row in rows.observations}
        cited = CommitmentVersionTerm.objects.filter(version=OuterRef("current_version"))
        found = Commitment.unscoped.filter(pk__in=ids - {None}).select_related("current_version")
        self.versions: dict[UUID, CommitmentVersion] = {}
        self.terms: dict[UUID, set[UUID]] = {}
        for row in found.annotate(cited=ArraySubquery(cited.values("term_id"))):
            if row.current_version is not None:
                self.versions[row.pk] = row.current_version
                self.terms[row.pk] = set(row.cited)

    def of(self, commitment_id: UUID | None) -> CommitmentVersion | None:
        return self.versions.get(commitment_id) if commitment_id else None

    def mention(self, made: Material, commitment_id: UUID | None) -> None:
        version = self.of(commitment_id)
        if version is not None:
            _mention(made, version)


def _draft_answer(
    made: Material,
    row: DraftAnswer,
    question: Question,
    asked: dict[str, Question],
    spoken_of: _Standing,
) -> None:
    if not row.value.strip():
        return
    version = spoken_of.of(row.subject_id)
    label = f"{question.label} – {version.title}" if version else question.label
    words = in_words(question, row.value)
    reason = _why_not(row, asked)
    if reason:
        made.unused.append(Unused(label, words, row.language, reason))
        return
    spoken_of.mention(made, row.subject_id)
    place = f"{made.address}#part-{question.part}"
    made.answers.append(
        SaidAnswer(
            question,
            label,
            question.questionnaire.language,
            words,
            row.language,
            _source(label_of_section(question.part), label, made.origin, place),
            table_of(question, row.value),
            row.subject_id,
        )
    )


def _draft_status(made: Material, row: DraftStatus, spoken_of: _Standing) -> None:
    version = spoken_of.of(row.commitment_id)
    status = str(Progress(row.status).label) if row.status else ""
    if not status and not row.note.strip():
        return
    if not row.is_kept or version is None:
        label = _("Commitment: %(title)s") % {"title": version.title if version else ""}
        words = "\n".join(filter(None, [status, row.note]))
        made.unused.append(Unused(label, words, row.language, _not_kept()))
        return
    place = f"{made.address}#commitments"
    made.commitments[row.commitment_id] = SaidCommitment(
        row.commitment_id,
        version,
        status,
        row.note,
        row.language,
        _source(label_of_section(Part.COMMITMENTS), "", made.origin, place),
    )


def _in_order(rows: Iterable[DraftAnswer], questions: dict[str, Question]) -> Iterator[DraftAnswer]:
    parts = list(Part.values)

    def place(row: DraftAnswer) -> tuple[int, int, str]:
        question = questions[row.key]
        return parts.index(question.part), question.position, str(row.subject_id or "")

    yield from sorted((row for row in rows if row.key in questions), key=place)


def _why_not(row: DraftAnswer, asked: dict[str, Question]) -> str:
    if is_in_place(row, asked):
        return "" if row.is_kept else _not_kept()
    if row.subject is not None and row.subject.state != CommitmentState.REGISTERED:
        return _("Its commitment no longer stands registered.")
    return _("The question is no longer asked.")


def _not_kept() -> str:
    return _("It was brought in, and nobody has kept it yet.")


def _mention(made: Material, version: CommitmentVersion) -> None:
    made.commitments.setdefault(
        version.subject_id,
        SaidCommitment(version.subject_id, version),
    )


def _value(shown: ShownObservation, term: UUID | None) -> SaidValue:
    return SaidValue(shown.indicator, shown.row, term, shown.commitment_id)


def _source(part: str, question: str, origin: str, address: str) -> str:
    """Where a passage stands: part, question, version or draft, and address."""
    named = f"{part}, “{question}”" if question else part
    return _("From %(place)s; %(origin)s; %(address)s") % {
        "place": named,
        "origin": origin,
        "address": address,
    }
