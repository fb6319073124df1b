"""What of a consultation waits on a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.stakeholders.desk import DeskItem

from .desk import MOST
from .enums import ReviewState
from .models import QuotationCheck, Review
from .objections import still_printed


def provide(actor: Actor) -> Iterator[DeskItem]:
    if actor.stakeholder_ids(FOCAL_POINT):
        yield from _for_quoted(actor, timezone.now())
    if actor.is_support_unit:
        yield from _corrections(actor)


def _for_quoted(actor: Actor, now: dt.datetime) -> Iterator[DeskItem]:
    """Until the day that the Support Unit named. It goes away by itself: nobody has to answer."""
    latest = QuotationCheck.objects.filter(review=OuterRef("pk")).order_by("-at", "-id")
    asked = (
        Review.unscoped.allowing("object", actor)
        .exclude(state=ReviewState.PUBLISHED)
        .annotate(
            asked_at=Subquery(latest.values("at")[:1]), until=Subquery(latest.values("until")[:1])
        )
        .filter(until__gte=now.date())
        .select_related("cycle")
        .order_by("asked_at")
    )
    for review in asked[:MOST]:
        yield DeskItem(
            title=review.cycle.title,
            detail=_("You are quoted in the annual review. You may look, and need not answer."),
            url=reverse("reviews:quotations", args=[review.pk]),
            action=_("See how you are quoted"),
            since=review.asked_at,
            due=review.cycle.end_of(review.until),
            language=review.language,
        )


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
