"""The public list of examples, in a browser's eyes."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from partnerships.operations import examples as operations
from tests.people import Someone

from .examples import (
    AREA,
    COUNTRY,
    NOW,
    OBJECTIVE,
    OTHER_COUNTRY,
    TARGET,
    again,
    archived,
    draft,
    published,
    revised,
    values,
)
from .pages import page

pytestmark = pytest.mark.django_db


def test_the_list_shows_what_is_published_and_nothing_of_drafts(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    example = published(submitter, support_unit)
    draft(submitter, title="A secret draft")
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values={"title": "A secret update"},
        by=submitter.actor,
        now=NOW,
    )
    shown = page(visitor, "/examples/")
    assert values()["title"] in shown
    assert "Harbour Network" in shown
    assert "secret" not in shown


def test_an_empty_list_says_what_to_do(visitor: Someone) -> None:
    assert "No example has been published yet" in page(visitor, "/examples/")


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ({"action_area": AREA}, True),
        ({"action_area": "gfmd-recollection-2017:C6.1"}, False),
        ({"objective": OBJECTIVE}, True),
        ({"objective": "gcm-2018:23"}, False),
        ({"target": TARGET}, True),
        ({"target": "sdg-2015:1.1"}, False),
        ({"country": COUNTRY}, True),
        ({"country": "AF"}, True),
        ({"country": OTHER_COUNTRY}, False),
        ({"stakeholder_kind": "civil_society"}, True),
        ({"stakeholder_kind": "state"}, False),
        ({"kind": "practice"}, True),
        ({"kind": "policy"}, False),
        ({"archive": "no"}, True),
        ({"archive": "yes"}, False),
    ],
)
def test_the_list_is_narrowed_by_the_published_version(
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
    query: dict[str, str],
    finds: bool,
) -> None:
    published(submitter, support_unit, objectives=[OBJECTIVE], targets=[TARGET])
    assert (values()["title"] in page(visitor, "/examples/", **query)) is finds


def test_an_action_area_finds_what_realises_one_of_its_options(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    option = "gfmd-recollection-2017:C6.1.P1"
    published(submitter, support_unit, options=[option])
    query = {"action_area": "gfmd-recollection-2017:C6.1"}
    assert values()["title"] in page(visitor, "/examples/", **query)


@pytest.mark.parametrize(
    "query",
    [
        {"action_area": "C1.2"},
        {"country": "Atlantis"},
        {"stakeholder_kind": "dragon"},
        {"archive": "maybe"},
    ],
)
def test_a_filter_that_means_nothing_says_so_and_shows_the_list(
    submitter: Someone, support_unit: Someone, visitor: Someone, query: dict[str, str]
) -> None:
    published(submitter, support_unit)
    shown = page(visitor, "/examples/", **query)
    assert "Something needs another look" in shown
    assert values()["title"] in shown


def test_null_bytes_and_huge_pages_in_the_address_do_no_harm(visitor: Someone) -> None:
    archived()
    page(visitor, "/examples/", page="9" * 30)
    page(visitor, "/examples/", status=404, action_area="a\x00b", sort="\x00")


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_the_same_number_of_queries_whatever_its_length(
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for n in range(number):
        published(submitter, support_unit, title=f"Example {n}", objectives=[OBJECTIVE])
        archived(title=f"Archive {n}")
    visitor.client.get("/examples/")
    with django_assert_num_queries(7):
        visitor.client.get("/examples/")


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_asks_the_same_number_of_queries_whatever_its_versions(
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    example = published(submitter, support_unit)
    for n in range(1, number):
        revised(example, submitter, support_unit, title=f"Edition {n}")
    with django_assert_num_queries(7):
        visitor.client.get(f"/examples/{example.pk}/")


def test_the_table_can_be_downloaded_and_runs_nothing_in_a_spreadsheet(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    published(submitter, support_unit, title="=HYPERLINK(1)", objectives=[OBJECTIVE])
    archived(title="From 2017")
    response = visitor.client.get("/examples/table.csv")
    assert response["Content-Type"].startswith("text/csv")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(content))}
    assert rows["'=HYPERLINK(1)"]["objectives"] == OBJECTIVE
    assert rows["From 2017"]["archive"] == "true"
    narrowed = visitor.client.get("/examples/table.csv", {"archive": "yes"})
    assert b"HYPERLINK" not in b"".join(narrowed.streaming_content)
