"""The manuscript as a whole: who writes which section, in which order they stand, how long the
text may be."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.ledger.models import ActorRef
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import check_revision

from ..models import ManuscriptSection, Review
from ..sections import SectionKey, in_order
from .sections import Taken, is_of_another, open_manuscript, section_of

MOST_WORDS = 1_000_000


@transaction.atomic
def take_section(
    *, review_id: UUID, key: str, by: Actor, now: dt.datetime, over: bool = False
) -> ManuscriptSection:
    """Write a section alone, until it is left or 15 minutes after the last save.

    While somebody else has it, it is taken `over` or Taken is raised; what they had written and
    not saved stays in their page, which tells them. Raises NotVisible, NotAllowed or WrongState.
    """
    review = open_manuscript(review_id, by)
    section = section_of(review, key, now)
    if is_of_another(section, by, now):
        if not over:
            body = {"body": section.body}
            raise Taken(section, current=body, yours=body)
        before = ActorRef.objects.filter(person=section.taken_by_id).first()
        record_event(
            verb="review.section_taken_over",
            record_id=review.pk,
            by=by,
            now=now,
            data={"section": key, "from": str(before.ref) if before else None},
        )
    section.taken_by, section.taken_at = by.person, now
    section.save(update_fields=["taken_by", "taken_at"])
    return section


@transaction.atomic
def leave_section(*, review_id: UUID, key: str, by: Actor, now: dt.datetime) -> ManuscriptSection:
    """Let others write a section that one had taken; of anybody else's nothing changes.

    Raises NotVisible, NotAllowed or WrongState.
    """
    review = open_manuscript(review_id, by)
    section = section_of(review, key, now)
    if not is_of_another(section, by, now):
        section.taken_by = section.taken_at = None
        section.save(update_fields=["taken_by", "taken_at"])
    return section


@transaction.atomic
def move_section(
    *, review_id: UUID, key: str, up: bool, revision: int, by: Actor, now: dt.datetime
) -> Review:
    """Have a section stand one place earlier or later; at either end nothing changes.

    `revision` is the review's as it was read. Raises NotVisible, NotAllowed, WrongState, Invalid,
    or StaleRevision with the order that stands.
    """
    review = open_manuscript(review_id, by)
    if key not in SectionKey.values:
        raise Invalid({"key": [_("There is no such section.")]})
    order = in_order(review.section_order)
    check_revision(review, revision, current={"order": order}, yours={"key": key})
    place = order.index(key)
    there = place + (-1 if up else 1)
    if 0 <= there < len(order):
        order.insert(there, order.pop(place))
        review.section_order = [] if order == SectionKey.values else order
        _save(review, "section_order", by=by, now=now)
    return review


@transaction.atomic
def limit_words(
    *, review_id: UUID, limit: int | None, revision: int, by: Actor, now: dt.datetime
) -> Review:
    """Set how many words the cycle's invitation asks the text to keep to; None for no limit. A
    longer text is told so, and not refused.

    `revision` is the review's as it was read. Raises NotVisible, NotAllowed, WrongState, Invalid,
    or StaleRevision.
    """
    review = open_manuscript(review_id, by)
    if limit is not None and not 1 <= limit <= MOST_WORDS:
        raise Invalid({"limit": [_("Give a number from 1 to 1,000,000, or none.")]})
    current = {"limit": review.word_limit}
    check_revision(review, revision, current=current, yours={"limit": limit})
    if limit != review.word_limit:
        review.word_limit = limit
        _save(review, "word_limit", by=by, now=now)
    return review


def _save(review: Review, field: str, *, by: Actor, now: dt.datetime) -> None:
    review.revision += 1
    review.save(update_fields=[field, "revision"])
    record_event(
        verb="review.arranged", record_id=review.pk, by=by, now=now, data={"fields": [field]}
    )
