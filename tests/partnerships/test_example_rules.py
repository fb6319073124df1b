"""Every state × verb × role of a practice example, against the transition table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gfmd_platform.access.exceptions import Refused, WrongState
from gfmd_platform.access.table import PERMISSIONS
from gfmd_platform.ledger.models import Event
from partnerships.enums import ExampleState
from partnerships.models import Example
from partnerships.operations import examples as operations
from partnerships.operations import moderation
from partnerships.operations.moderation import Remark
from partnerships.transitions import EXAMPLE
from tests.people import Someone

from .examples import NOW, again, archived, draft, submitted

pytestmark = pytest.mark.django_db
ROLES = ("focal_point", "colleague", "other_focal_point", "submitter", "support_unit", "chair")
AUTHORS = {"focal_point", "colleague"}
ROLES_AND_VISITOR = (*ROLES, "visitor")
VERBS = sorted({row.verb for row in EXAMPLE.transitions} - {"archive"})


def take(verb: str, example: Example, by: Someone) -> None:
    """The operation of a verb, with all it needs."""
    common: dict[str, Any] = {"example_id": example.pk, "by": by.actor, "now": NOW}
    answer = {**common, "version_id": example.submitted_version_id}
    steps: dict[str, Callable[[], object]] = {
        "submit": lambda: operations.submit_example(revision=example.revision, **common),
        "recall": lambda: operations.recall_example(**common),
        "revise": lambda: operations.revise_example(**common),
        "reopen": lambda: operations.reopen_example(**common),
        "drop_update": lambda: operations.drop_update(**common),
        "withdraw": lambda: operations.withdraw_example(**common),
        "publish": lambda: moderation.publish_example(**answer),
        "decline": lambda: moderation.decline_example(reason="Because.", **answer),
        "refer": lambda: moderation.refer_example(reason="Because.", **answer),
        "remove": lambda: moderation.remove_from_archive(reason="Asked.", **answer),
        "request_changes": lambda: moderation.request_changes(
            remarks=[Remark("links", "link", "It does not open.")], **answer
        ),
    }
    steps[verb]()


#: How an entry of the State gets into each state.
WAYS: dict[str, list[tuple[str, str]]] = {
    "draft": [],
    "submitted": [("submit", "focal_point")],
    "referred": [("submit", "focal_point"), ("refer", "support_unit")],
    "changes_requested": [("submit", "focal_point"), ("request_changes", "support_unit")],
    "published": [("submit", "focal_point"), ("publish", "support_unit")],
    "declined": [("submit", "focal_point"), ("refer", "support_unit"), ("decline", "chair")],
    "withdrawn": [("submit", "focal_point"), ("withdraw", "focal_point")],
}


def held(role: str, state: str) -> set[str]:
    """The relations of a role to the State's entry, said a second time and by hand."""
    relations = set()
    if role == "focal_point":
        relations |= {"own_focal_point"}
    if role == "colleague":
        relations |= {"own_contributor"}
    if role == "support_unit" and state not in ("draft", "archive"):
        relations |= {"support_unit_submitted", "support_unit_state_entry"}
    if role == "support_unit" and state == "archive":
        relations |= {"support_unit_submitted", "support_unit_other_entry"}
    if role == "chair" and state == "referred":
        relations |= {"chair_referred"}
    return relations


def expected(verb: str, role: str, state: str) -> str | None:
    """The state a step leads to; None when it is refused."""
    if state == "draft" and verb in ("withdraw", "drop_update"):
        return None  # never submitted: it is discarded instead
    if verb == "drop_update":
        return None  # no version was published on these ways
    for row in EXAMPLE.transitions:
        allowed = PERMISSIONS["example"][row.action] & held(role, state)
        if row.verb == verb and state in row.sources and allowed:
            return row.target
    return None


@pytest.mark.parametrize("begins", [*WAYS, "archive"])
@pytest.mark.parametrize("role", ROLES_AND_VISITOR)
def test_every_verb_in_every_state_by_every_role(
    request: pytest.FixtureRequest, role: str, begins: str
) -> None:
    people = {name: request.getfixturevalue(name) for name in ROLES_AND_VISITOR}
    example = archived() if begins == "archive" else draft(people["focal_point"])
    for verb, who in WAYS.get(begins, []):
        take(verb, again(example), people[who])
    assert again(example).state == begins
    for verb in VERBS:
        wanted = expected(verb, role, begins)
        before = (again(example).revision, Event.objects.count())
        try:
            with transaction.atomic():
                take(verb, again(example), people[role])
                reached: str | None = again(example).state
                written = Event.objects.count() - before[1]
                raise _Undo
        except _Undo:
            assert (reached, written) == (wanted, 1), (verb, role, begins)
        except Refused:
            assert wanted is None, (verb, role, begins)
        assert (again(example).revision, Event.objects.count()) == before


class _Undo(Exception):
    """Takes a step back, so that the next verb starts from the same state."""


def test_the_ways_lead_through_every_state() -> None:
    assert {*WAYS, "archive"} == set(ExampleState.values)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    walk=st.lists(st.tuples(st.sampled_from([*VERBS, "save"]), st.sampled_from(ROLES)), max_size=14)
)
def test_whatever_people_do_what_is_public_was_submitted_and_published(
    focal_point: Someone,
    colleague: Someone,
    other_focal_point: Someone,
    submitter: Someone,
    support_unit: Someone,
    chair: Someone,
    walk: list[tuple[str, str]],
) -> None:
    people = dict(
        zip(
            ROLES,
            (focal_point, colleague, other_focal_point, submitter, support_unit, chair),
            strict=True,
        )
    )
    example = draft(focal_point)
    for verb, role in walk:
        standing = again(example)
        try:
            if verb == "save":
                operations.save_example(
                    example_id=example.pk,
                    revision=standing.revision,
                    values={"lessons": f"{role} {standing.revision}"},
                    by=people[role].actor,
                    now=NOW + dt.timedelta(minutes=1),
                )
                assert role in AUTHORS
            else:
                take(verb, standing, people[role])
        except Refused:
            assert again(example).revision == standing.revision
        check_what_always_holds(again(example))


def check_what_always_holds(example: Example) -> None:
    versions = list(example.versions.order_by("no"))
    assert [version.no for version in versions] == list(range(1, len(versions) + 1))
    if example.published_version is not None:
        verbs = set(example.published_version.decisions.values_list("verb", flat=True))
        assert "publish" in verbs
    if example.state in ("submitted", "referred"):
        assert example.submitted_version == versions[-1]
    if example.state == "withdrawn":
        assert example.published_version is None
    if example.state == "published":
        assert example.published_version is not None
    assert Example.objects.filter(pk=example.pk).exists() == (example.published_version is not None)


def test_a_wrong_state_is_told_by_its_name(submitter: Someone) -> None:
    example = submitted(submitter)
    with pytest.raises(WrongState, match="With the Support Unit"):
        operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
