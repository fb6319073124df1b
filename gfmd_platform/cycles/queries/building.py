"""Reading questionnaires: what was issued, of whom it is asked, and what is being built."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.picture import TermEntry

from ..differences import QuestionChange, changes_between
from ..models import (
    Cycle,
    CycleAudience,
    Question,
    Questionnaire,
    QuestionnaireDraft,
    QuestionnaireTarget,
)
from ..questionnaire import QuestionShape, shape_of
from .cycles import AskedPart, by_parts


def questionnaire_for(cycle: Cycle, kind: str) -> UUID | None:
    """The questionnaire that a stakeholder of this kind answers now (one query)."""
    for audience in CycleAudience.objects.filter(cycle=cycle):
        if kind in audience.kinds and audience.questionnaire_id is not None:
            return audience.questionnaire_id
    return cycle.questionnaire_id


@dataclass(frozen=True)
class Asked:
    """One audience of a cycle with what it is asked; `audience` None is everybody else.

    The number of the questionnaire and its targets in focus are there where they are asked for.
    """

    audience: CycleAudience | None
    questionnaire_id: UUID | None
    draft: QuestionnaireDraft | None = None
    no: int = 0
    targets: list[TermEntry] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.audience.name if self.audience else _("Main questions")

    @property
    def kinds(self) -> list[str]:
        kinds = self.audience.kinds if self.audience else []
        return [str(StakeholderKind(kind).label) for kind in kinds]


def audiences_of(cycle: Cycle, *, with_drafts: bool = False) -> list[Asked]:
    """The main questionnaire first (one query, two with drafts)."""
    drafts: dict[UUID | None, QuestionnaireDraft] = (
        {row.audience_id: row for row in QuestionnaireDraft.objects.filter(cycle=cycle)}
        if with_drafts
        else {}
    )
    rows = [Asked(None, cycle.questionnaire_id, drafts.get(None))]
    for audience in CycleAudience.objects.filter(cycle=cycle, ended_at=None):
        rows.append(Asked(audience, audience.questionnaire_id, drafts.get(audience.pk)))
    return rows


def get_audience(cycle: Cycle, pk: UUID) -> CycleAudience:
    """Raises NotVisible for none of this cycle."""
    found = CycleAudience.objects.filter(cycle=cycle, pk=pk, ended_at=None).first()
    if found is None:
        raise NotVisible("No such audience.")
    return found


def drafts_of(cycle: Cycle) -> list[QuestionnaireDraft]:
    """What is being built, of each audience (one query)."""
    rows = QuestionnaireDraft.objects.filter(cycle=cycle).select_related("audience")
    return list(rows.order_by("begun_at", "pk"))


def questions_by_audience(cycle: Cycle) -> list[tuple[Asked, list[AskedPart]]]:
    """What is asked of whom (three queries)."""
    asked = [row for row in audiences_of(cycle) if row.questionnaire_id is not None]
    in_focus = QuestionnaireTarget.objects.filter(questionnaire=OuterRef("questionnaire"))
    questions = (
        Question.objects.filter(questionnaire__in=[row.questionnaire_id for row in asked])
        .annotate(no=F("questionnaire__no"), in_focus=ArraySubquery(in_focus.values("term_id")))
        .order_by("position")
    )
    found: dict[UUID | None, list[Any]] = {row.questionnaire_id: [] for row in asked}
    for question in questions:
        found[question.questionnaire_id].append(question)
    return [
        (
            replace(row, no=own[0].no, targets=taxonomy.terms_by_id(own[0].in_focus))
            if own
            else row,
            by_parts(own),
        )
        for row in asked
        for own in [found[row.questionnaire_id]]
    ]


def questionnaires_of(cycle: Cycle) -> list[Questionnaire]:
    """Every one that was issued, the newest first."""
    rows = Questionnaire.objects.filter(cycle=cycle).select_related("audience")
    return list(rows.order_by("-no"))


def get_questionnaire(cycle: Cycle, no: int) -> Questionnaire:
    """Raises NotVisible when the cycle has none of this number."""
    found = Questionnaire.objects.filter(cycle=cycle, no=no).select_related("audience").first()
    if found is None:
        raise NotVisible("No such questionnaire.")
    return found


def changes_of(questionnaire: Questionnaire) -> tuple[Questionnaire | None, list[QuestionChange]]:
    """What it changed against the one before it for the same audience (three queries)."""
    before = (
        Questionnaire.objects.filter(
            cycle=questionnaire.cycle_id,
            audience=questionnaire.audience_id,
            no__lt=questionnaire.no,
        )
        .order_by("-no")
        .first()
    )
    if before is None:
        return None, []
    return before, changes_between(shapes_of(before), shapes_of(questionnaire))


def shapes_of(questionnaire: Questionnaire | QuestionnaireDraft) -> list[QuestionShape]:
    return [shape_of(row) for row in questionnaire.questions.order_by("position", "pk")]


def targets_of(holder: Questionnaire | QuestionnaireDraft) -> list[TermEntry]:
    return taxonomy.terms_by_id(holder.target_rows.values_list("term_id", flat=True))


def get_draft(cycle: Cycle, pk: UUID) -> QuestionnaireDraft:
    """Raises NotVisible for no draft of this cycle."""
    found = QuestionnaireDraft.objects.filter(cycle=cycle, pk=pk).select_related("audience").first()
    if found is None:
        raise NotVisible("No such questionnaire.")
    return found


def changes_of_draft(draft: QuestionnaireDraft) -> list[QuestionChange]:
    """What issuing the draft would change of what its audience is asked now."""
    cycle = draft.cycle
    standing = (draft.audience and draft.audience.questionnaire_id) or cycle.questionnaire_id
    before = Questionnaire.objects.filter(pk__in=[standing]).first()
    return changes_between(shapes_of(before) if before else [], shapes_of(draft))


def questionnaires_to_copy(cycle: Cycle) -> list[tuple[UUID, str]]:
    """The newest of each audience of earlier cycles, by name (one query)."""
    rows = (
        Questionnaire.objects.exclude(cycle=cycle)
        .select_related("cycle", "audience")
        .order_by("-cycle__year", "cycle__title", "audience__name", "-no")
    )
    found: dict[tuple[UUID, UUID | None], tuple[UUID, str]] = {}
    for row in rows:
        name = f"{row.cycle.title}: {row.audience.name}" if row.audience else row.cycle.title
        found.setdefault((row.cycle_id, row.audience_id), (row.pk, name))
    return list(found.values())


def earlier_keys(draft: QuestionnaireDraft) -> list[tuple[str, str]]:
    """Questions that the cycle has asked and the draft asks no longer, by key (two queries)."""
    asked = set(draft.questions.values_list("key", flat=True))
    rows = Question.objects.filter(questionnaire__cycle=draft.cycle_id).exclude(key__in=asked)
    return list(dict(rows.order_by("questionnaire__no").values_list("key", "label")).items())
