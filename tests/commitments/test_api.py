"""What a page can do the API can do, with the same outcome and the same refusals."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commitments.models import (
    Commitment,
    DraftAnswer,
    DraftObservation,
    DraftStatus,
    Report,
    ReportVersion,
)
from commitments.report_content import of_version
from gfmd_platform.cycles.models import CycleInvitation
from gfmd_platform.stakeholders.models import Membership

from .making import (
    an_action_area,
    choose,
    draft_hash,
    make_commitment,
    make_cycle,
    make_report,
    start,
    submit,
    write,
)
from .test_commitment_pages import filled
from .test_commitments import COST

pytestmark = pytest.mark.django_db

COMMITMENTS = "/api/v1/commitments/"
REPORTS = "/api/v1/reports/"


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


def area_ref():
    from gfmd_platform.taxonomy import queries as taxonomy

    return taxonomy.current().terms[an_action_area()].ref


def test_page_and_api_write_and_register_the_same_commitment(focal_point, state):
    focal_point.client.post(reverse("commitments:new"), filled(check="yes"))
    by_page = Commitment.unscoped.get()
    focal_point.client.post(
        reverse("commitments:check", args=[by_page.pk]), {"revision": by_page.revision}
    )
    made = focal_point.api.post(
        COMMITMENTS,
        {
            "owner": str(state.pk),
            "title": "Fair recruitment in five corridors",
            "wording": "No worker pays for a job.",
            "kind": "policy",
            "beneficiaries": "Workers recruited abroad",
            "due_on": "2030-06",
            "terms": [area_ref()],
            "indicators": [
                {
                    "name": "Workers who paid a fee",
                    "unit": "per cent",
                    "direction": "decrease",
                    "baseline_value": "40",
                    "baseline_on": "2025",
                    "target_value": "0",
                }
            ],
        },
    )
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    answer = focal_point.api.post(f"{COMMITMENTS}{pk}/register/", {"revision": 1})
    assert answer.json()["version"] == 1
    by_page.refresh_from_db()
    one = focal_point.api.get(f"{COMMITMENTS}{by_page.pk}/").json()["current"]
    two = answer.json()["current"]
    for version in (one, two):
        for name in ("at", "hash", "text_hash"):
            version.pop(name)
        for indicator in version["indicators"]:
            indicator.pop("key")
    assert one == two


def test_the_api_amends_withdraws_and_refuses_as_the_pages_do(focal_point, other_focal_point):
    commitment = make_commitment(focal_point)
    url = f"{COMMITMENTS}{commitment.pk}/"
    changed = focal_point.api.patch(url, {"due_on": "2032", "revision": commitment.revision})
    assert changed.json()["draft"]["due_on"] == "2032"
    assert changed.json()["due_on"] == "2030"
    stale = focal_point.api.patch(url, {"due_on": "2033", "revision": commitment.revision})
    assert (stale.status_code, stale.json()["theirs"]["due_on"]) == (409, "2032")
    assert focal_point.api.patch(url, {"due_on": "2033"}).status_code == 422
    amended = focal_point.api.post(
        f"{url}amend/", {"revision": changed.json()["revision"], "reason": "More time"}
    )
    assert (amended.json()["version"], amended.json()["due_on"]) == (2, "2032")
    assert focal_point.api.get(f"{url}versions/1/").json()["due_on"] == "2030"
    assert focal_point.api.get(f"{url}versions/3/").status_code == 404
    assert other_focal_point.api.post(f"{url}withdraw/", {"reason": "x"}).status_code == 403
    gone = focal_point.api.post(f"{url}withdraw/", {"reason": "Overtaken"})
    assert gone.json()["state"] == "withdrawn"
    again = focal_point.api.post(f"{url}withdraw/", {"reason": "Overtaken"})
    assert again.status_code == 409
    bad = focal_point.api.post(COMMITMENTS, {"title": "x", "terms": ["no:such"]})
    assert bad.status_code == 400


def test_a_whole_report_over_the_api(cycle, focal_point, state):
    commitment = make_commitment(focal_point, indicators=[COST])
    api = focal_point.api
    begun = api.post(REPORTS, {"cycle": str(cycle.pk), "stakeholder": str(state.pk)})
    assert begun.status_code == 201, begun.content
    url = f"{REPORTS}{begun.json()['id']}/"
    saved = api.put(f"{url}draft/answers/a_narrative/", {"value": "Narrative", "revision": 0})
    assert saved.json()["revision"] == 1
    status = api.put(
        f"{url}draft/statuses/{commitment.pk}/",
        {"status": "under_way", "note": "Two of five", "revision": 0},
    )
    assert status.json()["revision"] == 1
    value = api.post(
        f"{url}draft/observations/",
        {"indicator": "sdg-2015:10.7.1", "period": "2025", "value": "6.4", "unit": "per cent"},
    )
    assert value.status_code == 201, value.content
    place = f"{url}draft/observations/{value.json()['id']}/"
    assert api.patch(place, {"value": "6.5", "revision": 1}).json()["value"] == "6.5"
    own = api.post(
        f"{url}draft/observations/",
        {
            "own_indicator": str(commitment.indicators.get().key),
            "period": "2024/2025",
            "value": "5",
            "unit": "per cent",
        },
    )
    removed = api.delete(f"{url}draft/observations/{own.json()['id']}/", {"revision": 1})
    assert removed.status_code == 204
    assert set(api.get(f"{url}draft/").json()["missing"]) == {"choices"}
    api.put(f"{url}draft/readers/", {"visibility": "public", "may_quote": True, "revision": 0})
    draft = api.get(f"{url}draft/").json()
    assert (draft["missing"], draft["next_version"]) == ({}, 1)
    receipts = {
        api.post(f"{url}submit/", {"draft_hash": draft["hash"], "speaks_for": True}).json()[
            "receipt"
        ]
        for _time in range(3)
    }
    version = ReportVersion.objects.get()
    assert receipts == {version.receipt_key}
    current = api.get(url).json()["current"]
    assert current["answers"][0]["value"] == "Narrative"
    assert current["statuses"][0]["status"] == "under_way"
    assert current["observations"][0]["value"] == "6.5"
    assert api.get(f"{url}receipt/1/").json()["hash"] == version.content_hash


def test_page_and_api_submit_the_same_words(cycle, focal_point, other_focal_point, other_state):
    report = make_report(cycle, focal_point, text="The same words")
    api = other_focal_point.api
    begun = api.post(REPORTS, {"cycle": str(cycle.pk), "stakeholder": str(other_state.pk)})
    url = f"{REPORTS}{begun.json()['id']}/"
    api.put(f"{url}draft/answers/a_narrative/", {"value": "The same words", "revision": 0})
    api.put(f"{url}draft/readers/", {"visibility": "public", "may_quote": True, "revision": 0})
    checked = api.get(f"{url}draft/").json()["hash"]
    api.post(f"{url}submit/", {"draft_hash": checked, "speaks_for": True})
    one, two = ReportVersion.objects.order_by("pk")
    assert one.subject_id == report.pk
    assert of_version(one).words() == of_version(two).words()


@pytest.mark.parametrize("text", ["  spaces kept \n", "<b>x</b>", "عربي", "line\r\nend"])
def test_page_and_api_keep_a_text_alike(cycle, focal_point, other_focal_point, text):
    mine, theirs = start(cycle, focal_point), start(cycle, other_focal_point)
    focal_point.client.post(
        reverse("reports:part", args=[mine.pk, "a"]),
        {"a_narrative": text, "a_key_message": "", "revision": ["0", "0"]},
    )
    other_focal_point.api.put(
        f"{REPORTS}{theirs.pk}/draft/answers/a_narrative/", {"value": text, "revision": 0}
    )
    one, two = DraftAnswer.objects.values_list("value", flat=True)
    assert one == two == text.replace("\r\n", "\n")


def test_a_stale_save_over_the_api_gets_both_texts(cycle, focal_point):
    report = start(cycle, focal_point)
    write(report, focal_point, "Theirs")
    stale = focal_point.api.put(
        f"{REPORTS}{report.pk}/draft/answers/a_narrative/", {"value": "Mine", "revision": 0}
    )
    assert stale.status_code == 409
    problem = stale.json()
    assert (problem["theirs"], problem["yours"]) == ({"value": "Theirs"}, {"value": "Mine"})
    assert stale["Content-Type"].startswith("application/problem+json")


def test_drafts_do_not_exist_for_others_over_the_api(
    cycle, focal_point, colleague, other_focal_point, support_unit, chair, visitor
):
    report = start(cycle, focal_point)
    write(report, focal_point, "Not yours")
    url = f"{REPORTS}{report.pk}/"
    calls = [
        ("get", url, None),
        ("get", f"{url}draft/", None),
        ("put", f"{url}draft/answers/a_narrative/", {"value": "x", "revision": 1}),
        ("put", f"{url}draft/readers/", {"visibility": "public", "may_quote": 1, "revision": 0}),
        ("post", f"{url}draft/observations/", {}),
        ("post", f"{url}submit/", {"draft_hash": draft_hash(report), "speaks_for": True}),
        ("post", f"{url}contributors/", {"membership": str(report.pk)}),
        ("post", f"{url}in-preparation/", {"says": True}),
        ("post", f"{url}correct/", None),
        ("post", f"{url}withdraw/", {"reason": "x"}),
        ("post", f"{url}acknowledge/", None),
        ("delete", url, None),
    ]
    for someone in (colleague, other_focal_point, support_unit, chair):
        for method, address, data in calls:
            answer = getattr(someone.api, method)(address, data)
            assert answer.status_code == 404, (method, address)
    for method, address, data in calls:
        assert getattr(visitor.api, method)(address, data).status_code in (401, 403, 404)


def test_the_rest_of_a_reports_life_over_the_api(
    cycle, focal_point, colleague, support_unit, state
):
    api = focal_point.api
    place = {"cycle": str(cycle.pk), "stakeholder": str(state.pk)}
    assert api.post(f"{REPORTS}decline/", place | {"reason": "Later"}).status_code == 204
    assert CycleInvitation.objects.get(stakeholder=state).state == "declined"
    assert api.post(f"{REPORTS}rejoin/", place).status_code == 204
    report = start(cycle, focal_point)
    url = f"{REPORTS}{report.pk}/"
    api.post(f"{url}in-preparation/", {"says": True})
    assert CycleInvitation.objects.get(stakeholder=state).state == "in_preparation"
    membership = {"membership": str(Membership.objects.get(person=colleague.person).pk)}
    assert api.post(f"{url}contributors/", membership).json()["contributors"]
    assert not api.delete(f"{url}contributors/", membership).json()["contributors"]
    write(report, focal_point, "Words")
    choose(report, focal_point)
    submit(report, focal_point)
    assert support_unit.api.post(f"{url}acknowledge/").status_code == 200
    assert api.post(f"{url}acknowledge/").status_code == 403
    assert api.post(f"{url}correct/").json()["drafting"] is True
    assert api.post(f"{url}drop-correction/").json()["drafting"] is False
    assert api.delete(url).status_code == 409
    assert api.post(f"{url}withdraw/", {"reason": "A wrong annex."}).json()["state"] == "withdrawn"
    assert "current" not in support_unit.api.get(url).json()


@pytest.mark.parametrize("address", ["reports", "commitments", "cycles"])
def test_what_is_no_identifier_is_not_found(visitor, address):
    assert visitor.api.get(f"/api/v1/{address}/garbage/").status_code == 404
    assert visitor.api.get(f"/api/v1/{address}/?cycle=x&term=y&kind=z&cursor=q").status_code in (
        200,
        404,
    )


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("commitments", 1), ("reports", 1)])
def test_lists_cost_the_same_however_long(
    cycle, focal_point, visitor, django_assert_num_queries, address, queries, number
):
    from tests.people import StakeholderFactory, seat

    for _i in range(number):
        someone = seat(StakeholderFactory())
        make_commitment(someone)
        make_report(cycle, someone)
    url = f"/api/v1/{address}/"
    assert len(visitor.api.get(url).json()["results"]) == number
    with django_assert_num_queries(queries):
        visitor.api.get(url)


def test_statuses_and_values_of_others_cannot_be_reached(cycle, focal_point, other_focal_point):
    theirs = make_commitment(other_focal_point, indicators=[COST])
    report = start(cycle, focal_point)
    url = f"{REPORTS}{report.pk}/draft/"
    answer = focal_point.api.put(
        f"{url}statuses/{theirs.pk}/", {"status": "done", "note": "", "revision": 0}
    )
    assert answer.status_code == 404
    value = {
        "own_indicator": str(theirs.indicators.get().key),
        "period": "2025",
        "value": "1",
        "unit": "x",
    }
    assert focal_point.api.post(f"{url}observations/", value).status_code == 404
    assert not DraftStatus.objects.exists()
    assert not DraftObservation.objects.exists()
    assert Report.unscoped.count() == 1


def test_reports_are_read_page_by_page_to_the_last(client, cycle, focal_point, other_focal_point):
    made = {str(make_report(cycle, who).pk) for who in (focal_point, other_focal_point)}
    address, found = f"{REPORTS}?page_size=1", []
    while address:
        page = client.get(address).json()
        found += [row["id"] for row in page["results"]]
        address = page["next"]
    assert len(found) == 2
    assert set(found) == made
