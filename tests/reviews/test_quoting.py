"""Reporters see how they are quoted; what they object to is printed nowhere from then on."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.storage import default_storage

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.ledger.models import Event
from reviews import operations
from reviews.enums import ReviewState
from reviews.models import Objection, Review
from reviews.verification import verify_edition
from tests.people import Someone, seat

from .test_around import mails, waits_for
from .test_joint_sources import sign
from .test_pages import approve, approve_sent, published, send, text_of
from .world import LATER, NOW, World, compile_now, document_of, make_cycle, reporter

pytestmark = pytest.mark.django_db

UNTIL = dt.date(2030, 1, 15)
NURSES = "Nurses waited eleven weeks, down from thirty."


def ask(world: World) -> None:
    operations.open_quotation_check(
        review_id=world.review.pk, until=UNTIL, by=world.support_unit.actor, now=NOW
    )


def quotation(world: World, who: str = "arvania", key: str = "a_key_message") -> str:
    return f"{world.reports[who].pk}:{key}"


def object_(world: World, **more: Any) -> Objection:
    values = {"quotation": quotation(world), "by": world.arvania.actor, "now": NOW} | more
    return operations.object_to_quotation(review_id=world.review.pk, **values)


def state(world: World) -> str:
    return Review.unscoped.get(pk=world.review.pk).state


def test_those_quoted_are_asked_once_the_support_unit_opens_the_check(
    world: World, visitor: Someone
) -> None:
    page = f"/reviews/{world.review.pk}/quotations/"
    compile_now(world.review, world.support_unit)
    assert world.arvania.client.get(page).status_code == 404
    with pytest.raises(Invalid):
        operations.open_quotation_check(
            review_id=world.review.pk,
            until=NOW.date() - dt.timedelta(days=1),
            by=world.support_unit.actor,
            now=NOW,
        )
    with pytest.raises(NotVisible):
        operations.open_quotation_check(
            review_id=world.review.pk, until=UNTIL, by=world.arvania.actor, now=NOW
        )
    ask(world)
    told = {mail.to for mail in mails("reviews/quotation_check")}
    quoted = (world.arvania, world.harbour)
    assert told == {one.person.email for one in quoted}  # type: ignore[union-attr]
    assert waits_for(world.arvania) == ["yours: See how you are quoted"]
    assert waits_for(world.belmora) == []
    shown = text_of(world.arvania.client.get(page))
    assert NURSES in shown and "Platforms hire" not in shown
    for stranger in (world.belmora, world.quiet):
        assert stranger.client.get(page).status_code == 404
    assert visitor.client.get(page).status_code == 302
    colleague = seat(world.arvania.stakeholder, role="contributor")
    assert colleague.client.get(page).status_code == 404
    before = Event.objects.count()
    world.arvania.client.get(page)
    assert Event.objects.count() == before, "looking is not recorded"


def test_an_objection_removes_the_quotation_from_every_format(
    world: World, chair: Someone, visitor: Someone
) -> None:
    compile_now(world.review, world.support_unit)
    ask(world)
    page = f"/reviews/{world.review.pk}/quotations/"
    sent = {"quotation": quotation(world), "words": "Not cleared.", "answer": "object"}
    assert world.arvania.client.post(page, sent).status_code == 302
    assert "You objected" in text_of(world.arvania.client.get(page))
    support = f"/support/reviews/{world.review.pk}"
    assert "Not cleared." in text_of(world.support_unit.client.get(f"{support}/consultation/"))
    (mail,) = mails("reviews/objection")
    assert "Not cleared" not in mail.body_text
    edition = published(world, chair)
    assert NURSES not in text_of(world.support_unit.client.get(f"{support}/preview/"))
    shown = text_of(visitor.client.get(f"/reviews/{world.review.pk}/"))
    assert NURSES not in shown and "Heat drives people" in shown
    assert "1 quotation is left out" in shown
    answer = visitor.api.get(f"/api/v1/reviews/{world.review.pk}/editions/1/").content.decode()
    assert "Nurses waited" not in answer and "Not cleared" not in answer
    for file in edition.files.select_related("stored"):
        with default_storage.open(file.stored.name) as opened:
            content = opened.read()
        if file.format == "json":
            assert NURSES not in json.dumps(json.loads(content), ensure_ascii=False)
    stored = document_of(edition.compilation)["parts"]["voices"]["quotations"]
    assert NURSES in {q["text"] for q in stored}, "the compiled document stays as it is"
    assert verify_edition(edition).breaches == []


def test_nobody_objects_for_another(world: World) -> None:
    compile_now(world.review, world.support_unit)
    ask(world)
    for someone in (world.harbour, world.support_unit):
        with pytest.raises((NotVisible, NotAllowed)):
            object_(world, by=someone.actor)
    with pytest.raises(Invalid):
        object_(world, words="x" * 2001)
    assert not Objection.objects.exists()


def test_an_objection_is_withdrawn_until_the_chair_has_approved(
    world: World, chair: Someone
) -> None:
    compile_now(world.review, world.support_unit)
    ask(world)
    assert object_(world) == object_(world)

    def withdraw() -> None:
        operations.withdraw_objection(
            review_id=world.review.pk, quotation=quotation(world), by=world.arvania.actor, now=NOW
        )

    withdraw()
    with pytest.raises(NotVisible):
        withdraw()
    object_(world)
    approve(world, chair)
    with pytest.raises(WrongState):
        withdraw()


def test_an_objection_after_the_approval_asks_the_chair_again(
    world: World, chair: Someone, visitor: Someone
) -> None:
    compile_now(world.review, world.support_unit)
    ask(world)
    approve(world, chair)
    object_(world)
    assert state(world) == ReviewState.WITH_CHAIR
    assert len(mails("reviews/reopened")) == 1
    with pytest.raises(WrongState):
        operations.publish(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)
    approve_sent(world, chair)
    operations.publish(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)
    assert NURSES not in text_of(visitor.client.get(f"/reviews/{world.review.pk}/"))


def test_what_the_chair_read_before_an_objection_cannot_be_approved(
    world: World, chair: Someone
) -> None:
    compile_now(world.review, world.support_unit)
    ask(world)
    read = send(world).revision
    object_(world)
    with pytest.raises(StaleRevision):
        operations.approve(review_id=world.review.pk, revision=read, by=chair.actor, now=NOW)


def test_an_objection_to_a_public_edition_asks_for_a_corrected_one(
    world: World, chair: Someone, visitor: Someone
) -> None:
    published(world, chair)
    object_(world, now=LATER)
    assert state(world) == ReviewState.PUBLISHED
    (mail,) = mails("reviews/objection")
    assert "corrected" in mail.body_text
    support = f"/support/reviews/{world.review.pk}/consultation/"
    assert "A corrected edition is asked for" in text_of(world.support_unit.client.get(support))
    assert waits_for(world.support_unit) == ["yours: Prepare a corrected edition"]
    operations.prepare_correction(
        review_id=world.review.pk,
        note="A quotation is left out.",
        by=world.support_unit.actor,
        now=LATER,
    )
    operations.send_to_chair(review_id=world.review.pk, by=world.support_unit.actor, now=LATER)
    approve_sent(world, chair, now=LATER + dt.timedelta(hours=1))
    operations.publish(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)
    old = text_of(visitor.client.get(f"/reviews/{world.review.pk}/editions/1/"))
    assert NURSES in old and "There is a newer edition" in old
    assert NURSES not in text_of(visitor.client.get(f"/reviews/{world.review.pk}/"))
    assert waits_for(world.support_unit) == []


def test_the_same_words_in_a_later_version_are_still_left_out(world: World) -> None:
    """Compiling again makes other quotations of the same words."""
    compile_now(world.review, world.support_unit)
    ask(world)
    object_(world)
    compile_now(world.review, world.support_unit)
    shown = text_of(world.support_unit.client.get(f"/support/reviews/{world.review.pk}/preview/"))
    assert NURSES not in shown


def test_objecting_by_api_is_the_same(world: World) -> None:
    compile_now(world.review, world.support_unit)
    base = f"/api/v1/reviews/{world.review.pk}"
    asked = world.support_unit.api.post(f"{base}/consultation/", {"until": "2030-01-15"})
    assert asked.status_code == 201
    listed = world.arvania.api.get(f"{base}/quotations/").json()["quotations"]
    assert {q["text"] for q in listed} >= {NURSES}
    chosen = {"quotation": quotation(world)}
    answer = world.arvania.api.post(f"{base}/object/", chosen).json()
    assert [q["id"] for q in answer["quotations"] if q["objection"]] == [chosen["quotation"]]
    assert len(world.support_unit.api.get(f"{base}/consultation/").json()["objections"]) == 1
    answer = world.arvania.api.post(f"{base}/withdraw-objection/", chosen).json()
    assert not any(q["objection"] for q in answer["quotations"])
    assert world.belmora.api.get(f"{base}/quotations/").status_code == 404


def test_each_author_of_a_joint_report_objects_for_itself(support_unit: Someone) -> None:
    lead, other = reporter("Harbour Society"), reporter("Lantern Union")
    cycle = make_cycle(support_unit)
    sign(cycle, lead, other)
    review = operations.begin_review(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    compile_now(review, support_unit)
    operations.open_quotation_check(
        review_id=review.pk, until=UNTIL, by=support_unit.actor, now=NOW
    )
    base = f"/api/v1/reviews/{review.pk}"
    (said,) = lead.api.get(f"{base}/quotations/").json()["quotations"]
    chosen = {"quotation": said["id"]}
    lead.api.post(f"{base}/object/", {**chosen, "words": "Our ministry has not cleared it."})
    answer = other.api.get(f"{base}/quotations/")
    assert "not cleared" not in answer.content.decode()
    assert "not cleared" not in text_of(other.client.get(f"/reviews/{review.pk}/quotations/"))
    (said,) = answer.json()["quotations"]
    assert (said["objection"], said["others_object"]) == (None, True)
    assert other.api.post(f"{base}/withdraw-objection/", chosen).status_code == 404
    other.api.post(f"{base}/object/", chosen)
    lead.api.post(f"{base}/withdraw-objection/", chosen)
    assert [o.stakeholder_id for o in Objection.objects.filter(withdrawn_at=None)] == [
        other.stakeholder.pk  # type: ignore[union-attr]
    ]
