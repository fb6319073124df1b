"""The text goes to groups of the Forum, who comment; delegations add reservations."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision, WrongState
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.stakeholders.enums import GroupCode
from reviews import operations
from reviews.models import ConsultationRound, Reservation, RoundComment
from reviews.verification import verify_edition
from tests.people import Someone, in_group

from .test_around import mails, waits_for
from .test_files import bytes_of, pdf_text
from .test_pages import approve_sent, text_of
from .world import NOW, World, compile_now

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
LAST = dt.date(2030, 1, 15)
BODY = "They **reported** freely.\n\nMany spoke of fees."
WORDS = "Arvania does not associate itself\nwith “fees” ‹as worded›."


@pytest.fixture
def group(world: World) -> Someone:
    """Arvania and Harbour sit in the Working Group; the review is compiled and introduced."""
    for one in (world.arvania, world.harbour):
        assert one.stakeholder is not None
        in_group(GroupCode.WORKING_GROUP, stakeholder=one.stakeholder)
    compile_now(world.review, world.support_unit)
    write(world, BODY)
    return world.arvania


def write(world: World, body: str, revision: int = 0) -> None:
    operations.write_section(
        review_id=world.review.pk,
        key="introduction",
        body=body,
        revision=revision,
        by=world.support_unit.actor,
        now=NOW,
    )


def plan(world: World, **more: Any) -> ConsultationRound:
    values = {"group": "working_group", "opens_on": TODAY, "closes_on": LAST} | more
    made = operations.plan_round(
        review_id=world.review.pk, by=world.support_unit.actor, now=NOW, **values
    )
    return ConsultationRound.objects.get(pk=made.pk)


def address(world: World, round_: ConsultationRound) -> str:
    return f"/reviews/{world.review.pk}/rounds/{round_.pk}/"


def paragraph(world: World, someone: Someone, round_: ConsultationRound, number: int) -> str:
    """ "introduction:<key>" of a paragraph of the introduction."""
    page = someone.client.get(address(world, round_)).context["page"]
    return f"introduction:{page.places[0].paragraphs[number].key}"


def test_nobody_outside_the_group_sees_text_or_comments(
    world: World, group: Someone, chair: Someone, visitor: Someone
) -> None:
    round_ = plan(world)
    operations.comment(
        round_id=round_.pk, section="introduction", text="Say whose.", by=group.actor, now=NOW
    )
    page = address(world, round_)
    assert visitor.client.get(page).status_code == 302
    for stranger in (world.belmora, world.quiet, chair):
        assert stranger.client.get(page).status_code == 404
        assert stranger.api.get(f"/api/v1{page}").status_code == 404
        assert stranger.api.get(f"/api/v1/reviews/{world.review.pk}/rounds/").json() == {
            "rounds": []
        }
        with pytest.raises(NotVisible):
            operations.comment(
                round_id=round_.pk, section="a", text="Hm.", by=stranger.actor, now=NOW
            )
    for reader in (world.harbour, world.support_unit):
        shown = text_of(reader.client.get(page))
        assert "Many spoke of fees." in shown and "Say whose." in shown


def test_a_round_opens_on_its_day_and_freezes_the_text(world: World, group: Someone) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    round_ = plan(world, opens_on=tomorrow)
    page = address(world, round_)
    assert group.client.get(page).status_code == 404
    assert operations.attend_rounds(now=NOW) == 0
    assert operations.attend_rounds(now=NOW + dt.timedelta(days=1)) == 1
    told = {mail.to for mail in mails("reviews/round_opened")}
    assert told == {one.person.email for one in (group, world.harbour)}  # type: ignore[union-attr]
    assert "yours: Read and comment" in waits_for(group)
    write(world, "They reported.\n\nMany spoke of fees.", revision=1)
    shown = text_of(group.client.get(page))
    assert "freely." in shown, "as it was sent"
    assert "Changed since it was circulated" in shown
    last = LAST - dt.timedelta(days=2)
    late = dt.datetime.combine(last, dt.time(9), dt.UTC)
    operations.comment(round_id=round_.pk, section="b", text="Thank you.", by=group.actor, now=late)
    assert operations.attend_rounds(now=late) == 1
    assert operations.attend_rounds(now=late) == 0, "once"
    deliver_due(now=late)
    (mail,) = mails("reviews/round_reminder")
    assert mail.to == world.harbour.person.email  # type: ignore[union-attr]
    with pytest.raises(WrongState):
        operations.comment(
            round_id=round_.pk,
            section="b",
            text="Too late.",
            by=group.actor,
            now=late + dt.timedelta(days=4),
        )


def test_what_cannot_be_planned_is_refused_by_name(world: World, group: Someone) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    for wrong in (
        {"group": "chair_in_office"},
        {"opens_on": yesterday},
        {"closes_on": yesterday},
    ):
        with pytest.raises(Invalid) as refusal:
            plan(world, **wrong)
        assert set(refusal.value.errors) == set(wrong)
    round_ = plan(world, opens_on=TODAY + dt.timedelta(days=3))
    operations.cancel_round(round_id=round_.pk, by=world.support_unit.actor, now=NOW)
    assert not ConsultationRound.objects.exists()
    opened = plan(world)
    assert plan(world) == opened, "sent twice, planned once"
    with pytest.raises(WrongState):
        operations.cancel_round(round_id=opened.pk, by=world.support_unit.actor, now=NOW)


def test_a_comment_hangs_on_its_paragraph_and_outlives_it(world: World, group: Someone) -> None:
    round_ = plan(world)
    page = address(world, round_)
    on = paragraph(world, group, round_, 1)
    stakeholder = group.stakeholder.pk  # type: ignore[union-attr]
    sent = {"place": on, "text": "Which fees?", "stakeholder": str(stakeholder)}
    assert group.client.post(page, sent).status_code == 302
    assert group.client.post(page, sent).status_code == 302
    found = RoundComment.objects.get()
    assert found.passage == "Many spoke of fees."
    work = f"/support/reviews/{world.review.pk}/rounds/{round_.pk}/"
    unit = world.support_unit
    assert f"#p-{on.replace(':', '-')}" in unit.client.get(work).content.decode()
    write(world, "Before.\n\nThey reported.\n\nMany spoke of fees.", revision=1)
    assert "no longer in the text" not in text_of(unit.client.get(work)), "it has moved"
    write(world, "They reported.\n\nMany spoke of recruitment fees.", revision=2)
    shown = text_of(unit.client.get(work))
    assert "no longer in the text" in shown and "Many spoke of fees." in shown
    assert "yours: Answer the comments" in waits_for(unit)
    answer = {
        "comment": found.pk,
        "revision": 1,
        "outcome": "taken",
        "words": "Recruitment fees are named.",
    }
    assert unit.client.post(work, answer | {"words": ""}).status_code == 200
    assert unit.client.post(work, answer).status_code == 302
    assert "Recruitment fees are named." in text_of(group.client.get(page))
    with pytest.raises(StaleRevision):
        operations.settle_comment(
            comment_id=found.pk,
            revision=1,
            outcome="not_taken",
            words="No.",
            by=unit.actor,
            now=NOW,
        )
    assert "A colleague has answered it meanwhile" in text_of(
        unit.client.post(work, answer | {"words": "Other words."})
    )


def test_a_reservation_is_printed_word_for_word_in_every_format(
    world: World, group: Someone, chair: Someone, visitor: Someone
) -> None:
    page = f"/reviews/{world.review.pk}/reservations/"
    assert group.client.get(page).status_code == 404, "the text did not circulate yet"
    plan(world)
    assert world.harbour.client.get(page).status_code == 404, "no State"
    assert world.belmora.client.get(page).status_code == 404, "not in the group"
    sent = {
        "stakeholder": str(group.stakeholder.pk),  # type: ignore[union-attr]
        "section": "a",
        "text": WORDS,
        "language": "en",
    }
    assert group.client.post(page, sent).status_code == 302
    assert "‹as worded›" in text_of(group.client.get(page))
    review = operations.send_to_chair(
        review_id=world.review.pk, by=world.support_unit.actor, now=NOW
    )
    second = operations.add_reservation(
        review_id=review.pk, text="Withdrawn words.", by=group.actor, now=NOW
    )
    with pytest.raises(StaleRevision):
        operations.approve(review_id=review.pk, revision=review.revision, by=chair.actor, now=NOW)
    operations.withdraw_reservation(reservation_id=second.pk, by=group.actor, now=NOW)
    approve_sent(world, chair)
    with pytest.raises(WrongState):
        operations.withdraw_reservation(
            reservation_id=Reservation.objects.get(withdrawn_at=None).pk,
            by=group.actor,
            now=NOW,
        )
    edition = operations.publish(review_id=review.pk, by=world.support_unit.actor, now=NOW)
    expected = " ".join(WORDS.split())
    web = text_of(visitor.client.get(f"/reviews/{review.pk}/"))
    assert expected in web and "Withdrawn words" not in web
    (printed,) = json.loads(bytes_of(edition, "json"))["reservations"]
    assert printed["text"] == WORDS and printed["by"] == "Arvania"
    assert expected in pdf_text(edition)
    api = visitor.api.get(f"/api/v1/reviews/{review.pk}/editions/1/").json()
    assert api["reservations"][0]["text"] == WORDS
    assert verify_edition(edition).breaches == []


def test_consulting_by_api_is_the_same(world: World, group: Someone) -> None:
    base = f"/api/v1/reviews/{world.review.pk}"
    asked = {"group": "working_group", "opens_on": str(TODAY), "closes_on": "2030-01-15"}
    unit = world.support_unit.api
    asked["opens_on"] = str(dt.date(2029, 1, 1))
    made = unit.post(f"{base}/rounds/", asked)
    assert made.status_code == 201
    waiting = made.json()["rounds"][0]["id"]
    assert unit.delete(f"{base}/rounds/{waiting}/").status_code == 204
    round_ = plan(world)
    one = f"{base}/rounds/{round_.pk}/"
    read = group.api.get(one).json()
    key = read["manuscript"][0]["paragraphs"][0]["key"]
    sent = {"section": "introduction", "paragraph": key, "text": "Fine."}
    made = group.api.post(f"{one}comments/", sent)
    assert made.status_code == 201
    answer = {"outcome": "not_taken", "words": "Nothing to change.", "revision": 1}
    comment = f"{one}comments/{made.json()['id']}/"
    assert group.api.post(comment, answer).status_code == 403
    assert unit.post(comment, answer).json()["comments"][0]["outcome"] == "not_taken"
    added = group.api.post(f"{base}/reservations/", {"text": WORDS})
    assert added.status_code == 201
    reserved = added.json()["reservations"][0]["id"]
    assert group.api.delete(f"{base}/reservations/{reserved}/").status_code == 204
    assert group.api.get(f"{base}/reservations/").json() == {"reservations": []}
    assert world.belmora.api.get(f"{base}/reservations/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_as_for_three(
    rows: int, world: World, group: Someone, django_assert_num_queries: Any
) -> None:
    round_ = plan(world)
    for number in range(rows):
        operations.comment(
            round_id=round_.pk, section="a", text=f"{number}", by=group.actor, now=NOW
        )
        operations.add_reservation(
            review_id=world.review.pk, text=f"{number}", by=group.actor, now=NOW
        )
    support = f"/support/reviews/{world.review.pk}"
    looks = [
        (group, address(world, round_), 11),
        (group, f"/reviews/{world.review.pk}/reservations/", 7),
        (world.support_unit, f"{support}/rounds/{round_.pk}/", 7),
        (world.support_unit, f"{support}/consultation/", 10),
    ]
    for someone, path, number in looks:
        someone.client.get(path)
        with django_assert_num_queries(number):
            assert someone.client.get(path).status_code == 200
