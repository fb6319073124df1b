"""Whatever several people do to one draft, in whatever order, no accepted word is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import operations
from commitments.enums import CommitmentState, ReportState
from commitments.models import (
    Commitment,
    DraftAnswer,
    DraftRevision,
    Report,
    ReportVersion,
    ReportVersionAnswer,
)
from commitments.report_content import of_draft, of_version
from commitments.transitions import COMMITMENT, REPORT
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from tests.people import seat

from .making import NOW, choose, draft_hash, make_commitment, make_cycle, make_report, start

pytestmark = pytest.mark.django_db

KEYS = ("a_narrative", "d_key_message")
SHORT = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass
class Page:
    """What one writer has on the screen: text and revision of each field."""

    revisions: dict[str, int] = field(default_factory=dict)


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("save"),
            st.integers(0, 2),
            st.sampled_from(KEYS),
            st.text(alphabet="abc \n", min_size=0, max_size=8),
        ),
        st.tuples(st.just("load"), st.integers(0, 2), st.sampled_from(KEYS), st.just("")),
        st.tuples(st.just("submit"), st.integers(0, 2), st.just(""), st.just("")),
        st.tuples(st.just("correct"), st.integers(0, 2), st.just(""), st.just("")),
        st.tuples(st.just("give_up"), st.integers(0, 2), st.just(""), st.just("")),
    ),
    max_size=25,
)


@SHORT
@given(steps=STEPS)
def test_no_accepted_word_is_lost_and_no_version_changes(state, support_unit, focal_point, steps):
    with transaction.atomic():
        _play(state, support_unit, focal_point, steps)
        transaction.set_rollback(True)


def _play(state, support_unit, focal_point, steps):
    actors = [focal_point.actor, seat(state).actor, seat(state).actor]
    report = start(make_cycle(support_unit), focal_point)
    choose(report, focal_point)
    pages = [Page(), Page(), Page()]
    accepted: list[tuple[str, str]] = []
    frozen: dict[int, str] = {}
    for verb, who, key, text in steps:
        actor, page = actors[who], pages[who]
        standing = DraftAnswer.objects.filter(report=report, key=key).first()
        if verb == "load":
            page.revisions[key] = standing.revision if standing else 0
        elif verb == "save":
            seen = page.revisions.get(key, 0)
            stands = standing.revision if standing else 0
            try:
                row = operations.save_answer(
                    report_id=report.pk, key=key, value=text, revision=seen, by=actor, now=NOW
                )
            except StaleRevision as stale:
                assert seen != stands
                assert stale.current == {"value": standing.value if standing else ""}
                assert stale.yours == {"value": text}
            except WrongState:
                assert not Report.unscoped.get(pk=report.pk).drafting
            else:
                assert row.value == text
                if row.revision:
                    accepted.append((key, text))
                page.revisions[key] = row.revision
        else:
            _step(verb, report, actor, frozen)
    _judge(report, accepted, frozen)


def _step(verb, report, actor, frozen):
    try:
        if verb == "submit":
            version = operations.submit_report(
                report_id=report.pk,
                draft_hash=draft_hash(report),
                speaks_for=True,
                by=actor,
                now=NOW,
            )
            frozen.setdefault(version.no, version.content_hash)
        elif verb == "correct":
            operations.correct_report(report_id=report.pk, by=actor, now=NOW)
        else:
            operations.discard_correction(report_id=report.pk, by=actor, now=NOW)
    except (WrongState, Invalid):
        pass


def _judge(report, accepted, frozen):
    kept = DraftRevision.objects.filter(report=report)
    history = {(row.key, (row.value or {})["value"]) for row in kept if row.key in KEYS}
    assert {pair for pair in accepted if pair[1]} <= history
    for key in KEYS:
        revisions = list(
            kept.filter(key=key).order_by("revision").values_list("revision", flat=True)
        )
        assert revisions == list(range(1, len(revisions) + 1)), "no revision is skipped or reused"
    versions = ReportVersion.objects.filter(subject=report).order_by("no")
    assert [v.no for v in versions] == sorted(frozen) == list(range(1, len(frozen) + 1))
    for version in versions:
        assert of_version(version).hash == version.content_hash == frozen[version.no]
    standing = Report.unscoped.get(pk=report.pk)
    if versions and not standing.drafting:
        assert of_draft(standing).words() == of_version(standing.current_version).words()
    for answer in ReportVersionAnswer.objects.filter(version__in=versions):
        assert (answer.key, answer.value) in history


VERBS = {
    "submit": lambda pk, by: operations.submit_report(
        report_id=pk,
        draft_hash=draft_hash(Report.unscoped.get(pk=pk)),
        speaks_for=True,
        by=by,
        now=NOW,
    ),
    "correct": lambda pk, by: operations.correct_report(report_id=pk, by=by, now=NOW),
    "withdraw": lambda pk, by: operations.withdraw_report(
        report_id=pk, reason="A wrong file.", by=by, now=NOW
    ),
    "acknowledge": lambda pk, by: operations.acknowledge_report(report_id=pk, by=by, now=NOW),
}
WHO = {"submit": "own", "correct": "own", "withdraw": "own", "acknowledge": "support"}


@pytest.mark.parametrize("state_name", ReportState.values)
@pytest.mark.parametrize("verb", sorted({t.verb for t in REPORT.transitions}))
def test_each_step_on_a_report_happens_where_the_table_says_and_by_whom_it_says(
    state, support_unit, focal_point, colleague, other_focal_point, chair, visitor, state_name, verb
):
    cycle = make_cycle(support_unit)
    report = start(cycle, focal_point)
    if state_name != ReportState.DRAFT:
        report = make_report(cycle, focal_point)
        operations.correct_report(report_id=report.pk, by=focal_point.actor, now=NOW)
        operations.save_answer(
            report_id=report.pk,
            key="b_narrative",
            value="Something new",
            revision=0,
            by=focal_point.actor,
            now=NOW,
        )
    else:
        choose(report, focal_point)
        operations.save_answer(
            report_id=report.pk,
            key="b_narrative",
            value="Something",
            revision=0,
            by=focal_point.actor,
            now=NOW,
        )
    if state_name == ReportState.WITHDRAWN:
        operations.withdraw_report(
            report_id=report.pk, reason="A wrong file.", by=focal_point.actor, now=NOW
        )
    allowed = {"own": focal_point, "support": support_unit}[WHO[verb]]
    for someone in (colleague, other_focal_point, chair, visitor, focal_point, support_unit):
        if someone is allowed:
            continue
        with pytest.raises((NotVisible, NotAllowed)), transaction.atomic():
            VERBS[verb](report.pk, someone.actor)
    applies = any(t.verb == verb and state_name in t.sources for t in REPORT.transitions)
    if applies:
        VERBS[verb](report.pk, allowed.actor)
        target = REPORT.find(state_name, verb).target
        assert Report.unscoped.get(pk=report.pk).state == target
    else:
        with pytest.raises((WrongState, NotVisible)), transaction.atomic():
            VERBS[verb](report.pk, allowed.actor)
        assert Report.unscoped.get(pk=report.pk).state == state_name


@pytest.mark.parametrize("state_name", CommitmentState.values)
@pytest.mark.parametrize("verb", sorted({t.verb for t in COMMITMENT.transitions}))
def test_each_step_on_a_commitment_happens_where_the_table_says(
    focal_point, colleague, other_focal_point, support_unit, state_name, verb
):
    made = make_commitment(focal_point, registered=state_name != CommitmentState.DRAFT)
    if state_name == CommitmentState.REGISTERED:
        operations.edit_commitment(
            commitment_id=made.pk, revision=None, by=focal_point.actor, now=NOW, title="New"
        )
    if state_name == CommitmentState.WITHDRAWN:
        operations.withdraw_commitment(
            commitment_id=made.pk, reason="x", by=focal_point.actor, now=NOW
        )
    steps = {
        "register": lambda by: operations.register_commitment(
            commitment_id=made.pk, revision=None, by=by, now=NOW
        ),
        "amend": lambda by: operations.amend_commitment(
            commitment_id=made.pk, revision=None, reason="y", by=by, now=NOW
        ),
        "withdraw": lambda by: operations.withdraw_commitment(
            commitment_id=made.pk, reason="z", by=by, now=NOW
        ),
    }
    for someone in (colleague, other_focal_point, support_unit):
        with pytest.raises((NotVisible, NotAllowed)), transaction.atomic():
            steps[verb](someone.actor)
    applies = any(t.verb == verb and state_name in t.sources for t in COMMITMENT.transitions)
    if applies:
        steps[verb](focal_point.actor)
        expected = COMMITMENT.find(state_name, verb).target
    else:
        with pytest.raises(WrongState), transaction.atomic():
            steps[verb](focal_point.actor)
        expected = state_name
    assert Commitment.unscoped.get(pk=made.pk).state == expected
