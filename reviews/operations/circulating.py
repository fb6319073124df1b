"""Rounds of consultation, comments, and what became of them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import check_revision, lock

from ..circulated import paragraph_of, seats_in
from ..enums import CIRCULATED_TO, CommentOutcome, ReviewState
from ..manuscript import manuscript_of
from ..models import ConsultationRound, Review, RoundComment
from .quoting import check_day

MOST = 5_000  # characters of a comment, and of the word on it
#: Those who have not commented are reminded when this many days are left.
REMINDED_DAYS = 3


@transaction.atomic
def plan_round(
    *,
    review_id: UUID,
    group: str,
    opens_on: dt.date,
    closes_on: dt.date,
    by: Actor,
    now: dt.datetime,
) -> ConsultationRound:
    """Circulate the text to a group, at once when `opens_on` is today, by itself otherwise.

    The text is frozen when the round opens. Both are local days of the cycle. The same group and
    days twice are one round, of which nobody is told twice.
    Raises NotVisible, NotAllowed, WrongState (nothing compiled, or no longer being written), or
    Invalid.
    """
    review = lock(Review, review_id)
    check(by, "consult", review)
    _check_writing(review)
    if group not in CIRCULATED_TO:
        raise Invalid({"group": [_("Choose a group from the list.")]})
    check_day("opens_on", opens_on, review, now)
    if closes_on < opens_on:
        raise Invalid({"closes_on": [_("A round closes on its first day or later.")]})
    planned = {"group_id": group, "opens_on": opens_on, "closes_on": closes_on}
    same = ConsultationRound.objects.filter(review=review, **planned).first()
    if same is not None:
        return same
    made = ConsultationRound.objects.create(review=review, planned_at=now, **planned)
    _tell(made, "plan_round", by, now)
    if opens_on <= made.today(now):
        _open(made, by, now)
    return made


@transaction.atomic
def cancel_round(*, round_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Call off a round that has not opened. Raises NotVisible, NotAllowed or WrongState."""
    round_ = _lock(round_id)
    check(by, "settle", round_)
    if round_.opened_at is not None:
        raise WrongState(_("This round has opened; its text is with the group."))
    _tell(round_, "cancel_round", by, now)
    round_.delete()


@transaction.atomic
def comment(
    *,
    round_id: UUID,
    section: str,
    text: str,
    by: Actor,
    now: dt.datetime,
    paragraph: str = "",
    stakeholder_id: UUID | None = None,
) -> RoundComment:
    """Comment on a paragraph of the circulated text, or on a section. The same words twice are
    one comment.

    `stakeholder_id` says for whom, where somebody speaks for several in the group.
    Raises NotVisible, NotAllowed, WrongState once the round has closed, or Invalid.
    """
    round_ = _lock(round_id)
    check(by, "comment", round_)
    if not round_.is_open(now):
        raise WrongState(_("This round has closed. Comments are taken until its last day."))
    text = _words("text", text)
    values = {
        "section": section,
        "paragraph": paragraph,
        "stakeholder_id": _seat(by, round_.group_id, stakeholder_id),
    }
    passage = paragraph_of(round_, section, paragraph)
    same = RoundComment.objects.filter(round=round_, text=text, **values).first()
    if same is not None:
        return same
    made = RoundComment.objects.create(
        round=round_, passage=passage, text=text, at=now, actor_ref=actor_ref(by), **values
    )
    _tell(round_, "comment", by, now, comment=str(made.pk))
    return made


