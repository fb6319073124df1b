"""Bent requests get a clear answer, never an error of ours: characters that cannot be kept,
instants out of range, names of nothing, another report's rows."""

from __future__ import annotations

import pytest

from commitments import operations
from commitments.models import DraftAnswer, DraftObservation
from tests.people import Someone

from .making import NOW, make_cycle, start, write
from .test_report_drafts import observe
from .test_sharing import give

pytestmark = pytest.mark.django_db
NUL = "a\x00b"
NOBODY = "018f0000-0000-7000-8000-000000000000"


@pytest.fixture
def report(state, other_state, support_unit, focal_point):
    return start(make_cycle(support_unit), focal_point)


def test_no_page_of_a_draft_breaks(report, focal_point):
    draft = f"/reports/{report.pk}/draft"
    value = observe(report, focal_point)
    write(report, focal_point, "Text")
    browser = focal_point.client
    ref = "10.7.1"
    grid = f"{draft}/indicators/of/{ref}"
    sent = [
        (f"{draft}/save/", {"field": NUL, "value": "x", "revision": "0"}),
        (f"{draft}/save/", {"field": "a_narrative", "value": NUL, "revision": "1"}),
        (f"{draft}/save/", {"field": "a_narrative", "value": "x", "revision": "9" * 40}),
        (f"{draft}/save/", {"field": f"{NUL}--{NOBODY}", "value": "x", "revision": "0"}),
        (f"{draft}/a/", {"asked": NUL, "revision": "0", NUL: "x"}),
        (f"{draft}/a/", {"field": NUL, "mine": "x", "choice": "mine", "revision": "1"}),
        (f"{draft}/a/margin/", {"do": "comment", "about": NUL, "body": "x"}),
        (f"{draft}/a/margin/", {"do": "comment", "body": NUL}),
        (f"{draft}/a/margin/", {"do": "answer", "of": NUL, "body": "x"}),
        (f"{draft}/a/margin/", {"do": "suggest", "about": NUL, "text": "x", "base": "1"}),
        (f"{draft}/a/margin/", {"do": "suggest", "about": "a_narrative", "text": NUL, "base": "1"}),
        (f"{draft}/a/margin/", {"do": "decline", "of": NOBODY, "word": NUL}),
        (f"{draft}/beside/", {"from": NUL, "to": NUL}),
        (f"{draft}/clearance/", {"step": NUL, "text": NUL}),
        (f"{draft}/questions/", {"questionnaire": NUL}),
        (f"{draft}/history/back/", {"at": "0001-01-01T00:00:00+14:00"}),
        (f"{draft}/history/back/", {"at": "9999-12-31T23:59:59-14:00"}),
        (f"{draft}/history/a_narrative/", {"revision": "9" * 30, "standing": "1"}),
        (f"{draft}/colleagues/", {"remove": "999999999"}),
        (f"{draft}/colleagues/", {"again": NUL}),
        (f"{grid}/save/", {"field": f"{NUL}|", "value": "1", "revision": "0"}),
        (f"{grid}/save/", {"field": "2024|sex:" + NUL, "value": "1", "revision": "0"}),
        (f"{grid}/save/", {"field": "2024|", "value": "9" * 400, "revision": "0"}),
        (f"{grid}/save/", {"field": "2024|", "value": "1e999999", "revision": "0"}),
        (f"{grid}/source/", {"period": NUL, "finality": "final"}),
        (f"{draft}/indicators/{value.pk}/", {"remove": "1", "revision": "9" * 30}),
        (f"{draft}/indicators/table/", {"write": "1", "content": "x" * 100, "seen": NUL}),
        ("/receipts/", {"key": NUL}),
    ]
    for address, data in sent:
        answer = browser.post(address, data)
        assert answer.status_code < 500, (address, data)
    for address in (
        f"{draft}/history/?page={NUL}",
        f"{draft}/history/a_narrative/?subject={NUL}",
        f"{draft}/history/back/?at=0001-01-01T00:00:00%2B14:00",
        f"{draft}/files/%00/",
        f"{draft}/indicators/open/?indicator=%00",
        f"{draft}/indicators/of/%00/",
        f"{grid}/?periods=%00&dimensions=%00",
        f"{grid}/?periods={'2024,' * 300}",
        f"{draft}/indicators/template/?indicator=%00",
        "/indicators/%00/",
        "/reports/?q=%00",
        "/commitments/?q=%00&kind=%00&term=%00",
    ):
        assert browser.get(address).status_code < 500, address
    assert DraftAnswer.objects.get(report=report, key="a_narrative").value in ("Text", "x")


