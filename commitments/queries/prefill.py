"""What a report need not ask again: the last report's words, and what the records say since."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gfmd_platform.cycles.enums import TEXT_TYPES, ColumnType, QuestionType
from gfmd_platform.cycles.models import Cycle, Question
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.cycles.values import file_of, fits, in_words
from gfmd_platform.interface.forms.dates import spoken
from gfmd_platform.stakeholders.models import Stakeholder
from partnerships.enums import DeliverableState
from partnerships.models import Deliverable

from ..asking import FieldKey, successor
from ..enums import CommitmentState, MilestoneState, Origin, Progress, ReportState, ServiceAnswer
from ..models import (
    Commitment,
    DraftRevision,
    MilestoneEntry,
    Report,
    ReportVersion,
    ReportVersionAnswer,
    ReportVersionCommitmentStatus,
    ReportVersionObservation,
    Service,
)
from ..sections import OBSERVATION
from .commitments import made_by
from .prefill_values import ProposedValue, ValuePlace, proposed_values, value_place

_DONE = (MilestoneState.REACHED, DeliverableState.DELIVERED)
_CAME_TO_AN_END = (*_DONE, DeliverableState.DROPPED)


@dataclass(frozen=True)
class Fact:
    """Something that the records say of a commitment since the last report. `passage` is its text
    in the report's language, empty where it belongs beside the report only."""

    at: dt.datetime
    label: str
    passage: str = ""
    is_progress: bool = False


@dataclass(frozen=True)
class ProposedAnswer:
    value: str
    language: str
    stored_id: str | None = None


@dataclass(frozen=True)
class ProposedStatus:
    status: str
    note: str
    language: str
    origin: str


@dataclass(frozen=True)
class LastValue:
    """A number asked by a question: shown beside its field, and never put into it."""

    value: str
    year: int


@dataclass
class Material:
    """Everything that can be brought into a draft, by place."""

    version: ReportVersion | None
    answers: dict[FieldKey, ProposedAnswer] = field(default_factory=dict)
    statuses: dict[UUID, ProposedStatus] = field(default_factory=dict)
    facts: dict[UUID, list[Fact]] = field(default_factory=dict)
    last_values: dict[FieldKey, LastValue] = field(default_factory=dict)
    #: Answers whose question is asked in no way that could take them.
    unplaced: int = 0
    #: Values of indicators, for the new period.
    values: dict[ValuePlace, ProposedValue] = field(default_factory=dict)

    @property
    def places(self) -> set[FieldKey | ValuePlace]:
        return {*self.answers, *(("status", pk) for pk in self.statuses), *self.values}

    @cached_property
    def n_since(self) -> int:
        return sum(len(facts) for facts in self.facts.values())


def _last_versions(report: Report) -> QuerySet[ReportVersion]:
    """What the stakeholder has handed in in other cycles and not taken back, the newest first: its
    own reports for its own, joint ones for a joint one."""
    standing = Report.unscoped.filter(
        kind=report.kind,
        stakeholder=report.stakeholder_id,
        state=ReportState.SUBMITTED,
        cycle__opens_on__lte=report.cycle.opens_on,
    ).exclude(cycle=report.cycle_id)
    # A joint report goes on from the one of the same name; a stakeholder may lead several.
    rows = ReportVersion.objects.filter(
        pk__in=standing.values("current_version_id"), title=report.title
    )
    return rows.order_by("-subject__cycle__opens_on", "-at")


def last_version(report: Report) -> ReportVersion | None:
    """What the stakeholder handed in last (one query)."""
    return _last_versions(report).select_related("subject__cycle").first()


def last_observed(
    report: Report, *, term_id: UUID | None = None, indicator_key: UUID | None = None
) -> list[ReportVersionObservation]:
    """The last report's values of an indicator, by period (one query)."""
    rows = ReportVersionObservation.objects.filter(
        version=Subquery(_last_versions(report).values("pk")[:1])
    )
    which = {"own_indicator__key": indicator_key} if indicator_key else {"term": term_id}
    rows = rows.filter(**which).select_related("version__subject__cycle")
    return list(rows.order_by("period_start", "period_end", "dims", "position"))


def before_report(cycle: Cycle, stakeholder_id: UUID) -> Report:
    """A report that is not begun, to ask what could be brought into it (two queries)."""
    kind = Stakeholder.unscoped.values_list("kind", flat=True).get(pk=stakeholder_id)
    questionnaire_id = questionnaire_for(cycle, kind)
    assert questionnaire_id is not None  # a cycle that takes reports asks something
    return Report(cycle=cycle, stakeholder_id=stakeholder_id, questionnaire_id=questionnaire_id)


