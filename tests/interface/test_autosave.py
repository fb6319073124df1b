"""Autosave as a person meets it: in a browser, against a server that may say no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .drafts import DRAFT, Draft

pytestmark = [pytest.mark.slow, pytest.mark.urls("tests.interface.urls")]


@pytest.fixture
def draft() -> Draft:
    DRAFT.reset()
    return DRAFT


@pytest.fixture
def page(open_page: Any, draft: Draft) -> Iterator[Page]:
    page = open_page("/draft/", timezone_id="UTC")
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    open_page.complaints.clear()  # the browser notes each answer that is a refusal


def title(page: Page) -> Locator:
    return page.get_by_label("Title", exact=True)


def message(page: Page) -> Locator:
    return page.get_by_label("Key message", exact=True)


def status(page: Page) -> Locator:
    return page.locator("[data-saving]")


def test_saved_is_said_only_after_the_servers_answer(page: Page, draft: Draft) -> None:
    held = []
    page.route("**/draft/field/", lambda route: held.append(route))
    page.evaluate("delete document.querySelector('[data-autosave]').dataset.pause")
    title(page).fill("A corridor")
    expect(status(page)).to_have_text("Saving …", timeout=3000)
    held[0].continue_()
    expect(status(page)).to_have_text("Saved 12:00")
    assert draft.values["title"] == "A corridor"


def test_each_save_carries_the_revision_of_the_one_before(page: Page, draft: Draft) -> None:
    title(page).fill("A corridor")
    message(page).fill("Eleven weeks")
    expect(status(page)).to_have_text("Saved 12:00")
    assert [(c.field, c.revision) for c in draft.saves] == [("title", 1), ("message", 2)]
    expect(page.locator("input[name=revision]")).to_have_value("3")


def test_checkboxes_and_parts_of_a_date_are_saved_as_one_field(page: Page, draft: Draft) -> None:
    page.get_by_label("Part a").check()
    expect(status(page)).to_have_text("Saved 12:00")
    page.get_by_label("Part b").check()
    page.get_by_label("Part a").uncheck()
    page.get_by_label("Part b").uncheck()
    expect(page.locator("[data-saving][data-state=saved]")).to_be_visible()
    assert draft.saves[-1].field == "parts"
    page.get_by_label("Year").fill("2026")
    page.get_by_label("Year").blur()
    expect(page.locator("[data-saving][data-state=saved]")).to_be_visible()
    assert draft.values["parts"] == []
    assert draft.saves[-1].field == "since"
    assert draft.saves[-1].values == ("", "", "2026")


def test_without_a_network_the_text_stays_and_is_sent_again(page: Page, draft: Draft) -> None:
    page.route("**/draft/field/", lambda route: route.abort())
    title(page).fill("A corridor")
    expect(status(page)).to_contain_text("Not saved yet – your text stays here")
    expect(title(page)).to_have_value("A corridor")
    assert draft.saves == []
    page.unroute("**/draft/field/")
    status(page).get_by_role("button", name="Try again").click()
    expect(status(page)).to_have_text("Saved 12:00")
    assert draft.values["title"] == "A corridor"


def test_a_lost_session_keeps_the_text_and_offers_to_sign_in(page: Page, draft: Draft) -> None:
    draft.signed_in = False
    title(page).fill("A corridor")
    expect(status(page)).to_contain_text("you are no longer signed in")
    link = status(page).get_by_role("link", name="Sign in, in a new tab")
    assert link.get_attribute("href") == "/accounts/login/"
    assert link.get_attribute("target") == "_blank"
    expect(title(page)).to_have_value("A corridor")
    draft.signed_in = True
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # back from the other tab
    expect(status(page)).to_have_text("Saved 12:00")


def test_unsaved_words_outlive_a_reload(page: Page, draft: Draft) -> None:
    draft.signed_in = False
    title(page).fill("A corridor")
    expect(status(page)).to_contain_text("no longer signed in")
    page.reload()
    expect(title(page)).to_have_value("A corridor")
    expect(status(page)).to_contain_text("no longer signed in")
    draft.signed_in = True
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(status(page)).to_have_text("Saved 12:00")
    assert draft.values["title"] == "A corridor"


def test_a_stale_text_is_refused_and_both_are_shown(page: Page, draft: Draft) -> None:
    draft.write_elsewhere("message", "Theirs")
    message(page).fill("Mine")
    expect(status(page)).to_contain_text("Not saved: somebody else changed this text")
    sheet = page.get_by_role("region", name="Two texts")
    expect(sheet.locator("[data-yours]")).to_have_text("Mine")
    expect(sheet.locator("[data-theirs]")).to_have_text("Theirs")
    assert draft.values["message"] == "Theirs"
    message(page).fill("Mine and theirs")
    sheet.get_by_role("button", name="Save what is in the field now").click()
    expect(status(page)).to_have_text("Saved 12:00")
    expect(sheet).to_have_count(0)
    assert draft.values["message"] == "Mine and theirs"


def test_their_text_can_be_kept(page: Page, draft: Draft) -> None:
    draft.write_elsewhere("message", "Theirs")
    message(page).fill("Mine")
    page.get_by_role("button", name="Keep theirs and drop mine").click()
    expect(message(page)).to_have_value("Theirs")
    assert draft.saves == []
    message(page).fill("Theirs, amended")
    expect(status(page)).to_have_text("Saved 12:00")
    assert draft.saves[-1].revision == 2


def test_words_kept_over_a_reload_meet_newer_ones_as_a_conflict(page: Page, draft: Draft) -> None:
    draft.signed_in = False
    message(page).fill("Mine")
    expect(status(page)).to_contain_text("no longer signed in")
    draft.write_elsewhere("message", "Theirs")
    page.reload()
    sheet = page.get_by_role("region", name="Two texts")
    expect(sheet.locator("[data-yours]")).to_have_text("Mine")
    expect(sheet.locator("[data-theirs]")).to_have_text("Theirs")
    assert draft.values["message"] == "Theirs"


def test_a_value_that_is_not_accepted_says_why_beside_the_field(page: Page, draft: Draft) -> None:
    title(page).fill("unacceptable")
    expect(page.get_by_text("Say it otherwise.")).to_be_visible()
    expect(title(page)).to_have_value("unacceptable")
    title(page).fill("A corridor")
    expect(status(page)).to_have_text("Saved 12:00")
    expect(page.get_by_text("Say it otherwise.")).to_have_count(0)


def test_a_refusal_with_words_is_shown_in_them(page: Page, draft: Draft) -> None:
    draft.closed = True
    title(page).fill("A corridor")
    expect(page.get_by_text("The cycle has closed.")).to_be_visible()
    expect(title(page)).to_have_value("A corridor")


def test_a_token_that_went_with_the_session_asks_to_sign_in(page: Page, draft: Draft) -> None:
    page.context.clear_cookies()
    title(page).fill("A corridor")
    expect(status(page)).to_contain_text("you are no longer signed in")
    other = page.context.new_page()
    other.goto(page.url)  # as signing in does, this sets a new token
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(status(page)).to_have_text("Saved 12:00")
    assert draft.values["title"] == "A corridor"


def test_leaving_asks_only_while_something_is_unsaved(page: Page, draft: Draft) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    title(page).fill("A corridor")
    expect(status(page)).to_have_text("Saved 12:00")
    page.goto(page.url)
    assert asked == []
    page.route("**/draft/field/", lambda route: route.abort())
    title(page).fill("A corridor for nurses")
    expect(status(page)).to_contain_text("Not saved")
    page.goto(page.url)
    assert asked == ["beforeunload"]


def test_sending_the_form_waits_for_the_save_under_way(page: Page, draft: Draft) -> None:
    """Otherwise the writer's own save would make their form stale."""
    held: list[Route] = []
    sent: list[str] = []
    page.route("**/draft/field/", lambda route: held.append(route))

    def catch(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=200, content_type="text/html", body="<title>Sent</title>")

    title(page).fill("A corridor")
    expect(status(page)).to_have_text("Saving …", timeout=3000)
    page.route("**/draft/", catch)
    page.locator(
        "form[data-autosave] button[type=submit], form[data-autosave] button"
    ).first.click()
    assert sent == []
    held[0].continue_()
    expect(page).to_have_title("Sent")
    assert [c.field for c in draft.saves] == ["title"]
    assert "revision=2" in sent[0] or 'name="revision"\r\n\r\n2' in sent[0]
