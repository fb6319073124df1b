"""Narrowing: every count is the length of the list behind it, and the same for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from gfmd_platform.search import operations, queries
from gfmd_platform.search.criteria import Criteria
from gfmd_platform.taxonomy import queries as taxonomy

from .conftest import World, ask, counts, titles

A11, A12, A21 = (f"gfmd-recollection-2017:{code}" for code in ("C1.1", "C1.2", "C2.1"))


@pytest.fixture
def filled(world: World) -> World:
    world.publish("One", terms=[A11, "gcm-2018:6"], countries=["608"], stakeholder_kinds=["state"])
    world.publish("Two", terms=[A12, "sdg-2015:10.7"], countries=["608", "250"], age=1)
    world.publish("Three fees", kind="commitment", terms=[A21, "gcm-2018:6"], countries=["356"])
    world.publish("Four fees", kind="commitment", terms=[A11, A21], stakeholder_kinds=["un"])
    world.publish("Five", kind="partnership", countries=["250"], terms=["sdg-2015:8.8"])
    return world


SEARCHES = [
    "",
    "kind=example",
    "kind=example&kind=commitment",
    "area=C1",
    "area=C1.1&kind=commitment",
    "area=C1.1&area=C2.1&objective=6",
    "country=PHL",
    "country=142&area=C1",
    "q=fees",
    "q=fees&kind=commitment&objective=6",
    "q=fees&country=FRA",
    "stakeholder=state&target=10",
    "target=10.7",
    "term=gcm-2018:6&area=C1",
]


@pytest.mark.parametrize("address", SEARCHES)
def test_each_count_is_the_size_of_the_list_it_leads_to(filled: World, address: str) -> None:
    found = ask(address)
    assert found.total == len(found.hits)
    checked = 0
    for view in found.facets:
        for option in view.options:
            alone = QueryDict(found.criteria.without(view.name).querystring()[1:], mutable=True)
            alone.setlist(view.name, [option.value])
            assert option.count == ask(alone.urlencode()).total, (view.name, option.value)
            checked += 1
    assert checked or not found.total


def test_a_cluster_finds_what_its_areas_hold_and_a_region_what_its_countries_hold(
    filled: World,
) -> None:
    assert set(titles("area=C1")) == {"One", "Two", "Four fees"}
    assert set(titles("area=c1.1")) == {"One", "Four fees"}
    assert set(titles("country=150")) == {"Two", "Five"}  # Europe
    assert titles("country=035") == ["One", "Two"]  # South-eastern Asia
    assert set(titles("target=10")) == {"Two"}


def test_values_of_one_facet_are_alternatives_and_facets_must_all_hold(filled: World) -> None:
    assert len(titles("kind=example&kind=partnership")) == 3
    assert titles("kind=example&country=FRA") == ["Two"]


def test_options_stand_under_their_cluster_and_region(filled: World) -> None:
    views = {view.name: view for view in ask("").facets}
    clusters = {group.head.value: group for group in views["area"].groups if group.head}
    assert [option.value for option in clusters["C1"].options] == ["C1.1", "C1.2"]
    assert clusters["C1"].head.count == 3  # type: ignore[union-attr]
    regions = {group.head.label: group for group in views["country"].groups if group.head}
    assert [option.label for option in regions["Europe"].options] == ["France"]
    assert counts(ask(""), "country")["142"] == 3


def test_a_choice_without_hits_stays_in_sight(filled: World) -> None:
    found = ask("objective=23&kind=partnership")
    assert found.total == 0
    assert counts(found, "objective")["23"] == 0
    assert [chip.label for chip in found.chips if chip.facet == "objective"]


def test_every_choice_can_be_given_up(filled: World) -> None:
    found = ask("q=fees&area=C1.1&country=PHL&term=gcm-2018:6")
    assert {chip.facet: chip.label.split()[0] for chip in found.chips} == {
        "area": "C1.1",
        "country": "Philippines",
        "term": "6",
    }
    [area] = [chip for chip in found.chips if chip.facet == "area"]
    assert area.without.querystring() == "?q=fees&country=PHL&term=gcm-2018%3A6"


def test_the_stakeholder_whose_entries_are_listed_is_named(filled: World) -> None:
    owner = filled.publish("Arvenia", kind="partnership")
    filled.publish("Arvenia's example", stakeholders=[owner])
    found = ask(f"by={owner}")
    assert [hit.title for hit in found.hits] == ["Arvenia's example"]
    assert [chip.label for chip in found.chips] == ["Arvenia"]


def test_what_means_nothing_is_said_and_left_out(filled: World) -> None:
    criteria = Criteria.parse(
        QueryDict("area=C99&kind=secret&country=XYZ&by=no&term=x&sort=worst&page=-1&target=C1")
    )
    assert dict(criteria.unknown) == {
        "area": "C99",
        "kind": "secret",
        "country": "XYZ",
        "by": "no",
        "term": "x",
        "sort": "worst",
        "target": "C1",
    }
    assert criteria.querystring() == "?"


def test_the_same_search_has_one_address(db: None) -> None:
    for address in (
        "country=phl&area=c1.1&q=+fees++now&sort=relevance&page=1",
        "q=fees now&area=C1.1&area=C1.1&country=608",
    ):
        criteria = Criteria.parse(QueryDict(address))
        assert criteria.querystring() == "?q=fees+now&area=C1.1&country=PHL"
    criteria = Criteria.parse(QueryDict("q=fees&sort=title&page=3"))
    assert criteria.querystring(page=criteria.page) == "?q=fees&sort=title&page=3"


def test_pages_follow_each_other_without_gap_or_repeat(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for n in range(5):
        world.publish(f"Fees {n}")
    for order in ("q=fees", "q=fees&sort=title", "", "sort=title"):
        seen = [title for page in (1, 2, 3) for title in titles(f"{order}&page={page}")]
        assert sorted(seen) == [f"Fees {n}" for n in range(5)]
        assert titles(f"{order}&page=99") == titles(f"{order}&page=3")


def test_beyond_the_ranked_ones_the_newest_follow(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    monkeypatch.setattr("gfmd_platform.search.sql.RANKED", 2)
    for n in range(5):
        world.publish(f"Fees {n}", age=n)
    seen = [title for page in (1, 2, 3) for title in titles(f"q=fees&page={page}")]
    assert sorted(seen[:2]) == ["Fees 0", "Fees 1"]
    assert seen[2:] == ["Fees 2", "Fees 3", "Fees 4"]


def test_counts_that_are_kept_are_never_stale(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "WORTH_KEEPING", 0)
    record = world.publish(terms=[A11])
    assert counts(ask("area=C1"), "kind") == {"example": 1}
    world.publish("Another", terms=[A11])
    assert counts(ask("area=C1"), "kind") == {"example": 2}
    world.withdraw(record)
    assert counts(ask("area=C1"), "kind") == {"example": 1}
    operations.sum_up_tally()
    assert counts(ask("area=C1"), "kind") == {"example": 1}


def test_a_terms_page_gets_its_newest_and_the_kinds(filled: World) -> None:
    term = taxonomy.term("gfmd-recollection-2017:C1")
    assert term is not None
    shelf = queries.with_term(term, limit=2)
    assert shelf.total == 3
    assert [(str(label), n) for label, n, _ in shelf.by_kind] == [
        ("Practice example", 2),
        ("Commitment", 1),
    ]
    for _, n, criteria in shelf.by_kind:
        assert ask(criteria.querystring()[1:]).total == n
    assert len(shelf.newest) == 2
