"""Nothing is asked twice: last year's words come back as proposals, and are nobody's until kept."""

from __future__ import annotations

import random

import pytest

from commitments import operations
from commitments.models import (
    DraftAnswer,
    DraftObservation,
    DraftRevision,
    DraftStatus,
    Report,
)
from commitments.proposals import Scope
from commitments.report_content import of_draft
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible

from .making import LATER, NOW, choose, make_commitment, submit, write
from .second_year import TEXT, begin_this_year, bring_in, report_of_last_year
from .test_report_drafts import observe
from .test_sharing import give

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(focal_point, state):
    return make_commitment(focal_point)


@pytest.fixture
def last(state, other_state, support_unit, focal_point, commitment):
    return report_of_last_year(support_unit, focal_point, commitment)


@pytest.fixture
def report(last, support_unit, focal_point):
    return begin_this_year(support_unit, focal_point)


def keep(report, someone, **values):
    return operations.keep_proposals(report_id=report.pk, by=someone.actor, now=LATER, **values)


def content_of(report):
    return of_draft(Report.unscoped.get(pk=report.pk))


def test_last_years_words_are_proposed_with_where_they_come_from(report, last, focal_point):
    assert bring_in(report, focal_point) == 4
    row = DraftAnswer.objects.get(report=report, key="a_narrative")
    assert (row.value, row.origin, row.is_kept) == (TEXT, "last_report", False)
    assert (row.origin_version.subject_id, row.origin_version.no) == (last.pk, 1)
    status = DraftStatus.objects.get(report=report)
    assert (status.status, status.note, status.is_kept) == (
        "under_way",
        "Four licences were withdrawn.",
        False,
    )
    assert DraftRevision.objects.filter(report=report, value__origin="last_report").count() == 4
    assert bring_in(report, focal_point) == 0


def test_values_of_last_year_are_rows_for_the_new_period_that_count_once_kept(report, focal_point):
    assert bring_in(report, focal_point) == 4
    row = DraftObservation.objects.get(report=report)
    assert (row.period, row.number, row.finality) == ("2026", "7", "provisional")
    assert (row.source, row.origin, row.is_kept) == ("Central bank", "last_report", False)
    assert not content_of(report).observations
    assert bring_in(report, focal_point) == 0
    assert keep(report, focal_point, scope=Scope(section="indicators")) == 1
    assert [o.values["period"] for o in content_of(report).observations] == ["2026"]
    taken = operations.reopen_proposals(
        report_id=report.pk, by=focal_point.actor, now=LATER, scope=Scope("indicators")
    )
    assert (taken, content_of(report).observations) == (1, [])


def test_a_proposed_value_is_changed_or_left_out_and_does_not_come_again(report, focal_point):
    bring_in(report, focal_point)
    row = DraftObservation.objects.get(report=report)
    again = operations.save_cell(
        report_id=report.pk,
        term_id=row.term_id,
        period="2026",
        dims="",
        value="7",
        unit=row.unit,
        revision=0,
        by=focal_point.actor,
        now=LATER,
    )
    assert again.observation.pk == row.pk
    row.refresh_from_db()
    assert (row.is_kept, row.origin, row.revision) == (True, "", 2)
    operations.remove_observation(
        report_id=report.pk, observation_id=row.pk, revision=2, by=focal_point.actor, now=LATER
    )
    assert bring_in(report, focal_point) == 0
    observe(report, focal_point, period="2025", value="6")
    assert bring_in(report, focal_point) == 0


def test_whoever_adds_a_value_where_one_is_proposed_takes_its_place(report, focal_point):
    bring_in(report, focal_point)
    observe(report, focal_point, period="2026", value="6.5")
    row = DraftObservation.objects.get(report=report)
    assert (row.number, row.is_kept, row.origin) == ("6.5", True, "")


def test_nothing_is_submitted_that_nobody_kept(report, focal_point):
    bring_in(report, focal_point)
    choose(report, focal_point)
    content = content_of(report)
    assert (content.answers, content.statuses, content.proposals) == ([], [], 4)
    write(report, focal_point, "Shorter waits.", key="b_narrative")
    with pytest.raises(Invalid) as refusal:
        submit(report, focal_point)
    assert list(refusal.value.errors) == ["proposals"]
    assert keep(report, focal_point) == 4
    submit(report, focal_point)


def test_one_click_leaves_out_what_nobody_kept_and_the_texts_stay_in_the_history(
    report, focal_point
):
    bring_in(report, focal_point)
    choose(report, focal_point)
    write(report, focal_point, "Shorter waits.", key="b_narrative")
    number = operations.leave_out_proposals(report_id=report.pk, by=focal_point.actor, now=LATER)
    assert number == 4
    version = submit(report, focal_point)
    assert [answer.key for answer in version.answers.all()] == ["b_narrative"]
    assert DraftRevision.objects.filter(report=report, value__value=TEXT).count() == 1


