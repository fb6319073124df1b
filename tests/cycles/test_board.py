"""The Support Unit's board: what it shows, how it is narrowed, and that drafts change nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from commitments import operations as reporting
from gfmd_platform.cycles import operations
from gfmd_platform.cycles.models import Cycle, CycleContact
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.stakeholders.models import Membership
from tests.commitments.making import LATER, NOW, make_cycle, make_report, start, write

from .test_pages import without_tokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(support_unit, focal_point, other_focal_point, submitter) -> Cycle:
    return make_cycle(support_unit)


def board(cycle: Cycle, query: str = "") -> str:
    return reverse("cycles:board", args=[cycle.pk]) + query


def rows(support_unit, cycle, query: str = "") -> dict[str, dict[str, str]]:
    """The rows of the downloaded table, by stakeholder."""
    answer = support_unit.client.get(reverse("cycles:participation-csv", args=[cycle.pk]) + query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {row["stakeholder"]: row for row in csv.DictReader(io.StringIO(text))}


def end_seats(someone) -> None:
    Membership.objects.filter(stakeholder=someone.stakeholder).update(until=dt.date(2021, 1, 1))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Arvania", "Belmora", "Harbour Network"}),
        ("?state=declined", {"Belmora"}),
        ("?kind=state", {"Arvania", "Belmora"}),
        ("?kind=state&state=invited", {"Arvania"}),
        ("?contact=missing", {"Harbour Network"}),
        ("?contact=named", {"Arvania", "Belmora"}),
        ("?time=more", {"Arvania"}),
        ("?state=nonsense", {"Arvania", "Belmora", "Harbour Network"}),
    ],
)
def test_page_table_and_api_are_narrowed_alike(
    cycle, support_unit, focal_point, other_focal_point, submitter, query, names
):
    end_seats(submitter)
    reporting.decline_cycle(
        cycle_id=cycle.pk,
        stakeholder_id=other_focal_point.stakeholder.pk,
        reason="An election year",
        by=other_focal_point.actor,
        now=NOW,
    )
    operations.give_more_time(
        cycle_id=cycle.pk,
        stakeholder_id=focal_point.stakeholder.pk,
        until=dt.date(2027, 6, 1),
        by=support_unit.actor,
        now=NOW,
    )
    page = support_unit.client.get(board(cycle, query))
    assert {row.stakeholder.name for row in page.context["rows"]} == names
    found = rows(support_unit, cycle, query)
    assert set(found) == names
    sent = support_unit.api.get(f"/api/v1/cycles/{cycle.pk}/participation/{query}").json()
    assert {row["name"] for row in sent["stakeholders"]} == names
    if "Belmora" in names:
        assert found["Belmora"]["reason"] == "An election year"
        assert "An election year" in page.content.decode()


def test_regions_and_kinds_are_counted_and_lead_to_their_rows(cycle, support_unit, focal_point):
    page = support_unit.client.get(board(cycle))
    table = page.context["by_region"]
    assert table[-1].total == 3
    assert sum(row.total for row in table[:-1]) == 3
    for row in table[:-1]:
        narrowed = support_unit.client.get(board(cycle, f"?region={row.region}"))
        assert narrowed.context["page"].paginator.count == row.total


def test_a_stakeholder_without_focal_point_leads_to_recording_one(cycle, support_unit, submitter):
    link = reverse("stakeholders:nominate", args=[submitter.stakeholder.pk])
    assert link not in support_unit.client.get(board(cycle)).content.decode()
    end_seats(submitter)
    assert link in support_unit.client.get(board(cycle)).content.decode()


def test_it_tells_when_the_platform_wrote_last_and_on_what_occasion(
    cycle, support_unit, focal_point
):
    deliver_due(now=NOW)
    assert rows(support_unit, cycle)["Arvania"]["last_contact"] == "Told that the cycle is open"
    for day in (8, 8, 9):
        operations.send_reminders(now=dt.datetime(2027, 5, day, 12, tzinfo=dt.UTC))
    row = rows(support_unit, cycle)["Arvania"]
    assert row["last_contact"] == "Reminded by the ladder"
    assert row["last_contact_at"].startswith("2027-05-08")
    contact = CycleContact.objects.get(
        invitation__stakeholder=focal_point.stakeholder, kind="reminder"
    )
    assert contact.people == 1


def test_what_arrived_is_shown_until_and_after_it_is_acknowledged(cycle, support_unit, focal_point):
    report = make_report(cycle, focal_point)
    text = support_unit.client.get(board(cycle)).content.decode()
    assert "Arrived, to acknowledge" in text
    assert rows(support_unit, cycle)["Arvania"]["acknowledged_at"] == ""
    reporting.acknowledge_report(report_id=report.pk, by=support_unit.actor, now=LATER)
    text = support_unit.client.get(board(cycle)).content.decode()
    assert "Arrived, to acknowledge" not in text
    assert "acknowledged 24 Nov 2026" in text
    assert rows(support_unit, cycle)["Arvania"]["acknowledged_at"].startswith("2026-11-24")


def test_nothing_the_support_unit_sees_changes_with_what_is_in_drafts(
    cycle, support_unit, focal_point, other_focal_point
):
    make_report(cycle, other_focal_point)
    history = reverse("cycles:stakeholder-reporting", args=[focal_point.stakeholder.pk])
    asked = f"/api/v1/cycles/reporting/?stakeholder={focal_point.stakeholder.pk}"

    def seen() -> list[object]:
        return [
            without_tokens(support_unit.client.get(board(cycle)).content),
            without_tokens(support_unit.client.get(board(cycle, "?state=invited")).content),
            without_tokens(support_unit.client.get(history).content),
            rows(support_unit, cycle),
            support_unit.api.get(f"/api/v1/cycles/{cycle.pk}/participation/").content,
            support_unit.api.get(asked).content,
        ]

    before = seen()
    report = start(cycle, focal_point)
    write(report, focal_point, "Canary in the draft")
    corrected = reporting.correct_report(
        report_id=other_focal_point.stakeholder.reports.get().pk,
        by=other_focal_point.actor,
        now=LATER,
    )
    write(corrected, other_focal_point, "Canary in the correction", now=LATER)
    assert seen() == before


def test_a_stakeholders_page_tells_its_cycles_and_when_it_was_written_to(
    cycle, support_unit, focal_point
):
    deliver_due(now=NOW)
    make_report(cycle, focal_point)
    older = make_cycle(support_unit, title="Review of 2025", year=2025)
    url = reverse("cycles:stakeholder-reporting", args=[focal_point.stakeholder.pk])
    text = support_unit.client.get(url).content.decode()
    assert text.index(cycle.title) < text.index(older.title)
    assert "Version 1 of 24 Nov 2026" in text
    sent = support_unit.api.get(
        f"/api/v1/cycles/reporting/?stakeholder={focal_point.stakeholder.pk}"
    ).json()
    newest = sent["cycles"][0]
    assert (newest["cycle"], newest["received"]["version"]) == (str(cycle.pk), 1)
    assert [c["kind"] for c in newest["contacts"]] == ["opened"]
    assert support_unit.api.get("/api/v1/cycles/reporting/?stakeholder=x").status_code == 400


def test_nobody_else_sees_the_board(cycle, focal_point, other_focal_point, visitor):
    pages = [
        board(cycle),
        reverse("cycles:participation-csv", args=[cycle.pk]),
        reverse("cycles:stakeholder-reporting", args=[focal_point.stakeholder.pk]),
    ]
    for url in pages:
        assert focal_point.client.get(url).status_code == 403
        assert visitor.client.get(url)["Location"].startswith("/accounts/login/")
    asked = f"/api/v1/cycles/reporting/?stakeholder={focal_point.stakeholder.pk}"
    assert other_focal_point.api.get(asked).status_code == 404


def test_the_voice_is_neutral(cycle, support_unit, focal_point, time_machine):
    time_machine.move_to("2027-08-01T12:00:00Z")
    text = support_unit.client.get(board(cycle)).content.decode().lower()
    for word in ("overdue", "missed", " late ", "not reported"):
        assert word not in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_costs_the_same_however_long(
    cycle,
    support_unit,
    focal_point,
    other_focal_point,
    submitter,
    django_assert_num_queries,
    number,
):
    for someone in (focal_point, other_focal_point, submitter)[:number]:
        make_report(cycle, someone)
        operations.give_more_time(
            cycle_id=cycle.pk,
            stakeholder_id=someone.stakeholder.pk,
            until=dt.date(2027, 6, 1),
            by=support_unit.actor,
            now=NOW,
        )
    support_unit.client.get(board(cycle))
    with django_assert_num_queries(12):
        support_unit.client.get(board(cycle))
    history = reverse("cycles:stakeholder-reporting", args=[focal_point.stakeholder.pk])
    with django_assert_num_queries(11):
        support_unit.client.get(history)
