"""What serves a commitment, and which commitments something serves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import NotVisible
from partnerships.models import Example, ExampleVersion, Partnership, PartnershipVersion

from ..enums import CommitmentState, ServiceAnswer, Side
from ..models import Commitment, Service


@dataclass(frozen=True)
class Serving:
    """A partnership or example as a commitment's page shows it."""

    service_id: UUID
    record_id: UUID
    kind: str
    kind_label: str
    title: str
    language: str
    url: str
    owner_name: str
    can_end: bool


def _public() -> Q:
    """Both may be read by everybody: asked of the default managers, which know the rule."""
    partnerships = Partnership.objects.values("pk")
    examples = Example.objects.values("pk")
    return Q(serving__in=partnerships) | Q(serving__in=examples)


_SIDES = (
    "serving__partnership__current_version",
    "serving__example__published_version",
    "serving__owner__stakeholder",
    "commitment__current_version",
    "commitment__record__owner__stakeholder",
)


def confirmed_for(commitment: Commitment, actor: Actor) -> list[Serving]:
    """What both sides say serves it, and everybody may read (one query)."""
    rows = (
        Service.objects.filter(_public(), commitment=commitment, answer=ServiceAnswer.CONFIRMED)
        .select_related(*_SIDES)
        .order_by("answered_at", "pk")
    )
    mine = actor.stakeholder_ids(FOCAL_POINT)
    return [shown(row, mine) for row in rows]


def shown(row: Service, mine: frozenset[UUID] | set[UUID] = frozenset()) -> Serving:
    kind = row.serving.kind
    version: PartnershipVersion | ExampleVersion | None
    if kind == "partnership":
        version = row.serving.partnership.current_version
        url = reverse("partnerships:partnership", args=[row.serving_id])
        label = _("Partnership")
    else:
        version = row.serving.example.published_version
        url = reverse("partnerships:example", args=[row.serving_id])
        label = _("Practice example")
    assert version is not None, "only what is public serves a commitment"
    return Serving(
        service_id=row.pk,
        record_id=row.serving_id,
        kind=kind,
        kind_label=label,
        title=version.title,
        language=version.language,
        url=url,
        owner_name=row.serving.owner.stakeholder.name if row.serving.owner else "",
        can_end=bool({row.serving.owner_id, row.commitment.record.owner_id} & set(mine)),
    )


def served_rows() -> ArraySubquery:
    """The public commitments that the outer record serves, when it is public itself."""
    rows = Service.objects.filter(
        _public(),
        serving=OuterRef("pk"),
        answer=ServiceAnswer.CONFIRMED,
        commitment__in=Commitment.objects.values("pk"),
    )
    version = "commitment__current_version"
    return ArraySubquery(
        rows.order_by(f"{version}__title", "pk").values(
            row=JSONObject(
                id="commitment_id",
                title=f"{version}__title",
                language=f"{version}__language",
                owner="commitment__record__owner__stakeholder__name",
            )
        )
    )


def own_public(actor: Actor) -> list[tuple[UUID, str]]:
    """Public partnerships and examples of stakeholders one speaks for (two queries)."""
    mine = actor.stakeholder_ids(FOCAL_POINT)
    if not mine:
        return []
    ships = Partnership.objects.filter(record__owner__in=mine)
    examples = Example.objects.filter(record__owner__in=mine)
    found = [
        *ships.values_list("pk", "current_version__title"),
        *examples.values_list("pk", "published_version__title"),
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


def waiting_for(actor: Actor) -> QuerySet[Service]:
    """Proposals that wait for this person's answer: the other side's."""
    mine = actor.stakeholder_ids(FOCAL_POINT)
    return Service.objects.filter(
        _public(),
        Q(proposed_by=Side.SERVING, commitment__record__owner__in=mine)
        | Q(proposed_by=Side.COMMITMENT, serving__owner__in=mine),
        answer=ServiceAnswer.PROPOSED,
        commitment__state=CommitmentState.REGISTERED,
    )


def question(service_id: UUID, actor: Actor) -> Service:
    """A proposal, for either side's focal points. Raises NotVisible."""
    mine = actor.stakeholder_ids(FOCAL_POINT)
    found = (
        Service.objects.filter(_public(), pk=service_id)
        .filter(Q(commitment__record__owner__in=mine) | Q(serving__owner__in=mine))
        .select_related(*_SIDES)
        .first()
    )
    if found is None:
        raise NotVisible("No such question.")
    return found
