"""Mail to those who are consulted, and to the Support Unit about what they say."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from commitments.models import ReportVersion
from gfmd_platform.cycles.deadlines import deadline_words
from gfmd_platform.ledger.models import Event
from gfmd_platform.stakeholders.models import Person
from gfmd_platform.stakeholders.queries import focal_points, support_unit_addresses

from .mails import chair_focal_points, mail_all, review_of
from .models import Objection, Quotation, QuotationCheck
from .objections import still_printed


def on_check(event: Event) -> None:
    """Whoever is quoted is asked to look at their words."""
    review = review_of(event)
    check = QuotationCheck.objects.get(pk=event.data["check"])
    for person in people_of(_quoted(check.compilation_id)):
        mail_all(
            event,
            review,
            "reviews/quotation_check",
            [person],
            link=reverse("reviews:quotations", args=[review.pk]),
            **deadline_words(review.cycle, check.until, person),
        )


def on_object(event: Event) -> None:
    """The Support Unit learns of an objection, and the Chair that it must read again."""
    review = review_of(event)
    objection = Objection.objects.select_related("stakeholder").get(pk=event.data["objection"])
    reopened = event.data.get("reopened", False)
    mail_all(
        event,
        review,
        "reviews/objection",
        support_unit_addresses(),
        link=reverse("reviews:consultation", args=[review.pk]),
        stakeholder=objection.stakeholder.name,
        reopened=reopened,
        public=still_printed().filter(pk=objection.pk).exists(),
    )
    if reopened:
        link = reverse("reviews:approval", args=[review.pk])
        mail_all(event, review, "reviews/reopened", chair_focal_points(), link=link)


def people_of(stakeholder_ids: Iterable[UUID]) -> list[Person]:
    """The focal points of stakeholders, each once."""
    return list({s.person_id: s.person for s in focal_points(stakeholder_ids)}.values())


def _quoted(compilation_id: UUID) -> set[UUID]:
    """Stakeholders whose words a compilation quotes, all of them where they signed jointly."""
    said = Quotation.objects.filter(compilation=compilation_id)
    alone = said.filter(source__kind="report").values_list("source__owner_id", flat=True)
    joint = said.filter(source__kind="joint_report").values("source__version_id")
    parties = ReportVersion.objects.filter(pk__in=joint).values_list(
        "subject__stakeholder", "co_signatories__stakeholder"
    )
    return {s for s in (*alone, *(s for pair in parties for s in pair)) if s is not None}


CONSUMERS = {
    "reviews.quotation_check": (["review.check_quotations"], on_check),
    "reviews.objection": (["review.object"], on_object),
}
