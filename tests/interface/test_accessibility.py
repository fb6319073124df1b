"""Every component and page of the interface, as axe sees it."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.looking import findings

#: Each pair of a theme, a direction and a screen meets in four of the eight; the others are long.
PAIRWISE = {
    ("light", "ltr", "desktop"),
    ("light", "rtl", "phone"),
    ("dark", "ltr", "phone"),
    ("dark", "rtl", "desktop"),
}
VARIANTS = [
    pytest.param(*variant, marks=() if variant in PAIRWISE else pytest.mark.long)
    for variant in product(["light", "dark"], ["ltr", "rtl"], ["phone", "desktop"])
]


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "direction", "screen"), VARIANTS)
def test_the_gallery_has_no_findings(
    open_page: Any, scheme: Any, direction: Any, screen: Any
) -> None:
    page = open_page("/gallery/", screen=screen, scheme=scheme, direction=direction)
    assert page.locator("html").get_attribute("dir") == direction
    if screen == "desktop":  # with everything that can be opened, open
        page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    assert findings(page) == []


@pytest.mark.slow
def test_the_check_itself_sees_faint_words_small_targets_and_nameless_controls(
    open_page: Any,
) -> None:
    page = open_page("/about/")
    page.evaluate(
        """() => {
            const main = document.querySelector("main");
            main.innerHTML = "<h1>Faults</h1><p class=soft>faint</p><input>"
              + "<button class=small>a</button><button class=small>b</button>";
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(".soft { color: #aaa } .small { font-size: 6px; padding: 0 }");
            document.adoptedStyleSheets.push(sheet);
        }"""
    )
    rules = {finding.split(":")[0] for finding in findings(page)}
    assert {"color-contrast", "label", "target-size"} <= rules


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "scheme", "screen"),
    [
        ("/about/", "light", "phone"),
        ("/accessibility/", "dark", "desktop"),
        ("/data/", "light", "desktop"),
    ],
)
def test_pages_about_the_platform_have_no_findings(
    open_page: Any, path: Any, scheme: Any, screen: Any
) -> None:
    assert findings(open_page(path, screen=screen, scheme=scheme)) == []


@pytest.mark.slow
@pytest.mark.urls("tests.interface.urls")
@pytest.mark.parametrize(
    "status",
    [404, 409, 500, *(pytest.param(n, marks=pytest.mark.long) for n in (400, 403, 429, 503))],
)
def test_error_pages_have_no_findings(open_page: Any, status: Any) -> None:
    page = open_page(f"/error/{status}/", scheme="dark" if status % 2 else "light")
    open_page.complaints.clear()  # the browser itself notes each answer that is an error
    assert findings(page) == []
    assert page.locator("h1").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(("screen", "direction"), [("phone", "rtl"), ("desktop", "ltr")])
def test_nothing_sticks_out_sideways(open_page: Any, screen: Any, direction: Any) -> None:
    page = open_page("/gallery/", screen=screen, direction=direction)
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
def test_text_can_be_enlarged_to_four_times_without_sideways_scrolling(open_page: Any) -> None:
    page = open_page("/gallery/")
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 px at 400 per cent
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
def test_the_phone_menu_opens_by_keyboard_and_without_script(open_page: Any) -> None:
    page = open_page("/about/", screen="phone", java_script_enabled=False)
    menu = page.locator("details.menu")
    assert not menu.get_by_role("link", name="Commitments").is_visible()
    menu.locator("summary").press("Enter")
    assert menu.get_by_role("link", name="Commitments").is_visible()
    assert menu.get_by_role("searchbox").is_visible()


@pytest.mark.slow
def test_an_error_in_the_summary_leads_to_its_field(open_page: Any) -> None:
    page = open_page("/gallery/")
    summary = page.locator(".error-summary")
    assert page.evaluate("document.activeElement.matches('.error-summary')")
    for link in summary.get_by_role("link").all():
        link.click()
        target = link.get_attribute("href")
        assert page.evaluate("id => document.activeElement.matches(id)", target), target
