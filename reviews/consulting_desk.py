"""What of a consultation waits on a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.desk import DeskItem

from .desk import MOST
from .enums import CIRCULATED_TO, ReviewState
from .models import ConsultationRound, Review
from .objections import still_printed


def provide(actor: Actor) -> Iterator[DeskItem]:
    if actor.groups & set(CIRCULATED_TO):
        yield from _for_groups(actor, timezone.now())
    if actor.is_support_unit:
        yield from _corrections(actor)
        yield from _unsettled(actor)


def _corrections(actor: Actor) -> Iterator[DeskItem]:
    """Published editions that print what their reporter objects to."""
    waiting = (
        still_printed()
        .filter(
            review__in=Review.unscoped.allowing("consult", actor),
            review__state=ReviewState.PUBLISHED,
        )
        .order_by("review", "at")
        .distinct("review")
        .select_related("review__cycle")
    )
    for objection in waiting[:MOST]:
        review = objection.review
        yield DeskItem(
            title=review.cycle.title,
            detail=_("A reporter objects to a quotation that the published edition prints."),
            url=reverse("reviews:correct", args=[review.pk]),
            action=_("Prepare a corrected edition"),
            since=objection.at,
            context=_("Support Unit"),
            language=review.language,
        )


def _for_groups(actor: Actor, now: dt.datetime) -> Iterator[DeskItem]:
    """Until the round closes, whether or not somebody commented: others may write more."""
    rounds = (
        ConsultationRound.unscoped.allowing("comment", actor)
        .filter(closes_on__gte=now.date())
        .select_related("review__cycle", "group")
        .defer("manuscript")
        .order_by("opened_at")
    )
    for round_ in rounds[:MOST]:
        review = round_.review
        yield DeskItem(
            title=review.cycle.title,
            detail=_("The text of the annual review is with your group. You may comment."),
            url=reverse("reviews:round", args=[review.pk, round_.pk]),
            action=_("Read and comment"),
            since=round_.opened_at or round_.planned_at,
            due=review.cycle.end_of(round_.closes_on),
            context=str(round_.group),
            language=review.language,
        )


def _unsettled(actor: Actor) -> Iterator[DeskItem]:
    """Rounds with comments on which nobody has said a word."""
    rounds = (
        ConsultationRound.unscoped.allowing("settle", actor)
        .exclude(review__state=ReviewState.PUBLISHED)
        .annotate(first=Min("comments__at", filter=Q(comments__outcome="")))
        .filter(first__isnull=False)
        .select_related("review__cycle", "group")
        .defer("manuscript")
        .order_by("first")
    )
    for round_ in rounds[:MOST]:
        yield DeskItem(
            title=round_.review.cycle.title,
            detail=_("Comments wait for your word: taken, or not."),
            url=reverse("reviews:round-work", args=[round_.review_id, round_.pk]),
            action=_("Answer the comments"),
            since=round_.first,
            context=str(round_.group),
            language=round_.review.language,
        )
