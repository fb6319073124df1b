"""Publication at a set time: by itself, once, cancellable before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.models import Event
from reviews import operations
from reviews.enums import ReviewState
from reviews.models import Edition, Review
from tests.people import Someone

from .test_around import waits_for
from .test_pages import approve, send, text_of
from .world import NOW, World

pytestmark = pytest.mark.django_db

AT = dt.datetime(2030, 1, 15, 13, 30, tzinfo=dt.UTC)  # 14:30 in Geneva
WORDS = "15 January 2030, 14:30 (Europe/Zurich time)"


def schedule(world: World, **more: Any) -> Review:
    values = {
        "day": dt.date(2030, 1, 15),
        "time": dt.time(14, 30),
        "time_zone": "Europe/Zurich",
        "by": world.support_unit.actor,
    } | more
    return operations.schedule_publication(review_id=world.review.pk, now=NOW, **values)


def test_it_is_published_by_itself_at_the_set_time_and_once(
    world: World, chair: Someone, visitor: Someone
) -> None:
    approve(world, chair)
    base = f"/support/reviews/{world.review.pk}/"
    unit = world.support_unit.client
    form = {"day_day": "15", "day_month": "1", "day_year": "2030", "time": "14:30"}
    zone = {"time_zone": "Europe/Zurich"}
    assert unit.post(f"{base}schedule/", form | {"time": "noon"} | zone).status_code == 200
    assert unit.post(f"{base}schedule/", form | zone).status_code == 302
    assert Review.unscoped.get(pk=world.review.pk).publish_at == AT
    for someone, page in (
        (world.support_unit, base),
        (world.support_unit, f"{base}publish/"),
        (world.support_unit, f"{base}preview/"),
        (world.support_unit, "/desk/"),
        (world.support_unit, "/support/"),
        (chair, f"/reviews/{world.review.pk}/approval/"),
    ):
        assert WORDS in text_of(someone.client.get(page)), page
    assert waits_for(world.support_unit) == ["theirs: Look at it"]
    assert operations.publish_due(now=AT - dt.timedelta(seconds=1)) == 0
    assert operations.publish_due(now=AT) == 1
    assert operations.publish_due(now=AT) == 0
    edition = Edition.objects.get()
    assert edition.at == AT
    review = Review.unscoped.get(pk=world.review.pk)
    assert (review.state, review.publish_at) == (ReviewState.PUBLISHED, None)
    assert Event.objects.get(verb="review.publish").actor_ref is None
    assert visitor.client.get(f"/reviews/{review.pk}/").status_code == 200


def test_it_can_be_called_off_and_ends_with_the_approval(world: World, chair: Someone) -> None:
    review = send(world)
    with pytest.raises(WrongState):
        schedule(world)
    approval = operations.approve(
        review_id=review.pk, revision=review.revision, by=chair.actor, now=NOW
    )
    schedule(world)
    assert operations.publish_due(now=AT) == 0, "its files are not made yet"
    operations.render_files(approval_id=approval.pk, now=NOW)
    call = {"review_id": review.pk, "by": world.support_unit.actor, "now": NOW}
    operations.cancel_publication(**call)
    with pytest.raises(WrongState):
        operations.cancel_publication(**call)
    assert operations.publish_due(now=AT) == 0
    schedule(world)
    operations.take_back(**call)
    assert operations.publish_due(now=AT) == 0
    assert not Edition.objects.exists()


def test_a_time_that_cannot_be_is_refused(world: World, chair: Someone) -> None:
    approve(world, chair)
    for wrong, field in (
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"day": dt.date(2026, 11, 23)}, "time"),
        ({"day": dt.date(2030, 3, 31), "time": dt.time(2, 30)}, "time"),
    ):
        with pytest.raises(Invalid) as refusal:
            schedule(world, **wrong)
        assert set(refusal.value.errors) == {field}
    with pytest.raises(NotVisible):
        schedule(world, by=world.arvania.actor)


def test_a_time_is_set_by_api(world: World, chair: Someone) -> None:
    approve(world, chair)
    path = f"/api/v1/reviews/{world.review.pk}/schedule/"
    sent = {"day": "2030-01-15", "time": "14:30", "time_zone": "Europe/Zurich"}
    work = world.support_unit.api.post(path, sent).json()["work"]
    assert (work["publish_at"], work["publish_time_zone"]) == (
        "2030-01-15T13:30:00+00:00",
        "Europe/Zurich",
    )
    assert world.support_unit.api.delete(path).json()["work"]["publish_at"] is None
    assert chair.api.post(path, sent).status_code == 403
