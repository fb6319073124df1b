"""What the public reads of examples, and when."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from gfmd_platform.access.exceptions import (
    NotAllowed,
)
from gfmd_platform.ledger.models import Event
from partnerships.models import Example
from partnerships.operations import examples as operations
from partnerships.operations import moderation
from tests.people import Someone

from .examples import (
    NOW,
    OBJECTIVE,
    OTHER_AREA,
    OTHER_COUNTRY,
    again,
    archived,
    ask,
    decline,
    draft,
    publish,
    published,
    save,
    submit,
    submitted,
    term_id,
    values,
)

pytestmark = pytest.mark.django_db


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
