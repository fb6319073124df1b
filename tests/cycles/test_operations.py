"""A cycle's life: planned unseen, opened to all, closed and opened again."""

from __future__ import annotations

import datetime as dt

import pytest

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.cycles import operations
from gfmd_platform.cycles.models import Cycle, CycleInvitation, Question
from gfmd_platform.cycles.questionnaire import QuestionShape, default_questions
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders.operations import confirm
from tests.commitments.making import LATER, NOW, make_cycle, start
from tests.people import StakeholderFactory

pytestmark = pytest.mark.django_db


def test_only_the_support_unit_plans_a_cycle_and_only_it_sees_the_plan(
    support_unit, focal_point, chair, visitor
):
    for someone in (focal_point, chair, visitor):
        with pytest.raises(NotAllowed):
            make_cycle(someone, opened=False)
    cycle = make_cycle(support_unit, opened=False)
    seeing = [
        Cycle.unscoped.visible_to(s.actor).filter(pk=cycle.pk).exists()
        for s in (support_unit, focal_point, chair, visitor)
    ]
    assert seeing == [True, False, False, False]


def test_a_cycle_asks_the_four_parts_each_with_one_key_message(support_unit):
    cycle = make_cycle(support_unit)
    asked = Question.objects.filter(questionnaire=cycle.questionnaire)
    assert set(asked.values_list("part", flat=True)) == {"a", "b", "c", "d"}
    keys = asked.filter(is_key_message=True)
    assert keys.count() == 4
    assert set(keys.values_list("word_guide", flat=True)) == {60}


def test_opening_makes_it_public_and_invites_every_confirmed_stakeholder(
    support_unit, focal_point, submitter, visitor
):
    applicant = StakeholderFactory(state="applied")
    cycle = make_cycle(support_unit)
    assert Cycle.objects.filter(pk=cycle.pk).exists()
    invited = set(CycleInvitation.objects.values_list("stakeholder_id", flat=True))
    assert invited == {focal_point.stakeholder.pk, submitter.stakeholder.pk}
    assert applicant.pk not in invited


def test_focal_points_hear_of_an_opening_once(support_unit, focal_point, colleague):
    make_cycle(support_unit)
    for _time in range(2):
        deliver_due(now=LATER)
    assert [mail.to for mail in Mail.objects.filter(template="cycles/open")] == [
        focal_point.person.email
    ]


def test_reopening_invites_who_came_in_between_and_leaves_answers_as_they_are(
    support_unit, focal_point, state
):
    cycle = make_cycle(support_unit)
    CycleInvitation.objects.filter(stakeholder=state).update(state="declined")
    operations.close_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    newcomer = StakeholderFactory()
    operations.reopen_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    states = dict(CycleInvitation.objects.values_list("stakeholder_id", "state"))
    assert states == {state.pk: "declined", newcomer.pk: "invited"}


def test_who_is_confirmed_while_a_cycle_is_open_is_invited_to_it(support_unit, focal_point):
    cycle = make_cycle(support_unit)
    make_cycle(support_unit, opened=False)
    newcomer = StakeholderFactory()
    for _time in range(2):
        operations.invite_newcomer(stakeholder_id=newcomer.pk, now=LATER)
    invited = CycleInvitation.objects.filter(stakeholder=newcomer)
    assert [row.cycle_id for row in invited] == [cycle.pk]


def test_the_confirmation_of_an_applicant_brings_the_invitation(support_unit, focal_point):
    cycle = make_cycle(support_unit)
    applicant = StakeholderFactory(state="applied")
    assert operations.invite_newcomer(stakeholder_id=applicant.pk, now=LATER) == 0
    confirm(stakeholder=applicant, by=support_unit.actor, now=NOW)
    deliver_due(now=LATER)
    assert CycleInvitation.objects.get(stakeholder=applicant).cycle_id == cycle.pk


def test_the_day_asked_for_ends_by_the_clock_of_its_zone(support_unit):
    cycle = make_cycle(support_unit, asked_by=dt.date(2027, 5, 15), time_zone="America/Bogota")
    assert cycle.asked_by_instant == dt.datetime(2027, 5, 16, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "olympic"}, "kind"),
        ({"year": 12}, "year"),
        ({"asked_by": dt.date(2020, 1, 1)}, "asked_by"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"messages_per_part": 0}, "messages_per_part"),
        ({"goals": [__import__("uuid").uuid4()]}, "goals"),
        ({"questions": []}, "questions"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_by_field(support_unit, values, field):
    with pytest.raises(Invalid) as refused:
        make_cycle(support_unit, opened=False, **values)
    assert field in refused.value.errors


@pytest.mark.parametrize(
    "broken",
    [
        {"part": "z"},
        {"label": " "},
        {"type": "choice"},
        {"type": "hologram"},
    ],
)
def test_questions_that_cannot_be_asked_are_refused(support_unit, broken):
    shape = QuestionShape(
        **({"key": "q", "part": "a", "type": "long_text", "label": "What?"} | broken)
    )
    with pytest.raises(Invalid):
        make_cycle(support_unit, opened=False, questions=[shape])


def test_a_stale_edit_is_refused_with_both_texts(support_unit):
    cycle = make_cycle(support_unit)
    operations.edit_cycle(
        cycle_id=cycle.pk, revision=cycle.revision, by=support_unit.actor, now=NOW, theme="First"
    )
    with pytest.raises(StaleRevision) as refused:
        operations.edit_cycle(
            cycle_id=cycle.pk,
            revision=cycle.revision,
            by=support_unit.actor,
            now=NOW,
            theme="Second",
        )
    assert refused.value.current["theme"] == "First"


def test_new_questions_leave_begun_reports_with_the_old_ones(support_unit, focal_point, submitter):
    cycle = make_cycle(support_unit)
    begun = start(cycle, focal_point)
    made = operations.revise_questionnaire(
        cycle_id=cycle.pk, questions=default_questions()[:2], by=support_unit.actor, now=NOW
    )
    assert made.no == 2
    assert begun.questionnaire.no == 1
    assert start(cycle, submitter).questionnaire.no == 2


def test_a_closed_cycles_questions_stand(support_unit):
    cycle = make_cycle(support_unit)
    operations.close_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    with pytest.raises(WrongState):
        operations.revise_questionnaire(
            cycle_id=cycle.pk, questions=default_questions(), by=support_unit.actor, now=NOW
        )


@pytest.mark.parametrize("verb", ["open_cycle", "close_cycle", "reopen_cycle"])
def test_others_cannot_open_or_close(support_unit, focal_point, chair, verb):
    cycle = make_cycle(support_unit, opened=False)
    for someone in (focal_point, chair):
        with pytest.raises(NotVisible):
            getattr(operations, verb)(cycle_id=cycle.pk, by=someone.actor, now=NOW)
