"""Writing the prose around the figures."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.operations import check_revision, lock

from ..enums import ReviewState
from ..models import ManuscriptRevision, ManuscriptSection, Review
from ..sections import SectionKey

MOST = 50_000  # characters in one section; a chapter, not a book


@transaction.atomic
def write_section(
    *, review_id: UUID, key: str, body: str, revision: int, by: Actor, now: dt.datetime
) -> ManuscriptSection:
    """Save the text of a section. `revision` is the one that was read, 0 before the first.

    Every text stays readable in `ManuscriptRevision`; saving what stands already changes nothing.
    Raises NotVisible, NotAllowed, WrongState, Invalid, or StaleRevision with both texts.
    """
    review = lock(Review, review_id)
    check(by, "write", review)
    if key not in SectionKey.values:
        raise Invalid({"key": [_("There is no such section.")]})
    if review.state not in (ReviewState.OPEN, ReviewState.WRITING):
        raise WrongState(
            _("The text is with the Chair-in-Office or published. Take it back to change it."),
            state=review.state,
        )
    body = body.replace("\r\n", "\n").strip()
    section = ManuscriptSection.objects.filter(review=review, key=key).first()
    if section is None:
        section = ManuscriptSection(review=review, key=key, revision=0, body="", at=now)
    check_revision(section, revision, current={"body": section.body}, yours={"body": body})
    if len(body) > MOST:
        raise Invalid({"body": [_("This text is too long: at most 50,000 characters are kept.")]})
    if "\x00" in body:
        raise Invalid({"body": [_("The text holds a character that cannot be kept (NUL).")]})
    if section.revision and body == section.body:
        return section
    section.revision += 1
    section.body = body
    section.at = now
    section.save()
    ManuscriptRevision.objects.create(
        section=section,
        revision=section.revision,
        body=body,
        at=now,
        actor_ref=actor_ref(by),
    )
    return section
