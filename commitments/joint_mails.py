"""Mail that follows the steps of a commitment that others have a part in.

Whoever is asked reads the text on the platform: no mail carries the words of a draft, and its
subject names the stakeholders only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.queries import focal_points

from .enums import ServiceAnswer, SignatoryAnswer
from .models import Commitment, Service, Signatory
from .operations.services import asked_owner
from .queries.commitments import owner_of

#: What the owner hears of an answer.
_ANSWERS = {
    "commitment.confirm_signatory": "confirmed",
    "commitment.decline_signatory": "declined",
    "commitment.leave_signatory": "left",
}


def _send(event: Event, template: str, stakeholders: Iterable[UUID | None], **context: Any) -> None:
    """To each focal point once, also where one speaks for several of them."""
    told = set()
    for seat in focal_points([pk for pk in stakeholders if pk is not None]):
        if seat.person_id in told:
            continue
        told.add(seat.person_id)
        queue_mail(
            key=f"commitment_{template}:{event.pk}:{seat.person_id}",
            to=seat.person.email,
            language=seat.person.language,
            template=f"commitments/{template}",
            context={"name": seat.person.name, **context},
            now=event.at,
            record_id=event.record_id,
        )


def _signatory(event: Event) -> Signatory | None:
    return (
        Signatory.objects.select_related("commitment__record__owner__stakeholder", "stakeholder")
        .filter(pk=event.data["signatory"])
        .first()
    )


def on_invite(event: Event) -> None:
    """Those who are asked; nothing if it was taken back since."""
    row = _signatory(event)
    if row is not None and row.answer == SignatoryAnswer.INVITED:
        _ask(event, row)


def _ask(event: Event, row: Signatory) -> None:
    _send(
        event,
        "invited",
        [row.stakeholder_id],
        owner=owner_of(row.commitment).name,
        stakeholder=row.stakeholder.name,
        link=reverse("commitments:signatory-answer", args=[row.pk]),
    )


def on_revoke(event: Event) -> None:
    row = _signatory(event)
    if row is not None and row.answer == SignatoryAnswer.REVOKED:
        _send(
            event,
            "taken_back",
            [row.stakeholder_id],
            owner=owner_of(row.commitment).name,
            stakeholder=row.stakeholder.name,
            link="/desk/",
        )


def on_answer(event: Event) -> None:
    row = _signatory(event)
    if row is not None:
        _send(
            event,
            _ANSWERS[event.verb],
            [row.commitment.record.owner_id],
            stakeholder=row.stakeholder.name,
            link=reverse("commitments:signatories", args=[row.commitment_id]),
        )


def on_publish(event: Event) -> None:
    """Whoever stands behind other words than those that are public now is asked about these."""
    rows = (
        Signatory.objects.filter(commitment=event.record_id)
        .select_related("commitment__record__owner__stakeholder", "stakeholder")
        .order_by("invited_at", "pk")
    )
    if event.verb == "commitment.register":
        for row in rows.filter(answer=SignatoryAnswer.INVITED).exclude(text_hash=""):
            _ask(event, row)
        return
    stale = rows.filter(answer=SignatoryAnswer.CONFIRMED).exclude(
        text_hash=F("commitment__current_version__text_hash")
    )
    for row in stale:
        _send(
            event,
            "amended",
            [row.stakeholder_id],
            owner=owner_of(row.commitment).name,
            stakeholder=row.stakeholder.name,
            link=reverse("commitments:signatory-answer", args=[row.pk]),
        )


def on_withdraw(event: Event) -> None:
    commitment = (
        Commitment.unscoped.select_related("record__owner__stakeholder", "current_version")
        .filter(pk=event.record_id)
        .first()
    )
    if commitment is None or commitment.current_version is None:
        return
    answers = [SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED]
    rows = commitment.signatories.filter(answer__in=answers)
    _send(
        event,
        "withdrawn",
        rows.values_list("stakeholder_id", flat=True),
        owner=owner_of(commitment).name,
        title=commitment.current_version.title,
        link=reverse("commitments:detail", args=[commitment.pk]),
    )


def tell_of_the_end(event: Event, commitment: Commitment) -> None:
    """The draft is about to be deleted: whoever was asked, or had confirmed, learns that it ended.

    Called by the operation itself.
    """
    answers = [SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED]
    rows = commitment.signatories.filter(answer__in=answers)
    _send(
        event,
        "given_up",
        list(rows.values_list("stakeholder_id", flat=True)),
        owner=owner_of(commitment).name,
        link="/desk/",
    )


def on_propose_service(event: Event) -> None:
    row = (
        Service.objects.select_related(
            "commitment__current_version", "commitment__record__owner__stakeholder", "serving"
        )
        .filter(pk=event.data["service"], answer=ServiceAnswer.PROPOSED)
        .first()
    )
    if row is None or row.commitment.current_version is None:
        return
    _send(
        event,
        "serving",
        [asked_owner(row)],
        title=row.commitment.current_version.title,
        link=reverse("commitments:service", args=[row.pk]),
    )


CONSUMERS = {
    "commitments.invited": (["commitment.invite_signatory"], on_invite),
    "commitments.taken_back": (["commitment.revoke_signatory"], on_revoke),
    "commitments.answered": (list(_ANSWERS), on_answer),
    "commitments.published": (["commitment.register", "commitment.amend"], on_publish),
    "commitments.withdrawn": (["commitment.withdraw"], on_withdraw),
    "commitments.serving": (["commitment.propose_service"], on_propose_service),
}
