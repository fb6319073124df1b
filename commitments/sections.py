"""Which parts of a draft somebody may read and write. The one place that answers it.

Pages, API, operations, history, comments and exports all ask `sections_for`. A part that somebody
may not read does not exist for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import NotAllowed, NotVisible
from gfmd_platform.cycles.enums import Part
from gfmd_platform.cycles.models import Question

from .models import Report, ReportContributor, ReportStep
from .models.questions import TEXT

ALL = frozenset(Part.values)
STATUS, OBSERVATION = "status", "observation"


@dataclass(frozen=True)
class Sections:
    """`is_whole`: may read all that the draft says, its earlier versions included."""

    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        return self.reads >= ALL

    def require(self, section: str, *, writing: bool = False) -> None:
        """Raise NotVisible for a part that does not exist for the reader, NotAllowed for one that
        they may only read."""
        if section not in self.reads:
            raise NotVisible("No such part.")
        if writing and section not in self.writes:
            raise NotAllowed(_("You may read this part, and others write it."))


def sections_for(actor: Actor, report: Report) -> Sections:
    """No query for a focal point, two for anybody else with a seat in the stakeholder."""
    if report.stakeholder_id in actor.stakeholder_ids(FOCAL_POINT):
        return Sections(ALL, ALL)
    seat = actor.seat_in(report.stakeholder_id)
    if seat is None:
        return Sections()
    rows = ReportContributor.objects.filter(report=report, membership=seat.membership_id)
    reads: set[str] = set()
    writes: set[str] = set()
    for reads_all, section in rows.values_list("reads_all", "assignments__section"):
        if reads_all:
            reads |= ALL
        if section:
            writes.add(section)
    steps = ReportStep.objects.filter(report=report, members=seat.membership_id)
    for cleared in steps.values_list("sections", flat=True):
        reads.update(cleared)
    return Sections(frozenset(reads | writes), frozenset(writes))


def section_map(report: Report) -> dict[str, str]:
    """The part of every key that a draft's entries can have (one query).

    A key stands where the draft's own questionnaire asks it, wherever later ones or those of other
    kinds of stakeholders put it; any other key where the cycle asked it last.
    """
    rows = Question.objects.filter(questionnaire__cycle=report.cycle_id)
    asked = rows.order_by("questionnaire__no").values_list("key", "part", "questionnaire")
    found = {key: part for key, part, _no in asked}
    found |= {key: part for key, part, of in asked if of == report.questionnaire_id}
    return found | {STATUS: Part.COMMITMENTS.value, OBSERVATION: Part.INDICATORS.value}


def section_of(report: Report, key: str) -> str:
    """The part that an entry belongs to. Raises NotVisible for no part's key."""
    found = section_map(report).get(key)
    if found is None:
        raise NotVisible("No such field.")
    return found


def label_of_section(code: str) -> str:
    """ "Part a: …", or the name of what stands beside the parts; also of a commitment's text."""
    if code == TEXT:
        return _("The text of the commitment")
    part = Part(code)
    if len(part.value) == 1:
        return _("Part %(code)s: %(title)s") % {"code": part.value, "title": part.label}
    return str(part.label)


def labels_of(codes: Iterable[str]) -> list[str]:
    """In the order of the report."""
    chosen = set(codes)
    return [label_of_section(code) for code in Part.values if code in chosen]


def contributor_of(actor: Actor, report_id: UUID) -> ReportContributor | None:
    """The actor's own row among those who write along."""
    seats = [seat.membership_id for seat in actor.seats]
    return ReportContributor.objects.filter(report=report_id, membership__in=seats).first()
