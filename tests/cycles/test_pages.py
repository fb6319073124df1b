"""The pages of cycles and their twins in the API."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commitments import operations as reporting
from gfmd_platform.cycles.models import Cycle, CycleInvitation
from gfmd_platform.cycles.operations import FIELDS
from tests.commitments.making import NOW, make_cycle, make_report, start, write

pytestmark = pytest.mark.django_db

CANARY = "kingfisher-draft-canary"

FORM = {
    "title": "Review of 2028",
    "kind": "imrf",
    "year": "2028",
    "theme": "Fair recruitment",
    "opens_on_day": "1",
    "opens_on_month": "11",
    "opens_on_year": "2027",
    "asked_by_day": "15",
    "asked_by_month": "5",
    "asked_by_year": "2028",
    "time_zone": "Europe/Zurich",
    "messages_per_part": "20",
}


def test_everybody_reads_what_is_asked_and_when(support_unit, visitor):
    cycle = make_cycle(support_unit, theme="Fair recruitment")
    page = visitor.client.get(reverse("cycles:detail", args=[cycle.pk]))
    text = page.content.decode()
    assert "Fair recruitment" in text
    assert "15 May 2027" in text
    assert "Key message on emerging issues" in text
    assert cycle.title in visitor.client.get(reverse("cycles:index")).content.decode()


def test_a_passed_date_is_no_reproach(support_unit, visitor, time_machine):
    cycle = make_cycle(support_unit)
    time_machine.move_to("2027-06-01T12:00:00Z")
    text = visitor.client.get(reverse("cycles:detail", args=[cycle.pk])).content.decode()
    assert "reports are welcome" in text
    for word in ("late", "overdue", "missed"):
        assert f" {word} " not in text


def test_a_planned_cycle_does_not_exist_for_others(support_unit, focal_point, visitor):
    cycle = make_cycle(support_unit, opened=False)
    for someone in (focal_point, visitor):
        assert someone.client.get(reverse("cycles:detail", args=[cycle.pk])).status_code == 404
        assert someone.api.get(f"/api/v1/cycles/{cycle.pk}/").status_code == 404
        assert cycle.title not in someone.client.get(reverse("cycles:index")).content.decode()


def test_the_support_unit_plans_opens_and_closes_a_cycle_by_hand(support_unit, focal_point):
    client = support_unit.client
    planned = client.post(reverse("cycles:new"), FORM)
    cycle = Cycle.unscoped.get(title="Review of 2028")
    board = reverse("cycles:board", args=[cycle.pk])
    assert planned["Location"] == board
    asked = client.get(reverse("cycles:open", args=[cycle.pk])).content.decode()
    assert "Every confirmed stakeholder is invited" in asked
    for verb, state in (("open", "open"), ("close", "closed"), ("reopen", "open")):
        answer = client.post(reverse(f"cycles:{verb}", args=[cycle.pk]))
        assert answer["Location"] == board
        assert Cycle.unscoped.get(pk=cycle.pk).state == state
    assert "Arvania" in client.get(board).content.decode()


def test_wrong_values_stay_in_the_form_beside_their_errors(support_unit):
    client = support_unit.client
    data = FORM | {"year": "soon", "title": "Kept title"}
    page = client.post(reverse("cycles:new"), data)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Kept title" in text
    assert 'href="#id_year"' in text
    assert not Cycle.unscoped.exists()


def test_a_stale_edit_shows_both_texts(support_unit):
    cycle = make_cycle(support_unit, theme="Theirs")
    client = support_unit.client
    data = FORM | {"theme": "Mine"} | {"revision": "1"}
    page = client.post(reverse("cycles:edit", args=[cycle.pk]), data)
    assert page.status_code == 409
    assert {"Theirs", "Mine"} <= {w for w in ("Theirs", "Mine") if w in page.content.decode()}
    data["revision"] = str(page.context["revision"])
    assert client.post(reverse("cycles:edit", args=[cycle.pk]), data).status_code == 302
    assert Cycle.unscoped.get(pk=cycle.pk).theme == "Mine"


@pytest.mark.parametrize("name", ["board", "edit", "questionnaire", "open", "close"])
def test_support_units_pages_are_refused_to_others(support_unit, focal_point, visitor, name):
    cycle = make_cycle(support_unit)
    url = reverse(f"cycles:{name}", args=[cycle.pk])
    assert focal_point.client.get(url).status_code == 403
    assert focal_point.client.post(url).status_code in (403, 405)
    assert visitor.client.get(url)["Location"].startswith("/accounts/login/")


def test_the_board_shows_what_each_chose_to_say_and_no_draft(
    support_unit, focal_point, other_focal_point, submitter
):
    cycle = make_cycle(support_unit)
    board = reverse("cycles:board", args=[cycle.pk])
    api = f"/api/v1/cycles/{cycle.pk}/participation/"
    before = [support_unit.client.get(board).content, support_unit.api.get(api).content]
    report = start(cycle, focal_point)
    write(report, focal_point, CANARY)
    after = [support_unit.client.get(board).content, support_unit.api.get(api).content]
    assert without_tokens(after[0]) == without_tokens(before[0])
    assert after[1] == before[1]
    reporting.say_in_preparation(report_id=report.pk, says=True, by=focal_point.actor, now=NOW)
    make_report(cycle, other_focal_point)
    states = dict(CycleInvitation.objects.values_list("stakeholder__name", "state"))
    assert states == {
        "Arvania": "in_preparation",
        "Belmora": "submitted",
        "Harbour Network": "invited",
    }
    text = support_unit.client.get(board).content.decode()
    assert CANARY not in text
    assert "In preparation" in text


def without_tokens(page: bytes) -> list[bytes]:
    return [line for line in page.split(b"<") if b"csrfmiddlewaretoken" not in line]


def test_api_and_page_plan_the_same_cycle(support_unit):
    data = {
        "title": "Review of 2028",
        "kind": "imrf",
        "year": 2028,
        "theme": "Fair recruitment",
        "opens_on": "2027-11-01",
        "asked_by": "2028-05-15",
        "time_zone": "Europe/Zurich",
        "goals": ["sdg-2015:8"],
        "messages_per_part": 20,
    }
    made = support_unit.api.post("/api/v1/cycles/", data)
    assert made.status_code == 201, made.content
    client = support_unit.client
    client.post(reverse("cycles:new"), FORM)
    by_api, by_page = Cycle.unscoped.order_by("pk")
    same = (*FIELDS, "state")
    assert by_page.messages_per_part == 20
    assert [getattr(by_api, n) for n in same] == [getattr(by_page, n) for n in same]
    opened = support_unit.api.post(f"/api/v1/cycles/{by_api.pk}/open/").json()
    assert (opened["state"], opened["goals"]) == ("open", ["sdg-2015:8"])
    changed = support_unit.api.patch(
        f"/api/v1/cycles/{by_api.pk}/", {"theme": "New", "revision": opened["revision"]}
    )
    assert changed.json()["theme"] == "New"
    stale = support_unit.api.patch(f"/api/v1/cycles/{by_api.pk}/", {"theme": "X", "revision": 1})
    assert (stale.status_code, stale.json()["theirs"]["theme"]) == (409, "New")


def test_the_api_refuses_what_the_page_refuses(support_unit, focal_point):
    cycle = make_cycle(support_unit)
    assert focal_point.api.post("/api/v1/cycles/", {}).status_code in (400, 403)
    assert focal_point.api.post(f"/api/v1/cycles/{cycle.pk}/close/").status_code == 403
    assert focal_point.api.get(f"/api/v1/cycles/{cycle.pk}/participation/").status_code == 403
    bad = support_unit.api.post(
        f"/api/v1/cycles/{cycle.pk}/questions/",
        {"questions": [{"key": "q", "part": "a", "type": "choice", "label": "Which?"}]},
    )
    assert bad.status_code == 422


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("cycles:index", 1), ("api:cycle-list", 1)])
def test_lists_cost_the_same_however_long(
    support_unit, visitor, django_assert_num_queries, name, queries, number
):
    for _i in range(number):
        make_cycle(support_unit)
    visitor.client.get(reverse(name))
    with django_assert_num_queries(queries):
        assert visitor.client.get(reverse(name)).status_code == 200


def test_deadlines_stand_in_the_readers_own_zone_without_script(support_unit, focal_point):
    cycle = make_cycle(support_unit)  # asked for by the end of 15 May 2027 in Europe/Zurich
    address = reverse("cycles:detail", args=[cycle.pk])
    assert "data-local-time" in focal_point.client.get(address).content.decode()
    account = reverse("account")
    sent = {"name": "Amina", "language": "en-gb", "time_zone": "Africa/Nairobi"}
    assert focal_point.client.post(account, sent).status_code == 302
    page = focal_point.client.get(address).content.decode()
    assert "For you: until 16 May 2027, 01:00 (Africa/Nairobi)." in page
    assert "data-local-time" not in page
    wrong = focal_point.api.post("/api/v1/me/", sent | {"time_zone": "Mars/Base"}, format="json")
    assert "time_zone" in wrong.json()["errors"]
    same = focal_point.api.post("/api/v1/me/", sent | {"time_zone": cycle.time_zone}, format="json")
    assert same.json()["time_zone"] == "Europe/Zurich"
    page = focal_point.client.get(address).content.decode()
    assert "For you" not in page
    del sent["time_zone"]  # not named, so it stays
    kept = focal_point.api.post("/api/v1/me/", sent, format="json")
    assert kept.json()["time_zone"] == "Europe/Zurich"
