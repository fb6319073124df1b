"""A partnership's text: drafted, registered, changed, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.ledger.models import Event
from gfmd_platform.search.models import SearchEntry
from partnerships.models import (
    Deliverable,
    Partner,
    Partnership,
    PartnershipVersion,
)
from partnerships.operations import partnerships as operations
from tests.people import Someone

from .examples import NOW, OTHER_AREA, OTHER_COUNTRY
from .ships import (
    again,
    amend,
    draft,
    edit,
    invite,
    joined,
    mails,
    plan,
    register,
    registered,
    step,
    values,
)

pytestmark = pytest.mark.django_db


def test_a_draft_may_be_empty_and_says_what_is_missing_when_it_is_registered(
    focal_point: Someone,
) -> None:
    partnership = operations.draft_partnership(
        owner_id=focal_point.stakeholder.pk, values={}, by=focal_point.actor, now=NOW
    )
    with pytest.raises(Invalid) as refused:
        register(partnership, focal_point)
    assert set(refused.value.errors) == {"title", "summary", "since", "action_areas"}
    assert not PartnershipVersion.objects.exists()


def test_a_form_sent_twice_makes_one_draft_and_gives_nobody_access_to_another(
    focal_point: Someone, submitter: Someone
) -> None:
    key = uuid4()
    common: dict[str, Any] = {"values": values(), "now": NOW, "partnership_id": key}
    for _ in range(2):
        made = operations.draft_partnership(
            owner_id=focal_point.stakeholder.pk, by=focal_point.actor, **common
        )
        assert made.pk == key
    assert Partner.objects.count() == Partnership.unscoped.count() == 1
    with pytest.raises(NotVisible):
        operations.draft_partnership(
            owner_id=submitter.stakeholder.pk, by=submitter.actor, **common
        )


def test_nobody_begins_a_partnership_for_others(
    focal_point: Someone, submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    for someone in (submitter, support_unit, visitor):
        with pytest.raises(NotAllowed):
            operations.draft_partnership(
                owner_id=focal_point.stakeholder.pk, values=values(), by=someone.actor, now=NOW
            )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 201),
        ("title", 7),
        ("summary", "a\x00b"),
        ("summary", "a\ud800b"),
        ("since", "2026-13"),
        ("since", "2026-02-30"),
        ("until", "2025"),
        ("language", "klingon"),
        ("countries", ["Atlantis"]),
        ("countries", "004"),
        ("action_areas", ["gcm-2018:16"]),
        ("action_areas", [str(uuid4())]),
        ("state", "registered"),
        ("hold_reason", "None of yours."),
    ],
)
def test_what_no_form_would_send_is_refused_in_words(
    focal_point: Someone, field: str, value: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        draft(focal_point, **{field: value})
    assert list(refused.value.errors) == [field]
    assert not Partnership.unscoped.exists()


def test_a_stale_write_is_refused_with_both_texts(focal_point: Someone, colleague: Someone) -> None:
    partnership = draft(focal_point)
    edit(partnership, colleague, why="The colleague's reason.")
    with pytest.raises(StaleRevision) as refused:
        operations.edit_partnership(
            partnership_id=partnership.pk,
            revision=1,
            values={"why": "The focal point's reason."},
            by=focal_point.actor,
            now=NOW,
        )
    assert refused.value.current["why"] == "The colleague's reason."
    assert refused.value.yours["why"] == "The focal point's reason."
    assert again(partnership).why == "The colleague's reason."


def test_registering_makes_a_public_version_at_once(focal_point: Someone) -> None:
    partnership = registered(focal_point)
    version = partnership.current_version
    assert (partnership.state, version.no, version.title) == ("registered", 1, values()["title"])
    assert partnership.registered_at == NOW
    assert version.tags.count() == version.places.count() == 1
    assert SearchEntry.objects.filter(record_id=partnership.pk).exists()


def test_registering_twice_makes_one_version_and_the_same_receipt(focal_point: Someone) -> None:
    partnership = draft(focal_point)
    receipts = [
        operations.register_partnership(
            partnership_id=partnership.pk,
            revision=partnership.revision,
            by=focal_point.actor,
            now=NOW,
        )
        for _ in range(3)
    ]
    assert len({(version.pk, version.content_hash) for version in receipts}) == 1
    assert PartnershipVersion.objects.count() == 1
    assert Event.objects.filter(verb="partnership.register").count() == 1


def test_a_text_that_changed_since_it_was_read_is_not_registered(
    focal_point: Someone, colleague: Someone
) -> None:
    partnership = draft(focal_point)
    edit(partnership, colleague, title="Another title")
    with pytest.raises(StaleRevision):
        operations.register_partnership(
            partnership_id=partnership.pk, revision=1, by=focal_point.actor, now=NOW
        )
    assert again(partnership).state == "draft"


def test_a_contributor_drafts_and_does_not_register(
    focal_point: Someone, colleague: Someone
) -> None:
    partnership = edit(draft(colleague), colleague, why="Because.")
    with pytest.raises(NotAllowed):
        register(partnership, colleague)


def test_changes_are_public_only_when_they_are_published_with_a_reason(
    focal_point: Someone,
) -> None:
    partnership = registered(focal_point)
    edit(partnership, focal_point, title="A better title", action_areas=[OTHER_AREA])
    assert again(partnership).current_version.title == values()["title"]
    with pytest.raises(Invalid) as refused:
        amend(partnership, focal_point, reason="  ")
    assert set(refused.value.errors) == {"reason"}
    amended = amend(partnership, focal_point)
    assert (amended.current_version.no, amended.current_version.title) == (2, "A better title")
    assert amended.current_version.reason == "We learnt more."
    first = amended.versions.get(no=1)
    assert (first.title, first.reason) == (values()["title"], "")
    assert amended.registered_at == NOW


def test_publishing_nothing_new_is_refused_in_words(focal_point: Someone) -> None:
    with pytest.raises(Invalid, match="Nothing differs"):
        amend(registered(focal_point), focal_point)


def test_changes_can_be_dropped(focal_point: Someone) -> None:
    partnership = registered(focal_point)
    edit(partnership, focal_point, title="No", countries=[OTHER_COUNTRY], action_areas=[OTHER_AREA])
    step(operations.drop_changes, partnership, focal_point)
    with pytest.raises(Invalid, match="Nothing differs"):
        amend(partnership, focal_point)
    with pytest.raises(WrongState):
        step(operations.drop_changes, draft(focal_point), focal_point)


def test_what_was_public_cannot_be_changed_even_by_the_platform(focal_point: Someone) -> None:
    version = registered(focal_point).current_version
    with (
        pytest.raises(Exception, match=r"immutable|permission denied|Cannot"),
        transaction.atomic(),
    ):
        PartnershipVersion.objects.filter(pk=version.pk).update(title="Rewritten")


def test_a_draft_is_really_deleted_with_its_plans_and_invitations(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone
) -> None:
    partnership = draft(focal_point)
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    plan(partnership, focal_point, other_focal_point)
    mails()
    operations.discard_partnership(partnership_id=partnership.pk, by=focal_point.actor, now=NOW)
    assert not Partnership.unscoped.exists()
    assert not Deliverable.unscoped.exists()
    assert not Partner.objects.exists()
    told = {reader for template, reader in mails() if template == "partnership_discarded"}
    assert told == {other_focal_point.person.email, submitter.person.email}


def test_what_was_registered_is_withdrawn_and_never_deleted(focal_point: Someone) -> None:
    partnership = registered(focal_point)
    with pytest.raises(WrongState):
        operations.discard_partnership(partnership_id=partnership.pk, by=focal_point.actor, now=NOW)
    step(operations.withdraw_partnership, partnership, focal_point)
    assert not Partnership.objects.exists()
    assert not SearchEntry.objects.filter(record_id=partnership.pk).exists()
    assert PartnershipVersion.objects.count() == 1
