"""Every page of the platform as axe sees it; the short form looks at those of each part's list."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.looking import Pages

from .routes import all_routes
from .test_matrix import MATRIX, cast, operator
from .world import World

__all__ = ["cast", "operator"]  # fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.long]

#: Who looks first; the others only at what these may not see.
ROLES = ("focal_point", "support_unit", "submitter", "chair", "operator", "colleague", "visitor")


@pytest.fixture
def pages(cast, world: World) -> Pages:  # type: ignore[no-untyped-def]
    return dict(_pages(cast, world))


def _pages(cast, world: World) -> Iterator[tuple[str, tuple[Client, str]]]:  # type: ignore[no-untyped-def]
    routes = all_routes()
    with MATRIX.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["method"] == "GET"]
    for row in rows:
        route = routes[row["route"]]
        role = next((one for one in ROLES if row[one] == "ok"), None)
        if role is None or route.name.startswith("api:"):
            continue
        address = reverse(route.name, kwargs=world.arguments(route, row["thing"]))
        client = cast[role].client
        answer = client.get(address)
        if answer.status_code == 200 and b"<main" in answer.getvalue():
            yield f"{route.name} {row['thing']} for {role}", (client, address)


def test_no_page_has_findings_or_sticks_out(
    pages: Pages, look_over: Callable[..., list[str]]
) -> None:
    assert len(pages) > 100
    faults = look_over(pages)
    assert not faults, "\n".join(faults)
