"""An example's text: drafted and submitted."""

from __future__ import annotations

import pytest

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
from tests.people import Someone

from .examples import (
    NOW,
    OBJECTIVE,
    TARGET,
    again,
    draft,
    save,
    submit,
    submitted,
    term_id,
    values,
)

pytestmark = pytest.mark.django_db

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
