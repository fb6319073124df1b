"""Writing a part in a browser: saved by itself, field by field, and never over somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from commitments.models import DraftAnswer, Report
from tests.people import Someone, seat

from .making import make_cycle, start, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def report(focal_point: Someone, support_unit: Someone) -> Report:
    return start(make_cycle(support_unit), focal_point)


@pytest.fixture
def window(
    new_context: Callable[..., Any], site: str, report: Report, focal_point: Someone
) -> Callable[[], Page]:
    """Opens part a in one more window of the focal point. Its requests are answered here, on a
    connection of their own; styles and scripts come from the server."""

    def answer(route: Route) -> None:
        asked = route.request
        try:
            found = focal_point.client.generic(
                asked.method,
                urlsplit(asked.url).path,
                asked.post_data_buffer or b"",
                content_type=asked.headers.get("content-type", ""),
            )
        finally:
            connections.close_all()
        headers = {"content-type": found["Content-Type"]}
        if "Location" in found:
            headers["location"] = found["Location"]
        route.fulfill(status=found.status_code, body=found.content, headers=headers)

    assert focal_point.client.session.session_key, "signed in before the browser asks"

    def opens() -> Page:
        page: Page = new_context(reduced_motion="reduce").new_page()
        page.route(f"{site}/reports/**", answer)
        page.goto(site + reverse("reports:part", args=[report.pk, "a"]))
        return page

    return opens


@pytest.fixture
def writing(window: Callable[[], Page]) -> Page:
    return window()


def saved() -> dict[str, str]:
    return dict(DraftAnswer.objects.values_list("key", "value"))


def test_what_is_written_is_saved_by_itself_and_is_there_after_loading_again(
    writing: Page,
) -> None:
    narrative = writing.locator("#id_a_narrative")
    message = writing.locator("#id_a_key_message")
    narrative.fill("Fees were abolished")
    message.fill("No fees")
    expect(writing.locator("[data-saving]")).to_contain_text("Saved")
    assert saved() == {"a_narrative": "Fees were abolished", "a_key_message": "No fees"}
    narrative.fill("Fees were abolished in two corridors")
    expect(writing.locator("[data-saving]")).to_contain_text("Saved")
    writing.reload()
    expect(narrative).to_have_value("Fees were abolished in two corridors")


def test_the_button_after_an_autosave_saves_what_was_written_since(
    writing: Page, report: Report
) -> None:
    narrative = writing.locator("#id_a_narrative")
    narrative.fill("First")
    expect(writing.locator("[data-saving]")).to_contain_text("Saved")
    narrative.fill("First, and more")
    writing.get_by_role("button", name="Save and return to the list").click()
    writing.wait_for_url(f"**{reverse('reports:draft', args=[report.pk])}")
    assert saved() == {"a_narrative": "First, and more"}


def test_a_colleagues_text_is_never_overwritten_and_both_are_shown(
    writing: Page, report: Report, focal_point: Someone
) -> None:
    write(report, seat(focal_point.stakeholder), "Hers")
    writing.locator("#id_a_narrative").fill("His")
    conflict = writing.locator(".conflict")
    expect(conflict).to_contain_text("Hers")
    expect(conflict).to_contain_text("His")
    assert saved() == {"a_narrative": "Hers"}
    conflict.get_by_role("button", name="Save what is in the field now").click()
    expect(writing.locator("[data-saving]")).to_contain_text("Saved")
    assert saved() == {"a_narrative": "His"}


def test_two_windows_write_one_field_and_the_proposal_of_both_stands(
    window: Callable[[], Page], report: Report, focal_point: Someone
) -> None:
    write(report, focal_point, "Fees fell in two corridors. More follows in spring.")
    first, second = window(), window()
    hers = "Fees fell in two corridors. More follows in autumn."
    his = "Fees fell in three corridors. More follows in spring."
    both = "Fees fell in three corridors. More follows in autumn."
    first.locator("#id_a_narrative").fill(hers)
    expect(first.locator("[data-saving]")).to_contain_text("Saved")
    second.locator("#id_a_narrative").fill(his)
    conflict = second.locator(".conflict")
    expect(conflict.locator("[data-theirs]")).to_have_text(hers)
    expect(conflict.locator("[data-yours]")).to_have_text(his)
    expect(conflict.locator("[data-merged]")).to_have_text(both)
    assert saved() == {"a_narrative": hers}
    conflict.get_by_role("button", name="Save the proposal").click()
    expect(second.locator("[data-saving]")).to_contain_text("Saved")
    assert saved() == {"a_narrative": both}
    first.reload()
    expect(first.locator("#id_a_narrative")).to_have_value(both)


def test_after_the_session_ended_the_text_stays_in_the_page(
    writing: Page, focal_point: Someone
) -> None:
    focal_point.client.logout()
    narrative = writing.locator("#id_a_narrative")
    narrative.fill("Do not lose me")
    expect(writing.locator("[data-saving]")).to_contain_text("no longer signed in")
    expect(narrative).to_have_value("Do not lose me")
    assert saved() == {}
