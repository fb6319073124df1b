"""Publication at a set time."""

from __future__ import annotations

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock

from ..models import Review
from ..transitions import REVIEW
from .publishing import SCHEDULED, approval_in_force, publish

log = structlog.get_logger(__name__)


@transaction.atomic
def schedule_publication(
    *, review_id: UUID, day: dt.date, time: dt.time, time_zone: str, by: Actor, now: dt.datetime
) -> Review:
    """Have what the Chair approved published by itself, at a local time of `time_zone`. Another
    time takes the place of one that was set.

    Raises NotVisible, NotAllowed, WrongState (nothing approved), or Invalid: an unknown zone, a
    time that is over, or one that the clocks of the zone skip on that day.
    """
    review = lock(Review, review_id)
    REVIEW.check(review, "publish", by=by)
    if approval_in_force(review) is None:
        raise WrongState(_("This text has not been approved."), state=review.state)
    if time_zone not in available_timezones():
        raise Invalid({"time_zone": [_("Choose a time zone from the list.")]})
    local = dt.datetime.combine(day, time.replace(second=0, microsecond=0, tzinfo=None))
    at = local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(dt.UTC)
    if at.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) != local:
        raise Invalid({"time": [_("The clocks skip this time on that day. Choose another.")]})
    if at <= now:
        raise Invalid({"time": [_("This time is over. Choose a later one, or publish at once.")]})
    review.publish_at, review.publish_zone = at, time_zone
    _keep(review, "schedule", by, now)
    return review


@transaction.atomic
def cancel_publication(*, review_id: UUID, by: Actor, now: dt.datetime) -> Review:
    """Leave the text approved and publish it by hand. Raises NotVisible, NotAllowed, or WrongState
    when no time was set or it is public already."""
    review = lock(Review, review_id)
    REVIEW.check(review, "publish", by=by)
    if review.publish_at is None:
        raise WrongState(_("No time of publication is set."), state=review.state)
    review.publish_at, review.publish_zone = None, ""
    _keep(review, "unschedule", by, now)
    return review


def publish_due(*, now: dt.datetime) -> int:
    """Publish what is due, each in a transaction of its own; returns how many were. The system's
    own step. What cannot be published yet, since its files are still being made, is tried again.
    """
    done = 0
    due = Review.unscoped.filter(publish_at__lte=now).order_by("publish_at")
    for review_id in due.values_list("pk", flat=True):
        try:
            with transaction.atomic():
                review = lock(Review, review_id)
                if review.publish_at is None or review.publish_at > now:
                    continue  # cancelled or put off meanwhile
                publish(review_id=review_id, by=Actor.system(), now=now)
            done += 1
        except (NotVisible, WrongState) as refusal:
            log.warning("reviews.not_published", review=str(review_id), reason=str(refusal))
    return done


def _keep(review: Review, verb: str, by: Actor, now: dt.datetime) -> None:
    review.revision += 1
    review.save(update_fields=["revision", *SCHEDULED])
    at = review.publish_at.isoformat() if review.publish_at else None
    record_event(
        verb=f"review.{verb}", record_id=review.pk, by=by, now=now, data={"publish_at": at}
    )
