"""Partnerships written and registered on screen."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from partnerships.models import Partnership, PartnershipVersion
from tests.people import LONG_AGO, Someone, StakeholderFactory, sign_in

from .examples import COUNTRY
from .pages import found, page, send
from .ships import (
    again,
    draft,
    due,
    edit,
    form_data,
    plan,
    registered,
    values,
)

pytestmark = pytest.mark.django_db

TITLE = values()["title"]


def test_a_partnership_is_written_checked_and_registered_in_one_sitting(
    focal_point: Someone, visitor: Someone
) -> None:
    form = page(focal_point, "/partnerships/new/")
    key = found(r'name="key" value="([0-9a-f-]{36})"', form)
    where = send(focal_point, "/partnerships/new/", **form_data(key=key, check="yes"))
    assert where == f"/partnerships/{key}/check/"
    shown = page(focal_point, where)
    assert values()["summary"] in shown
    assert "January 2026" in shown
    assert "Everybody can read it at once" in shown
    assert send(focal_point, where, revision="1") == f"/partnerships/{key}/"
    assert TITLE in page(visitor, f"/partnerships/{key}/")
    assert PartnershipVersion.objects.get().no == 1


def test_the_same_form_sent_from_two_tabs_makes_one_draft_and_one_version(
    focal_point: Someone,
) -> None:
    key = str(uuid4())
    for _ in range(2):
        send(focal_point, "/partnerships/new/", **form_data(key=key))
    for _ in range(2):
        assert send(focal_point, f"/partnerships/{key}/check/", revision="1").endswith(f"{key}/")
    assert Partnership.unscoped.count() == PartnershipVersion.objects.count() == 1


def test_wrong_values_stay_in_the_form_and_the_summary_leads_to_their_fields(
    focal_point: Someone,
) -> None:
    data = form_data(since_year="last year", language="klingon", why="Kept words")
    shown = send(focal_point, "/partnerships/new/", 422, **data)
    assert 'href="#id_since"' in shown
    assert 'href="#id_language"' in shown
    assert "last year" in shown
    assert "Kept words" in shown
    shown = send(focal_point, "/partnerships/new/", 422, **form_data(title="x" * 300))
    assert 'href="#id_title"' in shown
    assert "x" * 300 in shown
    shown = send(focal_point, "/partnerships/new/", 422, **form_data(summary="a\x00b"))
    assert "Null characters are not allowed" in shown
    assert not Partnership.unscoped.exists()


def test_what_is_missing_is_said_before_registering_and_leads_to_the_fields(
    focal_point: Someone,
) -> None:
    partnership = draft(focal_point, title="", action_areas=[])
    address = f"/partnerships/{partnership.pk}/check/"
    shown = page(focal_point, address)
    assert f"/partnerships/{partnership.pk}/edit/#id_title" in shown
    assert f"/partnerships/{partnership.pk}/edit/#id_action_areas" in shown
    assert "Register and make it public" not in shown
    send(focal_point, address, 422, revision="1")


def test_a_contributor_is_told_who_registers(colleague: Someone) -> None:
    address = f"/partnerships/{draft(colleague).pk}/check/"
    assert "A focal point of Arvania registers" in page(colleague, address)
    send(colleague, address, 403, revision="1")


def test_two_people_saving_one_draft_see_both_texts(
    focal_point: Someone, colleague: Someone
) -> None:
    partnership = draft(focal_point)
    address = f"/partnerships/{partnership.pk}/edit/"
    send(colleague, address, **form_data(why="What the colleague thinks."))
    shown = send(focal_point, address, 409, **form_data(why="What the focal point thinks."))
    assert "What the colleague thinks." in shown
    assert "What the focal point thinks." in shown
    assert again(partnership).why == "What the colleague thinks."
    revision = found(r'name="revision" value="(\d+)"', shown)
    send(focal_point, address, **form_data(why="Both.", revision=revision))
    assert again(partnership).why == "Both."


def test_text_sent_after_the_session_ended_waits_for_its_writer(focal_point: Someone) -> None:
    partnership = draft(focal_point)
    thing = plan(partnership, focal_point)
    browser = Client()
    written = {
        f"/partnerships/{partnership.pk}/edit/": form_data(why="Written for an hour."),
        f"/deliverables/{thing.pk}/change/": {"description": "Written for an hour.", **due()},
        f"/partnerships/{partnership.pk}/partners/": {"note": "Written for an hour."},
    }
    for address, data in written.items():
        assert "login" in browser.post(address, data)["Location"]
    sign_in(browser, focal_point.person)
    for address in written:
        assert "Written for an hour." in browser.get(address).content.decode(), address
        assert "Written for an hour." not in browser.get(address).content.decode(), address


def test_each_field_is_saved_while_it_is_written(focal_point: Someone, colleague: Someone) -> None:
    key = str(uuid4())
    address = f"/partnerships/{key}/autosave/"
    begin = f"{address}?for={focal_point.stakeholder.pk}"

    def save(to: str, **data: Any) -> Any:
        return focal_point.client.post(to, data)

    assert save(begin, field="title", value="Corridor", revision="1").json()["revision"] == 1
    parts = {"since_day": "", "since_month": "4", "since_year": "2019"}
    assert save(address, field="since", revision="1", **parts).json()["revision"] == 2
    assert save(address, field="countries", value=[COUNTRY], revision="2").status_code == 200
    partnership = Partnership.unscoped.get()
    assert (partnership.title, partnership.since) == ("Corridor", "2019-04")
    stale = save(address, field="title", value="Late", revision="2")
    assert stale.status_code == 409
    assert stale.json()["theirs"] == {"title": "Corridor"}
    assert save(address, field="language", value="klingon", revision="3").status_code == 422
    assert save(address, field="state", value="registered", revision="3").status_code == 400
    assert Client().post(address, {"field": "title"}).status_code == 401


def test_changes_are_published_with_a_reason_or_dropped(
    focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    base = f"/partnerships/{partnership.pk}/"
    revision = str(partnership.revision)
    send(focal_point, f"{base}edit/", **form_data(title="Better", revision=revision))
    assert "changes that are not published" in page(focal_point, base)
    assert "Better" not in page(visitor, base)
    revision = str(again(partnership).revision)
    shown = send(focal_point, f"{base}check/", 422, revision=revision, reason="")
    assert 'href="#id_reason"' in shown
    send(focal_point, f"{base}check/", revision=revision, reason="We learnt more.")
    assert "Better" in page(visitor, base)
    assert "Nothing differs" in page(focal_point, f"{base}check/")
    edit(partnership, focal_point, title="Worse")
    assert "given up" in page(focal_point, f"{base}drop_changes/")
    send(focal_point, f"{base}drop_changes/")
    assert again(partnership).title == "Better"


def test_a_text_changed_since_it_was_checked_is_checked_again(
    focal_point: Someone, colleague: Someone
) -> None:
    partnership = draft(focal_point)
    edit(partnership, colleague, why="New.")
    address = f"/partnerships/{partnership.pk}/check/"
    assert send(focal_point, address, revision="1") == address
    assert "changed since you looked" in page(focal_point, address)
    assert again(partnership).state == "draft"


def test_consequences_are_named_before_a_step(
    focal_point: Someone, support_unit: Someone, visitor: Someone
) -> None:
    base = f"/partnerships/{registered(focal_point).pk}/"
    assert "stays public" in page(focal_point, f"{base}conclude/")
    send(focal_point, f"{base}conclude/")
    assert "Concluded" in page(visitor, base)
    page(focal_point, f"{base}conclude/", 409)
    send(focal_point, f"{base}resume/")
    assert "leaves the public pages" in page(support_unit, f"{base}hold/")
    assert 'href="#id_reason"' in send(support_unit, f"{base}hold/", 422, reason="")
    send(support_unit, f"{base}hold/", reason="It names a person.")
    page(visitor, base, 404)
    assert "It names a person." in page(focal_point, base)
    page(focal_point, f"{base}release/", 403)
    send(support_unit, f"{base}release/")
    assert TITLE in page(visitor, base)
    page(support_unit, f"{base}withdraw/", 403)
    assert "cannot be registered again" in page(focal_point, f"{base}withdraw/")
    send(focal_point, f"{base}withdraw/")
    page(visitor, base, 404)
    mine = draft(focal_point)
    assert "deleted for good" in page(focal_point, f"/partnerships/{mine.pk}/discard/")
    send(focal_point, f"/partnerships/{mine.pk}/discard/")
    assert not Partnership.unscoped.filter(pk=mine.pk).exists()


def test_who_has_no_seat_is_told_how_to_take_part(support_unit: Someone, visitor: Someone) -> None:
    assert "How to take part" in page(support_unit, "/partnerships/new/", 403)
    assert visitor.client.get("/partnerships/new/").status_code == 302


def test_who_has_several_seats_says_who_leads(submitter: Someone) -> None:
    second = StakeholderFactory(name="Second Network")
    submitter.person.memberships.create(stakeholder=second, role="contributor", since=LONG_AGO)
    assert "Who leads it?" in page(submitter, "/partnerships/new/")
    address = f"/partnerships/new/?for={second.pk}"
    assert "Second Network" in page(submitter, address)
    send(submitter, address, **form_data(key=str(uuid4())))
    assert Partnership.unscoped.get().record.owner_id == second.pk
