"""What came by note verbale: handed in unchanged, marked so, and no word about anybody's draft."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commitments import operations, receipts
from commitments.models import DraftAnswer, Report, ReportVersion
from commitments.operations.observations import RowGiven
from commitments.report_content import of_draft, of_version
from gfmd_platform.access.exceptions import Invalid, NotAllowed, WrongState
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.search.models import SearchEntry
from tests.people import Someone

from .making import (
    LATER,
    NOW,
    an_indicator,
    choose,
    make_commitment,
    make_cycle,
    make_report,
    start,
    submit,
    write,
)
from .test_commitments import COST

pytestmark = pytest.mark.django_db

CANARY = "kingfisher"
MARK = "Lodged by the Support Unit from note verbale NV/12 of 20 November 2026"


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


def lodge(cycle, someone: Someone, by: Someone, **values) -> ReportVersion:
    values = {
        "channel": "note_verbale",
        "reference": "NV/12",
        "dated_on": dt.date(2026, 11, 20),
        "received_on": dt.date(2026, 11, 23),
        "files": [SimpleUploadedFile("Note.pdf", f"%PDF-1.7\n%{CANARY}\n".encode())],
        "answers": {"a_narrative": f"As received: {CANARY}"},
    } | values
    return operations.lodge_report(
        cycle_id=cycle.pk, stakeholder_id=someone.stakeholder.pk, by=by.actor, now=NOW, **values
    )


def page(someone: Someone, name: str, *args) -> str:
    return someone.client.get(reverse(f"reports:{name}", args=args)).content.decode()


def sent(someone: Someone, address: str) -> bytes:
    return b"".join(someone.client.get(address).streaming_content)


def test_what_was_lodged_is_handed_in_unchanged_and_marked(
    cycle, focal_point, support_unit, visitor
):
    version = lodge(cycle, focal_point, support_unit, visibility="public")
    assert of_version(ReportVersion.objects.get(pk=version.pk)).hash == version.content_hash
    assert not receipts.verify(version).breaches
    report = version.subject
    assert "Lodged by the Support Unit" in page(visitor, "index")
    for name, args in (("detail", [report.pk]), ("version", [report.pk, 1])):
        shown = page(visitor, name, *args)
        assert MARK in shown
        assert f"As received: {CANARY}" in shown
    assert visitor.api.get(f"/api/v1/reports/{report.pk}/").json()["lodged"]["mark"] == MARK
    data = f"/reports/table.json?cycle={cycle.pk}"
    assert [row["lodged"] for row in json.loads(sent(visitor, data))] == [MARK]
    original = visitor.client.get(reverse("reports:original", args=[report.pk, 1, 0]))
    assert CANARY.encode() in b"".join(original.streaming_content)
    assert MARK in page(focal_point, "receipt", report.pk, 1)


def test_nothing_of_a_text_for_the_support_unit_appears_to_others(
    cycle, focal_point, support_unit, other_focal_point, chair, visitor
):
    report = lodge(cycle, focal_point, support_unit, reference=f"NV/{CANARY}").subject
    deliver_due(now=LATER)
    addresses = [
        reverse("reports:detail", args=[report.pk]),
        reverse("reports:version", args=[report.pk, 1]),
        reverse("reports:original", args=[report.pk, 1, 0]),
        f"/api/v1/reports/{report.pk}/",
    ]
    for someone in (other_focal_point, chair, visitor):
        assert [someone.client.get(a).status_code for a in addresses] == [404] * 4
        lists = (
            "/reports/",
            "/",
            f"/cycles/{cycle.pk}/",
            f"/stakeholders/{report.stakeholder_id}/",
        )
        for address in lists:
            assert CANARY not in someone.client.get(address).content.decode()
        for table in ("/reports/table.csv", "/reports/table.json"):
            assert str(report.pk).encode() not in sent(someone, table)
    assert not SearchEntry.objects.filter(record_id=report.pk).exists()
    told = Mail.objects.filter(record_id=report.pk)
    assert {mail.to for mail in told} == {focal_point.person.email}
    assert not any(CANARY in mail.body_text + mail.subject for mail in told)


def test_a_draft_is_neither_touched_nor_told_of(
    cycle, focal_point, other_focal_point, support_unit
):
    draft = start(cycle, focal_point)
    write(draft, focal_point, "Own words")
    choose(draft, focal_point, "public")
    board = page(support_unit, "lodge", cycle.pk)
    assert board.count("<option") == 2, "whoever writes is offered like whoever does not"
    with_draft = lodge(cycle, focal_point, support_unit)
    without = lodge(cycle, other_focal_point, support_unit)
    seen = []
    for version in (with_draft, without):
        pk = version.subject_id
        body = support_unit.api.get(f"/api/v1/reports/{pk}/").json()
        hidden = {body.pop("id"), body["stakeholder"].pop("id"), body["stakeholder"].pop("name")}
        for line in (*body["versions"], body["current"]):
            line.pop("hash")
        seen.append(body)
        assert len(hidden) == 3
        assert pk.version == 4, "an address tells no time"
    assert seen[0] == seen[1]
    standing = Report.unscoped.get(pk=draft.pk)
    assert (standing.drafting, standing.visibility) == (True, "public")
    assert DraftAnswer.objects.get(report=draft).value == "Own words"
    second = submit(standing, focal_point, now=LATER)
    assert (second.no, second.visibility) == (2, "public")


def test_a_focal_point_confirms_or_corrects_from_what_was_lodged(
    cycle, focal_point, support_unit, colleague
):
    report = lodge(cycle, focal_point, support_unit).subject
    assert "lodged a report that you sent" in focal_point.client.get("/desk/").content.decode()
    url = reverse("reports:confirm-lodged", args=[report.pk])
    assert support_unit.client.post(url).status_code == 403
    for _time in range(2):
        assert focal_point.client.post(url).status_code == 302
    assert "Confirmed by its stakeholder" in page(support_unit, "detail", report.pk)
    assert "lodged a report that you sent" not in focal_point.client.get("/desk/").content.decode()
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    answer = DraftAnswer.objects.get(report=report, key="a_narrative")
    assert answer.value == f"As received: {CANARY}"
    write(report, focal_point, "In our own words")
    assert submit(Report.unscoped.get(pk=report.pk), focal_point, now=LATER).no == 2
    assert MARK not in page(support_unit, "detail", report.pk)
    assert MARK in page(support_unit, "version", report.pk, 1)


def test_nothing_is_lodged_over_what_a_stakeholder_handed_in(
    cycle, focal_point, support_unit, other_focal_point
):
    make_report(cycle, focal_point)
    with pytest.raises(WrongState):
        lodge(cycle, focal_point, support_unit)
    for someone in (focal_point, other_focal_point):
        with pytest.raises(NotAllowed):
            lodge(cycle, other_focal_point, someone)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"files": []}, "files"),
        ({"reference": ""}, "reference"),
        ({"answers": {}}, "description"),
        ({"answers": {"unknown": "x"}}, "unknown"),
        ({"received_on": dt.date(2026, 12, 1)}, "received_on"),
        ({"dated_on": dt.date(2026, 11, 24)}, "dated_on"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_what_cannot_be_lodged_is_said_and_nothing_is_kept(
    cycle, focal_point, support_unit, values, wrong
):
    with pytest.raises(Invalid) as refused:
        lodge(cycle, focal_point, support_unit, **values)
    assert set(refused.value.errors) == {wrong}
    assert not Report.unscoped.exists()


def test_page_and_api_lodge_alike(cycle, focal_point, other_focal_point, support_unit):
    def file():
        return SimpleUploadedFile("Letter.txt", b"Dear Support Unit")

    day = {"dated_on_day": "20", "dated_on_month": "11", "dated_on_year": "2026"}
    day |= {name.replace("dated", "received"): part for name, part in day.items()}
    form = {
        "for": str(focal_point.stakeholder.pk),
        "channel": "letter",
        "visibility": "support_unit",
        "language": "en",
        "description": "A letter of one page.",
        **day,
    }
    url = reverse("reports:lodge", args=[cycle.pk])
    assert support_unit.client.post(url, form).status_code == 422
    sent = support_unit.client.post(url, form | {"files": [file(), file()]})
    assert sent.status_code == 302, sent.context["form"].errors
    answer = support_unit.api.post(
        "/api/v1/lodgings/",
        {
            "cycle": str(cycle.pk),
            "stakeholder": str(other_focal_point.stakeholder.pk),
            "channel": "letter",
            "dated_on": "2026-11-20",
            "received_on": "2026-11-20",
            "description": "A letter of one page.",
            "files": [file(), file()],
        },
        format="multipart",
    )
    assert answer.status_code == 201, answer.content
    one, two = (of_version(v).words() for v in ReportVersion.objects.order_by("pk"))
    assert one == two


def test_the_board_tells_lodged_from_handed_in(cycle, focal_point, other_focal_point, support_unit):
    lodge(cycle, focal_point, support_unit)
    make_report(cycle, other_focal_point)
    sent = support_unit.api.get(f"/api/v1/cycles/{cycle.pk}/participation/").json()
    lodged = {row["name"]: (row["received"] or {}).get("lodged") for row in sent["stakeholders"]}
    assert lodged[focal_point.stakeholder.name] is True
    assert lodged[other_focal_point.stakeholder.name] is False


def test_statuses_and_values_are_lodged_as_received_and_a_correction_begins_from_them(
    cycle, focal_point, other_focal_point, support_unit, visitor
):
    own = make_commitment(focal_point, indicators=[COST])
    foreign = make_commitment(other_focal_point)
    value = RowGiven(1, {"period": "2025", "value": "6.1"}, term_id=an_indicator(), unit="per cent")
    mine = replace(value, line=2, term_id=None, indicator_key=own.indicators.get().key)
    said: dict[str, Any] = {
        "statuses": [operations.StatusGiven(own.pk, "under_way", "Two banks joined.")]
    }
    said |= {"observations": [value, mine], "answers": {}, "visibility": "public"}
    for wrong, where in (
        ({"statuses": [operations.StatusGiven(foreign.pk, "done")]}, "statuses"),
        ({"statuses": [operations.StatusGiven(own.pk, "", "A note")]}, "statuses"),
        ({"observations": [value, value]}, "observations"),
        ({"observations": [replace(value, values={"period": "x", "value": "1"})]}, "observations"),
    ):
        with pytest.raises(Invalid) as refused:
            lodge(cycle, focal_point, support_unit, **said | wrong)
        assert set(refused.value.errors) == {where}
    version = lodge(cycle, focal_point, support_unit, **said)
    assert of_version(ReportVersion.objects.get(pk=version.pk)).hash == version.content_hash
    assert "Two banks joined." in page(visitor, "detail", version.subject_id)
    report = operations.correct_report(
        report_id=version.subject_id, by=focal_point.actor, now=LATER
    )
    assert of_draft(report).words()["statuses"] == of_version(version).words()["statuses"]
    assert len(of_draft(report).observations) == 2


def test_the_form_and_the_api_take_statuses_and_values(
    cycle, focal_point, other_focal_point, support_unit
):
    own = make_commitment(focal_point)
    theirs = make_commitment(other_focal_point)
    day = {"dated_on_day": "20", "dated_on_month": "11", "dated_on_year": "2026"}
    day |= {name.replace("dated", "received"): part for name, part in day.items()}
    form = {
        "for": str(focal_point.stakeholder.pk),
        "channel": "letter",
        "visibility": "support_unit",
        "language": "en",
        **day,
        f"status-{own.pk}": "done",
        f"note-{own.pk}": "All of it.",
        "values-TOTAL_FORMS": "3",
        "values-INITIAL_FORMS": "0",
        "values-0-indicator": "sdg-2015:10.7.1",
        "values-0-period": "soon",
        "values-0-value": "6.1",
    }
    url = reverse("reports:lodge", args=[cycle.pk])

    def files():
        return [SimpleUploadedFile("Letter.txt", b"Dear Support Unit")]

    refused = support_unit.client.post(url, form | {"files": files()})
    assert refused.status_code == 422
    assert "Value 1: Give a year" in refused.content.decode()
    sent = support_unit.client.post(url, form | {"values-0-period": "2025", "files": files()})
    assert sent.status_code == 302
    body = {
        "cycle": str(cycle.pk),
        "stakeholder": str(other_focal_point.stakeholder.pk),
        "channel": "letter",
        "dated_on": "2026-11-20",
        "received_on": "2026-11-20",
        "statuses": json.dumps(
            [{"commitment": str(theirs.pk), "status": "done", "note": "All of it."}]
        ),
        "observations": json.dumps(
            [
                {
                    "indicator": "sdg-2015:10.7.1",
                    "period": "2025",
                    "value": "6.1",
                    "unit": "per cent of monthly income",
                }
            ]
        ),
        "files": files(),
    }
    answer = support_unit.api.post("/api/v1/lodgings/", body, format="multipart")
    assert answer.status_code == 201, answer.content
    for version in ReportVersion.objects.all():
        content = of_version(version)
        assert [(s.status, s.note) for s in content.statuses] == [("done", "All of it.")]
        assert [o.values["period"] for o in content.observations] == ["2025"]
