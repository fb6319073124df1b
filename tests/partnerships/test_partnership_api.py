"""Pages and API as twins: the same case through both leaves the same behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from partnerships.models import Deliverable, Partner, Partnership
from partnerships.operations import deliverables
from partnerships.operations import partnerships as operations
from tests.people import Someone

from .examples import AREA, COUNTRY, OBJECTIVE
from .ships import (
    again,
    amend,
    draft,
    due,
    edit,
    form_data,
    invite,
    joined,
    now_is,
    plan,
    registered,
    report,
    step,
    values,
)

pytestmark = pytest.mark.django_db
API = "/api/v1/partnerships/"
THINGS = "/api/v1/deliverables/"
ASKED = "/api/v1/invitations-to-partnerships/"
Send = Callable[..., int]


def ask(someone: Someone, method: str, address: str, code: int = 200, **data: Any) -> Any:
    response = getattr(someone.api, method)(address, data, format="json")
    assert response.status_code == code, response.content.decode()[:2000]
    return response.json() if response.content else None


def got(someone: Someone, address: str, code: int = 200, **query: Any) -> Any:
    response = someone.api.get(address, query)
    assert response.status_code == code, response.content.decode()[:2000]
    return response.json()


# --- reading


def test_the_list_holds_what_is_public_and_is_narrowed_as_the_page_is(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point, objectives=[OBJECTIVE])
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    draft(focal_point, title="A secret draft")
    row = got(visitor, API)["results"][0]
    assert row["title"] == values()["title"]
    assert row["objectives"] == [OBJECTIVE]
    assert [(p["name"], p["role"]) for p in row["partners"]] == [
        ("Arvania", "lead"),
        ("Belmora", "implementing"),
    ]
    assert len(got(visitor, API)["results"]) == 1
    for query, number in (
        ({"action_area": AREA}, 1),
        ({"country": COUNTRY}, 1),
        ({"state": "concluded"}, 0),
        ({"stakeholder": str(submitter.stakeholder.pk)}, 0),
    ):
        assert len(got(visitor, API, **query)["results"]) == number, query
    got(visitor, API, 400, country="Atlantis")
    got(visitor, API, 422, scope="everything")
    titles = [row["title"] for row in got(focal_point, API, scope="own")["results"]]
    assert sorted(titles) == sorted(["A secret draft", values()["title"]])
    assert got(other_focal_point, API, scope="own")["results"] == []


def test_everybody_gets_what_is_theirs_to_read(
    focal_point: Someone,
    other_focal_point: Someone,
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
) -> None:
    partnership = registered(focal_point)
    edit(partnership, focal_point, title="A secret change")
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point, note="Between us")
    address = f"{API}{partnership.pk}/"
    public = got(visitor, address)
    assert public["published"]["title"] == values()["title"]
    assert {"draft", "asked", "steps", "hold_reason"}.isdisjoint(public)
    own = got(focal_point, address)
    assert own["draft"]["title"] == "A secret change"
    assert [asked["answer"] for asked in own["asked"]] == ["accepted", "invited"]
    assert own["steps"] == ["amend", "conclude", "withdraw"]
    assert got(support_unit, address)["steps"] == ["hold"]
    for someone in (other_focal_point, submitter, support_unit, visitor):
        text = str(got(someone, address))
        assert "secret" not in text
        assert "Between us" not in text
        assert "Harbour Network" not in text
    assert got(visitor, f"{address}versions/1/")["title"] == values()["title"]
    got(visitor, f"{address}versions/2/", 404)
    got(visitor, f"{address}versions/999999999/", 404)


def test_a_draft_is_not_found_by_others_in_any_way(
    focal_point: Someone, submitter: Someone, support_unit: Someone
) -> None:
    partnership = draft(focal_point)
    thing = plan(partnership, focal_point)
    address, part = f"{API}{partnership.pk}/", f"{THINGS}{thing.pk}/"
    for someone in (submitter, support_unit):
        for path in (address, part):
            got(someone, path, 404)
            ask(someone, "patch", path, 404, title="Mine", revision=1)
            ask(someone, "delete", path, 404)
        for verb in ("register", "amend", "hold", "invite", "withdraw", "drop_changes"):
            ask(someone, "post", f"{address}{verb}/", 404, revision=1, reason="Because.")
        for verb in ("start", "deliver", "drop", "take_up_again"):
            ask(someone, "post", f"{part}{verb}/", 404, revision=1, evidence="x", reason="x")
        assert got(someone, THINGS)["results"] == []
        ask(
            someone,
            "post",
            THINGS,
            404,
            partnership=str(partnership.pk),
            responsible=str(focal_point.stakeholder.pk),
            title="Mine",
            due_on="2027",
        )
    assert again(partnership).title == values()["title"]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_number_of_queries_whatever_their_length(
    focal_point: Someone,
    other_focal_point: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for n in range(number):
        partnership = registered(focal_point, title=f"Partnership {n}")
        joined(partnership, other_focal_point, focal_point)
        plan(partnership, focal_point)
    got(visitor, API)
    for address, queries in ((API, 6), (THINGS, 1), (f"{API}{partnership.pk}/", 6)):
        with django_assert_num_queries(queries):
            got(visitor, address)


# --- the same case through both


def by_page(someone: Someone, address: str, **data: Any) -> int:
    return someone.client.post(address, data).status_code


def test_a_partnership_is_begun_edited_and_registered_alike(focal_point: Someone) -> None:
    one, two = str(uuid4()), str(uuid4())
    sent = {**values(), "owner": str(focal_point.stakeholder.pk), "key": two}
    for _ in range(2):
        by_page(focal_point, "/partnerships/new/", **form_data(key=one))
        ask(focal_point, "post", API, 201, **sent)
    by_page(focal_point, f"/partnerships/{one}/edit/", **form_data(why="So."))
    ask(focal_point, "patch", f"{API}{two}/", why="So.", revision=1)
    ask(focal_point, "patch", f"{API}{two}/", 422, why="So?")
    stale = ask(focal_point, "patch", f"{API}{two}/", 409, why="Too late.", revision=1)
    assert "So." in str(stale)
    by_page(focal_point, f"/partnerships/{one}/check/", revision="2")
    receipts = [
        ask(focal_point, "post", f"{API}{two}/register/", revision=2)["receipt"] for _ in range(2)
    ]
    assert receipts[0] == receipts[1]
    first, second = (Partnership.unscoped.get(pk=pk) for pk in (one, two))
    assert first.current_version.content_hash == second.current_version.content_hash
    assert Partnership.unscoped.count() == 2
    ask(focal_point, "patch", f"{API}{two}/", why="Because.", revision=second.revision)
    revision = again(second).revision
    ask(focal_point, "post", f"{API}{two}/amend/", 400, revision=revision)
    done = ask(focal_point, "post", f"{API}{two}/amend/", revision=revision, reason="We know.")
    assert (done["receipt"]["no"], done["published"]["reason"]) == (2, "We know.")


def test_what_is_wrong_is_refused_by_both(focal_point: Someone) -> None:
    owner = str(focal_point.stakeholder.pk)
    for wrong in (
        {"title": "x" * 300},
        {"language": "klingon"},
        {"countries": ["Atlantis"]},
        {"action_areas": [OBJECTIVE]},
    ):
        response = focal_point.api.post(API, {**values(**wrong), "owner": owner}, format="json")
        assert response.status_code in (400, 422)
        assert next(iter(wrong)) in response.content.decode()
        assert by_page(focal_point, "/partnerships/new/", **form_data(**wrong)) == 422
    assert not Partnership.unscoped.exists()


@pytest.mark.parametrize(
    ("verb", "who", "prepare", "data"),
    [
        ("conclude", "focal_point", [], {}),
        ("resume", "focal_point", ["conclude"], {}),
        ("withdraw", "focal_point", [], {}),
        ("hold", "support_unit", [], {"reason": "It names a person."}),
        ("release", "support_unit", ["hold"], {}),
        ("drop_changes", "focal_point", ["edit"], {}),
        ("withdraw", "colleague", [], {}),
        ("release", "focal_point", ["hold"], {}),
        ("hold", "focal_point", [], {"reason": "No."}),
        ("resume", "focal_point", [], {}),
    ],
)
def test_steps_lead_to_the_same_state_and_are_refused_alike(
    request: pytest.FixtureRequest,
    focal_point: Someone,
    support_unit: Someone,
    verb: str,
    who: str,
    prepare: list[str],
    data: dict[str, str],
) -> None:
    someone = request.getfixturevalue(who)
    ways: dict[str, Callable[[Partnership], object]] = {
        "conclude": lambda p: step(operations.conclude_partnership, p, focal_point),
        "hold": lambda p: step(operations.hold_partnership, p, support_unit, reason="A name."),
        "edit": lambda p: edit(p, focal_point, why="Unpublished."),
    }
    found = []
    for over in ("page", "api"):
        partnership = registered(focal_point)
        for way in prepare:
            ways[way](partnership)
        before = again(partnership).state
        if over == "page":
            code = by_page(someone, f"/partnerships/{partnership.pk}/{verb}/", **data)
        else:
            answer = someone.api.post(f"{API}{partnership.pk}/{verb}/", data, format="json")
            code = answer.status_code
        after = again(partnership)
        found.append(
            ({302: 200}.get(code, code), before, after.state, after.hold_reason, after.why)
        )
    assert found[0] == found[1]


def test_invitations_are_sent_answered_taken_back_and_left_alike(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone
) -> None:
    partnership = registered(focal_point)
    address = f"{API}{partnership.pk}/invite/"
    ask(focal_point, "post", address, 400, stakeholder=str(uuid4()), role="lead")
    ask(focal_point, "post", address, 422, stakeholder=str(uuid4()), role="data")
    who = str(other_focal_point.stakeholder.pk)
    asked = ask(focal_point, "post", address, 201, stakeholder=who, role="data", note="Join us.")
    one = f"{ASKED}{asked['id']}/"
    assert got(other_focal_point, ASKED)["results"][0]["note"] == "Join us."
    assert got(other_focal_point, one)["role"] == "data"
    for someone in (focal_point, submitter):
        got(someone, one, 404)
        for verb in ("accept", "decline", "leave"):
            ask(someone, "post", f"{one}{verb}/", 404)
    assert ask(other_focal_point, "post", f"{one}accept/")["answer"] == "accepted"
    ask(other_focal_point, "post", f"{one}decline/", 409)
    ask(focal_point, "post", f"{one}take_back/", 409)
    assert ask(other_focal_point, "post", f"{one}leave/")["answer"] == "left"
    again_asked = ask(focal_point, "post", address, 201, stakeholder=who, role="data")
    assert again_asked["id"] == asked["id"]
    assert ask(focal_point, "post", f"{one}take_back/")["answer"] == "revoked"
    assert got(other_focal_point, ASKED)["results"] == []
    assert Partner.objects.get(pk=asked["id"]).answer == "revoked"


def test_deliverables_are_planned_and_reported_on_alike(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    who = str(other_focal_point.stakeholder.pk)
    words = {"title": "A joint form", "description": "Two pages.", "language": "en"}
    by_page(
        focal_point,
        f"/partnerships/{partnership.pk}/deliverables/new/",
        **words,
        **due(),
        responsible=who,
    )
    one = Deliverable.unscoped.get()
    made = ask(
        focal_point,
        "post",
        THINGS,
        201,
        partnership=str(partnership.pk),
        responsible=who,
        due_on="2027-06",
        **words,
    )
    two = Deliverable.unscoped.get(pk=made["id"])
    page, api = f"/deliverables/{one.pk}/", f"{THINGS}{two.pk}/"
    proof = {"evidence": "In the gazette.", "evidence_link": "https://example.org/g"}
    steps: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("start", {}, {}),
        (
            "change",
            {**words, **due("2028", ""), "reason": "The law."},
            {"due_on": "2028", "reason": "The law."},
        ),
        ("drop", {"reason": "No money."}, {"reason": "No money."}),
        ("take_up_again", {}, {}),
        ("deliver", proof, proof),
    ]
    for verb, form, sent in steps:
        revision = now_is(one).revision
        assert revision == now_is(two).revision
        stale = {**sent, "revision": revision + 7}
        method, where = ("patch", api) if verb == "change" else ("post", f"{api}{verb}/")
        ask(other_focal_point, method, where, 409, **stale)
        assert by_page(other_focal_point, f"{page}{verb}/", **form, revision=revision) == 302
        ask(other_focal_point, method, where, **{**sent, "revision": revision})
        assert now_is(one).current_version.content_hash == now_is(two).current_version.content_hash
    shown = got(visitor, api)
    assert (shown["state"], shown["date_changed"], shown["due_on"]) == ("delivered", True, "2028")
    assert [version["state"] for version in shown["versions"]] == [
        "planned",
        "under_way",
        "under_way",
        "dropped",
        "under_way",
        "delivered",
    ]
    assert [v["reason"] for v in shown["versions"]] == ["", "", "The law.", "No money.", "", ""]
    query = {"state": "delivered", "responsible": who, "partnership": str(partnership.pk)}
    assert len(got(visitor, THINGS, **query)["results"]) == 2
    assert got(visitor, THINGS, state="planned")["results"] == []


def test_a_plan_in_a_draft_is_removed_alike(focal_point: Someone) -> None:
    partnership = draft(focal_point)
    one, two = plan(partnership, focal_point), plan(partnership, focal_point)
    by_page(focal_point, f"/deliverables/{one.pk}/remove/")
    ask(focal_point, "delete", f"{THINGS}{two.pk}/", 204)
    assert not Deliverable.unscoped.exists()
    ask(focal_point, "delete", f"{API}{partnership.pk}/", 204)
    public = registered(focal_point)
    three = plan(public, focal_point)
    ask(focal_point, "delete", f"{THINGS}{three.pk}/", 409)
    ask(focal_point, "delete", f"{API}{public.pk}/", 409)
    report(deliverables.start_deliverable, three, focal_point)
    amend_nothing = focal_point.api.post(
        f"{API}{public.pk}/amend/",
        {"revision": again(public).revision, "reason": "None."},
        format="json",
    )
    assert amend_nothing.status_code == 422
    edit(public, focal_point, why="So.")
    assert amend(public, focal_point).current_version.no == 2