@transaction.atomic
def settle_comment(
    *,
    comment_id: UUID,
    outcome: str,
    words: str,
    revision: int | None,
    by: Actor,
    now: dt.datetime,
) -> RoundComment:
    """Say whether a comment was taken, and why, which its author reads.

    Raises NotVisible, NotAllowed, Invalid, or StaleRevision with both words.
    """
    found = RoundComment.objects.select_for_update().filter(pk=comment_id).first()
    if found is None:
        raise NotVisible(_("There is no such comment."))
    round_ = _lock(found.round_id)
    check(by, "settle", round_)
    words = _words("words", words)
    if outcome not in CommentOutcome.values:
        raise Invalid({"outcome": [_("Say whether it was taken.")]})
    check_revision(found, revision, current={"words": found.outcome_words}, yours={"words": words})
    if (found.outcome, found.outcome_words) == (outcome, words):
        return found
    found.outcome, found.outcome_words = outcome, words
    found.outcome_at, found.outcome_by = now, actor_ref(by)
    found.revision += 1
    found.save()
    _tell(round_, "settle_comment", by, now, comment=str(found.pk))
    return found


@transaction.atomic
def attend_rounds(*, now: dt.datetime) -> int:
    """Open the rounds whose day has come, and remind once, `REMINDED_DAYS` before the last day,
    those who have not commented. Returns how many rounds were seen to; the system's own step.

    A round whose text is not being written on its day waits until it is, or until its last day.
    """
    done = 0
    waiting = ConsultationRound.objects.select_for_update(of=("self",), skip_locked=True)
    latest = now.date() + dt.timedelta(days=1)  # a day may begin earlier where the cycle is
    for round_ in waiting.filter(opened_at=None, opens_on__lte=latest).select_related(
        "review__cycle", "review__record"
    ):
        today = round_.today(now)
        is_written = (
            round_.review.state == ReviewState.WRITING and round_.review.compilation_id is not None
        )
        if round_.opens_on <= today <= round_.closes_on and is_written:
            _open(round_, Actor.system(), now)
            done += 1
    soon = now.date() + dt.timedelta(days=REMINDED_DAYS + 1)
    for round_ in waiting.filter(
        opened_at__isnull=False, reminded_at=None, closes_on__lte=soon
    ).select_related("review__cycle"):
        left = (round_.closes_on - round_.today(now)).days
        if 0 <= left <= REMINDED_DAYS and (now - round_.opened_at).days >= 1:
            round_.reminded_at = now
            round_.save(update_fields=["reminded_at"])
            _tell(round_, "remind_round", Actor.system(), now)
            done += 1
    return done


def _open(round_: ConsultationRound, by: Actor, now: dt.datetime) -> None:
    review = round_.review
    round_.opened_at = now
    round_.compilation_id = review.compilation_id
    round_.manuscript = manuscript_of(review)
    round_.save(update_fields=["opened_at", "compilation", "manuscript"])
    _tell(round_, "open_round", by, now)


def _check_writing(review: Review) -> None:
    if review.state != ReviewState.WRITING or review.compilation_id is None:
        raise WrongState(
            _("The text circulates while it is being written, once the reports are compiled."),
            state=review.state,
        )


def _lock(round_id: UUID) -> ConsultationRound:
    found = (
        ConsultationRound.objects.select_for_update(of=("self",))
        .select_related("review__cycle")
        .filter(pk=round_id)
        .first()
    )
    if found is None:
        raise NotVisible(_("There is no such round."))
    return found


def _seat(by: Actor, group: str, wanted: UUID | None) -> UUID:
    seats = seats_in(by, group)
    if wanted is None and len(seats) == 1:
        return seats[0].stakeholder_id
    if wanted not in {seat.stakeholder_id for seat in seats}:
        raise Invalid({"stakeholder": [_("Say for which of your stakeholders you write.")]})
    assert wanted is not None
    return wanted


def _words(field: str, text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid({field: [_("Write something.")]})
    if len(text) > MOST or "\x00" in text:
        raise Invalid({field: [_("At most 5,000 characters are kept here.")]})
    return text


def _tell(round_: ConsultationRound, verb: str, by: Actor, now: dt.datetime, **data: str) -> None:
    record_event(
        verb=f"review.{verb}",
        record_id=round_.review_id,
        by=by,
        now=now,
        data={"round": str(round_.pk), "group": round_.group_id, **data},
    )
