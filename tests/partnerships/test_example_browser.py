"""Practice examples in a browser: what the script adds, and what axe sees of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from partnerships.models import Example
from partnerships.operations import examples as operations
from tests.looking import SCREENS
from tests.people import Someone, sign_in

from .examples import (
    NOW,
    again,
    draft,
    values,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browse(new_context: Callable[..., Any], live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody, on a screen, in an appearance.

    The windows are closed at the end: while they are open, so are the server's connections to the
    database that the next test wants to remake.
    """
    opened: list[Any] = []

    def open_it(
        someone: Someone, path: str, *, screen: str = "desktop", scheme: str = "light", **more: Any
    ) -> Page:
        context = new_context(
            viewport=SCREENS[screen],
            color_scheme=scheme,
            locale="en-GB",
            reduced_motion="reduce",
            **more,
        )
        opened.append(context)
        if someone.person is not None:
            client = Client()
            sign_in(client, someone.person)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page: Page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(live_server.url + path)
        return page

    yield open_it
    for context in opened:
        context.close()


def test_what_is_written_is_saved_and_the_first_word_begins_the_draft(
    browse: Callable[..., Page], submitter: Someone
) -> None:
    page = browse(submitter, "/examples/new/")
    page.get_by_label("Title", exact=True).fill("Night school")
    page.get_by_label("Title", exact=True).blur()
    status = page.locator("[data-saving]")
    expect(status).to_contain_text("Saved")
    assert Example.unscoped.get().title == "Night school"
    page.locator("#id_since").get_by_label("Year").fill("2019")
    page.locator("#id_since").get_by_label("Year").blur()
    expect(page.locator("form [name=revision]").first).to_have_value("2")
    assert Example.unscoped.get().since == "2019"
    page.get_by_role("button", name="Save and check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert Example.unscoped.count() == 1


def test_two_windows_see_both_texts(browse: Callable[..., Page], submitter: Someone) -> None:
    example = draft(submitter)
    page = browse(submitter, f"/examples/{example.pk}/edit/")
    operations.save_example(
        example_id=example.pk,
        revision=1,
        values={"lessons": "Theirs."},
        by=submitter.actor,
        now=NOW,
    )
    page.locator("#id_lessons").fill("Mine.")
    page.locator("#id_lessons").blur()
    expect(page.locator("[data-theirs]").last).to_have_text("Theirs.")
    page.get_by_role("button", name="Save what is in the field now").click()
    expect(page.locator("[data-saving]")).to_contain_text("Saved")
    assert again(example).lessons == "Mine."


def test_the_whole_way_without_script_and_by_links_and_buttons_alone(
    browse: Callable[..., Page], submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    page = browse(submitter, "/examples/", java_script_enabled=False)
    page.get_by_role("link", name="Send an example").click()
    page.get_by_label("Title", exact=True).fill(values()["title"])
    page.get_by_label("Practice", exact=False).first.check()
    page.get_by_label("What was done", exact=True).fill(values()["summary"])
    page.get_by_role("button", name="Save and check your answers").click()
    page.get_by_role("link", name="Choose at least one action area").click()
    page.locator("#id_since").get_by_label("Year").fill("2019")
    areas = page.locator("#id_action_areas")
    areas.locator("summary").first.click()
    areas.locator("input[type=checkbox]").first.check()
    page.get_by_role("button", name="Save and check your answers").click()
    page.get_by_role("button", name="Submit to the Support Unit").click()
    expect(page.get_by_text("The Support Unit reads it next").first).to_be_visible()

    moderator = browse(support_unit, "/moderation/", java_script_enabled=False)
    moderator.get_by_role("link", name=values()["title"]).click()
    moderator.get_by_role("button", name="Publish this version").click()
    expect(moderator.get_by_text("Published. Its author is told.")).to_be_visible()

    reader = browse(visitor, "/examples/", java_script_enabled=False)
    reader.get_by_role("link", name=values()["title"]).click()
    expect(reader.get_by_text(values()["summary"])).to_be_visible()
