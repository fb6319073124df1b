"""What a report says, as plain values: the same for a draft about to be submitted and a version.

The content hash of a version is the hash of this, so a receipt can be checked from the stored rows
at any time; a draft's hash is what its submission is recognised by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.values import file_of
from gfmd_platform.records.hashing import content_hash

from .asking import FieldKey, asked_questions, is_in_place, is_submitted
from .enums import CommitmentState, SignatoryAnswer
from .models import (
    CommitmentVersionIndicator,
    CoSignatory,
    DraftAnswer,
    DraftObservation,
    DraftStatus,
    LodgedFile,
    Lodging,
    Report,
    ReportVersion,
    ReportVersionCoSignatory,
)
from .models.reports import ObservationContent
from .periods import plain_number

OBSERVATION_FIELDS = (
    "period",
    "value",
    "unit",
    "population",
    "source",
    "footnote",
    "finality",
    "sent_to_custodian",
    "dims",
    "cleared",
    "cleared_by",
    "explanation",
)
#: What is said once for all values of a period, and may differ for one of them.
COLUMN_FIELDS = (
    "source",
    "footnote",
    "finality",
    "sent_to_custodian",
    "cleared",
    "cleared_by",
)
#: What a draft's rows are fetched with to say where their text comes from.
ORIGIN = ("origin_version__subject__cycle",)
#: Fields that came after the first submissions. Left out of the hash where nothing was said, so
#: that every version keeps the hash that its receipt names.
_LATER = {"dims": "", "cleared": "unknown", "cleared_by": "", "explanation": ""}


@dataclass(frozen=True)
class DraftRows:
    """The rows of a draft, fetched once. `own` holds for each own indicator's key the row of the
    latest registered version that has it; `asked` the questions, by key.

    `proposed` are values of the last report that nobody has kept; they stand apart, so that nothing
    takes them for values of this report.
    """

    answers: dict[FieldKey, DraftAnswer]
    statuses: list[DraftStatus]
    observations: list[DraftObservation]
    own: dict[UUID, CommitmentVersionIndicator]
    asked: dict[str, Question]
    proposed: list[DraftObservation] = field(default_factory=list)


def draft_rows(report: Report) -> DraftRows:
    """Five queries."""
    answers = (
        DraftAnswer.objects.filter(report=report)
        .select_related("subject", *ORIGIN)
        .order_by("key", "subject_id")
    )
    statuses = DraftStatus.objects.filter(report=report).select_related("commitment", *ORIGIN)
    observations = list(
        DraftObservation.objects.filter(report=report).select_related(*ORIGIN).order_by("pk")
    )
    keys = [row.indicator_key for row in observations if row.indicator_key]
    own = (
        CommitmentVersionIndicator.objects.filter(key__in=keys)
        .select_related("version")
        .order_by("key", "-version__no")
        .distinct("key")
    )
    return DraftRows(
        {(row.key, row.subject_id): row for row in answers},
        list(statuses.order_by("commitment_id")),
        [row for row in observations if row.is_kept],
        {row.key: row for row in own} if keys else {},
        asked_questions(report),
        [row for row in observations if not row.is_kept],
    )


@dataclass
class Answer:
    """`subject_id` and `commitment_version_id` where the question is asked of each commitment;
    `stored_id` where the answer is a file, whose hash stands in the value too."""

    key: str
    value: str
    language: str
    subject_id: UUID | None = None
    commitment_version_id: UUID | None = None
    stored_id: str | None = None

    def words(self) -> dict[str, Any]:
        """What is hashed. Answers that are asked once look as they did before others existed."""
        said: dict[str, Any] = {"key": self.key, "value": self.value, "language": self.language}
        if self.subject_id is not None:
            said["subject"] = self.subject_id
            said["commitment_version"] = self.commitment_version_id
        return said


@dataclass
class Status:
    commitment_id: UUID
    commitment_version_id: UUID
    status: str
    note: str
    language: str


@dataclass
class Observation:
    """Of a global indicator (`term_id`) or of an own one (a version's indicator row)."""

    term_id: UUID | None
    own_indicator_id: UUID | None
    values: dict[str, Any]


@dataclass
class ReportContent:
    """Everything a version holds. `no` is the version's number."""

    report_id: UUID
    no: int
    questionnaire_id: UUID
    language: str
    visibility: str
    may_quote: bool | None
    answers: list[Answer] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    #: How it came and the hashes of its originals, where the Support Unit lodged it.
    lodging: dict[str, Any] | None = None
    #: Of a joint report: its title, and whom it names, as `signed_words`.
    title: str = ""
    co_signatories: list[dict[str, Any]] | None = None
    #: Entries of the draft that cannot be submitted as they are, by what they are about.
    unready: list[UUID] = field(default_factory=list)
    #: How many texts and values of the draft were brought in and wait for somebody to keep them.
    proposals: int = 0

    @property
    def says_something(self) -> bool:
        return bool(self.answers or self.statuses or self.observations or self.lodging)

    @cached_property
    def hash(self) -> str:
        return content_hash({"report": self.report_id, "no": self.no, **self.words()})

    @property
    def text_hash(self) -> str:
        """What co-signatories confirm: everything that is said, and not who signs it."""
        words = self.words()
        words.pop("co_signatories", None)
        return content_hash(words)

    def words(self) -> dict[str, Any]:
        """The content without its place, to ask whether two versions say the same."""
        return {
            "questionnaire": self.questionnaire_id,
            "language": self.language,
            "visibility": self.visibility,
            "may_quote": self.may_quote,
            "answers": [answer.words() for answer in self.answers],
            "statuses": [
                {
                    "commitment": status.commitment_id,
                    "commitment_version": status.commitment_version_id,
                    "status": status.status,
                    "note": status.note,
                    "language": status.language,
                }
                for status in self.statuses
            ],
            "observations": [
                {"term": o.term_id, "own_indicator": o.own_indicator_id, **_plain(o.values)}
                for o in self.observations
            ],
            **({"lodging": self.lodging} if self.lodging is not None else {}),
            **(
                {"title": self.title, "co_signatories": self.co_signatories}
                if self.co_signatories is not None
                else {}
            ),
        }


def fingerprints(content: ReportContent) -> dict[str, str]:
    """A digest of each entry under a name by which people can find it: `answers/<key>`,
    `answers/<key>/<commitment>`, `statuses/<commitment>`, `observations/<position>`,
    `co_signatories/<stakeholder>`."""
    words = content.words()
    named: dict[str, Any] = {
        name: value for name, value in words.items() if not isinstance(value, list)
    }
    for said in words["answers"]:
        place = f"answers/{said['key']}"
        named[f"{place}/{said['subject']}" if "subject" in said else place] = said
    for said in words["statuses"]:
        named[f"statuses/{said['commitment']}"] = said
    for position, said in enumerate(words["observations"], start=1):
        named[f"observations/{position}"] = said
    for said in words.get("co_signatories", ()):
        named[f"co_signatories/{said['stakeholder']}"] = said
    return {name: content_hash(value) for name, value in named.items()}


def of_draft(report: Report, rows: DraftRows | None = None) -> ReportContent:
    """What would be submitted now."""
    rows = rows or draft_rows(report)
    current = report.current_version
    content = ReportContent(
        report_id=report.pk,
        no=current.no + 1 if current else 1,
        questionnaire_id=report.questionnaire_id,
        language=report.language,
        visibility=report.visibility,
        may_quote=report.may_quote,
    )
    content.answers = [
        Answer(
            row.key,
            row.value,
            row.language,
            row.subject_id,
            row.subject.current_version_id if row.subject else None,
            _stored(rows.asked[row.key], row.value),
        )
        for row in rows.answers.values()
        if is_submitted(row, rows.asked)
    ]
    content.proposals = len(open_proposals(rows))
    for row in rows.statuses:
        if not row.is_kept:
            continue
        standing = row.commitment.current_version_id
        if not row.status:
            if row.note.strip():
                content.unready.append(row.commitment_id)
        elif standing is not None:
            content.statuses.append(
                Status(row.commitment_id, standing, row.status, row.note, row.language)
            )
    for value in rows.observations:
        own = rows.own.get(value.indicator_key) if value.indicator_key else None
        if value.indicator_key and own is None:
            content.unready.append(value.pk)
            continue
        content.observations.append(
            Observation(value.term_id, own.pk if own else None, observation_values(value))
        )
    if report.is_joint:
        content.title = report.title
        content.co_signatories = []  # the title is part of what is confirmed
        content.co_signatories = signed_words(signing_now(report, content.text_hash))
    return content


def signing_now(report: Report, text_hash: str) -> list[CoSignatory]:
    """The co-signatories that have confirmed these very words, by name (one query)."""
    rows = report.co_signatories.filter(answer=SignatoryAnswer.CONFIRMED, text_hash=text_hash)
    return list(rows.select_related("stakeholder").order_by("stakeholder__sort_name", "pk"))


def signed_words(
    rows: Iterable[CoSignatory] | Iterable[ReportVersionCoSignatory],
) -> list[dict[str, Any]]:
    """What is hashed of confirmations, in an order that no change of names changes."""
    words = [
        {
            "stakeholder": row.stakeholder_id,
            "name": row.name,
            "capacity": row.capacity,
            "text_hash": row.text_hash,
            "confirmed_at": row.confirmed_at,
        }
        for row in rows
    ]
    return sorted(words, key=lambda said: str(said["stakeholder"]))


def open_proposals(rows: DraftRows) -> list[DraftAnswer | DraftStatus | DraftObservation]:
    """What was brought in, has its place in the report, and was kept by nobody yet; no query."""
    found: list[DraftAnswer | DraftStatus | DraftObservation] = [
        row for row in rows.answers.values() if not row.is_kept and is_in_place(row, rows.asked)
    ]
    found += [
        row
        for row in rows.statuses
        if not row.is_kept and row.commitment.state == CommitmentState.REGISTERED
    ]
    return found + rows.proposed


def of_version(version: ReportVersion) -> ReportContent:
    """What was submitted (four queries, five where it was lodged or is joint); its `hash` is the
    version's `content_hash`."""
    lodging = Lodging.objects.filter(version=version).first()
    return ReportContent(
        report_id=version.subject_id,
        no=version.no,
        questionnaire_id=version.questionnaire_id,
        language=version.language,
        visibility=version.visibility,
        may_quote=version.may_quote,
        lodging=lodging_words(lodging, version.originals.order_by("position")) if lodging else None,
        title=version.title,
        co_signatories=signed_words(version.co_signatories.all()) if version.authors else None,
        answers=[
            Answer(
                row.key,
                row.value,
                row.language,
                row.subject_id,
                row.commitment_version_id,
                row.stored_id,
            )
            for row in version.answers.order_by("key", "subject_id")
        ],
        statuses=[
            Status(row.commitment_id, row.commitment_version_id, row.status, row.note, row.language)
            for row in version.statuses.order_by("commitment_id")
        ],
        observations=[
            Observation(row.term_id, row.own_indicator_id, observation_values(row))
            for row in version.observations.order_by("position")
        ],
    )


def lodging_words(lodging: Lodging, originals: Iterable[LodgedFile]) -> dict[str, Any]:
    """What is hashed of how a version came."""
    return {
        "channel": lodging.channel,
        "reference": lodging.reference,
        "dated_on": lodging.dated_on,
        "received_on": lodging.received_on,
        "description": lodging.description,
        "originals": [{"name": file.name, "sha256": file.stored_id} for file in originals],
    }


def _stored(question: Question, value: str) -> str | None:
    held = file_of(value) if question.type == QuestionType.FILE else None
    return held["sha256"] if held else None


def observation_values(row: ObservationContent) -> dict[str, Any]:
    return {name: getattr(row, name) for name in OBSERVATION_FIELDS}


def column_values(rows: Sequence[ObservationContent]) -> dict[str, Any]:
    """What most values of a period say about their source and standing."""
    return {
        name: Counter(getattr(row, name) for row in rows).most_common(1)[0][0]
        for name in COLUMN_FIELDS
        if rows
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Numbers in one form, whether fresh from a form or back from the database."""
    return {
        name: plain_number(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
        if name not in _LATER or value != _LATER[name]
    }
