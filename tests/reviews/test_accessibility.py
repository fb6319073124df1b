"""The review's pages as axe sees them, on a phone and a desk, in both directions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reviews import operations
from tests.looking import SCREENS, findings
from tests.people import Someone

from .test_pages import published, send, write
from .world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PROSE = "## What *others* did\n\nA sentence.\n\n- one\n- [two](https://un.org)\n\n> quoted"


@pytest.fixture
def look(new_context: Callable[..., Any], site: str, settings: Any) -> Callable[..., None]:
    """Have axe look at what this person gets. Rendered within this test's transaction; styles and
    scripts come from the server."""
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]

    def look_at(path: str, someone: Someone, scheme: str, language: str, screen: str) -> None:
        response = someone.client.get(path, headers={"accept-language": language})
        assert response.status_code == 200
        context = new_context(
            viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        body = response.content.decode()
        page.route(
            site + path,
            # The page asks for its progress again; nothing new to tell here.
            lambda r: (
                r.fulfill(status=204)
                if "hx-request" in r.request.headers
                else r.fulfill(body=body, content_type="text/html")
            ),
        )
        page.goto(site + path)
        assert findings(page) == []
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()

    return look_at


def test_what_everybody_reads_has_no_findings(
    world: World, chair: Someone, visitor: Someone, look: Callable[..., None]
) -> None:
    look("/reviews/", visitor, "light", "en-GB", "phone")
    write(world, PROSE, key="commitments")
    published(world, chair)
    base = f"/reviews/{world.review.pk}/"
    look("/reviews/", visitor, "dark", "en-GB", "desktop")
    look(base, visitor, "light", "en-GB", "desktop")
    look(base, visitor, "dark", "ar", "phone")
    look(f"{base}figures/reports/", visitor, "light", "ar", "desktop")
    look(f"{base}figures/commitments~status=dropped/", visitor, "dark", "en-GB", "phone")


def test_the_making_has_no_findings(
    world: World, chair: Someone, look: Callable[..., None]
) -> None:
    unit = world.support_unit
    base = f"/support/reviews/{world.review.pk}/"
    look("/support/", unit, "light", "en-GB", "phone")
    look(base, unit, "dark", "en-GB", "phone")
    compilation = operations.request_compilation(
        review_id=world.review.pk, by=unit.actor, now=NOW
    ).compilation
    operations.run_next_part(compilation_id=compilation.pk, now=NOW)
    look(base, unit, "light", "ar", "desktop")
    look(f"{base}text/introduction/", unit, "dark", "en-GB", "desktop")
    while operations.run_next_part(compilation_id=compilation.pk, now=NOW):
        pass
    send(world)
    look(f"/reviews/{world.review.pk}/approval/", chair, "light", "en-GB", "phone")
    look(f"{base}take-back/", unit, "light", "en-GB", "desktop")
