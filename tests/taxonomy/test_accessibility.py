"""Theme pages as axe sees them, on a phone and a desk, in both directions and appearances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.looking import SCREENS, findings

LIGHT_PHONE = ("light", "en-GB", "phone")
DARK_DESK_RTL = ("dark", "ar", "desktop")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "scheme", "language", "screen"),
    [
        ("/themes/", *LIGHT_PHONE),
        pytest.param("/themes/", *DARK_DESK_RTL, marks=pytest.mark.long),
        ("/themes/sdg-2015/", *LIGHT_PHONE),
        pytest.param("/themes/gfmd-recollection-2017/C2.2/", *LIGHT_PHONE, marks=pytest.mark.long),
        ("/themes/gfmd-recollection-2017/C2.2/", *DARK_DESK_RTL),
        ("/themes/sdg-2015/10.7.1/", *DARK_DESK_RTL),
        pytest.param("/themes/sutherland-2017/6/", *LIGHT_PHONE, marks=pytest.mark.long),
        ("/places/", *LIGHT_PHONE),
    ],
)
def test_theme_pages_have_no_findings(
    new_context: Callable[..., Any],
    site: str,
    client: Client,
    settings: Any,
    path: str,
    scheme: str,
    language: str,
    screen: str,
) -> None:
    """Rendered here, within this test's transaction; styles and scripts come from the server."""
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]
    html = client.get(path, headers={"accept-language": language}).content.decode()
    context = new_context(viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.route(site + path, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(site + path)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert findings(page) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
