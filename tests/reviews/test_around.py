"""Who is told, what waits on whose desk, what can be found."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.search.models import SearchEntry
from gfmd_platform.stakeholders.desk import desk_of
from reviews import operations
from tests.people import Someone

from .test_pages import approve, published, send, text_of
from .world import NOW, World

pytestmark = pytest.mark.django_db


def mails(template: str) -> list[Mail]:
    deliver_due(now=NOW + dt.timedelta(days=1))
    return list(Mail.objects.filter(template=template).order_by("to"))


def waits_for(someone: Someone) -> list[str]:
    return [
        f"{section.code}: {item.action}"
        for section in desk_of(someone.actor)
        for item in section.items
        if "review" in item.url
    ]


def test_the_chair_is_asked_by_mail_and_on_its_desk(world: World, chair: Someone) -> None:
    assert waits_for(world.support_unit) == ["yours: Compile"]
    send(world)
    assert waits_for(chair) == ["yours: Read it and answer"]
    assert waits_for(world.support_unit) == ["theirs: Look at it"]
    (mail,) = mails("reviews/sent")
    assert mail.to == chair.person.email  # type: ignore[union-attr]
    assert f"/reviews/{world.review.pk}/approval/" in mail.body_text


def test_the_support_unit_reads_the_answer(world: World, chair: Someone) -> None:
    review = send(world)
    operations.return_with_words(
        review_id=review.pk,
        revision=review.revision,
        words="Name the regions.",
        by=chair.actor,
        now=NOW,
    )
    (mail,) = mails("reviews/returned")
    assert mail.to == world.support_unit.person.email  # type: ignore[union-attr]
    assert "Name the regions." in mail.body_text
    assert waits_for(chair) == []


def test_those_who_reported_learn_where_it_stands(world: World, chair: Someone) -> None:
    approve(world, chair)
    assert mails("reviews/approved")[0].to == world.support_unit.person.email  # type: ignore[union-attr]
    assert waits_for(world.support_unit) == ["yours: Publish it"]
    operations.publish(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)
    told = {mail.to for mail in mails("reviews/published")}
    reporters = (world.arvania, world.belmora, world.harbour, world.quiet)
    assert told == {r.person.email for r in reporters}  # type: ignore[union-attr]
    assert waits_for(world.support_unit) == []


def test_an_edition_can_be_found_from_the_moment_it_is_public(
    world: World, chair: Someone, visitor: Someone
) -> None:
    approve(world, chair)
    assert not SearchEntry.objects.filter(kind="review").exists()
    operations.publish(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)
    entry = SearchEntry.objects.get(kind="review")
    assert entry.url == f"/reviews/{world.review.pk}/"
    assert "Review of 2027" in text_of(visitor.client.get("/search/?q=reported&kind=review"))


def test_the_page_of_the_cycle_leads_to_its_review(
    world: World, chair: Someone, visitor: Someone
) -> None:
    page = f"/cycles/{world.cycle.pk}/"
    assert "The review of this cycle" not in text_of(visitor.client.get(page))
    published(world, chair)
    assert f"/reviews/{world.review.pk}/" in visitor.client.get(page).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_reviews_costs_the_same_for_one_as_for_three(
    rows: int, world: World, chair: Someone, visitor: Someone, django_assert_num_queries: Any
) -> None:
    from .world import make_cycle

    published(world, chair)
    for number in range(1, rows):
        cycle = make_cycle(world.support_unit, title=f"Review {number}", year=2027 + number)
        world.review = operations.begin_review(
            cycle_id=cycle.pk, by=world.support_unit.actor, now=NOW
        )
        published(world, chair)
    with django_assert_num_queries(2):
        page = visitor.client.get("/reviews/")
    assert len(page.context["page"].object_list) == rows
    with django_assert_num_queries(1):
        assert len(visitor.api.get("/api/v1/reviews/").data["results"]) == rows
