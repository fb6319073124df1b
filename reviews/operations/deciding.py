"""Between the Support Unit and the Chair-in-Office."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.operations import check_revision, lock

from ..enums import UNFINISHED, Verdict
from ..manuscript import bodies, manuscript_hash, manuscript_of
from ..models import Approval, Compilation, Edition, Review
from ..proofreading import problems_of
from ..ringing import ring_files
from ..sections import SectionKey
from ..transitions import REVIEW
from .publishing import unscheduled

MOST = 10_000  # characters of an answer


@transaction.atomic
def send_to_chair(*, review_id: UUID, by: Actor, now: dt.datetime) -> Review:
    """Hand figures and text to the Chair-in-Office; neither can be changed until an answer.

    Raises NotVisible, NotAllowed, WrongState (nothing compiled, or still compiling), or Invalid
    by section: no introduction, or a reference that leads nowhere.
    """
    review = lock(Review, review_id)
    REVIEW.check(review, "send", by=by)
    if review.compilation_id is None:
        raise WrongState(_("Compile the reports first."), state=review.state)
    if Compilation.objects.filter(review=review, state__in=UNFINISHED).exists():
        raise WrongState(
            _("A compilation is still running. Wait for it, or call it off."), state=review.state
        )
    manuscript = manuscript_of(review)
    if not bodies(manuscript).get(SectionKey.INTRODUCTION):
        raise Invalid({"introduction": [_("Write an introduction before you send the text.")]})
    problems = problems_of(manuscript, review.compilation)
    if problems:
        raise Invalid({key: [str(problem) for problem in found] for key, found in problems.items()})
    REVIEW.move(
        review,
        "send",
        by=by,
        now=now,
        data={
            "compilation": str(review.compilation_id),
            "manuscript": manuscript_hash(manuscript),
        },
    )
    return review


@transaction.atomic
def take_back(*, review_id: UUID, by: Actor, now: dt.datetime) -> Review:
    """Take a text back from the Chair, or an approved one from its publication, to change it.

    An approval that was given holds no longer, nor does a set time of publication.
    Raises NotVisible, NotAllowed or WrongState.
    """
    review = lock(Review, review_id)
    REVIEW.move(review, "take_back", by=by, now=now, fields=unscheduled(review))
    return review


@transaction.atomic
def approve(
    *, review_id: UUID, revision: int | None, words: str = "", by: Actor, now: dt.datetime
) -> Approval:
    """The Chair-in-Office agrees to exactly this compilation with exactly this text.

    `revision` is the review's as it was read. The files of the edition are made afterwards, in
    the background. Raises NotVisible, NotAllowed (also for whoever compiled or wrote it),
    WrongState, StaleRevision or Invalid.
    """
    return _answer("approve", Verdict.APPROVED, review_id, revision, words, by=by, now=now)


@transaction.atomic
def return_with_words(
    *, review_id: UUID, revision: int | None, words: str, by: Actor, now: dt.datetime
) -> Approval:
    """The Chair-in-Office asks for a change and says which. Raises as `approve`."""
    if not words.strip():
        raise Invalid({"words": [_("Say what should change, so that the Support Unit can do it.")]})
    return _answer("return", Verdict.RETURNED, review_id, revision, words, by=by, now=now)


def _answer(
    verb: str,
    verdict: Verdict,
    review_id: UUID,
    revision: int | None,
    words: str,
    *,
    by: Actor,
    now: dt.datetime,
) -> Approval:
    review = lock(Review, review_id)
    REVIEW.check(review, verb, by=by)
    assert review.compilation_id is not None  # a constraint: nothing is sent without one
    check_revision(review, revision, current={"state": review.state}, yours={"words": words})
    words = words.replace("\r\n", "\n").strip()
    if len(words) > MOST or "\x00" in words:
        raise Invalid({"words": [_("This text is too long: at most 10,000 characters are kept.")]})
    manuscript = manuscript_of(review)
    last = Edition.objects.filter(review=review).order_by("-no").first()
    approval = Approval.objects.create(
        review=review,
        compilation_id=review.compilation_id,
        verdict=verdict,
        words=words,
        manuscript=manuscript,
        manuscript_hash=manuscript_hash(manuscript),
        edition_no=last.no + 1 if last else 1,
        correction_note=review.correction_note,
        at=now,
        actor_ref=actor_ref(by),
    )
    REVIEW.move(
        review,
        verb,
        by=by,
        now=now,
        data={"approval": str(approval.pk), "manuscript": approval.manuscript_hash},
    )
    if verdict == Verdict.APPROVED:
        ring_files(approval.pk)
    return approval