def test_no_endpoint_of_a_draft_breaks(report, focal_point):
    draft = f"/api/v1/reports/{report.pk}/draft"
    api = focal_point.api
    huge = 10**40
    rows = [
        {"indicator": NOBODY, "period": "2024", "value": "1"},
        {"indicator": None, "own_indicator": NOBODY, "period": "2024", "value": "1"},
        {"period": {"a": 1}, "value": [1]},
        {"period": "9999999-99", "value": "NaN", "dims": {"sex": 1}, "revision": huge},
        [],
        "text",
        None,
    ]
    for method, address, body in (
        ("put", "/answers/a_narrative/", {"value": NUL, "revision": 0}),
        ("put", "/answers/a_narrative/", {"value": "x", "revision": huge}),
        ("put", "/answers/a_narrative/", {"value": {"a": [1]}, "revision": 0}),
        ("put", "/answers/a_narrative/", {"value": "x", "revision": 0, "subject": NOBODY}),
        ("put", "/observations/bulk/", {"observations": rows}),
        ("put", "/observations/bulk/", {"observations": "text"}),
        ("post", "/observations/", {"indicator": NOBODY, "period": "2024", "value": "1"}),
        ("post", "/history/bring-back/", {"key": NUL, "revision": 1, "standing": 0}),
        ("post", "/history/bring-back/", {"key": "a_narrative", "revision": huge, "standing": 0}),
        ("post", "/history/bring-back-all/", {"at": "0001-01-01T00:00:00+14:00"}),
        ("post", "/suggestions/", {"key": "a_narrative", "text": "x", "base": huge}),
        ("post", "/suggestions/", {"key": "status", "text": "x", "base": 0}),
        ("post", "/sections/a/margin/", {"body": "x", "answers": NOBODY}),
        ("post", f"/suggestions/{NOBODY}/", {"accept": True, "revision": huge}),
        ("patch", f"/comments/{NOBODY}/", {"resolved": True}),
        ("post", f"/clearance/{NOBODY}/", {"text_hash": "x"}),
        ("put", "/clearance/", {"steps": [{"name": "x", "sections": ["a"], "members": [NOBODY]}]}),
        ("post", "/adopt/", {"questionnaire": NOBODY}),
        ("post", "/copy-beside/", {"key": "x", "to": "y"}),
        ("get", "/history/?before=0001-01-01T00:00:00%2B14:00", None),
        ("get", "/answers/a_narrative/file/?subject=%00", None),
    ):
        answer = getattr(api, method)(f"{draft}{address}", body, format="json")
        assert answer.status_code < 500, (address, body)
    contributors = f"/api/v1/reports/{report.pk}/contributors/"
    for body in ({"contributor": huge}, {"membership": NOBODY}, {}):
        assert api.delete(contributors, body, format="json").status_code < 500, body
    assert not DraftObservation.objects.exists()


def test_rows_of_another_report_are_not_reached_through_ones_own(
    report, focal_point: Someone, other_focal_point: Someone, colleague: Someone
):
    theirs = start(report.cycle, other_focal_point)
    write(theirs, other_focal_point, "Theirs")
    value = observe(theirs, other_focal_point)
    remark = operations.comment(
        report_id=theirs.pk, section="a", body="Theirs", by=other_focal_point.actor, now=NOW
    )
    proposal = operations.suggest(
        report_id=theirs.pk,
        key="a_narrative",
        text="Other",
        base=1,
        by=other_focal_point.actor,
        now=NOW,
    )
    give(report, focal_point, colleague, "a")
    draft = f"/api/v1/reports/{report.pk}/draft"
    for someone in (focal_point, colleague):
        for method, address, body in (
            ("patch", f"/comments/{remark.pk}/", {"resolved": True}),
            ("post", f"/suggestions/{proposal.pk}/", {"accept": True, "revision": 1}),
            ("post", "/sections/a/margin/", {"body": "x", "answers": str(remark.pk)}),
            ("patch", f"/observations/{value.pk}/", {"value": "9", "revision": 1}),
            (
                "post",
                "/history/bring-back/",
                {"key": "observation", "subject": str(value.pk), "revision": 1, "standing": 1},
            ),
        ):
            answer = getattr(someone.api, method)(f"{draft}{address}", body, format="json")
            assert answer.status_code == 404, address
    page = f"/reports/{report.pk}/draft/indicators/{value.pk}/"
    assert focal_point.client.post(page, {"remove": "1", "revision": "1"}).status_code == 404
    assert DraftObservation.objects.filter(pk=value.pk).exists()


def test_more_json_than_anybody_needs_is_not_read(report, visitor):
    key = "x" * (5 * 1024**2)
    assert visitor.api.post("/api/v1/receipts/", {"key": key}, format="json").status_code == 400
