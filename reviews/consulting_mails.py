"""Mail to those who are consulted, and to the Support Unit about what they say."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from commitments.models import ReportVersion
from gfmd_platform.cycles.deadlines import deadline_words
from gfmd_platform.ledger.models import Event
from gfmd_platform.stakeholders.models import GroupMembership, Person
from gfmd_platform.stakeholders.queries import focal_points, support_unit_addresses

from .mails import chair_focal_points, mail_all, review_of
from .models import ConsultationRound, Objection, Quotation, QuotationCheck
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


def on_round(event: Event) -> None:
    """The group is told that it can read the text; those without a comment, that it closes."""
    review = review_of(event)
    round_ = ConsultationRound.objects.select_related("group").get(pk=event.data["round"])
    members = GroupMembership.objects.current().filter(group=round_.group)
    asked = set(members.values_list("stakeholder_id", flat=True)) - {None}
    template = "reviews/round_opened"
    if event.verb == "review.remind_round":
        template = "reviews/round_reminder"
        asked -= set(round_.comments.values_list("stakeholder_id", flat=True))
    for person in people_of(asked):
        with translation.override(person.language):
            group = str(round_.group)
        mail_all(
            event,
            review,
            template,
            [person],
            link=reverse("reviews:round", args=[review.pk, round_.pk]),
            group=group,
            **deadline_words(review.cycle, round_.closes_on, person),
        )


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
    "reviews.round": (["review.open_round", "review.remind_round"], on_round),
    "reviews.objection": (["review.object"], on_object),
}
