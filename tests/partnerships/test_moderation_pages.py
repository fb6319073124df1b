"""The Support Unit's queue of examples on screen."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from partnerships.operations import examples as operations
from tests.people import Someone

from .examples import (
    NOW,
    OBJECTIVE,
    again,
    ask,
    publish,
    published,
    submit,
    submitted,
)
from .pages import page

pytestmark = pytest.mark.django_db


def test_the_queue_shows_the_oldest_first_and_only_to_moderators(
    submitter: Someone, focal_point: Someone, support_unit: Someone, chair: Someone
) -> None:
    for title in ("First come", "Second come"):
        submitted(submitter, title=title)
    shown = page(support_unit, "/moderation/")
    assert shown.index("First come") < shown.index("Second come")
    assert "Nothing waits" in page(chair, "/moderation/")
    page(submitter, "/moderation/", 404)


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_asks_the_same_number_of_queries_whatever_its_length(
    submitter: Someone, support_unit: Someone, django_assert_num_queries: Any, number: int
) -> None:
    for n in range(number):
        submitted(submitter, title=f"Example {n}")
    page(support_unit, "/moderation/")
    with django_assert_num_queries(7):
        page(support_unit, "/moderation/")


def test_an_update_is_read_beside_what_is_public(submitter: Someone, support_unit: Someone) -> None:
    example = published(submitter, support_unit, lessons="Begin small.")
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values={"lessons": "Begin big."},
        by=submitter.actor,
        now=NOW,
    )
    submit(example, submitter)
    shown = page(support_unit, f"/moderation/{example.pk}/")
    assert "Begin small." in shown
    assert re.search(r"<ins>.*big.*</ins>", shown)


def test_changes_are_asked_by_field_and_the_author_sees_them_beside_it(
    submitter: Someone, support_unit: Someone
) -> None:
    example = submitted(submitter)
    address = f"/moderation/{example.pk}/"
    version = str(example.submitted_version_id)
    incomplete = {"version": version, "results-reason": "evidence", "results-text": ""}
    response = support_unit.client.post(f"{address}request_changes/", incomplete)
    assert response.status_code == 422
    assert 'href="#id_results-text"' in response.content.decode()
    complete = {**incomplete, "results-text": "How do you know? <b>Really</b>"}
    assert support_unit.client.post(f"{address}request_changes/", complete).status_code == 302
    shown = page(submitter, f"/examples/{example.pk}/edit/")
    assert "It is not said how the result is known" in shown
    assert "How do you know? &lt;b&gt;" in shown
    assert "How do you know?" in page(submitter, f"/examples/{example.pk}/status/")


def test_a_states_entry_offers_no_more_than_the_formal_check(
    focal_point: Someone, support_unit: Someone, chair: Someone
) -> None:
    example = submitted(focal_point)
    address = f"/moderation/{example.pk}/"
    shown = page(support_unit, address)
    assert "formal check only" in shown
    assert "Decline with this reason" not in shown
    assert "It is not said how the result is known" not in shown
    version = {"version": str(example.submitted_version_id)}
    declined = {**version, "decline-reason": "No"}
    assert support_unit.client.post(f"{address}decline/", declined).status_code == 403
    assert support_unit.client.post(f"{address}refer/", version).status_code == 422
    referred = {**version, "refer-reason": "It accuses another State."}
    assert support_unit.client.post(f"{address}refer/", referred).status_code == 302
    assert "It accuses another State." in page(chair, address)
    assert "With the Chair-in-Office" in page(support_unit, "/moderation/")
    assert chair.client.post(f"{address}publish/", version).status_code == 302
    assert again(example).state == "published"


def test_publishing_what_was_not_read_is_refused(submitter: Someone, support_unit: Someone) -> None:
    example = submitted(submitter)
    for version in (str(uuid4()), "", "x"):
        response = support_unit.client.post(
            f"/moderation/{example.pk}/publish/", {"version": version}
        )
        assert response.status_code == 409
    assert again(example).published_version is None


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_pages_behind_the_sign_in_ask_a_constant_number_of_queries(
    submitter: Someone, support_unit: Someone, django_assert_num_queries: Any, rounds: int
) -> None:
    example = submitted(submitter, objectives=[OBJECTIVE])
    for _ in range(rounds - 1):
        ask(again(example), support_unit)
        submit(example, submitter)
    moderating = f"/moderation/{example.pk}/"
    page(support_unit, moderating)
    with django_assert_num_queries(12):
        page(support_unit, moderating)
    ask(again(example), support_unit)
    page(submitter, f"/examples/{example.pk}/status/")
    for path, number in (("edit/", 11), ("check/", 9), ("status/", 8)):
        with django_assert_num_queries(number):
            page(submitter, f"/examples/{example.pk}/{path}")
    publish(submit(example, submitter), support_unit)
    with django_assert_num_queries(12):
        page(submitter, f"/examples/{example.pk}/")
