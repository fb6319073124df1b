"""What every step on a section of the manuscript shares."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, StaleRevision, WrongState
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.operations import check_revision, lock

from ..enums import ReviewState
from ..models import CONTENT, ManuscriptRevision, ManuscriptSection, Review
from ..sections import SectionKey


class Taken(StaleRevision):
    """Somebody else is writing the section; `current` and `yours` are both texts."""

    def __init__(
        self, section: ManuscriptSection, *, current: dict[str, Any], yours: dict[str, Any]
    ) -> None:
        super().__init__(revision=section.revision, current=current, yours=yours)
        assert section.taken_at is not None  # that is what being taken means
        self.args = (
            _("%(name)s is writing this section; last saved at %(time)s UTC.")
            % {"name": section.taken_by, "time": f"{section.taken_at:%H:%M}"},
        )


def open_manuscript(review_id: UUID, by: Actor) -> Review:
    """The review, locked, whose text the actor may change now.

    Raises NotVisible, NotAllowed or WrongState.
    """
    review = lock(Review, review_id)
    check(by, "write", review)
    if review.state not in (ReviewState.OPEN, ReviewState.WRITING):
        raise WrongState(
            _("The text is with the Chair-in-Office or published. Take it back to change it."),
            state=review.state,
        )
    return review


def section_of(review: Review, key: str, now: dt.datetime) -> ManuscriptSection:
    """The row of a section, made when there is none yet. Raises Invalid for an unknown key."""
    if key not in SectionKey.values:
        raise Invalid({"key": [_("There is no such section.")]})
    section, _made = ManuscriptSection.objects.select_related("taken_by").get_or_create(
        review=review, key=key, defaults={"at": now}
    )
    return section


def is_of_another(section: ManuscriptSection, by: Actor, now: dt.datetime) -> bool:
    mine = by.person is not None and section.taken_by_id == by.person.pk
    return section.is_taken(now) and not mine


def revise(
    section: ManuscriptSection,
    revision: int,
    changes: dict[str, Any],
    *,
    by: Actor,
    now: dt.datetime,
    leave: bool = False,
) -> ManuscriptSection:
    """Save what is said of a section now, and keep it for ever; nothing new saves nothing.

    The section stays with whoever saved it, unless they `leave` it.
    Raises Taken, StaleRevision, or Invalid.
    """
    current = {name: getattr(section, name) for name in changes}
    if is_of_another(section, by, now):
        raise Taken(section, current=current, yours=changes)
    check_revision(section, revision, current=current, yours=changes)
    for name, value in changes.items():
        if isinstance(value, str) and "\x00" in value:
            raise Invalid({name: [_("The text holds a character that cannot be kept (NUL).")]})
    section.taken_by, section.taken_at = (None, None) if leave else (by.person, now)
    if current == changes:
        section.save(update_fields=["taken_by", "taken_at"])
        return section
    for name, value in changes.items():
        setattr(section, name, value)
    section.revision += 1
    section.at = now
    section.save()
    ManuscriptRevision.objects.create(
        section=section,
        revision=section.revision,
        at=now,
        actor_ref=actor_ref(by),
        **{name: getattr(section, name) for name in CONTENT},
    )
    return section
