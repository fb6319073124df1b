"""What the Support Unit needs to lodge a report, and what may be read of one that was lodged.

Nothing here depends on drafts: whether a stakeholder is writing changes no answer.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.models import Cycle, Question
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.records.models import StoredFile
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import ReportKind, ReportState
from ..models import Commitment, LodgedFile, Report, ReportVersion
from .indicators import Card, cards
from .prefill import registered


def may_be_lodged_for(cycle: Cycle) -> QuerySet[Stakeholder]:
    """Confirmed stakeholders of whom no report stands submitted, by name."""
    handed_in = Report.unscoped.filter(
        cycle=cycle, kind=ReportKind.OWN, state=ReportState.SUBMITTED
    )
    return (
        Stakeholder.unscoped.filter(state=StakeholderState.CONFIRMED)
        .exclude(pk__in=handed_in.values("stakeholder_id"))
        .order_by("sort_name")
    )


def questions_asked(cycle: Cycle, stakeholder: Stakeholder) -> list[Question]:
    asked = Question.objects.filter(questionnaire=questionnaire_for(cycle, stakeholder.kind))
    return list(asked.select_related("questionnaire").order_by("position"))


def commitments_of(cycle: Cycle, stakeholder: Stakeholder) -> list[Commitment]:
    """Those whose status a report of the stakeholder can give (one query)."""
    return list(registered(Report(cycle=cycle, stakeholder_id=stakeholder.pk)).values())


def indicators_of(cycle: Cycle, stakeholder: Stakeholder) -> list[Card]:
    """Those of which it can give values (two queries)."""
    return cards(Report(cycle=cycle, stakeholder_id=stakeholder.pk))


def originals_of(version: ReportVersion | None) -> list[LodgedFile]:
    if version is None or not hasattr(version, "lodging"):
        return []
    return list(version.originals.select_related("stored").order_by("position"))


def original(version: ReportVersion, position: int) -> tuple[StoredFile, str]:
    """An original's bytes, and its name without ending. Raises NotVisible."""
    found = version.originals.select_related("stored").filter(position=position).first()
    if found is None:
        raise NotVisible("No such file.")
    return found.stored, found.name.rsplit(".", 1)[0]


def stakeholder_of(cycle: Cycle, pk: UUID) -> Stakeholder:
    """Raises NotVisible for one that nothing can be lodged for."""
    found = may_be_lodged_for(cycle).filter(pk=pk).first()
    if found is None:
        raise NotVisible("No such stakeholder.")
    return found
