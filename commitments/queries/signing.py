"""Joint reports for their two sides: the lead, and those who are asked to sign."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import ReportKind, ReportState, SignatoryAnswer
from ..models import CoSignatory, Report
from .reports import submitted_for

_WITH = ("report__stakeholder", "report__cycle", "report__current_version", "stakeholder")
_OPEN = (SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED)
#: Words for a confirmation of other words than the draft now says.
REOPENED = "reopened"


@dataclass(frozen=True)
class Asked:
    """A co-signatory as the lead sees it. `state` is its answer, or that its words were changed."""

    row: CoSignatory
    text_hash: str

    @property
    def is_confirmed(self) -> bool:
        return self.row.answer == SignatoryAnswer.CONFIRMED and self.row.text_hash == self.text_hash

    @property
    def state(self) -> str:
        if self.row.answer == SignatoryAnswer.CONFIRMED and not self.is_confirmed:
            return REOPENED
        return str(self.row.answer)

    @property
    def label(self) -> str:
        return str(SignatoryAnswer(self.row.answer).label)

    @property
    def is_open(self) -> bool:
        return self.row.answer == SignatoryAnswer.INVITED


def asked(report: Report, text_hash: str) -> list[Asked]:
    """Everybody who was ever asked, for the lead's members (one query)."""
    rows = report.co_signatories.select_related("stakeholder").order_by("invited_at", "pk")
    return [Asked(row, text_hash) for row in rows]


def can_be_asked(report: Report) -> QuerySet[Stakeholder]:
    """Confirmed stakeholders that neither lead it, nor are asked, nor have confirmed, by name."""
    busy = report.co_signatories.filter(answer__in=_OPEN)
    return (
        Stakeholder.objects.filter(state=StakeholderState.CONFIRMED)
        .exclude(pk__in=busy.values("stakeholder"))
        .exclude(pk=report.stakeholder_id)
        .order_by("sort_name", "pk")
    )


def _own(actor: Actor) -> QuerySet[CoSignatory]:
    return CoSignatory.objects.filter(stakeholder__in=actor.stakeholder_ids(FOCAL_POINT))


def invitation(co_signatory_id: UUID, actor: Actor) -> CoSignatory:
    """What a stakeholder was asked, for those who speak for it. Raises NotVisible."""
    found = _own(actor).filter(pk=co_signatory_id).select_related(*_WITH).first()
    if found is None:
        raise NotVisible("No such invitation.")
    return found


def asked_by(co_signatory_id: UUID, actor: Actor) -> CoSignatory:
    """Somebody whom the actor's own stakeholder asked. Raises NotVisible."""
    found = (
        CoSignatory.objects.filter(
            pk=co_signatory_id, report__stakeholder__in=actor.stakeholder_ids(FOCAL_POINT)
        )
        .select_related(*_WITH)
        .first()
    )
    if found is None:
        raise NotVisible("No such invitation.")
    return found


def own_signature(report: Report, actor: Actor) -> CoSignatory | None:
    """As which co-signatory the actor answers or leaves here (one query for joint reports)."""
    if not report.is_joint or not actor.stakeholder_ids(FOCAL_POINT):
        return None
    named = Q(stakeholder__in=_named_ids(report))
    return _own(actor).filter(Q(answer__in=_OPEN) | named, report=report).order_by("pk").first()


def _named_ids(report: Report) -> QuerySet[CoSignatory, UUID]:
    from ..models import ReportVersionCoSignatory

    rows = ReportVersionCoSignatory.objects.filter(version=report.current_version_id)
    return rows.values_list("stakeholder", flat=True)  # type: ignore[return-value]


def is_named(row: CoSignatory) -> bool:
    """Whether what stands submitted names this stakeholder."""
    version = row.report.current_version
    if version is None or row.report.state != ReportState.SUBMITTED:
        return False
    return version.co_signatories.filter(stakeholder=row.stakeholder_id).exists()


def waiting_for(actor: Actor) -> QuerySet[CoSignatory]:
    """What waits for this person's answer: invitations, and changed words they had confirmed."""
    return _own(actor).filter(
        Q(answer=SignatoryAnswer.INVITED)
        | Q(answer=SignatoryAnswer.CONFIRMED, reopened_at__isnull=False),
        report__drafting=True,
    )


def joint_of(actor: Actor, stakeholder_id: UUID) -> QuerySet[Report]:
    """Submitted joint reports that the actor may read and that name this stakeholder."""
    rows = submitted_for(actor).filter(kind=ReportKind.JOINT)
    signed = rows.model.unscoped.filter(  # a subquery, so that no join repeats rows
        current_version__co_signatories__stakeholder=stakeholder_id
    )
    return rows.filter(Q(stakeholder=stakeholder_id) | Q(pk__in=signed.values("pk")))
