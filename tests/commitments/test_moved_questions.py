"""A key stands where the draft's own questionnaire asks it, whatever other questionnaires of the
cycle say; and what was written can be brought back across a change of questions."""

from __future__ import annotations

import datetime as dt

import pytest

from commitments import operations
from commitments.models import DraftAnswer, DraftStatus, Report
from commitments.sections import section_map
from gfmd_platform.access.exceptions import NotVisible, StaleRevision, WrongState
from gfmd_platform.cycles.operations import revise_questionnaire, save_audience
from gfmd_platform.cycles.questionnaire import QuestionShape

from .joint import joint
from .making import LATER, NOW, make_commitment, make_cycle, start, write
from .test_sharing import give

pytestmark = pytest.mark.django_db
THEIRS = "heliotrope"


def asks(**parts: str) -> list[QuestionShape]:
    return [QuestionShape(key, part, "long_text", f"On {key}?") for key, part in parts.items()]


@pytest.fixture
def cycle(support_unit):
    return make_cycle(support_unit, questions=asks(fees="a", law="b"))


@pytest.fixture
def report(cycle, focal_point, colleague) -> Report:
    made = start(cycle, focal_point)
    write(made, focal_point, THEIRS, key="fees")
    give(made, focal_point, colleague, "b")
    return made


def ask(cycle, support_unit, questions, **more):
    return revise_questionnaire(
        cycle_id=cycle.pk, questions=questions, by=support_unit.actor, now=LATER, **more
    )


def is_hidden_from(colleague, report) -> None:
    base = f"/api/v1/reports/{report.pk}/draft"
    assert section_map(report)["fees"] == "a"
    for address in (f"{base}/", f"{base}/history/"):
        assert THEIRS not in colleague.api.get(address).content.decode()
    page = f"/reports/{report.pk}/draft/history/"
    assert THEIRS not in colleague.client.get(page).content.decode()
    assert colleague.client.get(f"{page}fees/").status_code == 404
    with pytest.raises(NotVisible):
        operations.suggest(
            report_id=report.pk, key="fees", text="x", base=1, by=colleague.actor, now=LATER
        )


def test_a_question_moved_to_another_part_opens_nothing_before_the_draft_adopts_it(
    cycle, report, colleague, support_unit
):
    ask(cycle, support_unit, asks(fees="b", law="b"))
    is_hidden_from(colleague, report)


def test_the_questions_of_other_kinds_of_stakeholders_open_nothing(
    cycle, report, colleague, support_unit
):
    others = save_audience(
        cycle_id=cycle.pk,
        name="Cities",
        kinds=["local_authority"],
        by=support_unit.actor,
        now=LATER,
    )
    ask(cycle, support_unit, asks(fees="b"), audience_id=others.pk)
    is_hidden_from(colleague, report)


def test_a_suggestion_goes_with_its_field_to_another_part(
    cycle, report, focal_point, colleague, support_unit
):
    write(report, focal_point, "Old law", key="law")
    made = operations.suggest(
        report_id=report.pk, key="law", text="New", base=1, by=colleague.actor, now=NOW
    )
    to = ask(cycle, support_unit, asks(fees="a", law="c"))
    operations.adopt_questionnaire(
        report_id=report.pk, questionnaire_id=to.pk, by=focal_point.actor, now=LATER
    )
    write(report, focal_point, THEIRS, key="law")
    margin = f"/api/v1/reports/{report.pk}/draft/sections/b/margin/"
    assert colleague.api.get(margin).json()["suggestions"] == []
    page = colleague.client.get(f"/reports/{report.pk}/draft/b/margin/").content.decode()
    assert THEIRS not in page
    answer = {"report_id": report.pk, "suggestion_id": made.pk, "now": LATER}
    with pytest.raises(NotVisible):
        operations.accept_suggestion(**answer, revision=1, by=colleague.actor)
    with pytest.raises((StaleRevision, WrongState)):
        operations.accept_suggestion(**answer, revision=1, by=focal_point.actor)


def test_copying_tells_nothing_of_a_field_in_another_part(focal_point, colleague, support_unit):
    """Whether a choice has an answer is not said to those who do not read its part."""
    yes_no = (("yes", "Yes"), ("no", "No"))
    law = QuestionShape("law", "a", "choice", "Is there a law?", choices=yes_no)
    cycle = make_cycle(support_unit, questions=[law, *asks(fees="b")])
    report = start(cycle, focal_point)
    give(report, focal_point, colleague, "b")
    write(report, colleague, "yes", key="fees")
    to = ask(cycle, support_unit, [law, *asks(other="b")])
    operations.adopt_questionnaire(
        report_id=report.pk, questionnaire_id=to.pk, by=focal_point.actor, now=LATER
    )
    for said in ("", "no"):
        if said:
            write(report, focal_point, said, key="law")
        with pytest.raises(NotVisible):
            operations.copy_aside(
                report_id=report.pk,
                key="fees",
                subject=None,
                to="law",
                to_subject=None,
                by=colleague.actor,
                now=LATER,
            )


def test_whoever_does_not_read_a_step_gets_no_hash_of_its_text(report, focal_point, colleague):
    seat = focal_point.person.memberships.get().pk
    operations.set_chain(
        report_id=report.pk,
        steps=[operations.StepShape("Ministry", ["a"], [seat])],
        by=focal_point.actor,
        now=NOW,
    )
    address = f"/api/v1/reports/{report.pk}/draft/clearance/"
    hers = focal_point.api.get(address).json()["steps"][0]["text_hash"]
    operations.clear_step(
        report_id=report.pk,
        step_id=report.chain.get().pk,
        text_hash=hers,
        by=focal_point.actor,
        now=NOW,
    )
    write(report, focal_point, "Other words", key="fees")
    assert focal_point.api.get(address).json()["steps"][0]["changed"] == ["a"]
    step = colleague.api.get(address).json()["steps"][0]
    assert (step["text_hash"], step["changed"]) == ("", [])


def test_bringing_all_back_finds_what_a_continued_question_said(
    cycle, report, focal_point, support_unit
):
    moment = NOW + dt.timedelta(minutes=1)
    to = ask(
        cycle,
        support_unit,
        [QuestionShape("costs", "a", "long_text", "On costs?", continues="fees")],
    )
    operations.adopt_questionnaire(
        report_id=report.pk, questionnaire_id=to.pk, by=focal_point.actor, now=LATER
    )
    write(report, focal_point, "Something else", key="costs", now=LATER)
    operations.bring_back_all(report_id=report.pk, at=moment, by=focal_point.actor, now=LATER)
    assert DraftAnswer.objects.get(report=report, key="costs").value == THEIRS


def test_the_status_of_a_joint_commitment_comes_back_too(report, focal_point, other_focal_point):
    commitment = make_commitment(other_focal_point)
    joint(commitment, other_focal_point, focal_point)

    def say(status, revision, now):
        operations.save_status(
            report_id=report.pk,
            commitment_id=commitment.pk,
            status=status,
            note="",
            revision=revision,
            by=focal_point.actor,
            now=now,
        )

    say("under_way", 0, NOW)
    say("done", 1, LATER)
    operations.bring_back_all(report_id=report.pk, at=NOW, by=focal_point.actor, now=LATER)
    assert DraftStatus.objects.get(report=report).status == "under_way"
