"""Who stands behind a commitment, who was asked, and what waits for whose answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import CommitmentState, SignatoryAnswer
from ..models import Commitment, CommitmentVersion, CommitmentVersionSignatory, Signatory

_WITH = ("commitment__record__owner__stakeholder", "commitment__current_version", "stakeholder")


@dataclass(frozen=True)
class Named:
    """A signatory as a version shows it; `is_of_this_text` is false after an amendment that it has
    not confirmed yet."""

    stakeholder_id: UUID
    name: str
    kind: str
    part: str
    is_of_this_text: bool


def named(version: CommitmentVersion) -> list[Named]:
    """Who had confirmed when the version was made, by name (one query)."""
    rows = CommitmentVersionSignatory.objects.filter(version=version).select_related(
        "stakeholder", "stakeholder_version"
    )
    found = []
    for row in rows:
        said = row.stakeholder_version or row.stakeholder
        found.append(
            Named(
                stakeholder_id=row.stakeholder_id,
                name=said.name,
                kind=said.kind,
                part=row.part,
                is_of_this_text=row.text_hash == version.text_hash,
            )
        )
    return sorted(found, key=lambda one: one.name)


def names_by_version(versions: Iterable[UUID]) -> dict[UUID, list[str]]:
    """For lists: the names of the signatories of each version (one query)."""
    found: dict[UUID, list[str]] = {}
    rows = CommitmentVersionSignatory.objects.filter(version__in=list(versions))
    for version, name in rows.order_by("stakeholder__sort_name").values_list(
        "version_id", "stakeholder__name"
    ):
        found.setdefault(version, []).append(name)
    return found


def asked(commitment: Commitment) -> list[Signatory]:
    """Everybody who was ever asked, with the answer; for the owner's members."""
    rows = commitment.signatories.select_related("stakeholder")
    return list(rows.order_by("invited_at", "pk"))


@dataclass(frozen=True)
class AskedNow:
    """Whom publishing now would name, and whom not."""

    named: list[str]
    of_earlier_text: list[str]
    unanswered: list[str]

    def __bool__(self) -> bool:
        return bool(self.named or self.of_earlier_text or self.unanswered)


def asked_before_publishing(commitment: Commitment, text: dict[str, Any]) -> AskedNow:
    """For the owner's check: who has confirmed these very words, other words, or nothing yet."""
    rows = asked(commitment)
    now = content_hash(text)
    confirmed = [row for row in rows if row.answer == SignatoryAnswer.CONFIRMED]
    return AskedNow(
        named=[row.stakeholder.name for row in confirmed if row.text_hash == now],
        of_earlier_text=[row.stakeholder.name for row in confirmed if row.text_hash != now],
        unanswered=[row.stakeholder.name for row in rows if row.answer == SignatoryAnswer.INVITED],
    )


def waiting_for(actor: Actor) -> QuerySet[Signatory]:
    """What waits for this person's answer: invitations, and amendments of what was confirmed."""
    return Signatory.objects.filter(
        Q(answer=SignatoryAnswer.INVITED)
        | Q(answer=SignatoryAnswer.CONFIRMED, commitment__state=CommitmentState.REGISTERED)
        & ~Q(text_hash=F("commitment__current_version__text_hash")),
        stakeholder__in=actor.stakeholder_ids(FOCAL_POINT),
        commitment__state__in=[CommitmentState.DRAFT, CommitmentState.REGISTERED],
    )


def invitation(signatory_id: UUID, actor: Actor) -> Signatory:
    """What a stakeholder was asked, for those who speak for it. Raises NotVisible."""
    found = (
        Signatory.objects.filter(
            pk=signatory_id, stakeholder__in=actor.stakeholder_ids(FOCAL_POINT)
        )
        .select_related(*_WITH)
        .first()
    )
    if found is None:
        raise NotVisible("No such invitation.")
    return found


def invited_by(signatory_id: UUID, actor: Actor) -> Signatory:
    """Somebody whom the actor's own stakeholder asked. Raises NotVisible."""
    found = (
        Signatory.objects.filter(
            pk=signatory_id, commitment__record__owner__in=actor.stakeholder_ids(FOCAL_POINT)
        )
        .select_related(*_WITH)
        .first()
    )
    if found is None:
        raise NotVisible("No such invitation.")
    return found


def own_answer(commitment: Commitment, actor: Actor) -> Signatory | None:
    """As which signatory the actor can answer or leave here (at most one query)."""
    mine = actor.stakeholder_ids(FOCAL_POINT)
    if not mine:
        return None
    answers = [SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED]
    return commitment.signatories.filter(stakeholder__in=mine, answer__in=answers).first()


def can_be_invited(commitment: Commitment) -> QuerySet[Stakeholder]:
    """Confirmed stakeholders that neither own it, nor are asked, nor have confirmed, by name."""
    answers = [SignatoryAnswer.CONFIRMED, SignatoryAnswer.INVITED]
    busy = commitment.signatories.filter(answer__in=answers)
    confirmed = Stakeholder.objects.filter(state=StakeholderState.CONFIRMED)
    return (
        confirmed.exclude(pk__in=busy.values("stakeholder"))
        .exclude(pk=commitment.record.owner_id)
        .order_by("sort_name", "pk")
    )
