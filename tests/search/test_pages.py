"""The search page, its downloads, its twin in the API, and what the front page shows."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from .conftest import World

A11 = "gfmd-recollection-2017:C1.1"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def downloaded(client: Client, address: str) -> bytes:
    response: Any = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_an_entry_is_shown_with_what_one_needs_to_choose_it(world: World, client: Client) -> None:
    record = world.publish(
        "Fees for recruiters & agencies",
        summary="Nobody pays <b>fees</b> for work.",
        terms=[A11],
        countries=["608"],
        names=["Arvenia"],
    )
    page = text(client, "/search/?q=fees")
    assert f'href="/examples/{record}/"' in page
    assert "<mark>Fees</mark> for recruiters &amp; agencies" in page
    assert "Nobody pays &lt;b&gt;<mark>fees</mark>&lt;/b&gt; for work." in page
    for words in ("1 entry", "Practice example", "Arvenia", "Philippines", "24 November 2026"):
        assert words in page


def test_filters_are_boxes_in_a_form_that_needs_no_script(world: World, client: Client) -> None:
    world.publish(terms=[A11], countries=["608"])
    page = text(client, "/search/?area=C1.1&q=fees&sort=title&term=gfmd-recollection-2017:C1")
    assert 'name="area" value="C1.1" checked' in page
    assert 'name="country" value="PHL">' in page
    assert '<input type="hidden" name="term" value="gfmd-recollection-2017:C1">' in page
    assert '<input type="hidden" name="sort" value="title">' in page
    assert 'rel="canonical" href="/search/?q=fees&amp;area=C1.1' in page


def test_an_empty_answer_says_what_to_try(world: World, client: Client) -> None:
    assert "Nothing is published yet." in text(client, "/search/")
    world.publish("Recruitment")
    page = text(client, "/search/?q=recrutment&kind=commitment")
    assert "Nothing public fits all of this." in page
    assert 'href="?q=recruitment&amp;kind=commitment"' in page
    assert 'href="?kind=commitment"' in page
    assert 'href="?q=recrutment"' in page


def test_an_unknown_filter_is_said(world: World, client: Client) -> None:
    page = text(client, "/search/?area=C99&kind=<script>")
    assert "<code>area=C99</code>" in page
    assert "<script>" not in page.replace('<script type="module"', "")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_questions_for_one_entry_as_for_three(
    world: World, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        world.publish(f"Fees {n}", terms=[A11, "gcm-2018:6"], countries=["608"], names=["Arvenia"])
    with django_assert_num_queries(4):
        client.get("/search/")
    with django_assert_num_queries(6):
        client.get("/search/?q=fees&kind=example&area=C1&country=PHL&objective=6")


def test_downloads_hold_everything_found(world: World, client: Client) -> None:
    for n in range(30):
        world.publish(f"=Fees {n}", terms=[A11], countries=["608"], names=["A", "B"], age=n)
    world.publish("Other")
    content = downloaded(client, "/search/export.csv?q=fees").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 30
    assert rows[0]["title"] == "'=Fees 0"
    assert rows[0]["stakeholders"] == "A; B"
    assert rows[0]["country_codes"] == "608"
    assert rows[0]["address"].startswith("http://localhost:8000/examples/")
    found = json.loads(downloaded(client, "/search/export.json?q=fees"))
    assert [row["title"] for row in found][:2] == ["=Fees 0", "=Fees 1"]
    assert found[0]["themes"] == ["gfmd-recollection-2017:C1", A11]
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(downloaded(client, "/search/export.xlsx?q=fees"))
    )
    assert len(book.get_sheet_by_index(0).to_python()) == 31
    assert book.get_sheet_by_name("About").to_python()[1][0].endswith("/search/?q=fees")


def test_a_download_of_what_does_not_exist_is_refused(world: World, client: Client) -> None:
    assert client.get("/search/export.pdf").status_code == 404
    refused = client.get("/search/export.csv?area=C99")
    assert refused.status_code == 400
    assert "area=C99" in refused.content.decode()


def test_the_api_gives_the_same_as_the_page(world: World, client: Client) -> None:
    world.publish("Fees", terms=[A11], countries=["608"], names=["Arvenia"])
    world.publish("Fees too", kind="commitment", age=1)
    answer = client.get("/api/v1/search/?q=fees&sort=newest").json()
    assert answer["total"] == 2
    assert [row["title"] for row in answer["results"]] == ["Fees", "Fees too"]
    first = answer["results"][0]
    assert first["countries"] == [{"code": "608", "name": "Philippines"}]
    assert first["themes"] == ["gfmd-recollection-2017:C1", A11]
    kinds = next(f for f in answer["facets"] if f["name"] == "kind")["options"]
    assert [(o["value"], o["count"]) for o in kinds] == [("example", 1), ("commitment", 1)]


def test_the_api_refuses_what_does_not_exist(world: World, client: Client) -> None:
    answer = client.get("/api/v1/search/?area=C99")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert "area" in answer.json()["errors"]


def test_the_front_page_shows_what_was_published_last(world: World, client: Client) -> None:
    for n in range(8):
        world.publish(f"Entry {n}", age=n, terms=[A11], names=["Arvenia"])
    page = text(client, "/")
    assert "Entry 5" in page
    assert "Entry 6" not in page
    assert "Human rights and inclusion" in page
