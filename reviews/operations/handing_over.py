"""Saying what an invitation asks, and that an edition was handed over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import check_revision, lock

from ..handover import outline as outlines
from ..handover.outline import Outline
from ..models import HandingOver, InputOutline, Review


@transaction.atomic
def save_input_outline(
    *, review_id: UUID, outline: Outline, revision: int, by: Actor, now: dt.datetime
) -> InputOutline:
    """Keep headings, lengths and date of this year's invitation. `revision` is the one that was
    read, 0 where the starter stood.

    Raises NotVisible, NotAllowed, Invalid, or StaleRevision with both.
    """
    review = lock(Review, review_id)
    check(by, "hand_over", review)
    outline = replace(outline, title=outline.title.strip())
    outlines.check(outline)
    row = InputOutline.objects.filter(review=review).first()
    if row is None:
        row = InputOutline(review=review, revision=0)
    yours = {
        "title": outline.title,
        "due_on": outline.due_on,
        "words": outline.words,
        "headings": outline.plain(),
    }
    current = {name: getattr(row, name) for name in yours}
    check_revision(row, revision, current=current, yours=yours)
    if row.revision and current == yours:
        return row
    for name, value in yours.items():
        setattr(row, name, value)
    row.revision += 1
    row.at = now
    row.save()
    record_event(verb="review.input_outline", record_id=review.pk, by=by, now=now)
    return row


@transaction.atomic
def note_handing_over(
    *, review_id: UUID, to: str, on: dt.date, by: Actor, now: dt.datetime, reference: str = ""
) -> HandingOver:
    """Say that the edition in force was given to somebody. It stays on record and is public; the
    same twice is said once.

    Raises NotVisible, NotAllowed, WrongState before publication, or Invalid.
    """
    review = lock(Review, review_id)
    check(by, "hand_over", review)
    if review.current_edition is None:
        raise WrongState(_("Publish the review first."), state=review.state)
    to, reference = to.strip(), reference.strip()
    errors: dict[str, list[str]] = {}
    if not to or len(to) > 200:
        errors["to"] = [_("Say to whom, in at most 200 characters.")]
    if len(reference) > 200:
        errors["reference"] = [_("At most 200 characters.")]
    if on > now.date() + dt.timedelta(days=1):
        errors["on"] = [_("Give the day on which it was handed over, not a day to come.")]
    elif on < review.current_edition.at.date():
        errors["on"] = [_("The edition was not yet published on that day.")]
    if errors:
        raise Invalid(errors)
    said = {"edition": review.current_edition, "to": to, "on": on, "reference": reference}
    same = HandingOver.objects.filter(**said).first()
    if same is not None:
        return same
    made = HandingOver.objects.create(at=now, actor_ref=actor_ref(by), **said)
    record_event(
        verb="review.hand_over",
        record_id=review.pk,
        by=by,
        now=now,
        data={"edition": review.current_edition.no},
    )
    return made
