"""Three ministries of Arvania write one report, clear it one after the other, and it goes in once.

It goes on where the demonstration stands: Finance is cleared, Interior was reopened by an edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from .persons import Someone, link_in

PASSWORD = "an evening by the harbour wall"
NEW = "mara@health.arvania.example"


@pytest.fixture
def somebody(browser: Browser, base_url: str) -> Iterator[Callable[[], Someone]]:
    contexts = []

    def arrives() -> Someone:
        contexts.append(browser.new_context(locale="en-GB"))
        return Someone(contexts[-1], base_url)

    yield arrives
    for context in contexts:
        context.close()


def test_three_ministries_write_one_report_with_clearance(
    somebody: Callable[[], Someone],
) -> None:
    focal_point, health, interior = somebody(), somebody(), somebody()
    health.seen = interior.seen = focal_point.seen  # a kind of page is looked at once
    focal_point.signs_in("amina@arvania.example")
    focal_point.follows("Go on writing")
    draft = focal_point.page.url.removeprefix(focal_point.base_url)

    focal_point.follows("Who writes what")
    focal_point.picks(membership="by_mail")
    focal_point.fills(name="Mara Quist", email=NEW, unit="Ministry of Health")
    focal_point.ticks("sections", "Emerging issues")
    focal_point.presses("Give these parts")
    focal_point.sees("Invited by mail")

    health.goes_to(link_in(health.reads_mail(NEW, "Arvania")))
    health.picks(way="password")
    health.fills(password=PASSWORD)
    health.presses("Accept and sign in")
    health.sets_up_an_app(NEW)
    health.sees("What you are asked to write", "Emerging issues")
    health.sees_nothing_of("Procedures take")
    health.follows("Part d")
    health.sees("A proposal until you keep or change it.")
    health.fills(d_narrative="Heat at work is the new question.")
    health.presses("Save and return to the list")
    health.presses("My part is ready")
    health.sees("Handed back as ready")

    focal_point.goes_to(draft)
    focal_point.follows("Check your answers")
    focal_point.presses("Keep all that is marked")  # before it is cleared: values change the text

    interior.signs_in("hanne@arvania.example")
    interior.goes_to(f"{draft}clearance/")
    interior.sees("What changed since it was cleared")
    interior.presses("Clear this text for: Ministry of the Interior")
    interior.sees_nothing_of("Heat at work")

    focal_point.goes_to(f"{draft}readers/")
    focal_point.picks(visibility="participants", may_quote="no")
    focal_point.presses("Save and return to the list")
    focal_point.sees("Mara Quist")
    focal_point.follows("Check your answers")
    focal_point.sees("Not cleared as it stands now: Ministry of Labour")
    focal_point.goes_to(f"{draft}clearance/")
    focal_point.presses("Clear this text for: Ministry of Labour")
    focal_point.goes_to(draft)
    focal_point.follows("Check your answers")
    focal_point.ticks("speaks_for", "I confirm that I speak for")
    focal_point.presses("Submit to the Support Unit")
    focal_point.sees("Receipt")
