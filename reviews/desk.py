"""What of reviews waits on a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.stakeholders.desk import DeskGroup, DeskItem, DeskLink

from .enums import ReviewState
from .models import QuotationCheck, Review

#: A desk is a list to work through, not an archive.
MOST = 25


def links(actor: Actor) -> Iterator[DeskLink]:
    if actor.is_support_unit:
        yield DeskLink(_("Support Unit"), _("Where the year stands"), reverse("reviews:support"))


def provide(actor: Actor) -> Iterator[DeskItem]:
    if actor.stakeholder_ids(FOCAL_POINT):
        yield from _asked(actor, timezone.now())
    if actor.is_support_unit:
        yield from _for_support_unit(actor)


def _asked(actor: Actor, now: dt.datetime) -> Iterator[DeskItem]:
    """For the Chair-in-Office what waits for its approval; for those who are quoted, until the day
    that the Support Unit named, how they are. The latter goes away by itself: nobody has to answer.
    One query: the Chair's desk asks many."""
    to_approve = Review.unscoped.allowing("approve", actor).filter(state=ReviewState.WITH_CHAIR)
    quoted = Review.unscoped.allowing("object", actor).exclude(state=ReviewState.PUBLISHED)
    check = QuotationCheck.objects.filter(review=OuterRef("pk")).order_by("-at", "-id")
    reviews = (
        Review.unscoped.annotate(
            to_approve=Exists(to_approve.filter(pk=OuterRef("pk"))),
            is_quoted=Exists(quoted.filter(pk=OuterRef("pk"))),
            asked_at=Subquery(check.values("at")[:1]),
            until=Subquery(check.values("until")[:1]),
        )
        .filter(Q(to_approve=True) | Q(is_quoted=True, until__gte=now.date()))
        .select_related("cycle")
        .order_by("state_at")
    )
    for review in reviews[:MOST]:
        if review.to_approve:
            yield DeskItem(
                title=review.cycle.title,
                detail=_("The annual review waits for the approval of the Chair-in-Office."),
                url=reverse("reviews:approval", args=[review.pk]),
                action=_("Read it and answer"),
                since=review.state_at,
                context=_("Chair-in-Office"),
                language=review.language,
            )
        if review.is_quoted and review.until and review.until >= now.date():
            yield DeskItem(
                title=review.cycle.title,
                detail=_("You are quoted in the annual review. You may look, and need not answer."),
                url=reverse("reviews:quotations", args=[review.pk]),
                action=_("See how you are quoted"),
                since=review.asked_at,
                due=review.cycle.end_of(review.until),
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
        if review.publish_at:
            detail = _("The review will be published on %(at)s.") % {"at": review.publish_words}
            action = _("Look at it")
        group = {
            ReviewState.WITH_CHAIR: DeskGroup.THEIRS,
            ReviewState.WRITING: DeskGroup.DRAFTS,
        }.get(ReviewState(review.state), DeskGroup.YOURS)
        if review.publish_at:
            group = DeskGroup.THEIRS
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
