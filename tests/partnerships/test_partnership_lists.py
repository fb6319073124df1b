"""The public list of partnerships, in a browser's eyes."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from partnerships.operations import deliverables
from partnerships.operations import partnerships as operations
from tests.people import Someone, StakeholderFactory, seat

from .examples import AREA, COUNTRY, OBJECTIVE, OTHER_COUNTRY, TARGET
from .pages import page
from .ships import (
    amend,
    draft,
    edit,
    invite,
    joined,
    plan,
    registered,
    report,
    step,
    values,
)

pytestmark = pytest.mark.django_db

TITLE = values()["title"]


def test_the_list_shows_what_is_registered_and_nothing_of_drafts(
    focal_point: Someone, support_unit: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    draft(focal_point, title="A secret draft")
    edit(partnership, focal_point, title="A secret change")
    held = registered(focal_point, title="A secret on hold")
    step(operations.hold_partnership, held, support_unit, reason="No.")
    shown = page(visitor, "/partnerships/")
    assert TITLE in shown
    assert "Led by Arvania" in shown
    assert "1 partnership" in shown
    assert "secret" not in shown


def test_an_empty_list_says_what_to_do(visitor: Someone) -> None:
    assert "No partnership has been registered yet" in page(visitor, "/partnerships/")


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
        ({"state": "registered"}, True),
        ({"state": "concluded"}, False),
    ],
)
def test_the_list_is_narrowed_by_the_public_version(
    focal_point: Someone, visitor: Someone, query: dict[str, str], finds: bool
) -> None:
    partnership = registered(focal_point, objectives=[OBJECTIVE], targets=[TARGET])
    edit(partnership, focal_point, objectives=["gcm-2018:23"], countries=[OTHER_COUNTRY])
    assert (TITLE in page(visitor, "/partnerships/", **query)) is finds


@pytest.mark.parametrize(
    "query",
    [
        {"action_area": "C1.2"},
        {"country": "Atlantis"},
        {"state": "draft"},
        {"stakeholder": "x"},
        {"page": "9" * 30},
    ],
)
def test_a_filter_that_means_nothing_shows_the_list(
    focal_point: Someone, visitor: Someone, query: dict[str, str]
) -> None:
    registered(focal_point)
    assert TITLE in page(visitor, "/partnerships/", **query)


def test_the_list_is_narrowed_to_a_partner_that_accepted(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    for someone, finds in ((focal_point, True), (other_focal_point, True), (submitter, False)):
        query = {"stakeholder": str(someone.stakeholder.pk)}
        assert (TITLE in page(visitor, "/partnerships/", **query)) is finds


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_the_same_number_of_queries_whatever_its_length(
    focal_point: Someone,
    other_focal_point: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for n in range(number):
        partnership = registered(focal_point, title=f"Partnership {n}", objectives=[OBJECTIVE])
        joined(partnership, other_focal_point, focal_point)
    visitor.client.get("/partnerships/")
    with django_assert_num_queries(9):
        visitor.client.get("/partnerships/")


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_asks_the_same_number_of_queries_whatever_stands_on_it(
    focal_point: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    partnership = registered(focal_point)
    for n in range(number):
        other = seat(StakeholderFactory(name=f"Partner {n}"))
        joined(partnership, other, focal_point)
        thing = plan(partnership, other)
        report(deliverables.start_deliverable, thing, other)
        edit(partnership, focal_point, why=f"Reason {n}")
        amend(partnership, focal_point)
    focal_point.client.get("/desk/")
    for someone, address, queries in (
        (visitor, f"/partnerships/{partnership.pk}/", 6),
        (visitor, f"/partnerships/{partnership.pk}/versions/2/", 6),
        (visitor, f"/deliverables/{thing.pk}/", 2),
        (focal_point, f"/partnerships/{partnership.pk}/", 12),
        (focal_point, f"/partnerships/{partnership.pk}/partners/", 9),
        (focal_point, f"/deliverables/{thing.pk}/", 7),
    ):
        with django_assert_num_queries(queries):
            page(someone, address)


def test_the_table_can_be_downloaded_and_runs_nothing_in_a_spreadsheet(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point, title="=HYPERLINK(1)", objectives=[OBJECTIVE])
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    done = registered(focal_point, title="A done one")
    step(operations.conclude_partnership, done, focal_point)
    response = visitor.client.get("/partnerships/table.csv")
    assert response["Content-Type"].startswith("text/csv")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(content))}
    assert rows["'=HYPERLINK(1)"]["objectives"] == OBJECTIVE
    assert rows["'=HYPERLINK(1)"]["partners"] == "Belmora"
    assert rows["A done one"]["state"] == "concluded"
    narrowed = visitor.client.get("/partnerships/table.csv", {"state": "concluded"})
    assert b"HYPERLINK" not in b"".join(narrowed.streaming_content)
