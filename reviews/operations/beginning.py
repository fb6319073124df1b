"""Beginning the annual review of a cycle."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check_create
from gfmd_platform.access.exceptions import NotVisible, WrongState
from gfmd_platform.cycles.enums import CycleState
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import begin, lock

from ..models import Review
from ..transitions import REVIEW


@transaction.atomic
def begin_review(*, cycle_id: UUID, by: Actor, now: dt.datetime) -> Review:
    """The review of a cycle; the one that stands when it was begun before.

    Raises NotAllowed, NotVisible, or WrongState when the cycle has not been opened.
    """
    check_create(by, "review")
    # The cycle's row is locked so that two clicks begin one review.
    cycle = lock(Cycle, cycle_id)
    if not Cycle.unscoped.visible_to(by).filter(pk=cycle.pk).exists():
        raise NotVisible(_("No such cycle."))
    found = Review.unscoped.filter(cycle=cycle).first()
    if found is not None:
        return found
    if cycle.state == CycleState.PLANNED:
        raise WrongState(_("Open the cycle first; nobody can have reported yet."), state="planned")
    review = Review.unscoped.create(
        record=begin("review", owner_id=None, now=now),
        state=REVIEW.initial,
        state_at=now,
        cycle=cycle,
        language=cycle.language,
    )
    record_event(
        verb="review.begin",
        record_id=review.pk,
        by=by,
        now=now,
        data={"cycle": str(cycle.pk)},
    )
    return review
