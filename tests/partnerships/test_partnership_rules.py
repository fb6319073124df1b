"""Every state × verb × role of a partnership and of a deliverable, against the tables."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gfmd_platform.access import can
from gfmd_platform.access.exceptions import Refused
from gfmd_platform.access.table import PERMISSIONS
from gfmd_platform.ledger.models import Event
from gfmd_platform.search.models import SearchEntry
from partnerships.enums import DeliverableState, PartnershipState
from partnerships.models import Deliverable, Partnership
from partnerships.operations import deliverables, partners
from partnerships.operations import partnerships as operations
from partnerships.transitions import DELIVERABLE, PARTNERSHIP
from tests.people import Someone

from .examples import NOW
from .ships import again, draft, edit, invite, joined, now_is, plan, registered

pytestmark = pytest.mark.django_db
#: Led by the State of focal_point and colleague; the submitter takes part; the chair is asked.
ROLES = (
    "focal_point",
    "colleague",
    "submitter",
    "chair",
    "other_focal_point",
    "support_unit",
    "visitor",
)
VERBS = sorted({row.verb for row in PARTNERSHIP.transitions})
STEPS = sorted({row.verb for row in DELIVERABLE.transitions})


class _Undo(Exception):
    """Takes a step back, so that the next verb starts from the same state."""


def take(verb: str, partnership: Partnership, by: Someone) -> None:
    """The operation of a verb, with all it needs; to amend, something differs."""
    common: dict[str, Any] = {"partnership_id": partnership.pk, "by": by.actor, "now": NOW}
    revision = partnership.revision
    steps: dict[str, Callable[[], object]] = {
        "register": lambda: operations.register_partnership(revision=revision, **common),
        "amend": lambda: operations.amend_partnership(revision=revision, reason="So.", **common),
        "conclude": lambda: operations.conclude_partnership(**common),
        "resume": lambda: operations.resume_partnership(**common),
        "withdraw": lambda: operations.withdraw_partnership(**common),
        "hold": lambda: operations.hold_partnership(reason="A name.", **common),
        "release": lambda: operations.release_partnership(**common),
    }
    steps[verb]()


def report(verb: str, deliverable: Deliverable, by: Someone) -> None:
    common: dict[str, Any] = {
        "deliverable_id": deliverable.pk,
        "revision": deliverable.revision,
        "by": by.actor,
        "now": NOW,
    }
    changed = {"title": f"{deliverable.title}!", "reason": "So."}
    steps: dict[str, Callable[[], object]] = {
        "start": lambda: deliverables.start_deliverable(**common),
        "change": lambda: deliverables.change_deliverable(values=changed, **common),
        "deliver": lambda: deliverables.deliver(evidence="Here.", **common),
        "drop": lambda: deliverables.drop_deliverable(reason="So.", **common),
        "take_up_again": lambda: deliverables.take_up_again(**common),
    }
    steps[verb]()


WAYS: dict[str, list[tuple[str, str]]] = {
    "draft": [],
    "registered": [("register", "focal_point")],
    "on_hold": [("register", "focal_point"), ("hold", "support_unit")],
    "concluded": [("register", "focal_point"), ("conclude", "focal_point")],
    "withdrawn": [("register", "focal_point"), ("withdraw", "focal_point")],
}
PART_WAYS: dict[str, list[str]] = {
    "planned": [],
    "under_way": ["start"],
    "delivered": ["deliver"],
    "dropped": ["drop"],
}


def held(role: str, state: str) -> set[str]:
    """The relations of a role to the partnership, said a second time and by hand."""
    relations: dict[str, set[str]] = {
        "focal_point": {"own_focal_point", "partner_focal_point", "partner_member"},
        "colleague": {"own_contributor", "partner_member"},
        "submitter": {"partner_focal_point", "partner_member"},
        "chair": {"invited_focal_point", "invited_member"}
        if state in ("draft", "registered", "on_hold")
        else set(),
        "support_unit": {"support_unit_submitted"} if state != "draft" else set(),
    }
    return relations.get(role, set())


@pytest.mark.parametrize("begins", WAYS)
@pytest.mark.parametrize("role", ROLES)
def test_every_verb_in_every_state_by_every_role(
    request: pytest.FixtureRequest, role: str, begins: str
) -> None:
    people = {name: request.getfixturevalue(name) for name in ROLES}
    lead = people["focal_point"]
    partnership = draft(lead)
    joined(partnership, people["submitter"], lead)
    invite(partnership, people["chair"], lead)
    for verb, who in WAYS[begins]:
        take(verb, again(partnership), people[who])
    if begins in ("registered", "on_hold"):
        edit(partnership, lead, why="Something new.")
    assert again(partnership).state == begins
    someone = people[role]
    allowed = {
        action
        for action, relations in PERMISSIONS["partnership"].items()
        if relations & held(role, begins) and action != "create"
    }
    for action in PERMISSIONS["partnership"].keys() - {"create", "read"}:
        assert can(someone.actor, action, again(partnership)) is (action in allowed), action
    for verb in VERBS:
        wanted = next(
            (
                row.target
                for row in PARTNERSHIP.transitions
                if row.verb == verb and begins in row.sources and row.action in allowed
            ),
            None,
        )
        before = Event.objects.count()
        try:
            with transaction.atomic():
                take(verb, again(partnership), someone)
                reached, written = again(partnership).state, Event.objects.count() - before
                raise _Undo
        except _Undo:
            assert (reached, written) == (wanted, 1), (verb, role, begins)
        except Refused:
            assert wanted is None, (verb, role, begins)
        assert Event.objects.count() == before


@pytest.mark.parametrize("begins", PART_WAYS)
@pytest.mark.parametrize("role", ROLES)
def test_every_step_of_a_deliverable_in_every_state_by_every_role(
    request: pytest.FixtureRequest, role: str, begins: str
) -> None:
    people = {name: request.getfixturevalue(name) for name in ROLES}
    partnership = registered(people["focal_point"])
    joined(partnership, people["submitter"], people["focal_point"])
    invite(partnership, people["chair"], people["focal_point"])
    thing = plan(partnership, people["submitter"])
    for verb in PART_WAYS[begins]:
        report(verb, now_is(thing), people["submitter"])
    assert now_is(thing).state == begins
    may = role in ("focal_point", "submitter")
    for verb in STEPS:
        wanted = next(
            (
                row.target
                for row in DELIVERABLE.transitions
                if row.verb == verb and begins in row.sources and may
            ),
            None,
        )
        before = (Event.objects.count(), thing.versions.count())
        try:
            with transaction.atomic():
                report(verb, now_is(thing), people[role])
                reached = now_is(thing).state
                made = (Event.objects.count() - before[0], thing.versions.count() - before[1])
                raise _Undo
        except _Undo:
            assert (reached, made) == (wanted, (1, 1)), (verb, role, begins)
        except Refused:
            assert wanted is None, (verb, role, begins)
        assert (Event.objects.count(), thing.versions.count()) == before


def test_the_ways_lead_through_every_state() -> None:
    assert set(WAYS) == set(PartnershipState.values)
    assert set(PART_WAYS) == set(DeliverableState.values)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    walk=st.lists(
        st.tuples(
            st.sampled_from([*VERBS, "edit", "invite", "accept", "decline", "leave", "plan"]),
            st.sampled_from(("focal_point", "submitter", "support_unit")),
        ),
        max_size=16,
    )
)
def test_whatever_people_do_only_what_was_said_is_shown(
    focal_point: Someone, submitter: Someone, support_unit: Someone, walk: list[tuple[str, str]]
) -> None:
    people = {
        "focal_point": focal_point,
        "submitter": submitter,
        "support_unit": support_unit,
    }
    try:
        with transaction.atomic():
            partnership = draft(focal_point)
            for n, (verb, who) in enumerate(walk):
                with contextlib.suppress(Refused):
                    _walk(verb, again(partnership), people[who], focal_point, submitter, n)
                _check(again(partnership), submitter)
            raise _Undo
    except _Undo:
        pass


def _walk(
    verb: str, partnership: Partnership, by: Someone, lead: Someone, partner: Someone, n: int
) -> None:
    asked = partnership.partners.exclude(role="lead").first()
    common: dict[str, Any] = {"by": by.actor, "now": NOW}
    match verb:
        case "edit":
            edit(partnership, by, why=f"Reason {n}")
        case "invite":
            invite(partnership, partner, by)
        case "plan":
            plan(partnership, by, by if by.stakeholder else lead, title=f"Thing {n}")
        case "accept" | "decline" | "leave":
            operation = getattr(partners, f"{verb}_partnership")
            if asked is not None:
                operation(partner_id=asked.pk, **common)
        case _:
            take(verb, partnership, by)


def _check(partnership: Partnership, partner: Someone) -> None:
    """What holds after every step."""
    is_public = partnership.state in ("registered", "concluded")
    assert Partnership.objects.filter(pk=partnership.pk).exists() is is_public
    entry = SearchEntry.objects.filter(record_id=partnership.pk).first()
    assert (entry is not None) is is_public
    versions = list(partnership.versions.order_by("no"))
    assert [version.no for version in versions] == list(range(1, len(versions) + 1))
    assert partnership.current_version == (versions[-1] if versions else None)
    taking_part = set(
        partnership.partners.filter(answer="accepted").values_list("stakeholder_id", flat=True)
    )
    if entry is not None:
        assert set(entry.stakeholders) == taking_part
    for thing in Deliverable.unscoped.filter(partnership=partnership).select_related("record"):
        assert (thing.current_version is not None) is bool(versions)
        assert thing.record.owner_id in taking_part
        if thing.current_version is not None:
            assert thing.current_version.responsible_id == thing.record.owner_id
