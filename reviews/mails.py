"""Which mail follows which event of a review. Words stand in templates/mail/reviews/."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from commitments.models import ReportVersion
from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.enums import GroupCode
from gfmd_platform.stakeholders.models import GroupMembership, Person
from gfmd_platform.stakeholders.queries import focal_points, support_unit_addresses

from .models import Approval, Edition, Review


def on_send(event: Event) -> None:
    """The focal points of the Chair-in-Office have a text to read."""
    review = review_of(event)
    mail_all(
        event,
        review,
        "reviews/sent",
        chair_focal_points(),
        link=reverse("reviews:approval", args=[review.pk]),
    )


def on_answer(event: Event) -> None:
    """The Support Unit learns what the Chair-in-Office decided, and in which words."""
    review = review_of(event)
    approval = Approval.objects.get(pk=event.data["approval"])
    mail_all(
        event,
        review,
        f"reviews/{approval.verdict}",
        support_unit_addresses(),
        link=reverse("reviews:workspace", args=[review.pk]),
        words=approval.words,
    )


def on_failed(event: Event) -> None:
    review = review_of(event)
    mail_all(
        event,
        review,
        "reviews/failed",
        support_unit_addresses(),
        link=reverse("reviews:workspace", args=[review.pk]),
    )


def on_publish(event: Event) -> None:
    """Those who reported learn where their words and figures now stand."""
    review = review_of(event)
    edition = Edition.objects.get(review=review, no=event.data["edition"])
    reporters = edition.compilation.sources.filter(kind="report").values_list("owner_id", flat=True)
    signed = edition.compilation.sources.filter(kind="joint_report").values("version_id")
    joint = ReportVersion.objects.filter(pk__in=signed).values_list(
        "subject__stakeholder", "co_signatories__stakeholder"
    )
    told = set(reporters) | {pk for pair in joint for pk in pair}
    seats = focal_points([pk for pk in told if pk is not None])
    mail_all(
        event,
        review,
        "reviews/published",
        {seat.person_id: seat.person for seat in seats}.values(),
        link=reverse("reviews:edition", args=[review.pk, edition.no]),
        edition=edition.no,
        note=edition.note,
    )


def chair_focal_points() -> Iterable[Person]:
    chairs = GroupMembership.objects.current().filter(group=GroupCode.CHAIR_IN_OFFICE)
    seats = focal_points(list(chairs.values_list("stakeholder_id", flat=True)))
    return {seat.person_id: seat.person for seat in seats}.values()


def review_of(event: Event) -> Review:
    review: Review = Review.unscoped.select_related("cycle").get(pk=event.record_id)
    return review


def mail_all(
    event: Event, review: Review, template: str, to: Iterable[Person], **context: Any
) -> None:
    for person in to:
        queue_mail(
            key=f"{template}:{event.pk}:{person.pk}",
            to=person.email,
            language=person.language,
            template=template,
            context={"name": person.name, "review": review.cycle.title, **context},
            now=event.at,
            record_id=review.pk,
        )


CONSUMERS = {
    "reviews.sent": (["review.send"], on_send),
    "reviews.answered": (["review.approve", "review.return"], on_answer),
    "reviews.failed": (["review.compilation_failed"], on_failed),
    "reviews.published": (["review.publish"], on_publish),
}
