"""What the Support Unit says among itself about a section."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock

from ..models import Review, SectionComment
from .sections import section_of

MOST_OF_A_COMMENT = 5_000


@transaction.atomic
def comment_section(
    *, review_id: UUID, key: str, body: str, by: Actor, now: dt.datetime
) -> SectionComment:
    """Say something about a section to one's colleagues, whatever state the review is in.

    Raises NotVisible, NotAllowed or Invalid.
    """
    review = lock(Review, review_id)
    check(by, "write", review)
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise Invalid({"comment": [_("Write something.")]})
    if len(body) > MOST_OF_A_COMMENT or "\x00" in body:
        raise Invalid({"comment": [_("At most 5,000 characters are kept.")]})
    comment = SectionComment.objects.create(
        section=section_of(review, key, now), body=body, by=by.person, at=now
    )
    record_event(
        verb="review.section_comment",
        record_id=review.pk,
        by=by,
        now=now,
        data={"section": key, "comment": str(comment.pk)},
    )
    return comment


@transaction.atomic
def resolve_section_comment(
    *, review_id: UUID, comment_id: UUID, by: Actor, now: dt.datetime, resolved: bool = True
) -> SectionComment:
    """Mark a comment as done, or open it again. Raises NotVisible or NotAllowed."""
    review = lock(Review, review_id)
    check(by, "write", review)
    comment = (
        SectionComment.objects.select_related("section")
        .filter(pk=comment_id, section__review=review)
        .first()
    )
    if comment is None:
        raise NotVisible(_("There is no such comment."))
    comment.resolved_at = now if resolved else None
    comment.resolved_by = by.person if resolved else None
    comment.save(update_fields=["resolved_at", "resolved_by"])
    return comment
