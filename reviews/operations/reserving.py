"""A delegation's reservations."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.operations import lock

from ..enums import ReviewState
from ..models import Reservation, Review
from ..reservations import delegations
from ..sections import SectionKey
from .quoting import changed

MOST = 5_000  # characters


@transaction.atomic
def add_reservation(
    *,
    review_id: UUID,
    text: str,
    by: Actor,
    now: dt.datetime,
    section: str = "",
    language: str = "en",
    stakeholder_id: UUID | None = None,
) -> Reservation:
    """Words of a State that was given the text, on a section or on the whole review, until the
    Chair-in-Office has approved. They are printed as they are; the same twice are one.

    `stakeholder_id` says for which State, where somebody speaks for several.
    Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    review = lock(Review, review_id)
    check(by, "reserve", review)
    _check_open(review)
    text = text.replace("\r\n", "\n").strip()
    errors = {}
    if not text:
        errors["text"] = [_("Write the reservation as it is to be printed.")]
    elif len(text) > MOST or "\x00" in text:
        errors["text"] = [_("A reservation has at most 5,000 characters.")]
    if section and section not in SectionKey.values:
        errors["section"] = [_("Choose a section from the list.")]
    if language not in TEXT_LANGUAGES:
        errors["language"] = [_("Choose a language from the list.")]
    states = {seat.stakeholder_id for seat in delegations(by, review)}
    state = stakeholder_id or next(iter(states)) if len(states) == 1 else stakeholder_id
    if state is None or state not in states:
        errors["stakeholder"] = [_("Say for which State you write.")]
    if errors or state is None:
        raise Invalid(errors)
    words = {"section": section, "text": text, "language": language, "stakeholder_id": state}
    same = Reservation.objects.filter(review=review, withdrawn_at=None, **words).first()
    if same is not None:
        return same
    made = Reservation.objects.create(review=review, at=now, actor_ref=actor_ref(by), **words)
    changed(review, "reserve", by=by, now=now, data={"reservation": str(made.pk)})
    return made


@transaction.atomic
def withdraw_reservation(*, reservation_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Take a reservation of one's own State back, until the Chair-in-Office has approved.

    Raises NotVisible, NotAllowed or WrongState.
    """
    found = Reservation.objects.filter(pk=reservation_id).first()
    if found is None:
        raise NotVisible(_("There is no such reservation."))
    review = lock(Review, found.review_id)
    check(by, "reserve", review)
    found = Reservation.objects.get(pk=reservation_id)
    if found.withdrawn_at or found.stakeholder_id not in {
        seat.stakeholder_id for seat in delegations(by, review)
    }:
        raise NotVisible(_("There is no such reservation."))
    _check_open(review)
    found.withdrawn_at, found.withdrawn_by = now, actor_ref(by)
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    data = {"reservation": str(found.pk)}
    changed(review, "withdraw_reservation", by=by, now=now, data=data)


def _check_open(review: Review) -> None:
    if review.state not in (ReviewState.WRITING, ReviewState.WITH_CHAIR):
        raise WrongState(
            _("Reservations are taken, and can be withdrawn, until the text is approved."),
            state=review.state,
        )
