"""Having a published edition computed again, and keeping what came out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import transaction

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import lock

from ..enums import CheckState
from ..models import Edition, EditionCheck, Review
from ..ringing import ring_check
from ..verification import verify_edition

log = structlog.get_logger(__name__)

#: A check that waits longer than this has lost its message, or its worker.
RING_AGAIN = dt.timedelta(seconds=10)


@dataclass(frozen=True)
class CheckRequested:
    """`joined` says that a check of this edition was on its way already."""

    check: EditionCheck
    joined: bool


@transaction.atomic
def request_check(*, review_id: UUID, no: int, by: Actor, now: dt.datetime) -> CheckRequested:
    """Have an edition recomputed from its sources; joins the check that waits.

    Raises NotVisible or NotAllowed.
    """
    review = lock(Review, review_id)
    check(by, "verify", review)
    edition = Edition.objects.filter(review=review, no=no).first()
    if edition is None:
        raise NotVisible("No such edition.")
    waiting = EditionCheck.objects.filter(edition=edition, state=CheckState.WAITING).first()
    if waiting is not None:
        return CheckRequested(waiting, joined=True)
    made = EditionCheck.objects.create(
        edition=edition, requested_by=actor_ref(by), requested_at=now, state_at=now
    )
    record_event(
        verb="review.request_check",
        record_id=review.pk,
        by=by,
        now=now,
        data={"check": str(made.pk), "edition": edition.no},
    )
    ring_check(made.pk)
    return CheckRequested(made, joined=False)


@transaction.atomic
def run_check(*, check_id: UUID, now: dt.datetime) -> None:
    """Do it, while the row is locked: a second worker passes by, and a dead one lets go. The
    system's own step: it asks for no actor."""
    found = (
        EditionCheck.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=check_id, state=CheckState.WAITING)
        .select_related("edition__compilation__document", "edition__review")
        .first()
    )
    if found is None:
        return
    try:
        with transaction.atomic():
            verified = verify_edition(found.edition)
    except Exception as error:
        log.exception("reviews.check_failed", check=str(check_id))
        found.state, found.error = CheckState.FAILED, f"{type(error).__name__}: {error}"[:300]
    else:
        found.state, found.result = CheckState.DONE, verified.to_json()
    found.state_at = now
    found.save(update_fields=["state", "state_at", "error", "result"])
    record_event(
        verb="review.check_edition",
        record_id=found.edition.review_id,
        by=Actor.system(),
        now=now,
        data={
            "check": str(found.pk),
            "edition": found.edition.no,
            "agrees": found.state == CheckState.DONE and verified.agrees,
        },
    )


def ring_checks_again(*, now: dt.datetime) -> int:
    """For checks that nobody does; one at work is passed by. Returns how many were rung for."""
    waiting = EditionCheck.objects.filter(
        state=CheckState.WAITING, requested_at__lte=now - RING_AGAIN
    )
    for check_id in waiting.values_list("pk", flat=True):
        ring_check(check_id)
    return len(waiting)
