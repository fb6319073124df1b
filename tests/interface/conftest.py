from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
SCREENS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


def findings(page: Page) -> list[str]:
    """What axe finds, one line for each rule and element."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.fixture
def open_page(
    new_context: Callable[..., Any], site: str, settings: Any
) -> Iterator[Callable[..., Page]]:
    """Open a page as a reader with a screen, an appearance and a direction has it; at the end no
    complaint may stand in the browser's console."""
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]
    complaints: list[str] = []

    def open_it(
        path: str,
        *,
        screen: str = "desktop",
        scheme: str = "light",
        direction: str = "ltr",
        **more: Any,
    ) -> Page:
        context = new_context(
            viewport=SCREENS[screen],
            color_scheme=scheme,
            locale="ar" if direction == "rtl" else "en-GB",
            reduced_motion="reduce",
            **more,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site + path)
        return page

    open_it.complaints = complaints  # type: ignore[attr-defined]
    yield open_it
    assert complaints == []
