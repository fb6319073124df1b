"""Belmora reports a second time: last year's answers are brought in, what changed is written, and
the report is handed in. Every press and every field is counted, by the browser itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from .persons import Someone

#: One for each press of the pointer, and one for each field written in or list chosen from.
COUNTS = """
addEventListener("pointerdown", () => interacted(), true);
addEventListener("input", ({ target }) => {
  if (!target.matches("[type=radio], [type=checkbox]")) interacted();
}, true);
"""


class Counted(Someone):
    """Goes on by links and buttons only, once they sit at their desk."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        super().__init__(context, base_url)
        self.number = 0
        context.expose_function("interacted", self._interacts)
        context.add_init_script(COUNTS)

    def _interacts(self) -> None:
        self.number += 1

    def signs_in(self, *args: str) -> None:
        super().signs_in(*args)
        self.number = 0

    def _arrives(self, *, pressed: bool = False) -> None:
        """axe looks at these pages in tests/commitments/test_accessibility.py."""
        self.page.wait_for_load_state()


@pytest.fixture
def focal_point(browser: Browser, base_url: str) -> Iterator[Counted]:
    context = browser.new_context(locale="en-GB")
    yield Counted(context, base_url)
    context.close()


def test_a_second_report_takes_forty_interactions_at_most(focal_point: Counted) -> None:
    focal_point.signs_in("carla@belmora.example")
    focal_point.follows("Begin a report")
    focal_point.sees("8 answers of your last report")
    expect(focal_point.page.locator("[name=language]")).to_have_value("fr")
    focal_point.presses("Begin the report")
    focal_point.sees("11 entries were brought in")

    focal_point.follows("Part a:")
    focal_point.sees("From your last report (2026, version 1)")
    focal_point.presses("No change since last year in this part")
    focal_point.sees("Kept: 2 entries count for this year.")
    focal_point.presses("Save and return to the list")

    focal_point.follows("Part b:")
    focal_point.fills(
        b_narrative="Le registre est publié chaque trimestre depuis mars.",
        b_key_message="Soixante et un pour cent des décisions tombent désormais en trois mois.",
    )
    focal_point.presses("Save and return to the list")

    focal_point.follows("Where your commitments stand")
    focal_point.presses("No change since last year for all commitments")
    focal_point.presses("Save and return to the list")

    focal_point.follows("Who may read it")
    focal_point.picks(visibility="public", may_quote="yes")
    focal_point.presses("Save and return to the list")

    focal_point.follows("Check your answers")
    focal_point.sees("Brought in, and kept by nobody yet")
    focal_point.presses("Keep all that is marked")
    focal_point.ticks("speaks_for", "I confirm that I speak for")
    focal_point.presses("Submit to the Support Unit")
    focal_point.sees("Receipt")
    assert 20 <= focal_point.number <= 40

    focal_point.follows("version 1")
    focal_point.sees("Un enfant inscrit dans les trente jours", "Soixante et un pour cent")
