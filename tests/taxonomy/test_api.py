"""The taxonomy in the API: open, filterable, at a constant number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from rest_framework.test import APIClient

from gfmd_platform.taxonomy import files, queries
from gfmd_platform.taxonomy.operations import load

from .conftest import Folder

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def rows(api: APIClient, address: str) -> list[dict[str, Any]]:
    response = api.get(f"/api/v1{address}")
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_a_visitor_reads_the_documents(api: APIClient) -> None:
    found = rows(api, "/frameworks/")
    assert [f["code"] for f in found][:2] == ["gfmd-recollection-2017", "gcm-2018"]
    one = api.get("/api/v1/frameworks/gcm-2018/").json()
    assert (one["valid_from"], one["short_label"]) == ("2018-12-19", "Global Compact for Migration")
    assert [f["code"] for f in rows(api, "/frameworks/?family=sdg")] == ["sdg-2015"]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("framework=gfmd-recollection-2017&kind=cluster", ["C1", "C2", "C3", "C4", "C5", "C6"]),
        ("framework=gfmd-recollection-2017&parent=C5", ["C5.1", "C5.2"]),
        ("parent=sdg-2015:10.7", ["10.7.1", "10.7.2", "10.7.3", "10.7.4"]),
        ("framework=imrf-2022", ["RT1", "RT2", "RT3", "RT4"]),
        ("parent=sdg-2015:8&migration_related=true", ["8.5", "8.7", "8.8", "8.10"]),
        ("framework=gfmd-recollection-2017&kind=option_policy&kind=option_practical&parent=C4.4",
         ["C4.4.P1", "C4.4.A1", "C4.4.A2"]),
    ],
)  # fmt: skip
def test_terms_are_filtered_and_in_the_order_of_the_document(
    api: APIClient, query: str, codes: list[str]
) -> None:
    assert [t["code"] for t in rows(api, f"/terms/?{query}")] == codes


def test_a_term_shows_what_its_page_shows(api: APIClient) -> None:
    entry = queries.term("sdg-2015:4")
    found = api.get(f"/api/v1/terms/{entry.id}/").json()
    assert found["ref"] == "sdg-2015:4"
    assert found["parent"] is None
    assert found["children"] == [child.ref for child in entry.children]
    assert {f["year"] for f in found["in_focus"] if f["uncertainty"]} == {2027}
    target = queries.term("sdg-2015:10.7")
    links = api.get(f"/api/v1/terms/{target.id}/").json()["led_from"]
    assert {link["editorial"] for link in links} == {True}
    assert "gcm-2018:5" in [link["term"] for link in links]
    summit = api.get(f"/api/v1/terms/{queries.term('gfmd-summits:10').id}/").json()["summit"]
    assert summit == {"number": 10, "year": 2017, "place": "276"}


def test_what_is_uncertain_says_so(api: APIClient) -> None:
    uncertain = {
        t["code"] for t in rows(api, "/terms/?framework=sutherland-2017") if t["uncertainty"]
    }
    assert uncertain == {"6"}


def test_indicators_by_target_and_custodian(api: APIClient) -> None:
    assert [i["code"] for i in rows(api, "/indicators/?target=8.8")] == ["8.8.1", "8.8.2"]
    kept = rows(api, "/indicators/?custodian=IOM")
    assert [i["code"] for i in kept] == ["10.7.2", "10.7.3"]
    assert (kept[1]["unit"], kept[1]["target"]) == ("persons", "sdg-2015:10.7")


def test_places_by_kind_and_region(api: APIClient) -> None:
    assert [p["name"] for p in rows(api, "/places/?kind=region")] == [
        *("Africa", "Oceania", "Americas", "Asia", "Europe")
    ]
    assert [p["code"] for p in rows(api, "/places/?iso3=CHE")] == ["756"]
    assert "Kenya" in [p["name"] for p in rows(api, "/places/?parent=014")]
    assert api.get("/api/v1/places/756/").json()["name"] == "Switzerland"


def test_all_terms_are_reached_page_by_page_once(api: APIClient) -> None:
    seen: list[str] = []
    address: str | None = "/api/v1/terms/?page_size=200"
    while address:
        page = api.get(address).json()
        seen += [t["ref"] for t in page["results"]]
        address = page["next"]
    assert seen == [t.ref for t in queries.current().terms.values() if not t.retired]


def test_a_retired_term_leaves_the_list_but_is_still_found(api: APIClient, folder: Folder) -> None:
    retired = queries.term("gcm-2018:5")
    load(data=files.read(folder.path), now=NOW)
    assert rows(api, "/terms/?framework=gcm-2018") == []
    assert api.get(f"/api/v1/terms/{retired.id}/").json()["retired"] is True


@pytest.mark.parametrize(
    "query", ["/terms/?kind=whim", "/places/?un_status=friend", "/terms/?migration_related=perhaps"]
)
def test_a_wrong_filter_is_answered_with_words(api: APIClient, query: str) -> None:
    response = api.get(f"/api/v1{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert list(response.json()["errors"]) == [query.partition("?")[2].partition("=")[0]]


def test_nothing_can_be_written(api: APIClient) -> None:
    for address in ("/frameworks/", "/terms/", "/indicators/", "/places/"):
        assert api.post(f"/api/v1{address}", {}).status_code in (403, 405)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("address", ["/frameworks/", "/terms/", "/indicators/", "/places/"])
def test_a_list_costs_two_queries(
    api: APIClient, address: str, size: int, django_assert_num_queries
) -> None:
    with django_assert_num_queries(2):
        assert len(rows(api, f"{address}?page_size={size}")) == size
