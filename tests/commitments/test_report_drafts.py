"""Writing a report: field by field, by several people, and nobody else's business."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from commitments import operations
from commitments.models import (
    DraftAnswer,
    DraftObservation,
    DraftRevision,
    DraftStatus,
    Report,
)
from gfmd_platform.access import Actor, can
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.cycles.models import CycleInvitation
from gfmd_platform.cycles.operations import close_cycle
from gfmd_platform.stakeholders.models import Membership
from tests.people import seat

from .making import (
    LATER,
    NOW,
    an_indicator,
    choose,
    make_commitment,
    make_cycle,
    make_report,
    start,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


@pytest.fixture
def report(cycle, focal_point):
    return start(cycle, focal_point)


def save(report, someone, text, revision, key="a_narrative"):
    return operations.save_answer(
        report_id=report.pk,
        key=key,
        value=text,
        revision=revision,
        by=someone.actor,
        now=NOW,
    )


def invite(report, by, whom):
    membership = Membership.objects.get(person=whom.person)
    operations.invite_contributor(
        report_id=report.pk, membership_id=membership.pk, by=by.actor, now=NOW
    )


def test_only_a_focal_point_begins_a_report_and_beginning_twice_gives_the_same(
    cycle, focal_point, colleague, other_focal_point, state
):
    for someone in (colleague, other_focal_point):
        with pytest.raises(NotAllowed):
            operations.start_report(
                cycle_id=cycle.pk, stakeholder_id=state.pk, by=someone.actor, now=NOW
            )
    assert start(cycle, focal_point).pk == start(cycle, focal_point).pk


def test_a_report_begins_only_while_its_cycle_is_open(support_unit, focal_point, cycle):
    planned = make_cycle(support_unit, opened=False)
    with pytest.raises(NotVisible):
        start(planned, focal_point)
    close_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    with pytest.raises(WrongState):
        start(cycle, focal_point)


def test_a_draft_exists_for_its_focal_points_and_invited_colleagues_only(
    report, focal_point, colleague, other_focal_point, support_unit, chair, visitor
):
    def sees(someone):
        return Report.unscoped.visible_to(someone.actor).filter(pk=report.pk).exists()

    outsiders = [colleague, other_focal_point, support_unit, chair, visitor]
    assert sees(focal_point)
    assert [sees(someone) for someone in outsiders] == [False] * 5
    assert not Report.unscoped.visible_to(Actor.system()).exists()
    for someone in outsiders:
        with pytest.raises(NotVisible):
            save(report, someone, "Not mine", 0)
    invite(report, focal_point, colleague)
    assert sees(colleague)
    assert can(colleague.actor, "draft", report)
    assert not can(colleague.actor, "submit", report)


def test_an_invitation_to_write_ends_with_the_seat_or_with_the_focal_points_word(
    report, focal_point, colleague
):
    invite(report, focal_point, colleague)
    membership = Membership.objects.get(person=colleague.person)
    operations.remove_contributor(
        report_id=report.pk, membership_id=membership.pk, by=focal_point.actor, now=NOW
    )
    assert not Report.unscoped.visible_to(colleague.actor).exists()
    invite(report, focal_point, colleague)
    membership.until = NOW.date()
    membership.save()
    assert not Report.unscoped.visible_to(colleague.actor).exists()


def test_only_contributors_of_the_same_stakeholder_can_be_invited(
    report, focal_point, other_focal_point
):
    with pytest.raises(Invalid):
        invite(report, focal_point, other_focal_point)
    with pytest.raises(Invalid):
        operations.invite_contributor(
            report_id=report.pk, membership_id=uuid4(), by=focal_point.actor, now=NOW
        )


def test_a_saved_answer_stands_with_its_revision_and_its_history(report, focal_point):
    assert save(report, focal_point, "One", 0).revision == 1
    assert save(report, focal_point, "Two", 1).revision == 2
    kept = DraftRevision.objects.filter(report=report, key="a_narrative").order_by("revision")
    assert [(row.value or {})["value"] for row in kept] == ["One", "Two"]


def test_a_stale_answer_is_refused_with_both_texts_and_overwrites_nothing(
    report, focal_point, state
):
    second = seat(state)
    save(report, focal_point, "Hers", 0)
    with pytest.raises(StaleRevision) as refused:
        save(report, second, "His", 0)
    assert refused.value.revision == 1
    assert refused.value.current == {"value": "Hers"}
    assert refused.value.yours == {"value": "His"}
    assert DraftAnswer.objects.get(report=report).value == "Hers"


def test_a_save_that_arrives_twice_is_one_save(report, focal_point):
    assert save(report, focal_point, "Once", 0).revision == 1
    assert save(report, focal_point, "Once", 0).revision == 1
    assert DraftRevision.objects.filter(report=report).count() == 1


def test_an_empty_first_save_leaves_no_trace(report, focal_point):
    save(report, focal_point, "", 0)
    assert not DraftAnswer.objects.filter(report=report).exists()


@pytest.mark.parametrize("text", ["x" * 50_001, "a\x00b"])
def test_text_that_cannot_be_kept_is_refused(report, focal_point, text):
    with pytest.raises(Invalid):
        save(report, focal_point, text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE report; --",
        "\u202egnimmaps",
        "😀" * 500,
        "%s {x}",
    ],
)
def test_hostile_text_is_only_text(report, focal_point, text):
    save(report, focal_point, text, 0)
    assert DraftAnswer.objects.get(report=report).value == text


def test_a_question_that_is_not_asked_has_no_answer(report, focal_point):
    with pytest.raises(NotVisible):
        save(report, focal_point, "Text", 0, key="z_unknown")


def test_a_status_is_kept_for_own_registered_commitments_only(
    report, focal_point, other_focal_point
):
    mine, theirs = make_commitment(focal_point), make_commitment(other_focal_point)
    draft = make_commitment(focal_point, registered=False)

    def say(commitment, status="under_way", revision=0):
        return operations.save_status(
            report_id=report.pk,
            commitment_id=commitment.pk,
            status=status,
            note="Two corridors of five.",
            revision=revision,
            by=focal_point.actor,
            now=NOW,
        )

    assert say(mine).revision == 1
    for other in (theirs, draft):
        with pytest.raises(NotVisible):
            say(other)
    with pytest.raises(Invalid):
        say(mine, status="late", revision=1)
    with pytest.raises(StaleRevision):
        say(mine, status="done", revision=0)
    assert DraftStatus.objects.get(report=report).status == "under_way"


def observe(report, someone, **values):
    values = {
        "period": "2025",
        "value": "6.4",
        "unit": "per cent",
        "source": "Central bank",
    } | values
    if "indicator_key" not in values:
        values.setdefault("term_id", an_indicator())
    return operations.add_observation(report_id=report.pk, by=someone.actor, now=NOW, **values)


def test_a_value_is_kept_changed_and_removed_with_its_history(report, focal_point):
    row = observe(report, focal_point)
    assert DraftObservation.objects.get().value == Decimal("6.4")
    changed = operations.save_observation(
        report_id=report.pk,
        observation_id=row.pk,
        revision=1,
        by=focal_point.actor,
        now=LATER,
        value="5.9",
        finality="final",
    )
    assert (changed.revision, changed.unit) == (2, "per cent")
    with pytest.raises(StaleRevision):
        operations.remove_observation(
            report_id=report.pk, observation_id=row.pk, revision=1, by=focal_point.actor, now=LATER
        )
    operations.remove_observation(
        report_id=report.pk, observation_id=row.pk, revision=2, by=focal_point.actor, now=LATER
    )
    history = DraftRevision.objects.filter(subject=row.pk).order_by("revision")
    assert [r.value and r.value["value"] for r in history] == ["6.4", "5.9", None]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": "a lot"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1e30"}, "value"),
        ({"period": "last year"}, "period"),
        ({"period": "2025/2024"}, "period"),
        ({"period": "2025-13"}, "period"),
        ({"unit": ""}, "unit"),
        ({"source": "x" * 301}, "source"),
        ({"finality": "maybe"}, "finality"),
        ({"term_id": None}, "indicator"),
        ({"term_id": uuid4()}, "indicator"),
    ],
)
def test_a_value_that_cannot_be_counted_is_refused_by_field(report, focal_point, values, field):
    with pytest.raises(Invalid) as refused:
        observe(report, focal_point, **values)
    assert field in refused.value.errors


def test_an_own_indicator_must_be_of_an_own_registered_commitment(
    report, focal_point, other_focal_point
):
    from .test_commitments import COST

    mine = make_commitment(focal_point, indicators=[COST])
    theirs = make_commitment(other_focal_point, indicators=[COST])
    row = observe(report, focal_point, indicator_key=mine.indicators.get().key)
    assert row.commitment_id == mine.pk
    with pytest.raises(NotVisible):
        observe(report, focal_point, indicator_key=theirs.indicators.get().key)


def test_only_a_focal_point_chooses_who_may_read(report, focal_point, colleague):
    invite(report, focal_point, colleague)
    with pytest.raises(NotAllowed):
        choose(report, colleague)
    with pytest.raises(Invalid):
        choose(report, focal_point, "the press")
    choose(report, focal_point, "participants", may_quote=False)
    stands = Report.unscoped.get(pk=report.pk)
    assert (stands.visibility, stands.may_quote) == ("participants", False)


def test_the_support_unit_learns_of_a_draft_only_from_its_focal_point(
    report, focal_point, colleague, cycle, state
):
    write(report, focal_point, "Something")
    invitation = CycleInvitation.objects.get(cycle=cycle, stakeholder=state)
    assert invitation.state == "invited"
    invite(report, focal_point, colleague)
    with pytest.raises(NotAllowed):
        operations.say_in_preparation(report_id=report.pk, says=True, by=colleague.actor, now=NOW)
    for says, expected in ((True, "in_preparation"), (False, "invited")):
        operations.say_in_preparation(report_id=report.pk, says=says, by=focal_point.actor, now=NOW)
        invitation.refresh_from_db()
        assert invitation.state == expected


def test_a_deleted_draft_is_gone_with_its_history(report, focal_point, colleague):
    write(report, focal_point, "Something")
    invite(report, focal_point, colleague)
    with pytest.raises(NotAllowed):
        operations.discard_report(report_id=report.pk, by=colleague.actor, now=NOW)
    operations.discard_report(report_id=report.pk, by=focal_point.actor, now=NOW)
    assert not Report.unscoped.exists()
    assert not DraftRevision.objects.exists()


def test_a_stakeholder_may_decline_with_a_reason_and_change_its_mind(
    cycle, focal_point, colleague, state
):
    def decline(someone):
        return operations.decline_cycle(
            cycle_id=cycle.pk,
            stakeholder_id=state.pk,
            reason="An election year.",
            by=someone.actor,
            now=NOW,
        )

    with pytest.raises(NotAllowed):
        decline(colleague)
    assert decline(focal_point).reason == "An election year."
    operations.take_part_after_all(
        cycle_id=cycle.pk, stakeholder_id=state.pk, by=focal_point.actor, now=NOW
    )
    row = CycleInvitation.objects.get(cycle=cycle, stakeholder=state)
    assert (row.state, row.reason) == ("invited", "")


def test_a_stakeholder_that_reported_cannot_decline(cycle, focal_point, state):
    make_report(cycle, focal_point)
    with pytest.raises(WrongState):
        operations.decline_cycle(
            cycle_id=cycle.pk, stakeholder_id=state.pk, reason="", by=focal_point.actor, now=NOW
        )
