"""The API of practice examples, and that it and the pages are twins: the same cases, the same
outcome, the same rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from partnerships.models import Example, ExampleDecision, ExampleVersion
from partnerships.operations import examples as operations
from tests.people import Someone

from .examples import (
    AREA,
    NOW,
    OBJECTIVE,
    TARGET,
    again,
    archived,
    draft,
    form_data,
    published,
    submitted,
    upload,
    values,
)

pytestmark = pytest.mark.django_db
API = "/api/v1/examples/"


def body(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content.decode()[:600]
    return response.json()


# --- reading


def test_the_list_is_public_and_narrowed_as_on_the_page(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    published(submitter, support_unit, objectives=[OBJECTIVE])
    archived(title="From 2017")
    draft(submitter, title="A secret draft")
    rows = body(visitor.api.get(API))["results"]
    assert [row["title"] for row in rows] == ["Night school at the harbour", "From 2017"] or [
        row["title"] for row in rows
    ] == ["From 2017", "Night school at the harbour"]
    mine = next(row for row in rows if row["owner"])
    assert mine["action_areas"] == [AREA]
    assert mine["objectives"] == [OBJECTIVE]
    assert "state" not in mine
    assert [r["title"] for r in body(visitor.api.get(API, {"archive": "yes"}))["results"]] == [
        "From 2017"
    ]
    problem = body(visitor.api.get(API, {"objective": "gcm-2018:99"}), 400)
    assert list(problem["errors"]) == ["objective"]
    assert body(visitor.api.get(API, {"scope": "everything"}), 422)["errors"]["scope"]


def test_a_page_of_the_list_follows_the_other(visitor: Someone) -> None:
    for n in range(3):
        archived(title=f"Entry {n}")
    first = body(visitor.api.get(API, {"page_size": 2}))
    second = body(visitor.api.get(first["next"]))
    titles = [row["title"] for row in first["results"] + second["results"]]
    assert sorted(titles) == ["Entry 0", "Entry 1", "Entry 2"]


def test_each_reads_of_one_example_what_is_theirs(
    submitter: Someone, support_unit: Someone, visitor: Someone, focal_point: Someone
) -> None:
    example = published(submitter, support_unit)
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values={"title": "A secret update"},
        by=submitter.actor,
        now=NOW,
    )
    address = f"{API}{example.pk}/"
    for someone in (visitor, focal_point):
        response = someone.api.get(address)
        assert b"secret" not in response.content
        assert not set(body(response)) & {"draft", "state", "history", "submitted", "revision"}
    moderators = body(support_unit.api.get(address))
    assert moderators["submitted"]["title"] == values()["title"]
    assert "draft" not in moderators
    own = body(submitter.api.get(address))
    assert own["draft"]["title"] == "A secret update"
    assert own["published"]["title"] == values()["title"]
    assert own["steps"] == ["drop_update", "submit", "withdraw"]


def test_an_archive_entry_says_what_is_editorial(visitor: Someone) -> None:
    example = archived(objectives=[OBJECTIVE], targets=[TARGET])
    shown = body(visitor.api.get(f"{API}{example.pk}/"))
    assert shown["archive"] is True
    assert shown["owner"] is None
    assert shown["published"]["editorial"] == sorted([OBJECTIVE, TARGET])
    assert shown["published"]["source_numbers"] == ["25"]


def test_somebody_elses_draft_is_not_found(
    submitter: Someone, focal_point: Someone, support_unit: Someone
) -> None:
    example = draft(submitter)
    address = f"{API}{example.pk}/"
    for someone in (focal_point, support_unit):
        body(someone.api.get(address), 404)
        body(someone.api.patch(address, {"revision": 1, "title": "Mine"}), 404)
        body(someone.api.delete(address), 404)
        for step in ("submit", "recall", "revise", "reopen", "drop_update", "withdraw"):
            body(someone.api.post(f"{address}{step}/", {"revision": 1}), 404)
        for answer in ("publish", "request_changes", "decline", "refer", "remove"):
            body(someone.api.post(f"{address}{answer}/", {"version": str(uuid4())}), 404)
        assert body(someone.api.get(API, {"scope": "own"}))["results"] == []
    assert body(focal_point.api.get(API, {"scope": "moderation"}))["results"] == []


def test_the_lists_of_ones_own_and_of_moderators(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    draft(submitter, title="Begun")
    submitted(submitter, title="Sent")
    own = body(submitter.api.get(API, {"scope": "own"}))["results"]
    assert {row["title"] for row in own} == {"Begun", "Sent"}
    waiting = body(support_unit.api.get(API, {"scope": "moderation"}))["results"]
    assert [row["title"] for row in waiting] == ["Sent"]
    for scope in ("own", "moderation"):
        assert body(visitor.api.get(API, {"scope": scope}))["results"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_detail_ask_a_constant_number_of_queries(
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for n in range(number):
        example = published(submitter, support_unit, title=f"Example {n}")
    visitor.api.get(API)
    with django_assert_num_queries(4):
        visitor.api.get(API)
    with django_assert_num_queries(6):
        visitor.api.get(f"{API}{example.pk}/")


# --- writing


def test_an_example_goes_its_whole_way_over_the_api(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    begun = body(submitter.api.post(API, {"owner": str(submitter.stakeholder.pk), **values()}), 201)
    address = f"{API}{begun['id']}/"
    assert begun["draft"]["action_areas"] == [AREA]
    saved = body(submitter.api.patch(address, {"revision": 1, "lessons": "Begin small."}))
    sent = body(submitter.api.post(f"{address}submit/", {"revision": saved["revision"]}))
    same = body(submitter.api.post(f"{address}submit/", {"revision": saved["revision"]}))
    assert sent["receipt"] == same["receipt"]
    version = sent["receipt"]["id"]
    asked = [{"field": "results", "reason": "evidence", "text": "How do you know?"}]
    body(
        support_unit.api.post(f"{address}request_changes/", {"version": version, "remarks": asked})
    )
    seen = body(submitter.api.get(address))
    assert seen["history"][-1]["remarks"][0]["text"] == "How do you know?"
    sent = body(submitter.api.post(f"{address}submit/", {"revision": seen["revision"]}))
    body(support_unit.api.post(f"{address}publish/", {"version": sent["receipt"]["id"]}))
    assert body(visitor.api.get(address))["published"]["no"] == 2
    body(submitter.api.post(f"{address}withdraw/"))
    body(visitor.api.get(address), 404)


def test_a_file_is_added_over_the_api(submitter: Someone) -> None:
    example = draft(submitter)
    address = f"{API}{example.pk}/files/"
    added = submitter.api.post(address, {"file": upload()}, format="multipart")
    assert body(added, 201)["sha256"] == example.record.files.get().stored_id
    disguised = submitter.api.post(
        address, {"file": upload(content=b"MZ" + b"\x00" * 80)}, format="multipart"
    )
    assert "something else" in body(disguised, 422)["errors"]["file"][0]


def test_a_stale_write_answers_with_both_texts(submitter: Someone) -> None:
    example = draft(submitter)
    address = f"{API}{example.pk}/"
    body(submitter.api.patch(address, {"revision": 1, "title": "First"}))
    problem = body(submitter.api.patch(address, {"revision": 1, "title": "Second"}), 409)
    assert problem["theirs"]["title"] == "First"
    assert problem["yours"]["title"] == "Second"
    assert problem["revision"] == 2


@pytest.mark.parametrize(
    "sent",
    [
        b"{not json",
        b'{"title": "\\ud800"}',
        b'["title"]',
        b"\xff\xfe",
        b'{"revision": 1, "title": ' + b'"' + b"x" * 500 + b'"}',
        b'{"revision": 1e400}',
        b'{"revision": 1, "countries": {"a": 1}}',
        b'{"revision": 1, "countries": ["004\\u0000"]}',
    ],
)
def test_hostile_bodies_are_refused_as_problems(submitter: Someone, sent: bytes) -> None:
    example = draft(submitter)
    response = submitter.api.generic(
        "PATCH", f"{API}{example.pk}/", sent, content_type="application/json"
    )
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"
    assert again(example).revision == 1


# --- twins


@dataclass(frozen=True)
class Case:
    """One thing somebody does in a state; both ways must end in `ends`."""

    name: str
    who: str
    state: str
    verb: str
    ends: str
    content: dict[str, Any]


def case(who: str, state: str, verb: str, ends: str, **content: Any) -> Any:
    return pytest.param(Case(verb, who, state, verb, ends, content), id=f"{who}-{state}-{verb}")


CASES = [
    case("submitter", "draft", "save", "ok", lessons="Begin small."),
    case("submitter", "draft", "save", "invalid", since="2019-13"),
    case("submitter", "draft", "save", "invalid", title="x" * 201),
    case("submitter", "draft", "save", "invalid", countries=["999"]),
    case("submitter", "draft", "save", "invalid", summary="a\x00b"),
    case("submitter", "submitted", "save", "wrong_state", lessons="Begin small."),
    case("focal_point", "draft", "save", "missing", lessons="Begin small."),
    case("support_unit", "submitted", "save", "missing", lessons="Begin small."),
    case("submitter", "draft", "submit", "ok"),
    case("submitter", "empty", "submit", "invalid"),
    case("focal_point", "draft", "submit", "missing"),
    case("submitter", "submitted", "recall", "ok"),
    case("submitter", "draft", "recall", "wrong_state"),
    case("submitter", "published", "revise", "ok"),
    case("focal_point", "published", "revise", "missing"),
    case("submitter", "published", "withdraw", "ok"),
    case("submitter", "draft", "withdraw", "wrong_state"),
    case("submitter", "draft", "discard", "ok"),
    case("submitter", "published", "discard", "wrong_state"),
    case("support_unit", "submitted", "publish", "ok"),
    case("support_unit", "published", "publish", "wrong_state"),
    case("submitter", "submitted", "publish", "missing"),
    case("chair", "submitted", "publish", "missing"),
    case("support_unit", "submitted", "decline", "ok", reason="An advertisement."),
    case("support_unit", "submitted", "decline", "invalid", reason=""),
    case("support_unit", "submitted", "refer", "not_allowed", reason="Not a State's."),
    case("support_unit", "submitted", "request_changes", "ok", remark="Say more."),
    case("support_unit", "submitted", "request_changes", "invalid", remark=""),
]


def prepare(wanted: str, submitter: Someone, support_unit: Someone) -> Example:
    if wanted == "published":
        return published(submitter, support_unit)
    if wanted == "submitted":
        return submitted(submitter)
    return draft(submitter, **({"title": ""} if wanted == "empty" else {}))


def outcome(status: int) -> str:
    if status in (200, 201, 204, 302):
        return "ok"
    return {
        400: "invalid",
        422: "invalid",
        403: "not_allowed",
        404: "missing",
        409: "wrong_state",
    }[status]


def by_page(someone: Someone, example: Example, c: Case) -> int:
    base = f"/examples/{example.pk}/"
    if c.verb == "save":
        data = form_data(revision=str(example.revision), **c.content)
        if "since" in c.content:
            data |= {"since_year": "2019", "since_month": "13"}
        return int(someone.client.post(f"{base}edit/", data).status_code)
    if c.verb == "submit":
        data = {"revision": str(example.revision)}
        return int(someone.client.post(f"{base}check/", data).status_code)
    if c.verb in ("publish", "decline", "refer", "request_changes"):
        data = {"version": str(example.submitted_version_id)}
        if "reason" in c.content:
            data[f"{c.verb}-reason"] = c.content["reason"]
        if "remark" in c.content:
            data |= {"results-reason": "missing", "results-text": c.content["remark"]}
        address = f"/moderation/{example.pk}/{c.verb}/"
        return int(someone.client.post(address, data).status_code)
    return int(someone.client.post(f"{base}{c.verb}/").status_code)


def by_api(someone: Someone, example: Example, c: Case) -> int:
    base = f"{API}{example.pk}/"
    if c.verb == "save":
        data = {"revision": example.revision, **c.content}
        return int(someone.api.patch(base, data).status_code)
    if c.verb == "discard":
        return int(someone.api.delete(base).status_code)
    data = {"revision": example.revision, "version": str(example.submitted_version_id)}
    if "reason" in c.content:
        data["reason"] = c.content["reason"]
    if "remark" in c.content:
        data["remarks"] = [{"field": "results", "reason": "missing", "text": c.content["remark"]}]
    return int(someone.api.post(f"{base}{c.verb}/", data).status_code)


def left_behind(example: Example) -> tuple[Any, ...]:
    """Everything that a case could have changed, without ids and instants."""
    rows = Example.unscoped.filter(pk=example.pk)
    return (
        list(rows.values_list("state", "revision", "title", "lessons", "since")),
        list(rows.values_list("published_version__no", "submitted_version__no")),
        list(
            ExampleVersion.objects.filter(subject=example)
            .order_by("no")
            .values_list("no", "title", "lessons")
        ),
        list(
            ExampleDecision.objects.filter(version__subject=example).values_list(
                "verb", "reason", "remarks__field", "remarks__text"
            )
        ),
    )


@pytest.mark.parametrize("c", CASES)
def test_page_and_api_do_the_same(request: pytest.FixtureRequest, c: Case) -> None:
    cast = ("submitter", "support_unit", "chair", "focal_point")
    people = {name: request.getfixturevalue(name) for name in cast}
    ways: list[Callable[[Someone, Example, Case], int]] = [by_page, by_api]
    seen = []
    for way in ways:
        example = prepare(c.state, people["submitter"], people["support_unit"])
        status = way(people[c.who], example, c)
        assert outcome(status) == c.ends, (way.__name__, status)
        seen.append(left_behind(example))
    assert seen[0] == seen[1]
