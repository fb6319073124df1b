"""What a deliverable goes through, and what stays on record of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from gfmd_platform.access.exceptions import Invalid, NotAllowed, StaleRevision, WrongState
from gfmd_platform.search.models import SearchEntry
from partnerships.models import Deliverable, DeliverableVersion
from partnerships.operations import deliverables, partners
from partnerships.operations import partnerships as operations
from partnerships.queries.deliverables import due_soon
from tests.people import Someone

from .examples import NOW
from .ships import draft, joined, mails, now_is, plan, register, registered, report, step

pytestmark = pytest.mark.django_db


def test_a_plan_has_no_version_before_its_partnership_is_registered(focal_point: Someone) -> None:
    partnership = draft(focal_point)
    thing = plan(partnership, focal_point)
    report(deliverables.change_deliverable, thing, focal_point, values={"due_on": "2030"})
    assert not DeliverableVersion.objects.exists()
    assert not Deliverable.objects.exists()
    register(partnership, focal_point)
    version = now_is(thing).current_version
    assert (version.no, version.state, version.due_on) == (1, "planned", "2030")
    assert (version.date_changed, version.reason) == (False, "")
    assert version.partnership_id == partnership.pk
    assert version.responsible_id == focal_point.stakeholder.pk
    assert Deliverable.objects.get() == thing


def test_every_step_is_a_version_with_all_that_is_counted(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    thing = plan(partnership, focal_point, other_focal_point)
    report(deliverables.start_deliverable, thing, other_focal_point)
    moved = {"due_on": "2029", "reason": "The law took longer."}
    report(deliverables.change_deliverable, thing, other_focal_point, values=moved)
    report(deliverables.deliver, thing, focal_point, evidence="In the gazette.")
    rows = thing.versions.order_by("no").values_list(
        "no", "state", "due_on", "date_changed", "reason", "responsible__name"
    )
    assert list(rows) == [
        (1, "planned", "2027-06", False, "", "Belmora"),
        (2, "under_way", "2027-06", False, "", "Belmora"),
        (3, "under_way", "2029", True, "The law took longer.", "Belmora"),
        (4, "delivered", "2029", True, "", "Belmora"),
    ]
    assert len(set(thing.versions.values_list("content_hash", flat=True))) == 4
    version = now_is(thing).current_version
    with (
        pytest.raises(Exception, match=r"immutable|permission denied|Cannot"),
        transaction.atomic(),
    ):
        DeliverableVersion.objects.filter(pk=version.pk).update(state="dropped")


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"due_on": ""},
        {"due_on": "soon"},
        {"due_on": "2027-02-30"},
        {"description": "a\x00b"},
        {"description": "x" * 4001},
        {"language": "klingon"},
        {"evidence": "Too early."},
        {"state": "delivered"},
    ],
)
def test_a_plan_says_a_specific_thing_and_a_date(
    focal_point: Someone, changes: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        plan(registered(focal_point), focal_point, **changes)
    assert list(refused.value.errors) == list(changes)
    assert not Deliverable.unscoped.exists()


def test_all_that_is_wrong_with_a_plan_is_said_at_once(
    focal_point: Someone, submitter: Someone
) -> None:
    with pytest.raises(Invalid) as refused:
        plan(registered(focal_point), focal_point, submitter, title="", due_on="")
    assert set(refused.value.errors) == {"responsible", "title", "due_on"}


def test_the_lead_plans_for_partners_and_partners_for_themselves(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, colleague: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    plan(partnership, focal_point, other_focal_point)
    plan(partnership, other_focal_point)
    with pytest.raises(Invalid, match="plan for your own"):
        plan(partnership, other_focal_point, focal_point)
    for someone in (submitter, colleague):
        with pytest.raises(NotAllowed):
            plan(partnership, someone)
    assert Deliverable.unscoped.count() == 2


def test_those_responsible_and_the_lead_report_and_nobody_else(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, support_unit: Someone
) -> None:
    partnership = registered(focal_point)
    for partner in (other_focal_point, submitter):
        joined(partnership, partner, focal_point)
    thing = plan(partnership, other_focal_point)
    for someone in (submitter, support_unit):
        with pytest.raises(NotAllowed):
            report(deliverables.start_deliverable, thing, someone)
    assert report(deliverables.start_deliverable, thing, focal_point).state == "under_way"


def test_steps_that_need_words_are_refused_without(focal_point: Someone) -> None:
    thing = plan(registered(focal_point), focal_point)
    cases: list[tuple[Any, dict[str, Any], str]] = [
        (deliverables.deliver, {"evidence": "  "}, "evidence"),
        (deliverables.deliver, {"evidence": "x", "evidence_link": "javascript:x"}, "evidence_link"),
        (deliverables.drop_deliverable, {"reason": ""}, "reason"),
        (deliverables.change_deliverable, {"values": {"title": "New"}}, "reason"),
        (deliverables.change_deliverable, {"values": {"reason": "None."}}, "title"),
        (deliverables.change_deliverable, {"values": {"evidence": "x"}}, "evidence"),
    ]
    for operation, words, field in cases:
        with pytest.raises(Invalid) as refused:
            report(operation, thing, focal_point, **words)
        assert set(refused.value.errors) == {field}
    assert now_is(thing).current_version.no == 1


def test_a_stale_step_is_refused_with_both_texts(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    thing = plan(partnership, other_focal_point)
    changed = {"title": "A longer form", "reason": "Clearer."}
    report(deliverables.change_deliverable, thing, other_focal_point, values=changed)
    with pytest.raises(StaleRevision) as refused:
        deliverables.change_deliverable(
            deliverable_id=thing.pk,
            revision=1,
            values={"title": "A shorter form", "reason": "Simpler."},
            by=focal_point.actor,
            now=NOW,
        )
    assert refused.value.current["title"] == "A longer form"
    assert refused.value.yours["title"] == "A shorter form"
    assert now_is(thing).title == "A longer form"


def test_what_is_dropped_stays_and_can_be_taken_up_again(focal_point: Someone) -> None:
    thing = plan(registered(focal_point), focal_point)
    report(deliverables.drop_deliverable, thing, focal_point, reason="No money.")
    assert (now_is(thing).state, now_is(thing).reason) == ("dropped", "No money.")
    report(deliverables.take_up_again, thing, focal_point)
    assert now_is(thing).state == "under_way"
    assert thing.versions.get(no=2).reason == "No money."
    report(deliverables.deliver, thing, focal_point, evidence="There it is.")
    with pytest.raises(WrongState):
        report(deliverables.drop_deliverable, thing, focal_point, reason="Regret.")


def test_what_a_partner_dropped_before_leaving_is_taken_up_by_the_lead_as_its_own(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    partner = joined(partnership, other_focal_point, focal_point)
    thing = plan(partnership, other_focal_point)
    report(deliverables.drop_deliverable, thing, other_focal_point, reason="No money.")
    partners.leave_partnership(partner_id=partner.pk, by=other_focal_point.actor, now=NOW)
    assert now_is(thing).record.owner_id == other_focal_point.stakeholder.pk
    with pytest.raises(WrongState, match="has left"):
        report(deliverables.take_up_again, thing, other_focal_point)
    report(deliverables.take_up_again, thing, focal_point)
    taken = now_is(thing)
    assert taken.record.owner_id == taken.current_version.responsible_id
    assert taken.record.owner_id == focal_point.stakeholder.pk


def test_deliverables_rest_while_the_partnership_does(
    focal_point: Someone, support_unit: Someone
) -> None:
    partnership = registered(focal_point)
    thing = plan(partnership, focal_point)
    step(operations.conclude_partnership, partnership, focal_point)
    with pytest.raises(WrongState):
        report(deliverables.start_deliverable, thing, focal_point)
    with pytest.raises(WrongState):
        plan(partnership, focal_point)
    assert Deliverable.objects.filter(pk=thing.pk).exists()
    step(operations.hold_partnership, partnership, support_unit, reason="A name.")
    assert not Deliverable.objects.filter(pk=thing.pk).exists()


def test_a_partnership_is_found_by_what_it_delivers(focal_point: Someone) -> None:
    partnership = registered(focal_point)
    plan(partnership, focal_point, title="A zeppelin hangar")
    found = SearchEntry.objects.get(record_id=partnership.pk)
    assert "zeppelin" in str(found.tsv)


def test_partners_hear_of_public_steps_and_not_of_plans_in_a_draft(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = draft(focal_point)
    joined(partnership, other_focal_point, focal_point)
    thing = plan(partnership, focal_point)
    report(deliverables.change_deliverable, thing, focal_point, values={"title": "Another"})
    assert "deliverable_changed" not in {template for template, _reader in mails()}
    register(partnership, focal_point)
    words = {"title": "A third", "reason": "Clearer."}
    report(deliverables.change_deliverable, thing, focal_point, values=words)
    told = {reader for template, reader in mails() if template == "deliverable_changed"}
    assert told == {focal_point.person.email, other_focal_point.person.email}


@pytest.mark.parametrize(
    ("due_on", "listed"),
    [
        ("2026-03-01", True),
        ("2026-04-30", True),
        ("2026-05-01", False),
        ("2026-04", True),
        ("2026-05", False),
        ("2026", False),
        ("2025", True),
    ],
)
def test_what_comes_within_sixty_days_or_has_come_is_due_soon(
    focal_point: Someone, due_on: str, listed: bool
) -> None:
    plan(registered(focal_point), focal_point, due_on=due_on)
    found = due_soon(focal_point.actor, today=dt.date(2026, 3, 1), days=60)
    assert bool(found) is listed
