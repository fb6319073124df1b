"""Arvania begins a joint report, Belmora signs it, an edit reopens that, and it is handed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .persons import Someone

TITLE = "Portable pensions"


@pytest.fixture
def people(browser: Browser, base_url: str) -> Iterator[tuple[Someone, Someone]]:
    contexts = [browser.new_context(locale="en-GB") for _ in range(2)]
    lead, other = (Someone(context, base_url) for context in contexts)
    yield lead, other
    for context in contexts:
        context.close()


def test_two_states_sign_one_report(people: tuple[Someone, Someone]) -> None:
    lead, other = people
    lead.signs_in("farah@dalmera.example")
    lead.goes_to("/cycles/")
    lead.follows("2027")
    lead.follows("Begin a joint report")
    lead.fills(title=TITLE)
    lead.presses("Begin the joint report")
    lead.picks_by_words("stakeholder", "Estavia")
    lead.presses("Send the invitation")
    lead.sees("Estavia is invited")
    draft = lead.page.url.removesuffix("co-signatories/").removeprefix(lead.base_url)
    lead.goes_to(f"{draft}a/")
    lead.fills(a_narrative="Pensions follow the worker home.")
    lead.presses("Save and return to the list")
    lead.follows("Who may read it")
    lead.picks(visibility="public", may_quote="yes")
    lead.presses("Save and return to the list")

    other.signs_in("sela@estavia.example")
    other.sees(TITLE, "You are asked to sign this joint report.")
    other.page.locator("a[href*='co-signatories']").first.click()
    other.sees("Pensions follow the worker home.")
    other.presses("Confirm for Estavia")
    other.sees("Confirmed as it stands now")

    lead.goes_to(f"{draft}a/")
    lead.fills(a_narrative="Pensions follow the worker, and the family.")
    lead.presses("Save and return to the list")
    lead.follows("Check your answers")
    lead.sees("confirmed an earlier text")

    other.page.reload()
    other.sees("The text was changed since your stakeholder confirmed it")
    other.sees("and the family.")
    other.presses("Confirm for Estavia")

    lead.page.reload()
    lead.ticks("speaks_for", "I confirm that I speak for")
    lead.presses("Submit to the Support Unit")
    lead.sees("Receipt")
    other.page.reload()
    other.follows("Read the report")
    other.sees("Joint report of Dalmera and Estavia: Portable pensions")
