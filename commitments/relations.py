"""How a person stands to commitments and progress reports."""

from __future__ import annotations

from django.db.models import Q

from gfmd_platform.access.actors import FOCAL_POINT, Actor
from gfmd_platform.access.rules import Relation
from gfmd_platform.stakeholders.relations import OWN, own_focal_point

from .enums import CommitmentState, ReportState, SignatoryAnswer, Visibility

_REGISTERED = [CommitmentState.REGISTERED, CommitmentState.WITHDRAWN]
#: A withdrawn report still has its place, without its words.
_HANDED_IN = [ReportState.SUBMITTED, ReportState.WITHDRAWN]


def _signatory_focal_point(actor: Actor) -> Q | None:
    """Whoever speaks for a stakeholder that was asked to make it jointly, or has confirmed. Who
    declined or left has no more to do with it."""
    from .models import Signatory

    ids = actor.stakeholder_ids(FOCAL_POINT)
    if not ids:
        return None
    theirs = Signatory.objects.filter(
        stakeholder__in=ids, answer__in=[SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED]
    )
    return Q(pk__in=theirs.values("commitment"))


COMMITMENT: dict[str, Relation] = {
    "public": lambda actor: Q(state__in=_REGISTERED),
    **OWN,
    "signatory_focal_point": _signatory_focal_point,
    "support_unit_registered": lambda actor: (
        Q(state__in=_REGISTERED) if actor.is_support_unit else None
    ),
}

MILESTONE: dict[str, Relation] = {
    "public": lambda actor: Q(commitment__state__in=_REGISTERED),
    "own_focal_point": own_focal_point,
}


def _participants(actor: Actor) -> Q | None:
    if not actor.seats:
        return None
    return Q(state__in=_HANDED_IN, current_version__visibility=Visibility.PARTICIPANTS)


def _invited_contributor(actor: Actor) -> Q | None:
    from .models import ReportContributor

    seats = [seat.membership_id for seat in actor.seats]
    if not seats:
        return None
    # A subquery, so that no join repeats rows.
    invited = ReportContributor.objects.filter(membership_id__in=seats)
    return Q(pk__in=invited.values("report_id"))


def _clearing_member(actor: Actor) -> Q | None:
    """Named in the chain of a report of their own stakeholder."""
    from .models import ReportStep

    seats = [seat.membership_id for seat in actor.seats]
    if not seats:
        return None
    named = ReportStep.objects.filter(members__in=seats)
    return Q(pk__in=named.values("report_id"))


def _co_signatory_focal_point(actor: Actor) -> Q | None:
    """Whoever speaks for a stakeholder that is asked to sign a joint report, or has confirmed it,
    while it is drafted. Who declined or left has no more to do with it."""
    from .models import CoSignatory

    ids = actor.stakeholder_ids(FOCAL_POINT)
    if not ids:
        return None
    asked = CoSignatory.objects.filter(
        stakeholder__in=ids, answer__in=[SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED]
    )
    return Q(drafting=True, pk__in=asked.values("report"))


def _named_focal_point(actor: Actor) -> Q | None:
    """Whoever speaks for a stakeholder that what stands submitted names."""
    from .models import ReportVersionCoSignatory

    ids = actor.stakeholder_ids(FOCAL_POINT)
    if not ids:
        return None
    named = ReportVersionCoSignatory.objects.filter(stakeholder__in=ids)
    return Q(state__in=_HANDED_IN, current_version__in=named.values("version"))


def _support_unit_submitted(actor: Actor) -> Q | None:
    return Q(state__in=_HANDED_IN) if actor.is_support_unit else None


REPORT: dict[str, Relation] = {
    "public": lambda actor: Q(state__in=_HANDED_IN, current_version__visibility=Visibility.PUBLIC),
    "participants": _participants,
    "own_focal_point": own_focal_point,
    "invited_contributor": _invited_contributor,
    "clearing_member": _clearing_member,
    "support_unit_submitted": _support_unit_submitted,
    "co_signatory_focal_point": _co_signatory_focal_point,
    "named_focal_point": _named_focal_point,
}


def _reading_member(actor: Actor) -> Q | None:
    """A member of the stakeholder who may read the version: as one of its audience, or as a
    colleague to whom the whole draft was opened (`policies.readable_versions`)."""
    from .models import ReportContributor

    ids = actor.stakeholder_ids()
    if not ids:
        return None
    seats = [seat.membership_id for seat in actor.seats]
    opened = ReportContributor.objects.filter(membership_id__in=seats, reads_all=True)
    in_audience = Q(
        version__subject__state=ReportState.SUBMITTED,
        version__visibility__in=[Visibility.PUBLIC, Visibility.PARTICIPANTS],
        version__withdrawal=None,
    )
    return Q(record__owner__in=ids) & (
        in_audience
        | Q(version__subject__in=opened.values("report_id"))
        | Q(commitment_version__isnull=False)  # which everybody may read
    )


QUESTION: dict[str, Relation] = {
    "own_focal_point": own_focal_point,
    "reading_member": _reading_member,
    "support_unit_submitted": lambda actor: (
        Q(version__subject__state__in=_HANDED_IN) | Q(commitment_version__isnull=False)
        if actor.is_support_unit
        else None
    ),
}
