"""The theme pages: whole, the same for everybody, at a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation

from gfmd_platform.taxonomy import files, pages, published, queries
from gfmd_platform.taxonomy.operations import add_invented_places, load
from gfmd_platform.taxonomy.picture import TermEntry

from .conftest import Folder

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


class Shelf:
    """A source of published records that counts how often it is asked."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.titles = titles
        self.asked = 0

    def on_term(self, term: TermEntry) -> published.Published:
        self.asked += 1
        items = [published.Item(t, f"/examples/{t}/", "Practice example") for t in self.titles]
        return published.Published(len(items), items, f"/search/?theme={term.ref}")

    def counts(self) -> Mapping[UUID, int]:
        self.asked += 1
        area = queries.term("gfmd-recollection-2017:C2.2")
        return {area.id: len(self.titles), area.parent.id: len(self.titles)}


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    source = Shelf(["Fair job", "Better job"])
    undo = published.replaced(source)
    yield source
    undo()


@pytest.fixture(autouse=True)
def _nothing_published() -> Iterator[None]:
    undo = published.replaced(None)
    yield
    undo()


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_overview_shows_clusters_with_their_areas_objectives_and_goals(client: Client) -> None:
    page = text(client, "/themes/")
    for ref in ("gfmd-recollection-2017:C4.2", "gcm-2018:20", "sdg-2015:10"):
        assert f'href="{queries.term(ref).href}"' in page
    assert 'href="/themes/sutherland-2017/"' in page
    assert "published</span>" not in page


def test_the_overview_before_the_first_load_says_so(client: Client, monkeypatch) -> None:
    from gfmd_platform.taxonomy.picture import EMPTY

    monkeypatch.setattr(queries, "picture_in_force", lambda: EMPTY)
    assert "No themes are loaded yet" in text(client, "/themes/")
    assert "No places are loaded yet" in text(client, "/places/")


def test_every_term_and_document_has_a_page(client: Client) -> None:
    picture = queries.current()
    some = list(picture.terms.values())[::23]
    for entry in [*picture.frameworks.values(), *some]:
        assert entry.label in text(client, entry.href).replace("&#x27;", "'").replace("&amp;", "&")


def test_an_action_area_shows_its_options_and_where_it_leads(client: Client) -> None:
    page = text(client, "/themes/gfmd-recollection-2017/C2.2/")
    for words in ("Policy options", "Options for practical action", "Addresses", "editorial"):
        assert words in page
    assert 'href="/themes/gcm-2018/6/"' in page
    assert 'href="/themes/sdg-2015/8.8/"' in page


def test_a_bridge_is_seen_from_its_end_with_its_source(client: Client) -> None:
    term = queries.term("gcm-2018:6")
    bridges = pages.term_page(term).bridges
    covered = next(b for b in bridges if b.framework.code == "imrf-2022")
    assert (str(covered.phrase), covered.editorial, covered.source) == (
        *("Covered by", False, "A/RES/73/326"),
    )
    assert "A/RES/73/326" in text(client, term.href)


def test_what_we_drew_ourselves_is_marked_wherever_it_is_shown(client: Client) -> None:
    for ref in ("gfmd-recollection-2017:C1", "sdg-2015:10.7", "gcm-2018:1"):
        entry = queries.term(ref)
        page = text(client, entry.href)
        drawn = [b for b in pages.term_page(entry).bridges if b.editorial]
        assert drawn
        assert page.count("A link drawn by the platform") == len(drawn)


def test_what_is_uncertain_says_so(client: Client) -> None:
    page = text(client, "/themes/sutherland-2017/6/")
    assert "Not certain" in page
    assert "check against the report" in page
    assert "Not certain" not in text(client, "/themes/sutherland-2017/5/")
    assert "2027 (not certain)" in text(client, "/themes/sdg-2015/4/")


def test_an_indicator_shows_unit_and_custodian(client: Client) -> None:
    page = text(client, "/themes/sdg-2015/10.c.1/")
    assert "per cent of the amount remitted" in page
    assert "World Bank" in page


def test_a_retired_term_keeps_its_page(client: Client, folder: Folder) -> None:
    load(data=files.read(folder.path), now=NOW)
    page = text(client, "/themes/gcm-2018/5/")
    assert "no longer offered for new entries" in page


@pytest.mark.parametrize("address", ["/themes/gcm-2018/24/", "/themes/gcm-2031/", "/themes/x/1/"])
def test_an_unknown_theme_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_places_stand_by_region_under_their_own_names(client: Client) -> None:
    add_invented_places(names=["Loriana"], region="002", now=NOW)
    page = text(client, "/places/")
    for name in ("Türkiye", "Côte d’Ivoire", "State of Palestine", "Antarctica"):
        assert name in page
    assert "Loriana <span" in page
    assert page.index("Afghanistan") > page.index("Zimbabwe") > page.index("Algeria")


def test_places_only_for_reading(client: Client) -> None:
    for address in ("/themes/", "/themes/gcm-2018/", "/themes/gcm-2018/5/", "/places/"):
        assert client.post(address).status_code == 405


def test_published_records_fill_their_slot(client: Client, shelf: Shelf) -> None:
    page = text(client, "/themes/gfmd-recollection-2017/C2.2/")
    assert "Published on this theme" in page
    assert 'href="/examples/Fair job/"' in page
    assert "All 2 entries in the search" in page
    assert "2 published" in text(client, "/themes/")


def test_a_theme_without_anything_published_says_what_to_do(client: Client, shelf: Shelf) -> None:
    shelf.titles = []
    page = text(client, "/themes/gfmd-recollection-2017/C2.2/")
    assert "Nothing is published on this theme yet" in page


def test_the_slot_takes_one_source() -> None:
    undo = published.replaced(None)
    try:
        source = Shelf([])
        published.register(source)
        published.register(source)
        with pytest.raises(RuntimeError, match="already"):
            published.register(Shelf([]))
    finally:
        undo()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "address", ["/themes/", "/themes/sdg-2015/", "/themes/sdg-2015/10/", "/places/"]
)
def test_a_page_costs_one_query(
    client: Client, shelf: Shelf, address: str, number: int, django_assert_num_queries
) -> None:
    shelf.titles = [f"Job {n}" for n in range(number)]
    with django_assert_num_queries(1):
        client.get(address)
    assert shelf.asked <= 1


def test_a_text_in_another_language_is_marked_as_such(client: Client, folder: Folder) -> None:
    folder.write("labels/ar.csv", ["ref,label,short_label,source", "tides-1:1,جزر,,T/1 (ar)"])
    load(data=files.read(folder.path), now=NOW)
    with translation.override("ar"):
        assert queries.term("tides-1:1").language == "ar"
    assert 'lang="en">Ebb' in text(client, "/themes/tides-1/1/")


def test_what_is_said_of_a_theme_is_shown_in_its_language(
    client: Client, folder: Folder, settings: Any
) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]
    folder.write("remarks/ar.csv", ["english,text,source", "Names sailors,البحارة,T/1 (ar)"])
    load(data=files.read(folder.path), now=NOW)
    arabic = client.get("/themes/tides-1/1.1/", headers={"accept-language": "ar"})
    assert '<span lang="ar">البحارة</span>' in arabic.content.decode()
    assert '<span lang="en">metres</span>' in text(client, "/themes/tides-1/1.1.1/")
