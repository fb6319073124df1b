"""Reporters look at how they are quoted, and object."""

from __future__ import annotations

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import lock

from ..enums import ReviewState
from ..models import Compilation, Objection, QuotationCheck, Review
from ..quoted import Passage, passages
from ..transitions import REVIEW
from .publishing import unscheduled

MOST = 2_000  # characters of the words to the Support Unit


@transaction.atomic
def open_quotation_check(
    *, review_id: UUID, until: dt.date, by: Actor, now: dt.datetime
) -> QuotationCheck:
    """Ask everybody quoted to look at their words by `until`, a local day of the cycle.

    Each time anew: those quoted in the compilation that stands now are told by mail.
    Raises NotVisible, NotAllowed, WrongState (nothing compiled, or no longer being written), or
    Invalid when the day is over.
    """
    review = lock(Review, review_id)
    check(by, "consult", review)
    if review.state != ReviewState.WRITING or review.compilation_id is None:
        raise WrongState(
            _("Reporters are asked while the review is being written, once it is compiled."),
            state=review.state,
        )
    check_day("until", until, review, now)
    opened = QuotationCheck.objects.create(
        review=review,
        compilation=Compilation.objects.get(pk=review.compilation_id),
        until=until,
        at=now,
        actor_ref=actor_ref(by),
    )
    record_event(
        verb="review.check_quotations",
        record_id=review.pk,
        by=by,
        now=now,
        data={"check": str(opened.pk)},
    )
    return opened


@transaction.atomic
def object_to_quotation(
    *, review_id: UUID, quotation: str, words: str = "", by: Actor, now: dt.datetime
) -> Objection:
    """Take a quotation of one's own out of whatever is published from now on.

    `quotation` is its id (`objections.quotation_id`); `words` are for the Support Unit. A text
    that was approved goes to the Chair-in-Office again, without the quotation; an edition that is
    public stays, and the Support Unit is asked for a corrected one. Objecting twice is once; an
    objection of another author of a joint report is another's.
    Raises NotVisible, NotAllowed or Invalid.
    """
    review = lock(Review, review_id)
    check(by, "object", review)
    found = _own(by, review, quotation)
    words = words.replace("\r\n", "\n").strip()
    if len(words) > MOST or "\x00" in words:
        raise Invalid({"words": [_("At most 2,000 characters are kept here.")]})
    objections = _standing(review, found)
    standing = _of(by, objections)
    if standing is not None:
        return standing
    is_left_out = objections.exists()
    made = Objection.objects.create(
        review=review,
        report_id=found.report_id,
        key=found.key,
        text_hash=found.text_hash,
        stakeholder_id=found.stakeholder_id,
        words=words,
        at=now,
        actor_ref=actor_ref(by),
    )
    data = {"objection": str(made.pk), "stakeholder": str(made.stakeholder_id)}
    if review.state == ReviewState.APPROVED and found.in_work and not is_left_out:
        reopened = {**data, "reopened": True}
        fields = unscheduled(review)
        REVIEW.move(review, "object", by=by, now=now, data=reopened, fields=fields)
    else:
        changed(review, "object", by=by, now=now, data=data)
    return made


@transaction.atomic
def withdraw_objection(*, review_id: UUID, quotation: str, by: Actor, now: dt.datetime) -> None:
    """Take one's own objection back, until the Chair-in-Office has approved: the quotation is
    printed again where no other author objects.

    Raises NotVisible, NotAllowed, or WrongState afterwards.
    """
    review = lock(Review, review_id)
    check(by, "object", review)
    standing = _of(by, _standing(review, _own(by, review, quotation)))
    if standing is None:
        raise NotVisible(_("There is no such objection."))
    if review.state not in (ReviewState.WRITING, ReviewState.WITH_CHAIR):
        raise WrongState(
            _("An objection can be withdrawn until the Chair-in-Office has approved the text."),
            state=review.state,
        )
    standing.withdrawn_at = now
    standing.withdrawn_by = actor_ref(by)
    standing.save(update_fields=["withdrawn_at", "withdrawn_by"])
    data = {"objection": str(standing.pk), "stakeholder": str(standing.stakeholder_id)}
    changed(review, "withdraw_objection", by=by, now=now, data=data)


def changed(
    review: Review, verb: str, *, by: Actor, now: dt.datetime, data: dict[str, str]
) -> None:
    """What would be printed is another: an answer of the Chair to what it read before is stale."""
    review.revision += 1
    review.save(update_fields=["revision"])
    record_event(verb=f"review.{verb}", record_id=review.pk, by=by, now=now, data=data)


def check_day(field: str, day: dt.date, review: Review, now: dt.datetime) -> None:
    """Raise Invalid when the day is over where the cycle's dates count."""
    if day < now.astimezone(ZoneInfo(review.cycle.time_zone)).date():
        raise Invalid({field: [_("This day is over. Choose today or a later day.")]})


def _own(by: Actor, review: Review, quotation: str) -> Passage:
    ids = by.stakeholder_ids(FOCAL_POINT)
    found = passages(review, ids).get(quotation)
    if found is None:
        raise NotVisible(_("There is no such quotation of yours."))
    return found


def _standing(review: Review, passage: Passage) -> QuerySet[Objection]:
    """Of whichever of its authors."""
    return Objection.objects.filter(
        review=review,
        report_id=passage.report_id,
        key=passage.key,
        text_hash=passage.text_hash,
        withdrawn_at=None,
    )


def _of(by: Actor, objections: QuerySet[Objection]) -> Objection | None:
    return objections.filter(stakeholder__in=by.stakeholder_ids(FOCAL_POINT)).first()
