"""The Support Unit's home: the whole year in one line of steps, and whose move is next."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gfmd_platform.cycles.operations import close_cycle, create_cycle
from gfmd_platform.stakeholders.enums import GroupCode
from reviews import operations, year
from reviews.models import Review
from tests.people import Someone, in_group

from .test_pages import approve_sent, send, text_of
from .world import NOW, World, compile_now, make_cycle

pytestmark = pytest.mark.django_db

UNTIL = dt.date(2026, 12, 1)
AFTER = dt.datetime(2027, 6, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def in_the_group(world: World) -> Someone:
    assert world.arvania.stakeholder is not None
    in_group(GroupCode.WORKING_GROUP, stakeholder=world.arvania.stakeholder)
    return world.arvania


def states(support_unit: Someone, now: dt.datetime = NOW) -> dict[str, str]:
    line = year.lines(support_unit.actor, now)[0]
    return {step.label: step.state for step in line.steps}


def next_label(support_unit: Someone, now: dt.datetime = NOW) -> tuple[str, bool]:
    step = year.lines(support_unit.actor, now)[0].next_step
    return step.label, step.is_ours


def test_a_year_moves_step_by_step(world: World, chair: Someone) -> None:
    unit = world.support_unit
    review = world.review
    before = states(unit)
    assert (before["Opened"], before["Reported"], before["Compilation"]) == (
        "done",
        "current",
        "current",
    )
    assert next_label(unit, AFTER) == ("Reported", True), "the date has passed: close or wait"
    close_cycle(cycle_id=world.cycle.pk, by=unit.actor, now=AFTER)
    assert next_label(unit, AFTER) == ("Compilation", True)
    send(world)
    assert next_label(unit, AFTER) == ("Approval", False), "it waits for the Chair, not for us"
    assert states(unit, AFTER)["Manuscript"] == "done"
    approve_sent(world, chair)
    assert next_label(unit, AFTER) == ("Publication", True)
    operations.publish(review_id=review.pk, by=unit.actor, now=AFTER)
    assert states(unit, AFTER)["Publication"] == "done"
    operations.prepare_correction(
        review_id=review.pk, note="A name was misspelt.", by=unit.actor, now=AFTER
    )
    assert next_label(unit, AFTER) == ("Manuscript", True)
    corrected = states(unit, AFTER)
    assert (corrected["Approval"], corrected["Publication"]) == ("ahead", "ahead")
    assert Review.unscoped.get(pk=review.pk).current_edition is not None


def test_consultation_runs_while_somebody_may_answer_and_until_all_is_settled(
    world: World, in_the_group: Someone
) -> None:
    unit, review = world.support_unit.actor, world.review.pk
    compile_now(world.review, world.support_unit)

    def consultation(now: dt.datetime) -> year.Step:
        return year.lines(unit, now)[0].steps[5]

    assert consultation(NOW).state == "ahead"
    operations.open_quotation_check(review_id=review, until=UNTIL, by=unit, now=NOW)
    round_ = operations.plan_round(
        review_id=review,
        group="working_group",
        opens_on=NOW.date(),
        closes_on=UNTIL + dt.timedelta(days=5),
        by=unit,
        now=NOW,
    )
    made = operations.comment(
        round_id=round_.pk, section="change", text="Say whose.", by=in_the_group.actor, now=NOW
    )
    running = consultation(NOW)
    assert (running.state, running.since, running.is_ours) == ("current", UNTIL, False)
    assert "can look at their quotations until 1 December 2026" in running.sentence
    over = consultation(AFTER)
    assert (over.state, over.is_ours) == ("current", True)
    assert "comments ended on 6 December 2026" in over.sentence
    assert "1 comment waits for an answer" in over.sentence
    operations.settle_comment(
        comment_id=made.pk, outcome="taken", words="Said.", revision=1, by=unit, now=AFTER
    )
    assert consultation(AFTER).state == "done"


def test_what_is_next_stands_first_and_the_oldest_promise_before_the_newer(
    support_unit: Someone, django_assert_num_queries: Any, time_machine: Any
) -> None:
    time_machine.move_to(AFTER)
    make_cycle(support_unit, title="Late", asked_by=dt.date(2027, 5, 15))
    unit = support_unit.client
    unit.get("/support/")
    with django_assert_num_queries(7):
        unit.get("/support/")
    make_cycle(support_unit, title="Later still", asked_by=dt.date(2027, 3, 1))
    create_cycle(
        title="Planned",
        kind="imrf",
        year=2030,
        opens_on=dt.date(2029, 11, 1),
        asked_by=dt.date(2030, 5, 1),
        by=support_unit.actor,
        now=NOW,
    )
    with django_assert_num_queries(7):
        page = unit.get("/support/")
    shown = text_of(page)
    first = shown.index("Later still")
    assert first < shown.index("Late", first + len("Later still")) < shown.index("Planned to open")
    assert "The date, 1 March 2027, has passed; close the cycle" in shown
    titles = [item.title for item in page.context["waiting"][0].items]
    assert titles == ["Later still", "Late", "Planned"]
