"""A visitor opens the address that `start` printed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .persons import AXE, AXE_OPTIONS


def test_the_front_page_opens_without_errors_or_outside_calls(page: Page, base_url: str) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("h1")).to_have_count(1)
    found = AXE.run(page, options=AXE_OPTIONS).response["violations"]
    assert [rule["id"] for rule in found] == []
    assert faults == []
    assert [url for url in asked if not url.startswith((base_url, "data:"))] == []
