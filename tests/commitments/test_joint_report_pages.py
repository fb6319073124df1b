"""A joint report on its pages and over the API, from the cycle's page to the receipt."""

from __future__ import annotations

import pytest

from commitments.models import CoSignatory, Report

from .making import choose, make_cycle, write
from .signing import TITLE, begin, confirm, invite, make_joint_report, text_hash, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(support_unit, focal_point, other_focal_point, submitter):
    return make_cycle(support_unit)


def test_from_the_cycle_to_the_receipt(cycle, focal_point, other_focal_point):
    lead, other = focal_point.client, other_focal_point.client
    assert b"Begin a joint report" in lead.get(f"/cycles/{cycle.pk}/").content
    assert lead.post(f"/cycles/{cycle.pk}/joint-report/", {"title": ""}).status_code == 422
    begun = lead.post(f"/cycles/{cycle.pk}/joint-report/", {"title": TITLE, "language": "en"})
    assert begun.status_code == 302, begun.content.decode()[-3000:]
    report = Report.unscoped.get(kind="joint")
    asking = f"/reports/{report.pk}/draft/co-signatories/"
    assert begun["Location"] == asking
    lead.post(asking, {"stakeholder": str(other_focal_point.stakeholder.pk)})
    row = CoSignatory.objects.get()
    write(report, focal_point, "One contract.")
    choose(report, focal_point)
    assert b"has not answered" in lead.get(f"/reports/{report.pk}/check/").content

    answering = f"/reports/co-signatories/{row.pk}/"
    assert TITLE.encode() in other.get("/desk/").content
    assert answering.encode() in other.get(f"/cycles/{cycle.pk}/").content
    assert other.get(f"/reports/{report.pk}/")["Location"] == answering
    assert b"One contract." in other.get(answering).content
    stale = other.post(answering, {"answer": "confirm", "text_hash": "0" * 64}, follow=True)
    assert b"changed since you read it" in stale.content
    other.post(answering, {"answer": "confirm", "text_hash": text_hash(report)})
    assert b"Confirmed as it stands now" in other.get(answering).content

    checked = lead.get(f"/reports/{report.pk}/check/")
    sent = {"draft": checked.context["content"].hash, "speaks_for": "on"}
    assert lead.post(f"/reports/{report.pk}/check/", sent)["Location"].endswith("/receipt/1/")
    receipt = lead.get(f"/reports/{report.pk}/receipt/1/")
    assert b"Joint report of Arvania and Belmora" in receipt.content
    assert b"Belmora, Focal point" in receipt.content


def test_readers_find_it_named_as_joint(cycle, focal_point, other_focal_point, visitor):
    report = make_joint_report(cycle, focal_point, other_focal_point)
    name = f"Joint report of Arvania and Belmora: {TITLE}".encode()
    for url in (
        "/reports/",
        "/reports/?kind=joint",
        "/reports/?q=belmora",
        f"/cycles/{cycle.pk}/",
        f"/reports/{report.pk}/",
        f"/reports/{report.pk}/versions/1/",
        f"/stakeholders/{other_focal_point.stakeholder.pk}/",
        "/search/?q=contract",
        "/api/v1/reports/?kind=joint",
    ):
        assert name in visitor.client.get(url).content, url
    assert name not in visitor.client.get("/reports/?kind=state").content
    table = visitor.client.get("/reports/table.csv?kind=joint")
    assert b"Arvania; Belmora" in b"".join(table.streaming_content)
    body = visitor.client.get(f"/api/v1/reports/{report.pk}/").json()
    assert body["joint"]["co_signatories"] == ["Belmora"]
    assert visitor.client.get(f"/reports/{report.pk}/versions/1/document/docx/").status_code == 200


def test_the_board_shows_it_apart(cycle, focal_point, other_focal_point, support_unit):
    make_joint_report(cycle, focal_point, other_focal_point)
    page = support_unit.client.get(f"/support/cycles/{cycle.pk}/")
    assert b"None is counted as the report of those who signed it." in page.content
    assert all(row.received is None for row in page.context["rows"])


def test_leaving_names_what_becomes_of_it(cycle, focal_point, other_focal_point):
    report = make_joint_report(cycle, focal_point, other_focal_point)
    row = CoSignatory.objects.get()
    address = f"/reports/co-signatories/{row.pk}/leave/"
    assert b"no longer names Belmora" in other_focal_point.client.get(address).content
    other_focal_point.client.post(address)
    page = focal_point.client.get(f"/reports/{report.pk}/").content
    assert b"Joint report of Arvania: " in page


def test_the_same_over_the_api(cycle, focal_point, other_focal_point):
    lead, other = focal_point.api, other_focal_point.api
    begun = lead.post(
        "/api/v1/reports/joint/",
        {"cycle": cycle.pk, "stakeholder": focal_point.stakeholder.pk, "title": TITLE},
        format="json",
    )
    assert begun.status_code == 201
    pk = begun.json()["id"]
    asked = lead.post(
        f"/api/v1/reports/{pk}/draft/co-signatories/",
        {"stakeholder": other_focal_point.stakeholder.pk},
        format="json",
    )
    row = asked.json()["co_signatories"][0]["id"]
    report = Report.unscoped.get(pk=pk)
    write(report, focal_point, "One contract.")
    choose(report, focal_point)
    read = other.get(f"/api/v1/co-signatories/{row}/").json()
    assert read["text"]["answers"][0]["value"] == "One contract."
    confirmed = other.post(
        f"/api/v1/co-signatories/{row}/confirm/", {"text_hash": read["text_hash"]}, format="json"
    )
    assert confirmed.json()["answer"] == "confirmed"
    renamed = lead.put(
        f"/api/v1/reports/{pk}/draft/title/", {"title": "Fairer", "revision": 1}, format="json"
    )
    assert renamed.json() == {"title": "Fairer", "revision": 2}
    stands = lead.get(f"/api/v1/reports/{pk}/draft/co-signatories/").json()["co_signatories"]
    assert stands[0]["confirmed_this_text"] is False
    assert other.post(f"/api/v1/co-signatories/{row}/leave/").json()["answer"] == "left"


def test_a_stale_title_is_refused(cycle, focal_point):
    report = begin(cycle, focal_point)
    choose(report, focal_point)
    address = f"/reports/{report.pk}/draft/title/"
    sent = {"title": "Fairer", "revision": "0"}
    assert focal_point.client.post(address, sent).status_code == 409
    assert focal_point.client.post(address, sent | {"revision": "1"}).status_code == 302


@pytest.mark.parametrize("others", [1, 3])
def test_the_pages_ask_as_much_for_three_as_for_one(
    cycle, focal_point, other_focal_point, submitter, chair, django_assert_num_queries, others
):
    report = written(cycle, focal_point, visibility="public")
    row = confirm(invite(report, focal_point, other_focal_point), other_focal_point)
    for someone in (submitter, chair)[: others - 1]:
        invite(report, focal_point, someone)
    for someone, url, number in (
        (focal_point, f"/reports/{report.pk}/draft/co-signatories/", 12),
        (other_focal_point, f"/reports/co-signatories/{row.pk}/", 11),
    ):
        someone.client.get(url)
        with django_assert_num_queries(number):
            someone.client.get(url)