def test_what_is_written_is_never_overwritten_nor_what_was_emptied(report, focal_point):
    write(report, focal_point, "This year's words.")
    write(report, focal_point, "To be dropped", key="a_key_message")
    write(report, focal_point, "", key="a_key_message")
    assert bring_in(report, focal_point) == 2  # the status and the value
    stands = dict(DraftAnswer.objects.filter(report=report).values_list("key", "value"))
    assert stands == {"a_narrative": "This year's words.", "a_key_message": ""}


def test_an_edit_makes_a_proposal_ones_own_and_saving_it_as_it_is_does_not(report, focal_point):
    bring_in(report, focal_point)
    write(report, focal_point, TEXT)
    assert not DraftAnswer.objects.get(report=report, key="a_narrative").is_kept
    write(report, focal_point, TEXT + " A third follows.")
    row = DraftAnswer.objects.get(report=report, key="a_narrative")
    assert (row.origin, row.origin_version, row.is_kept) == ("", None, True)


def test_keeping_is_taken_back_as_easily(report, focal_point, commitment):
    bring_in(report, focal_point)
    assert keep(report, focal_point, scope=Scope(section="a")) == 2
    assert content_of(report).proposals == 2
    assert keep(report, focal_point, scope=Scope(section="commitments", unchanged=True)) == 1
    undone = operations.reopen_proposals(
        report_id=report.pk,
        by=focal_point.actor,
        now=LATER,
        scope=Scope(key="status", subject=commitment.pk),
    )
    assert undone == 1
    assert content_of(report).proposals == 2


def test_only_what_the_page_showed_is_kept(report, focal_point):
    bring_in(report, focal_point, now=LATER)
    assert keep(report, focal_point, seen=NOW) == 0
    assert keep(report, focal_point, seen=LATER) == 4


def test_a_reached_milestone_is_a_passage_and_a_status_to_look_at(
    report, focal_point, commitment, support_unit
):
    milestone = operations.plan_milestone(
        commitment_id=commitment.pk,
        title="First corridor open",
        due_on="2027",
        by=focal_point.actor,
        now=LATER,
    )
    operations.reach_milestone(
        milestone_id=milestone.pk,
        revision=milestone.revision,
        evidence="Gazette 12",
        by=focal_point.actor,
        now=LATER,
    )
    bring_in(report, focal_point, now=LATER)
    row = DraftStatus.objects.get(report=report)
    assert row.origin == "both"
    assert row.note.startswith("Four licences were withdrawn.\n\nReached: First corridor open (")
    # What has news is no "no change".
    assert keep(report, focal_point, scope=Scope(section="commitments", unchanged=True)) == 0


def test_a_focal_point_brings_in_and_colleagues_keep_their_own_part(report, focal_point, colleague):
    give(report, focal_point, colleague, "a")
    with pytest.raises(NotAllowed):
        bring_in(report, colleague)
    bring_in(report, focal_point)
    assert keep(report, colleague) == 2  # of part a, and no status
    with pytest.raises(NotVisible):
        keep(report, colleague, scope=Scope(section="commitments"))


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_steps_loses_a_word_that_somebody_wrote(report, focal_point, seed):
    """Bringing in, writing, keeping, undoing and leaving out, at random."""
    chance = random.Random(seed)
    mine: dict[str, str] = {}
    for step in range(30):
        act = chance.choice(["bring", "write", "write", "keep", "undo", "leave"])
        key = chance.choice(["a_narrative", "a_key_message", "b_narrative"])
        if act == "bring":
            bring_in(report, focal_point)
        elif act == "write":
            mine[key] = chance.choice(["", f"Words {step}"])
            write(report, focal_point, mine[key], key=key)
            if not DraftAnswer.objects.filter(report=report, key=key).exists():
                del mine[key]  # an empty first save is none
        elif act == "keep":
            keep(report, focal_point)
        elif act == "undo":
            operations.reopen_proposals(report_id=report.pk, by=focal_point.actor, now=LATER)
        else:
            operations.leave_out_proposals(report_id=report.pk, by=focal_point.actor, now=LATER)
        rows = {row.key: row for row in DraftAnswer.objects.filter(report=report)}
        assert {k: rows[k].value for k in mine} == mine
        assert all(rows[k].is_kept and not rows[k].origin for k in mine if rows[k].value)
        for row in rows.values():
            last = DraftRevision.objects.filter(report=report, key=row.key).latest("revision")
            assert last.value is not None
            assert (last.revision, last.value["value"]) == (row.revision, row.value)
