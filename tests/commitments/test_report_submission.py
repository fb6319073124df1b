"""From draft to version: once, whole, and never changed again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from commitments import operations
from commitments.enums import ReportState, Visibility
from commitments.models import (
    Report,
    ReportVersion,
    ReportVersionAnswer,
    ReportVersionCommitmentStatus,
)
from commitments.report_content import of_draft, of_version
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    StaleRevision,
    WrongState,
)
from gfmd_platform.cycles.models import CycleInvitation
from gfmd_platform.cycles.operations import close_cycle
from gfmd_platform.ledger.models import Event

from .making import (
    LATER,
    NOW,
    choose,
    draft_hash,
    make_commitment,
    make_cycle,
    make_report,
    start,
    submit,
    write,
)
from .test_commitments import COST
from .test_report_drafts import invite, observe

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


@pytest.fixture
def full(cycle, focal_point):
    """A draft with something of everything."""
    commitment = make_commitment(focal_point, indicators=[COST])
    report = start(cycle, focal_point)
    write(report, focal_point, "Narrative of part a")
    write(report, focal_point, "Key message", key="a_key_message")
    operations.save_status(
        report_id=report.pk,
        commitment_id=commitment.pk,
        status="under_way",
        note="Two corridors of five",
        revision=0,
        by=focal_point.actor,
        now=NOW,
    )
    observe(report, focal_point)
    observe(report, focal_point, indicator_key=commitment.indicators.get().key, period="2025/2026")
    choose(report, focal_point)
    return report


def test_a_version_holds_everything_that_was_written(full, focal_point, cycle, state):
    version = submit(full, focal_point)
    assert (version.no, version.visibility, version.may_quote) == (1, "public", True)
    assert set(version.answers.values_list("key", "value")) == {
        ("a_narrative", "Narrative of part a"),
        ("a_key_message", "Key message"),
    }
    status = version.statuses.get()
    assert (status.status, status.note) == ("under_way", "Two corridors of five")
    assert status.commitment_version.no == 1
    of_everyone, own = version.observations.order_by("position")
    assert of_everyone.term.code == "10.7.1"
    assert own.own_indicator.name == COST.name
    assert (str(own.period_start), str(own.period_end)) == ("2025-01-01", "2026-12-31")
    assert version.stakeholder_version == state.current_version
    invitation = CycleInvitation.objects.get(cycle=cycle, stakeholder=state)
    assert invitation.state == "submitted"


def test_the_hash_on_the_receipt_can_be_computed_again_from_the_stored_rows(full, focal_point):
    version = ReportVersion.objects.get(pk=submit(full, focal_point).pk)
    assert of_version(version).hash == version.content_hash


def test_the_event_of_a_submission_names_version_and_hash_only(full, focal_point):
    version = submit(full, focal_point)
    event = Event.objects.get(verb="report.submit")
    assert event.data == {"version": 1, "hash": version.content_hash}


def test_only_a_focal_point_submits(full, focal_point, colleague):
    invite(full, focal_point, colleague)
    with pytest.raises(NotAllowed):
        submit(full, colleague)


def test_nothing_is_submitted_that_was_not_checked(full, focal_point):
    checked = draft_hash(full)
    write(full, focal_point, "Changed since")
    with pytest.raises(StaleRevision):
        operations.submit_report(
            report_id=full.pk, draft_hash=checked, speaks_for=True, by=focal_point.actor, now=NOW
        )
    assert Report.unscoped.get(pk=full.pk).state == ReportState.DRAFT


def test_a_submission_says_what_is_still_missing(cycle, focal_point):
    report = start(cycle, focal_point)
    with pytest.raises(Invalid) as refused:
        submit(report, focal_point)
    assert set(refused.value.errors) == {"parts", "choices"}


def test_a_repeated_submission_gives_the_same_receipt(full, focal_point, state):
    checked = draft_hash(full)
    receipts = {
        operations.submit_report(
            report_id=full.pk, draft_hash=checked, speaks_for=True, by=focal_point.actor, now=NOW
        ).receipt_key
        for _time in range(4)
    }
    assert len(receipts) == 1
    assert ReportVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_submission_sent_many_times_at_once_is_one_version(cycle, focal_point):
    report = start(cycle, focal_point)
    write(report, focal_point, "Sent from many tabs")
    choose(report, focal_point)
    checked, actor = draft_hash(report), focal_point.actor

    def send(_time: int) -> str:
        try:
            return operations.submit_report(
                report_id=report.pk, draft_hash=checked, speaks_for=True, by=actor, now=NOW
            ).receipt_key
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(send, range(20)))
    assert len(receipts) == 1
    assert ReportVersion.objects.filter(subject=report).count() == 1
    assert Event.objects.filter(verb="report.submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_focal_points_who_begin_at_once_share_one_report(cycle, focal_point, state):
    from tests.people import seat

    actors = [focal_point.actor, seat(state).actor] * 4

    def begin(actor):
        try:
            return operations.start_report(
                cycle_id=cycle.pk, stakeholder_id=state.pk, by=actor, now=NOW
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(begin, actors))) == 1


@pytest.mark.parametrize(
    "table",
    [
        "commitments_reportversion",
        "commitments_reportversionanswer",
        "commitments_reportversioncommitmentstatus",
        "commitments_reportversionobservation",
    ],
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_a_version(full, focal_point, table, statement):
    submit(full, focal_point)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_correction_is_version_two_and_version_one_stays(full, focal_point, support_unit):
    submit(full, focal_point)
    operations.correct_report(report_id=full.pk, by=focal_point.actor, now=LATER)
    write(full, focal_point, "Corrected narrative")
    standing = Report.unscoped.visible_to(support_unit.actor).get(pk=full.pk)
    assert standing.current_version.no == 1, "the correction is nobody's business yet"
    second = submit(full, focal_point, now=LATER)
    assert second.no == 2
    texts = ReportVersionAnswer.objects.filter(key="a_narrative").order_by("version__no")
    assert [a.value for a in texts] == ["Narrative of part a", "Corrected narrative"]
    assert ReportVersionCommitmentStatus.objects.count() == 2


def test_a_correction_that_changes_nothing_is_refused(full, focal_point):
    submit(full, focal_point)
    operations.correct_report(report_id=full.pk, by=focal_point.actor, now=LATER)
    with pytest.raises(Invalid):
        submit(full, focal_point)


def test_going_back_to_earlier_words_is_a_version_of_its_own(full, focal_point):
    submit(full, focal_point)
    for no, text in ((2, "Other words"), (3, "Narrative of part a")):
        operations.correct_report(report_id=full.pk, by=focal_point.actor, now=LATER)
        write(full, focal_point, text)
        assert submit(full, focal_point).no == no


def test_a_correction_that_is_given_up_leaves_the_draft_as_submitted(full, focal_point):
    first = submit(full, focal_point)
    operations.correct_report(report_id=full.pk, by=focal_point.actor, now=LATER)
    write(full, focal_point, "Second thoughts")
    write(full, focal_point, "A new answer", key="d_narrative")
    observe(full, focal_point, period="2024")
    choose(full, focal_point, Visibility.SUPPORT_UNIT, may_quote=False)
    operations.discard_correction(report_id=full.pk, by=focal_point.actor, now=LATER)
    report = Report.unscoped.get(pk=full.pk)
    assert not report.drafting
    assert of_draft(report).words() == of_version(first).words()


def test_a_submitted_report_is_not_written_on(full, focal_point):
    submit(full, focal_point)
    with pytest.raises(WrongState):
        write(full, focal_point, "One more thing")


def test_after_a_cycle_closes_drafts_are_kept_and_corrections_stay_possible(
    cycle, full, focal_point, other_focal_point, support_unit
):
    submitted = make_report(cycle, other_focal_point)
    close_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    with pytest.raises(WrongState):
        submit(full, focal_point)
    assert Report.unscoped.get(pk=full.pk).drafting
    operations.correct_report(report_id=submitted.pk, by=other_focal_point.actor, now=LATER)
    write(submitted, other_focal_point, "Corrected after closing")
    assert submit(submitted, other_focal_point).no == 2


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, {"visitor", "participant", "support_unit"}),
        (Visibility.PARTICIPANTS, {"participant", "support_unit"}),
        (Visibility.SUPPORT_UNIT, {"support_unit"}),
    ],
)
def test_a_version_is_read_by_whom_its_stakeholder_chose(
    cycle, focal_point, other_focal_point, support_unit, visitor, visibility, readers
):
    report = make_report(cycle, focal_point, visibility=visibility)
    people = {
        "visitor": visitor,
        "participant": other_focal_point,
        "support_unit": support_unit,
    }
    seeing = {
        name
        for name, someone in people.items()
        if Report.unscoped.visible_to(someone.actor).filter(pk=report.pk).exists()
    }
    assert seeing == readers


def test_a_withdrawn_report_counts_as_not_handed_in(cycle, focal_point, state):
    report = make_report(cycle, focal_point)
    operations.withdraw_report(
        report_id=report.pk, reason="A wrong file.", by=focal_point.actor, now=LATER
    )
    assert Report.unscoped.get(pk=report.pk).state == ReportState.WITHDRAWN
    assert CycleInvitation.objects.get(cycle=cycle, stakeholder=state).state == "invited"
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    write(report, focal_point, "Handed in again")
    assert submit(report, focal_point).no == 2


def test_the_support_unit_acknowledges_a_version_once(
    cycle, focal_point, support_unit, other_focal_point
):
    report = make_report(cycle, focal_point)
    with pytest.raises(NotAllowed):
        operations.acknowledge_report(report_id=report.pk, by=other_focal_point.actor, now=LATER)
    for _time in range(2):
        operations.acknowledge_report(report_id=report.pk, by=support_unit.actor, now=LATER)
    assert Event.objects.filter(verb="report.acknowledge").count() == 1
