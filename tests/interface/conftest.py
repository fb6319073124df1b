from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.looking import SCREENS


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
