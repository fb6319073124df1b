"""What of reviews waits on a desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.desk import DeskGroup, DeskItem, DeskLink

from .enums import ReviewState
from .models import Review

#: A desk is a list to work through, not an archive.
MOST = 25


def links(actor: Actor) -> Iterator[DeskLink]:
    if actor.is_support_unit:
        yield DeskLink(_("Support Unit"), _("Where the year stands"), reverse("reviews:support"))


def provide(actor: Actor) -> Iterator[DeskItem]:
    if actor.is_chair:
        yield from _for_chair(actor)
    if actor.is_support_unit:
        yield from _for_support_unit(actor)


def _for_chair(actor: Actor) -> Iterator[DeskItem]:
    waiting = (
        Review.unscoped.allowing("approve", actor)
        .filter(state=ReviewState.WITH_CHAIR)
        .select_related("cycle")
        .order_by("state_at")
    )
    for review in waiting[:MOST]:
        yield DeskItem(
            title=review.cycle.title,
            detail=_("The annual review waits for the approval of the Chair-in-Office."),
            url=reverse("reviews:approval", args=[review.pk]),
            action=_("Read it and answer"),
            since=review.state_at,
            context=_("Chair-in-Office"),
            language=review.language,
        )


def _for_support_unit(actor: Actor) -> Iterator[DeskItem]:
    words = {
        ReviewState.OPEN: (_("The review is begun; nothing is compiled yet."), _("Compile")),
        ReviewState.WRITING: (_("The review is being written."), _("Go on writing")),
        ReviewState.WITH_CHAIR: (_("The review is with the Chair-in-Office."), _("Look at it")),
        ReviewState.APPROVED: (_("The Chair-in-Office has approved the review."), _("Publish it")),
    }
    at_work = (
        Review.unscoped.allowing("write", actor)
        .filter(state__in=list(words))
        .select_related("cycle")
        .order_by("state_at")
    )
    for review in at_work[:MOST]:
        detail, action = words[ReviewState(review.state)]
        group = {
            ReviewState.WITH_CHAIR: DeskGroup.THEIRS,
            ReviewState.WRITING: DeskGroup.DRAFTS,
        }.get(ReviewState(review.state), DeskGroup.YOURS)
        yield DeskItem(
            title=review.cycle.title,
            detail=detail,
            url=reverse("reviews:workspace", args=[review.pk]),
            action=action,
            since=review.state_at,
            group=group,
            context=_("Support Unit"),
            language=review.language,
        )
