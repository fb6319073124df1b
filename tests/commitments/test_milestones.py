"""Milestones move often; each step is kept with its reason."""

from __future__ import annotations

import datetime as dt

import pytest

from commitments import operations
from commitments.models import Milestone, MilestoneEntry
from commitments.queries.milestones import of_commitment
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)

from .making import LATER, NOW, make_commitment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def plan(commitment, someone, **values):
    values = {"title": "Law before Parliament", "due_on": "2027-06"} | values
    return operations.plan_milestone(
        commitment_id=commitment.pk, by=someone.actor, now=NOW, **values
    )


def change(milestone, someone, **values):
    values = {"title": milestone.title, "due_on": "2028", "reason": "Elections"} | values
    return operations.change_milestone(
        milestone_id=milestone.pk, revision=None, by=someone.actor, now=LATER, **values
    )


def test_every_step_is_kept_with_what_stood_before(focal_point):
    made = make_commitment(focal_point)
    milestone = plan(made, focal_point)
    change(milestone, focal_point)
    operations.reach_milestone(
        milestone_id=milestone.pk, revision=None, evidence="Law 7", by=focal_point.actor, now=LATER
    )
    (shown,) = of_commitment(made, TODAY)
    told = [(row.state, row.due_on, row.reason, row.evidence) for row in shown.history]
    assert told == [
        ("planned", "2027-06", "", ""),
        ("changed", "2028", "Elections", ""),
        ("reached", "2028", "", "Law 7"),
    ]
    with pytest.raises(TypeError):
        MilestoneEntry.objects.all().delete()


@pytest.mark.parametrize(
    ("due_on", "moved", "label"),
    [
        ("2027", False, "Planned"),
        ("2026-11", False, "Planned"),
        ("2025", False, "Open"),
        ("2028", True, "Date changed"),
        ("2025-06", True, "Open"),
    ],
)
def test_a_passed_date_is_open_and_a_moved_one_is_changed(focal_point, due_on, moved, label):
    made = make_commitment(focal_point)
    milestone = plan(made, focal_point, due_on="2029" if moved else due_on)
    if moved:
        change(milestone, focal_point, due_on=due_on)
    assert [one.label for one in of_commitment(made, TODAY)] == [label]


def test_only_the_owners_focal_points_report(
    focal_point, colleague, other_focal_point, support_unit
):
    made = make_commitment(focal_point)
    milestone = plan(made, focal_point)
    for someone in (colleague, other_focal_point, support_unit):
        with pytest.raises(NotAllowed):
            plan(made, someone)
        with pytest.raises(NotAllowed):
            change(milestone, someone)


def test_a_draft_has_no_milestones_yet_and_shows_nothing_to_others(focal_point, other_focal_point):
    draft = make_commitment(focal_point, registered=False)
    with pytest.raises(WrongState):
        plan(draft, focal_point)
    with pytest.raises(NotVisible):
        plan(draft, other_focal_point)


def test_steps_need_their_words_and_their_state(focal_point):
    made = make_commitment(focal_point)
    with pytest.raises(Invalid):
        plan(made, focal_point, due_on="soon")
    with pytest.raises(Invalid):
        plan(made, focal_point, title=" ")
    milestone = plan(made, focal_point)
    common = {"milestone_id": milestone.pk, "by": focal_point.actor, "now": LATER}
    with pytest.raises(Invalid):
        change(milestone, focal_point, reason=" ")
    with pytest.raises(Invalid):
        change(milestone, focal_point, due_on=milestone.due_on)
    with pytest.raises(Invalid):
        operations.reach_milestone(revision=None, **common)
    with pytest.raises(Invalid):
        operations.reach_milestone(revision=None, link="javascript:alert(1)", **common)
    with pytest.raises(StaleRevision):
        operations.drop_milestone(revision=7, reason="No.", **common)
    with pytest.raises(WrongState):
        operations.take_up_milestone(revision=None, reason="Yes.", **common)
    operations.drop_milestone(revision=1, reason="No.", **common)
    with pytest.raises(WrongState):
        change(milestone, focal_point)
    operations.take_up_milestone(revision=None, reason="Yes.", **common)
    assert Milestone.unscoped.get().state == "changed"


def test_a_withdrawn_commitments_milestones_stand_as_they_were(focal_point):
    made = make_commitment(focal_point)
    milestone = plan(made, focal_point)
    operations.withdraw_commitment(
        commitment_id=made.pk, reason="Overtaken.", by=focal_point.actor, now=LATER
    )
    with pytest.raises(WrongState):
        change(milestone, focal_point)
    assert Milestone.objects.filter(pk=milestone.pk).exists()