def material_for(report: Report) -> Material:
    """At most six queries. The report need not be begun: its cycle, stakeholder, questionnaire
    and language say enough."""
    version = last_version(report)
    material = Material(version)
    commitments = registered(report, version)
    if version is not None:
        _take_answers(report, version, set(commitments), material)
        material.values = proposed_values(report, version)
    material.facts = facts_since(report, version.at if version else None, commitments)
    _take_statuses(report, commitments, material)
    return material


def places_with_history(report: Report) -> set[FieldKey | ValuePlace]:
    """Fields that somebody wrote on, or that had a proposal before (one query)."""
    names = ("term_id", "indicator_key", "period", "dims", "population")
    rows = DraftRevision.objects.filter(report=report)
    found: set[FieldKey | ValuePlace] = set()
    for key, subject, *said in rows.values_list("key", "subject", *(f"value__{n}" for n in names)):
        values = dict(zip(names, said, strict=True))
        if key != OBSERVATION:
            found.add((key, subject))
        elif values["period"]:  # of one that was taken out an earlier revision speaks
            found.add(value_place(values, values))
    return found


def last_values(report: Report) -> dict[FieldKey, LastValue]:
    """Numbers of the last report, by the field they stand beside."""
    version = last_version(report)
    if version is None:
        return {}
    material = Material(version)
    _take_answers(report, version, set(registered(report)), material)
    return material.last_values


def facts_of(report: Report) -> dict[UUID, list[Fact]]:
    """What the records say since the last report, by commitment (three queries)."""
    version = last_version(report)
    return facts_since(report, version.at if version else None, registered(report))


def registered(report: Report, version: ReportVersion | None = None) -> dict[UUID, Commitment]:
    """The commitments that a report says the status of (one query); with what `version` said as
    `was_status`, `was_note` and `was_language`."""
    rows = Commitment.unscoped.filter(
        made_by(report.stakeholder_id), state=CommitmentState.REGISTERED
    )
    said = ReportVersionCommitmentStatus.objects.filter(version=version, commitment=OuterRef("pk"))
    if version is not None:
        rows = rows.annotate(
            **{
                f"was_{name}": Subquery(said.values(name))
                for name in ("status", "note", "language")
            }
        )
    return {row.pk: row for row in rows.select_related("current_version")}


def is_measured(question: Question) -> bool:
    """Whether its answer holds for a time only, so that last year's is no answer for this year."""
    if question.type == QuestionType.TABLE:
        return any(column["type"] == ColumnType.NUMBER for column in question.columns)
    return question.type == QuestionType.NUMBER


def _take_answers(
    report: Report, version: ReportVersion, commitments: set[UUID], material: Material
) -> None:
    asked, links, before = _questions(report, version)
    rows = list(version.answers.order_by("key", "subject_id"))
    # A question that is asked still comes before one that it continues.
    for row in sorted(rows, key=lambda row: row.key not in asked):
        key = row.key if row.key in asked else successor(row.key, asked, links)
        was = before.get(row.key)
        place = (key or "", row.subject_id)
        if (
            key is None
            or was is None
            or place in material.places
            or (row.subject_id is not None and row.subject_id not in commitments)
            or not _place_answer(material, place, was, asked[key], row)
        ):
            material.unplaced += 1


def _questions(
    report: Report, version: ReportVersion
) -> tuple[dict[str, Question], dict[str, str], dict[str, Question]]:
    """What is asked now, which key continues which, and what was asked last year (one query)."""
    rows = (
        Question.objects.filter(
            Q(questionnaire__cycle=report.cycle_id) | Q(questionnaire=version.questionnaire_id)
        )
        .select_related("questionnaire")
        .order_by("questionnaire__no", "position")
    )
    asked = {row.key: row for row in rows if row.questionnaire_id == report.questionnaire_id}
    before = {row.key: row for row in rows if row.questionnaire_id == version.questionnaire_id}
    number = max((row.questionnaire.no for row in asked.values()), default=0)
    links = {
        row.continues: row.key
        for row in rows
        if row.continues
        and row.questionnaire.cycle_id == report.cycle_id
        and row.questionnaire.no <= number
    }
    return asked, links, before


