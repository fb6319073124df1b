"""What moderators answer to an example."""

from __future__ import annotations

import pytest

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    WrongState,
)
from partnerships.operations import examples as operations
from partnerships.operations import moderation
from partnerships.operations.moderation import Remark
from tests.people import Someone, seat

from .examples import (
    NOW,
    again,
    ask,
    decline,
    mails,
    publish,
    refer,
    save,
    submit,
    submitted,
)

pytestmark = pytest.mark.django_db


def test_changes_are_asked_made_and_published_and_each_step_is_told(
    submitter: Someone, support_unit: Someone
) -> None:
    example = submitted(submitter)
    ask(example, support_unit)
    assert again(example).state == "changes_requested"
    save(example, submitter, results="Four in five passed.", results_basis="Examinations.")
    example = submit(example, submitter)
    assert example.submitted_version.no == 2
    publish(example, support_unit)
    author, moderator = submitter.person.email, support_unit.person.email
    assert mails() == sorted(
        [
            ("example_received", author),
            ("example_received", author),
            ("example_waiting", moderator),
            ("example_waiting", moderator),
            ("example_changes_asked", author),
            ("example_published", author),
        ]
    )


def test_an_answer_to_a_version_that_was_replaced_meanwhile_is_refused(
    submitter: Someone, support_unit: Someone
) -> None:
    read = submitted(submitter)
    operations.recall_example(example_id=read.pk, by=submitter.actor, now=NOW)
    save(read, submitter, title="Another title")
    submit(read, submitter)
    with pytest.raises(WrongState):
        publish(read, support_unit)
    assert again(read).published_version is None


def test_declining_needs_a_reason_and_the_text_can_be_written_anew(
    submitter: Someone, support_unit: Someone
) -> None:
    example = submitted(submitter)
    with pytest.raises(Invalid):
        decline(example, support_unit, reason="  ")
    decline(example, support_unit)
    operations.reopen_example(example_id=example.pk, by=submitter.actor, now=NOW)
    assert again(example).state == "draft"


@pytest.mark.parametrize(
    "remarks",
    [
        [],
        [Remark("results", "evidence", " ")],
        [Remark("results", "taste", "I would say it otherwise.")],
        [Remark("state", "missing", "Which?")],
        [Remark("results", "missing", "A"), Remark("results", "missing", "B")],
        [Remark("results", "missing", "x" * 2001)],
        [Remark("results", "missing", "null\x00byte")],
    ],
)
def test_changes_are_asked_by_field_with_a_reason_in_words(
    submitter: Someone, support_unit: Someone, remarks: list[Remark]
) -> None:
    example = submitted(submitter)
    with pytest.raises(Invalid):
        moderation.request_changes(
            example_id=example.pk,
            version_id=example.submitted_version_id,
            remarks=remarks,
            by=support_unit.actor,
            now=NOW,
        )
    assert again(example).state == "submitted"


def test_nobody_moderates_an_entry_of_their_own_stakeholder(
    submitter: Someone, support_unit: Someone
) -> None:
    example = submitted(submitter)
    both = seat(submitter.stakeholder)
    from tests.people import in_group

    in_group("support_unit", person=both.person)
    assert both.actor.is_support_unit
    with pytest.raises(NotAllowed):
        publish(example, both)
    assert ("example_waiting", both.person.email) not in mails()


def test_of_a_states_entry_the_support_unit_checks_the_form_only(
    focal_point: Someone, support_unit: Someone, chair: Someone
) -> None:
    example = submitted(focal_point)
    with pytest.raises(NotAllowed):
        decline(example, support_unit)
    with pytest.raises(Invalid):
        ask(example, support_unit, Remark("results", "evidence", "How do you know?"))
    ask(example, support_unit, Remark("links", "link", "The second one does not open."))
    assert again(example).state == "changes_requested"


def test_the_chair_answers_what_the_support_unit_refers(
    focal_point: Someone, support_unit: Someone, chair: Someone
) -> None:
    example = submitted(focal_point)
    with pytest.raises(NotVisible):
        publish(example, chair)
    refer(example, support_unit)
    with pytest.raises(NotAllowed):
        publish(example, support_unit)
    decline(again(example), chair)
    assert again(example).state == "declined"
    assert ("example_for_chair", chair.person.email) in mails()
    assert ("example_referred", focal_point.person.email) in mails()


def test_the_chairs_own_entry_cannot_be_referred_to_it(
    chair: Someone, support_unit: Someone
) -> None:
    example = submitted(chair)
    with pytest.raises(WrongState):
        refer(example, support_unit)
