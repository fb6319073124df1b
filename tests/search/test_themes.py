"""Theme pages show what is published on a theme, for everybody alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gfmd_platform.search.themes import PublishedEntries
from gfmd_platform.taxonomy import published
from gfmd_platform.taxonomy import queries as taxonomy

AREA = "gfmd-recollection-2017:C2.2"


@pytest.fixture(autouse=True)
def _filled() -> Any:
    undo = published.replaced(PublishedEntries())
    yield
    undo()


def test_a_theme_lists_what_carries_it_or_something_below_it(world: Any, client: Client) -> None:
    world.publish("Fair fees", terms=[AREA])
    world.publish("Sea rescue", terms=["gcm-2018:8"])
    for ref in (AREA, "gfmd-recollection-2017:C2"):
        page = client.get(taxonomy.term(ref).href).content.decode()
        assert "Fair fees" in page
        assert "Sea rescue" not in page
    assert "1 published" in client.get("/themes/").content.decode()


def test_its_link_leads_to_the_same_records_in_the_search(world: Any, client: Client) -> None:
    world.publish("Fair fees", terms=[AREA])
    world.publish("Sea rescue", terms=["gcm-2018:8"])
    found = published.on_term(taxonomy.term(AREA))
    page = client.get(found.href).content.decode()
    assert found.count == 1
    assert "Fair fees" in page
    assert "Sea rescue" not in page


def test_a_withdrawn_record_is_gone_from_list_and_count(world: Any, client: Client) -> None:
    world.withdraw(world.publish("Fair fees", terms=[AREA]))
    assert "Nothing is published" in client.get(taxonomy.term(AREA).href).content.decode()
    assert " published</span>" not in client.get("/themes/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_and_three(
    world: Any, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        world.publish(f"Fair fees {n}", terms=[AREA])
    address = taxonomy.term(AREA).href
    with django_assert_num_queries(3):
        client.get(address)
    with django_assert_num_queries(2):
        client.get("/themes/")
