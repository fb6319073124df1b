"""A practice example's way: written, submitted, answered, published, updated, withdrawn."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.ids import new_id
from gfmd_platform.ledger.models import Event
from partnerships.models import Example, ExampleVersion
from partnerships.operations import examples as operations
from partnerships.operations import moderation
from partnerships.operations.moderation import Remark
from tests.people import Someone, seat

from .examples import (
    NOW,
    OBJECTIVE,
    OTHER_AREA,
    OTHER_COUNTRY,
    TARGET,
    again,
    archived,
    draft,
    mails,
    publish,
    published,
    submit,
    submitted,
    term_id,
    values,
)

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=3)


def save(example: Example, by: Someone, revision: int | None = None, **changes: object) -> Example:
    return operations.save_example(
        example_id=example.pk,
        revision=again(example).revision if revision is None else revision,
        values=changes,
        by=by.actor,
        now=NOW,
    )


# --- writing


def test_a_draft_may_be_empty_and_says_what_is_missing_when_it_is_submitted(
    submitter: Someone,
) -> None:
    example = operations.begin_example(
        owner_id=submitter.stakeholder.pk, values={}, by=submitter.actor, now=NOW
    )
    with pytest.raises(Invalid) as refused:
        submit(example, submitter)
    assert set(refused.value.errors) == {"title", "kind", "summary", "since", "action_areas"}
    assert not ExampleVersion.objects.exists()


def test_a_form_sent_twice_makes_one_draft(submitter: Someone) -> None:
    key = new_id()
    first, second = (
        operations.begin_example(
            owner_id=submitter.stakeholder.pk,
            values=values(),
            by=submitter.actor,
            now=NOW,
            example_id=key,
        )
        for _ in range(2)
    )
    assert first.pk == second.pk == key
    assert Example.unscoped.count() == 1
    assert Event.objects.filter(verb="example.begin").count() == 1


def test_the_key_of_a_form_gives_nobody_access_to_somebody_elses_draft(
    submitter: Someone, focal_point: Someone
) -> None:
    theirs = draft(submitter)
    with pytest.raises(NotVisible):
        operations.begin_example(
            owner_id=focal_point.stakeholder.pk,
            values=values(title="Taken over"),
            by=focal_point.actor,
            now=NOW,
            example_id=theirs.pk,
        )
    assert again(theirs).title == values()["title"]


def test_nobody_begins_an_example_for_a_stakeholder_of_others(
    focal_point: Someone, submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    for someone in (submitter, support_unit, visitor):
        with pytest.raises(NotAllowed):
            operations.begin_example(
                owner_id=focal_point.stakeholder.pk, values=values(), by=someone.actor, now=NOW
            )


def test_a_stale_write_is_refused_with_both_texts(focal_point: Someone, colleague: Someone) -> None:
    example = draft(focal_point)
    save(example, colleague, lessons="What the colleague learnt.")
    with pytest.raises(StaleRevision) as refused:
        save(example, focal_point, revision=1, lessons="What the focal point learnt.")
    assert refused.value.current["lessons"] == "What the colleague learnt."
    assert refused.value.yours["lessons"] == "What the focal point learnt."
    assert refused.value.revision == again(example).revision
    assert again(example).lessons == "What the colleague learnt."


def test_saving_what_already_stands_changes_nothing(submitter: Someone) -> None:
    example = draft(submitter)
    save(example, submitter, revision=1, title=example.title)
    save(example, submitter, revision=99, title=example.title)
    assert again(example).revision == 1


def test_saving_writes_no_event(submitter: Someone) -> None:
    example = draft(submitter)
    before = Event.objects.count()
    save(example, submitter, reach="Some hundreds")
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 201),
        ("summary", "x" * 6001),
        ("summary", "null\x00byte"),
        ("summary", "half a pair \ud800"),
        ("summary", 7),
        ("kind", "rumour"),
        ("since", "2019-13"),
        ("since", "2019-02-30"),
        ("since", "0000"),
        ("since", "spring"),
        ("until", "2018"),
        ("language", "tlh"),
        ("countries", ["999"]),
        ("countries", ["150"]),
        ("countries", "004"),
        ("action_areas", [OBJECTIVE]),
        ("action_areas", ["gfmd-recollection-2017:C9.9"]),
        ("objectives", [str(new_id())]),
        ("targets", ["'; drop table"]),
        ("links", ["javascript:alert(1)"]),
        ("links", ["https://example.org/" + "x" * 500]),
        ("links", [f"https://example.org/{n}" for n in range(11)]),
        ("contact_withheld", "yes"),
        ("source_numbers", ["1"]),
        ("state", "published"),
    ],
)
def test_wrong_values_are_refused_by_field_and_nothing_is_written(
    submitter: Someone, field: str, value: object
) -> None:
    example = draft(submitter)
    with pytest.raises(Invalid) as refused:
        save(example, submitter, **{field: value})
    assert list(refused.value.errors) == [field]
    assert again(example).revision == 1


def test_a_draft_that_nobody_else_has_read_is_really_deleted(submitter: Someone) -> None:
    example = draft(submitter)
    operations.discard_example(example_id=example.pk, by=submitter.actor, now=NOW)
    assert not Example.unscoped.exists()
    assert Event.objects.filter(verb="example.discard", record_id=example.pk).exists()


def test_what_was_submitted_can_be_withdrawn_but_not_deleted(submitter: Someone) -> None:
    example = submitted(submitter)
    operations.recall_example(example_id=example.pk, by=submitter.actor, now=NOW)
    with pytest.raises(WrongState):
        operations.discard_example(example_id=example.pk, by=submitter.actor, now=NOW)
    operations.withdraw_example(example_id=example.pk, by=submitter.actor, now=NOW)
    assert again(example).state == "withdrawn"


# --- submitting


def test_submitting_freezes_the_text_with_its_themes_and_places(submitter: Someone) -> None:
    example = draft(submitter, objectives=[OBJECTIVE], targets=[TARGET])
    example = submit(example, submitter)
    version = example.submitted_version
    assert (version.no, version.title) == (1, example.title)
    assert len(version.content_hash) == 64
    assert {str(t) for t in version.tags.values_list("term_id", flat=True)} == {
        term_id(ref) for ref in ("gfmd-recollection-2017:C1.2", OBJECTIVE, TARGET)
    }
    assert example.published_version is None
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        ExampleVersion.objects.update(title="Another")


def test_submitting_twice_makes_one_version_and_gives_the_same_receipt(submitter: Someone) -> None:
    example = draft(submitter)
    receipts = {
        operations.submit_example(
            example_id=example.pk, revision=1, by=submitter.actor, now=NOW
        ).content_hash
        for _ in range(5)
    }
    assert len(receipts) == 1
    assert example.versions.count() == 1
    assert Event.objects.filter(verb="example.submit").count() == 1


def test_submitting_a_text_that_was_changed_meanwhile_is_refused(
    focal_point: Someone, colleague: Someone
) -> None:
    example = draft(focal_point)
    save(example, colleague, reach="Some hundreds")
    with pytest.raises(StaleRevision):
        operations.submit_example(example_id=example.pk, revision=1, by=focal_point.actor, now=NOW)


def test_a_contributor_drafts_and_a_focal_point_submits(
    focal_point: Someone, colleague: Someone
) -> None:
    example = draft(colleague)
    with pytest.raises(NotAllowed):
        submit(example, colleague)
    assert submit(example, focal_point).state == "submitted"


def test_while_it_is_with_others_the_text_does_not_change(submitter: Someone) -> None:
    example = submitted(submitter)
    with pytest.raises(WrongState):
        save(example, submitter, title="Another")


# --- answers


def ask(example: Example, by: Someone, *remarks: Remark) -> None:
    moderation.request_changes(
        example_id=example.pk,
        version_id=example.submitted_version_id,
        remarks=remarks or [Remark("results", "evidence", "How do you know?")],
        by=by.actor,
        now=NOW,
    )


def decline(example: Example, by: Someone, reason: str = "It is an advertisement.") -> None:
    moderation.decline_example(
        example_id=example.pk,
        version_id=example.submitted_version_id,
        reason=reason,
        by=by.actor,
        now=NOW,
    )


def refer(example: Example, by: Someone, reason: str = "It accuses another State.") -> None:
    moderation.refer_example(
        example_id=example.pk,
        version_id=example.submitted_version_id,
        reason=reason,
        by=by.actor,
        now=NOW,
    )


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


# --- the public


def test_an_update_leaves_the_published_version_to_the_public_until_it_is_published(
    submitter: Someone, support_unit: Someone
) -> None:
    example = published(submitter, support_unit)
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    save(example, submitter, title="Night school, second year")
    example = submit(example, submitter)
    assert Example.objects.get().published_version.title == values()["title"]
    assert publish(example, support_unit).published_version.title == "Night school, second year"


def test_a_dropped_update_gives_the_draft_the_published_text_again(
    submitter: Someone, support_unit: Someone
) -> None:
    example = published(submitter, support_unit, objectives=[OBJECTIVE])
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    save(
        example,
        submitter,
        title="Something else",
        countries=[OTHER_COUNTRY],
        action_areas=[OTHER_AREA],
        objectives=[],
    )
    operations.drop_update(example_id=example.pk, by=submitter.actor, now=NOW)
    from partnerships.queries.examples import draft_values

    example = again(example)
    restored = draft_values(example)
    assert (example.state, restored["title"]) == ("published", values()["title"])
    assert restored["countries"] == values()["countries"]
    assert restored["objectives"] == [term_id(OBJECTIVE)]


def test_a_declined_update_leaves_the_earlier_version_public(
    submitter: Someone, support_unit: Someone
) -> None:
    example = published(submitter, support_unit)
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    save(example, submitter, title="Buy our software")
    decline(submit(example, submitter), support_unit)
    assert Example.objects.get().published_version.title == values()["title"]


def test_a_withdrawn_example_is_gone_for_everybody_but_its_own_members_and_moderators(
    submitter: Someone, support_unit: Someone, visitor: Someone, focal_point: Someone
) -> None:
    example = published(submitter, support_unit)
    operations.withdraw_example(example_id=example.pk, by=submitter.actor, now=NOW)
    assert not Example.objects.exists()
    for someone in (visitor, focal_point):
        assert not Example.unscoped.visible_to(someone.actor).exists()
    assert Example.unscoped.visible_to(submitter.actor).exists()
    operations.reopen_example(example_id=example.pk, by=submitter.actor, now=NOW)
    assert not Example.objects.exists()


def test_an_archive_entry_is_public_unowned_and_marks_what_is_editorial(visitor: Someone) -> None:
    example = archived(objectives=[OBJECTIVE])
    assert example.state == "archive"
    assert example.record.owner is None
    editorial = dict(example.published_version.tags.values_list("term_id", "editorial"))
    assert {str(term): flag for term, flag in editorial.items()} == {
        term_id("gfmd-recollection-2017:C1.2"): False,
        term_id(OBJECTIVE): True,
    }
    assert Example.objects.get().pk == example.pk


def test_an_archive_entry_is_removed_on_request_by_the_support_unit_alone(
    support_unit: Someone, focal_point: Someone, chair: Someone
) -> None:
    example = archived()

    def remove(by: Someone) -> None:
        moderation.remove_from_archive(
            example_id=example.pk,
            version_id=example.submitted_version_id,
            reason="The State concerned asks for it.",
            by=by.actor,
            now=NOW,
        )

    for someone in (focal_point, chair):
        with pytest.raises(NotAllowed):
            remove(someone)
    remove(support_unit)
    assert not Example.objects.exists()


def test_events_hold_no_words_of_anybody(submitter: Someone, support_unit: Someone) -> None:
    example = submitted(submitter)
    ask(example, support_unit)
    told = " ".join(str(e.data) for e in Event.objects.filter(record_id=example.pk))
    assert "How do you know" not in told
    assert "harbour" not in told


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_submissions_at_once_make_one_version_with_one_receipt(submitter: Someone) -> None:
    example = draft(submitter)
    actor = submitter.actor

    def send(_: int) -> str:
        try:
            return operations.submit_example(
                example_id=example.pk, revision=1, by=actor, now=NOW
            ).content_hash
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        receipts = set(threads.map(send, range(16)))
    assert len(receipts) == 1
    assert example.versions.count() == 1
    assert Event.objects.filter(verb="example.submit").count() == 1
