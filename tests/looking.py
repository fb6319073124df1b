"""Pages as axe sees them: rendered within the test's transaction, with the style and script that
the server gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, Route

from tests.people import Someone

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
SCREENS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}

#: Name → who looks, at which address, and what they send (None: they only look).
Look = tuple[Someone | Client, str] | tuple[Someone | Client, str, dict[str, Any] | None]
Pages = Mapping[str, Look]

EVERY_APPEARANCE = pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.long, id="every appearance")]
)


@dataclass(frozen=True)
class Appearance:
    scheme: str
    language: str
    screen: str


APPEARANCES = (
    Appearance("light", "en-GB", "phone"),
    Appearance("dark", "ar", "desktop"),
    Appearance("dark", "en-GB", "phone"),
    Appearance("light", "ar", "desktop"),
)


def findings(page: Page) -> list[str]:
    """What axe finds, one line for each rule and element."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.fixture
def look_over(
    new_context: Callable[..., Any], site: str, settings: Any
) -> Iterator[Callable[..., list[str]]]:
    """What is wrong with pages, in words. With `every`, each is looked at in all appearances;
    else those named in `short` once, the appearances taking turns (they are proved one by one in
    the gallery, and the journeys look at each kind of page on their way). Whether it sticks out of
    a phone's screen is asked of each."""
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]
    windows: dict[Appearance, Page] = {}

    def window(appearance: Appearance) -> Page:
        if appearance not in windows:
            context = new_context(color_scheme=appearance.scheme, reduced_motion="reduce")
            windows[appearance] = context.new_page()
        windows[appearance].set_viewport_size(SCREENS[appearance.screen])  # type: ignore[arg-type]
        return windows[appearance]

    def look(pages: Pages, *, every: bool = False, short: Collection[str] = ()) -> list[str]:
        wrong: list[str] = []
        unknown = set(short) - set(pages)
        assert not unknown, f"no such pages: {unknown}"
        chosen = {n: asked for n, asked in pages.items() if every or not short or n in short}
        for number, (name, asked) in enumerate(chosen.items()):
            turn = APPEARANCES[number % len(APPEARANCES)]
            for appearance in APPEARANCES if every else (turn,):
                page = window(appearance)
                wrong += (
                    f"{name}, {appearance}: {fault}"
                    for fault in _faults(page, site, appearance.language, *asked)
                )
        return wrong

    yield look
    for page in windows.values():
        page.context.close()


def _faults(
    page: Page,
    site: str,
    language: str,
    who: Someone | Client,
    path: str,
    sent: dict[str, Any] | None = None,
) -> Iterator[str]:
    client = who if isinstance(who, Client) else who.client
    headers = {"accept-language": language}
    answer = (
        client.get(path, headers=headers)
        if sent is None
        else client.post(path, sent, headers=headers)
    )
    if answer.status_code not in (200, 403, 409, 422):
        yield f"answers {answer.status_code} {answer.headers.get('Location', '')}"
        return
    address = site + path
    page.route(address, _serving(answer.content.decode()))
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    yield from findings(page)
    if page.locator("h1").count() != 1:
        yield "not one h1"
    page.set_viewport_size(SCREENS["phone"])  # type: ignore[arg-type]
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        yield "sticks out sideways"
    page.unroute(address)


def _serving(html: str) -> Callable[[Route], None]:
    """The page; asked by its own script for what is new, it has nothing to tell."""

    def serve(route: Route) -> None:
        if "hx-request" in route.request.headers:
            route.fulfill(status=204)
        else:
            route.fulfill(body=html, content_type="text/html")

    return serve
