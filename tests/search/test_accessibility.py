"""The search as axe sees it: empty, filled, with a mistake; on a phone and a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.looking import SCREENS, findings

from .conftest import World

AREAS = [f"gfmd-recollection-2017:C{n}.1" for n in range(1, 7)]
EVERYTHING = "/search/?q=fees&area=C1.1&area=C99&kind=example&sort=title"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "scheme", "language", "screen"),
    [
        pytest.param("/search/", "dark", "en-GB", "desktop", marks=pytest.mark.long),
        (EVERYTHING, "light", "en-GB", "phone"),
        pytest.param(EVERYTHING, "dark", "ar", "desktop", marks=pytest.mark.long),
        ("/search/?q=recrutment&country=PHL", "dark", "ar", "phone"),
    ],
)
def test_the_search_has_no_findings(
    new_context: Callable[..., Any],
    site: str,
    client: Client,
    world: World,
    settings: Any,
    path: str,
    scheme: str,
    language: str,
    screen: str,
) -> None:
    """Rendered here, within this test's transaction; styles and scripts come from the server."""
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]
    world.publish("حقوق المهاجرين", language="ar", countries=["818"], terms=[AREAS[0]], age=3)
    world.publish("公平招聘", language="zh-hans", kind="commitment", names=["Arvenia"], age=2)
    for n in range(25):
        world.publish(
            f"Recruitment without fees {n}",
            summary="Workers pay no fees; employers and agencies do, and a registry says who. " * 4,
            terms=[AREAS[n % 6], "gcm-2018:6", "sdg-2015:10.7"],
            countries=["608", "356"],
            names=["Migrants' Voice", "Arvenia"],
            stakeholder_kinds=["state"],
        )
    html = client.get(path, headers={"accept-language": language}).content.decode()
    context = new_context(viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    address = site + path
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(address)
    assert findings(page) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