def _place_answer(
    material: Material,
    place: FieldKey,
    was: Question,
    question: Question,
    row: ReportVersionAnswer,
) -> bool:
    value = in_words(was, row.value) if question.type in TEXT_TYPES else row.value
    same = question.type in TEXT_TYPES or (was.type == question.type and was.unit == question.unit)
    if question.per_commitment != (row.subject_id is not None) or not same:
        return False
    if question.type != QuestionType.FILE and not fits(question, value):
        return False
    if is_measured(question):
        year = material.version.subject.cycle.year if material.version else 0
        material.last_values[place] = LastValue(in_words(was, row.value), year)
        return True
    stored = row.stored_id if question.type == QuestionType.FILE and file_of(value) else None
    material.answers[place] = ProposedAnswer(value, row.language, stored)
    return True


def _take_statuses(report: Report, commitments: dict[UUID, Commitment], material: Material) -> None:
    """The last status and note, and below it a passage for each fact that makes one."""
    for pk, commitment in commitments.items():
        facts = material.facts.get(pk, [])
        passages = [fact.passage for fact in facts if fact.passage]
        before = getattr(commitment, "was_status", None)
        status = before or ""
        if any(fact.is_progress for fact in facts) and status in ("", Progress.NOT_STARTED):
            status = Progress.UNDER_WAY.value
        if not status:
            continue
        last_note, language = "", report.language
        origin = Origin.RECORDS
        if before:
            last_note, language = commitment.was_note, commitment.was_language  # type: ignore[attr-defined]
            origin = Origin.BOTH if passages else Origin.LAST_REPORT
        note = "\n\n".join(filter(None, (last_note, "\n".join(passages))))
        material.statuses[pk] = ProposedStatus(status, note, language, origin.value)


def facts_since(
    report: Report, since: dt.datetime | None, commitments: dict[UUID, Commitment]
) -> dict[UUID, list[Fact]]:
    """By commitment, the oldest first; all that is known where there was no report before (one
    query)."""
    found: dict[UUID, list[Fact]] = defaultdict(list)
    if since is not None:
        for commitment in commitments.values():
            version = commitment.current_version
            assert version is not None  # a constraint: what is registered has a version
            if version.at > since:
                label = (
                    _("Amended: %(reason)s") % {"reason": version.reason}
                    if version.reason
                    else _("New since your last report")
                    if version.no == 1
                    else _("Changed since your last report")
                )
                found[commitment.pk].append(Fact(version.at, label))
    for pk, fact in _steps(report, since, commitments):
        found[pk].append(fact)
    return {pk: sorted(facts, key=lambda fact: fact.at) for pk, facts in found.items()}


def _steps(
    report: Report, since: dt.datetime | None, commitments: Iterable[UUID]
) -> Iterator[tuple[UUID, Fact]]:
    """What milestones and deliverables came to (one query)."""
    milestones = MilestoneEntry.objects.filter(milestone__commitment__in=commitments).exclude(
        state=MilestoneState.PLANNED
    )
    deliverables = Service.objects.filter(
        commitment__in=commitments,
        answer=ServiceAnswer.CONFIRMED,
        serving__partnership__deliverables__in=Deliverable.objects.values("pk"),
    )
    at = "serving__partnership__deliverables__current_version__"
    if since is not None:
        milestones = milestones.filter(at__gt=since)
        deliverables = deliverables.filter(**{f"{at}at__gt": since})
    names = ("at", "state", "title", "due_on")
    found = milestones.values_list("milestone__commitment_id", *names, Value(value=True)).union(
        deliverables.values_list("commitment_id", *(at + n for n in names), f"{at}date_changed"),
        all=True,
    )
    for pk, when, state, title, due_on, is_news in found:
        if state not in _CAME_TO_AN_END:
            if not is_news:
                continue
            state = "changed"
        yield pk, _fact(report, when, state, title, due_on)


def _fact(report: Report, at: dt.datetime, state: str, title: str, due_on: str) -> Fact:
    label = _said(at, state, title, due_on)
    with translation.override(report.language):
        passage = _said(at, state, title, due_on)
    return Fact(at, label, passage, state in _DONE)


def _said(at: dt.datetime, state: str, title: str, due_on: str) -> str:
    due = spoken(due_on) if due_on else "–"
    named = {"title": title, "day": date_format(at, "j F Y"), "due": due}
    words = {
        "delivered": _("Delivered: %(title)s (%(day)s)."),
        "reached": _("Reached: %(title)s (%(day)s)."),
        "dropped": _("Dropped: %(title)s (%(day)s)."),
        "changed": _("Date or words changed: %(title)s, now due %(due)s."),
    }
    return words[state] % named
