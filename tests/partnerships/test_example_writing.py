"""Examples written and submitted on screen."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from partnerships.models import Example, ExampleVersion
from tests.people import Someone, seat, sign_in

from .examples import (
    COUNTRY,
    NOW,
    again,
    draft,
    form_data,
    published,
    values,
)
from .pages import found, page

pytestmark = pytest.mark.django_db


def test_an_example_is_written_checked_and_submitted_in_one_sitting(submitter: Someone) -> None:
    form = page(submitter, "/examples/new/")
    key = found(r'name="key" value="([0-9a-f-]{36})"', form)
    response = submitter.client.post("/examples/new/", form_data(key=key, check="yes"))
    assert response.status_code == 302, response.content.decode()[:3000]
    assert response["Location"] == f"/examples/{key}/check/"
    shown = page(submitter, response["Location"])
    assert values()["summary"] in shown
    assert "April 2019" in shown
    assert "goes to the Support Unit" in shown
    response = submitter.client.post(f"/examples/{key}/check/", {"revision": "1"}, follow=True)
    assert "The Support Unit reads it next" in response.content.decode()
    assert ExampleVersion.objects.get().no == 1


def test_the_same_form_sent_from_two_tabs_makes_one_draft_and_one_version(
    submitter: Someone,
) -> None:
    key = str(uuid4())
    for _ in range(2):
        response = submitter.client.post("/examples/new/", form_data(key=key))
        assert response.status_code == 302
    for _ in range(2):
        response = submitter.client.post(f"/examples/{key}/check/", {"revision": "1"})
        assert response["Location"] == f"/examples/{key}/status/"
    assert Example.unscoped.count() == 1
    assert ExampleVersion.objects.count() == 1


def test_wrong_values_stay_in_the_form_and_the_summary_leads_to_their_fields(
    submitter: Someone,
) -> None:
    data = form_data(
        title="x" * 300,
        since_year="last year",
        links="https://example.org\nnot a link",
        kind="rumour",
    )
    response = submitter.client.post("/examples/new/", data)
    shown = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_since"' in shown
    assert 'href="#id_kind"' in shown
    assert "last year" in shown
    assert "not a link" in shown
    assert not Example.unscoped.exists()
    data = form_data(title="x" * 300, links="https://example.org\nnot a link")
    shown = submitter.client.post("/examples/new/", data).content.decode()
    assert 'href="#id_title"' in shown
    assert 'href="#id_links"' in shown
    assert "x" * 300 in shown


def test_null_bytes_are_refused_in_words(submitter: Someone) -> None:
    response = submitter.client.post("/examples/new/", form_data(summary="a\x00b"))
    assert response.status_code == 422
    assert "Null characters are not allowed" in response.content.decode()


def test_what_is_missing_is_said_before_submitting_and_leads_to_the_fields(
    submitter: Someone,
) -> None:
    example = draft(submitter, title="", action_areas=[])
    shown = page(submitter, f"/examples/{example.pk}/check/")
    assert f"/examples/{example.pk}/edit/#id_title" in shown
    assert f"/examples/{example.pk}/edit/#id_action_areas" in shown
    assert "Submit to the Support Unit" not in shown
    response = submitter.client.post(f"/examples/{example.pk}/check/", {"revision": "1"})
    assert response.status_code == 422
    assert 'id="id_action_areas"' in page(submitter, f"/examples/{example.pk}/edit/")


def test_a_contributor_is_told_who_submits(colleague: Someone, focal_point: Someone) -> None:
    example = draft(colleague)
    shown = page(colleague, f"/examples/{example.pk}/check/")
    assert "A focal point of Arvania submits" in shown
    assert "Submit to the Support Unit" not in shown
    response = colleague.client.post(f"/examples/{example.pk}/check/", {"revision": "1"})
    assert response.status_code == 403


def test_two_people_saving_one_draft_see_both_texts(
    focal_point: Someone, colleague: Someone
) -> None:
    example = draft(focal_point)
    address = f"/examples/{example.pk}/edit/"
    colleague.client.post(address, form_data(lessons="What the colleague learnt."))
    response = focal_point.client.post(address, form_data(lessons="What the focal point learnt."))
    shown = response.content.decode()
    assert response.status_code == 409
    assert "What the colleague learnt." in shown
    assert "What the focal point learnt." in shown
    assert again(example).lessons == "What the colleague learnt."
    revision = found(r'name="revision" value="(\d+)"', shown)
    data = form_data(lessons="Both lessons.", revision=revision)
    assert focal_point.client.post(address, data).status_code == 302
    assert again(example).lessons == "Both lessons."


def test_text_sent_after_the_session_ended_waits_for_its_writer(submitter: Someone) -> None:
    example = draft(submitter)
    address = f"/examples/{example.pk}/edit/"
    browser = Client()
    response = browser.post(address, form_data(lessons="Written for an hour."))
    assert response.status_code == 302
    assert "login" in response["Location"]
    assert again(example).lessons == ""
    sign_in(browser, submitter.person)
    shown = browser.get(address).content.decode()
    assert "Written for an hour." in shown
    assert "This text is not saved yet" in shown
    assert "Written for an hour." not in browser.get(address).content.decode()


def test_each_field_is_saved_while_it_is_written(submitter: Someone) -> None:
    key = str(uuid4())
    address = f"/examples/{key}/autosave/"
    begin = f"{address}?for={submitter.stakeholder.pk}"

    def save(to: str, **data: Any) -> Any:
        return submitter.client.post(to, data)

    first = save(begin, field="title", value="Night school", revision="1")
    assert first.json()["revision"] == 1
    second = save(begin, field="summary", value="Evening courses", revision="1")
    assert second.json()["revision"] == 2
    parts = {"since_day": "", "since_month": "4", "since_year": "2019"}
    assert save(address, field="since", revision="2", **parts).json()["revision"] == 3
    assert save(address, field="countries", value=[COUNTRY], revision="3").status_code == 200
    assert save(address, field="countries", revision="4").status_code == 200
    example = Example.unscoped.get()
    assert (example.title, example.summary, example.since) == (
        "Night school",
        "Evening courses",
        "2019-04",
    )
    assert not example.places.exists()
    stale = save(address, field="title", value="Late", revision="2")
    assert stale.status_code == 409
    assert stale.json()["theirs"] == {"title": "Night school"}
    assert save(address, field="kind", value="rumour", revision="5").status_code == 422
    assert save(address, field="state", value="published", revision="5").status_code == 400
    assert save(address, field="title", value="No number", revision="x").status_code == 400
    assert Client().post(address, {"field": "title"}).status_code == 401


def test_consequences_are_named_before_a_step_that_cannot_be_undone(
    submitter: Someone, support_unit: Someone
) -> None:
    example = published(submitter, support_unit)
    address = f"/examples/{example.pk}/withdraw/"
    assert "leaves the public pages" in page(submitter, address)
    assert again(example).published_version is not None
    submitter.client.post(address)
    assert again(example).published_version is None
    mine = draft(submitter)
    assert "deleted for good" in page(submitter, f"/examples/{mine.pk}/discard/")
    submitter.client.post(f"/examples/{mine.pk}/discard/")
    assert not Example.unscoped.filter(pk=mine.pk).exists()


def test_a_step_that_no_longer_applies_is_refused_in_words(submitter: Someone) -> None:
    example = draft(submitter)
    response = submitter.client.post(f"/examples/{example.pk}/recall/")
    assert response.status_code == 409
    assert "This step does not apply" in response.content.decode()


def test_who_has_no_seat_is_told_how_to_take_part(support_unit: Someone, visitor: Someone) -> None:
    assert "How to take part" in page(support_unit, "/examples/new/", 403)
    response = visitor.client.get("/examples/new/")
    assert response.status_code == 302


def test_who_has_several_seats_says_for_whom_they_write(submitter: Someone) -> None:
    other = seat(submitter.stakeholder)
    from tests.people import StakeholderFactory

    second = StakeholderFactory(name="Second Network")
    other.person.memberships.create(
        stakeholder=second, role="contributor", since=NOW.date().replace(year=2020)
    )
    assert "Whose example is it?" in page(other, "/examples/new/")
    address = f"/examples/new/?for={second.pk}"
    assert "Second Network" in page(other, address)
    other.client.post(address, form_data(key=str(uuid4())))
    assert Example.unscoped.get().record.owner_id == second.pk
