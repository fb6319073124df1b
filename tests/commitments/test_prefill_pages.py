"""Last year's words on the pages: seen before they come, marked, and kept in one click."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments import operations
from commitments.models import DraftAnswer, DraftObservation, DraftStatus, Report
from commitments.report_content import of_draft

from .making import NOW, choose, make_commitment, submit
from .second_year import TEXT, begin_this_year, bring_in, report_of_last_year, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(focal_point, state):
    return make_commitment(focal_point)


@pytest.fixture
def last(state, other_state, support_unit, focal_point, commitment):
    return report_of_last_year(support_unit, focal_point, commitment)


@pytest.fixture
def report(last, support_unit, focal_point):
    return begin_this_year(support_unit, focal_point)


@pytest.fixture
def client(focal_point):
    return focal_point.client


def page(client, name, report, *more):
    answer = client.get(reverse(f"reports:{name}", args=[report.pk, *more]))
    assert answer.status_code == 200
    return answer.content.decode()


def press(client, name, report, *more, **sent):
    return client.post(reverse(f"reports:{name}", args=[report.pk, *more]), sent)


def test_the_start_page_says_what_is_known_before_it_is_brought_in(
    report, last, client, focal_point
):
    operations.discard_report(report_id=report.pk, by=focal_point.actor, now=NOW)
    address = reverse("reports:start", args=[report.cycle_id])
    text = client.get(address).content.decode()
    assert "2 answers of your last report" in text
    assert "Where 1 commitment stands" in text
    client.post(address, {"language": "en", "brings_in": "on"})
    begun = Report.unscoped.get(cycle=report.cycle_id)
    assert of_draft(begun).proposals == 4


def test_a_part_shows_the_mark_and_keeps_the_field_with_what_was_written_beside_it(
    report, client, focal_point
):
    bring_in(report, focal_point)
    text = page(client, "part", report, "a")
    assert "From your last report (2026, version 1)" in text
    rows = {row.key: row for row in DraftAnswer.objects.filter(report=report)}
    press(
        client,
        "part",
        report,
        "a",
        a_narrative=TEXT,
        a_key_message="New words.",
        asked=["a_narrative", "a_key_message"],
        revision=[rows["a_narrative"].revision, rows["a_key_message"].revision],
        proposal="keep|field:a_narrative",
    )
    rows = {row.key: row for row in DraftAnswer.objects.filter(report=report)}
    assert rows["a_narrative"].is_kept
    assert rows["a_narrative"].origin == "last_report"
    assert rows["a_key_message"].value == "New words."
    assert "Kept for this year." in page(client, "part", report, "a")


def test_all_statuses_are_unchanged_in_one_click_and_undone_in_another(
    report, client, focal_point, commitment
):
    bring_in(report, focal_point)
    assert "From your last report" in page(client, "statuses", report)
    row = DraftStatus.objects.get(report=report)
    as_shown = {
        f"{commitment.pk}-status": row.status,
        f"{commitment.pk}-note": row.note,
        "about": commitment.pk,
        "revision": row.revision,
    }
    press(client, "statuses", report, **as_shown, proposal="unchanged|section:commitments")
    row.refresh_from_db()
    assert row.is_kept
    as_shown["revision"] = row.revision
    press(client, "statuses", report, **as_shown, proposal="undo|section:commitments")
    row.refresh_from_db()
    assert not row.is_kept


def test_the_check_page_lists_what_nobody_kept_and_takes_one_decision_on_it(
    report, client, focal_point
):
    bring_in(report, focal_point)
    choose(report, focal_point)
    text = page(client, "check", report)
    assert "Keep all that is marked" in text
    assert "Submit to the Support Unit" not in text
    press(client, "last-year", report, proposal="keep|all")
    text = page(client, "check", report)
    assert "Keep all that is marked" not in text
    assert "Submit to the Support Unit" in text


def test_it_can_be_brought_in_later_by_a_button_that_says_what_comes(report, client):
    assert "2 answers of your last report" in page(client, "last-year", report)
    press(client, "last-year", report)
    assert DraftAnswer.objects.filter(report=report, is_kept=False).count() == 2
    assert "There is nothing to bring in." in page(client, "last-year", report)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_few_queries(rows, support_unit, focal_point, state, other_state):
    made = [make_commitment(focal_point, title=f"Commitment {n}") for n in range(rows)]
    last = report_of_last_year(support_unit, focal_point, made[0])
    operations.correct_report(report_id=last.pk, by=focal_point.actor, now=NOW)
    for commitment in made[1:]:
        say(last, focal_point, commitment, "done", "All of it.")
    if rows > 1:
        submit(last, focal_point)
    report = begin_this_year(support_unit, focal_point)
    asked = {}
    for name in ("last-year", "statuses"):
        client = focal_point.client
        client.get("/desk/")
        with CaptureQueriesContext(connection) as found:
            page(client, name, report)
        asked[name] = len(found)
        bring_in(report, focal_point)
    assert asked == {"last-year": 12, "statuses": 10}


def test_the_api_does_the_same(report, focal_point, last):
    api = focal_point.api
    address = f"/api/v1/reports/{report.pk}/draft/"
    found = api.get(f"{address}last-year/").json()
    assert found["version"] == {"report": str(last.pk), "no": 1}
    assert {row["key"] for row in found["answers"]} == {"a_narrative", "a_key_message"}
    assert api.post(f"{address}last-year/").json() == {"brought_in": 4}
    row = next(a for a in api.get(address).json()["answers"] if a["key"] == "a_narrative")
    assert (row["origin"], row["is_kept"], row["origin_version"]["no"]) == ("last_report", False, 1)
    kept = api.post(f"{address}proposals/keep/", {"section": "a"}, format="json")
    assert kept.json() == {"changed": 2}
    undone = api.post(f"{address}proposals/undo/", {"key": "a_narrative"}, format="json")
    assert undone.json() == {"changed": 1}
    out = api.post(f"{address}proposals/leave-out/", {}, format="json")
    assert out.json() == {"changed": 3}


def test_last_years_values_wait_beside_the_grid_for_one_click(report, client, focal_point):
    bring_in(report, focal_point)
    row = DraftObservation.objects.get(report=report)
    text = page(client, "grid", report, "sdg-2015:10.7.1")
    assert "Last reported (2026, version 1)" in text
    assert "last year: 7" in text and f'data-observation="{row.pk}"' in text
    assert "10.7.1" in page(client, "values", report)
    # What was typed in the same form is saved with the click.
    sent = {"proposal": f"keep|field:observation--{row.pk}", "2025|": "8"}
    sent |= {"cell": "2025|", "revision": "0", "was": ""}
    assert press(client, "grid", report, "sdg-2015:10.7.1", **sent).status_code == 302
    standing = DraftObservation.objects.filter(report=report, is_kept=True)
    assert set(standing.values_list("period", "value")) == {("2025", 8), ("2026", 7)}
    press(client, "values", report, proposal="undo|section:indicators")
    press(client, "values", report, proposal="unchanged|section:indicators")
    assert standing.count() == 2
    address = reverse("reports:value", args=[report.pk, row.pk])
    assert client.get(address).status_code == 200
