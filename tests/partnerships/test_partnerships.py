"""A partnership's way: written, joined, registered, amended, concluded, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.ledger.models import Event
from gfmd_platform.search.models import SearchEntry
from gfmd_platform.stakeholders.enums import StakeholderState
from partnerships.models import (
    Deliverable,
    DeliverableVersion,
    Partner,
    Partnership,
    PartnershipVersion,
)
from partnerships.operations import deliverables, partners
from partnerships.operations import partnerships as operations
from tests.people import LONG_AGO, Someone, StakeholderFactory, in_group

from .examples import NOW, OTHER_AREA, OTHER_COUNTRY
from .ships import (
    accept,
    again,
    amend,
    decline,
    draft,
    edit,
    invite,
    joined,
    mails,
    now_is,
    plan,
    register,
    registered,
    report,
    step,
    values,
)

pytestmark = pytest.mark.django_db


def accepted(partnership: Partnership) -> set[str]:
    return set(
        partnership.partners.filter(answer="accepted").values_list("stakeholder__name", flat=True)
    )


# --- the text


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


# --- partners


def test_a_partner_is_shown_only_after_accepting(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    partner = invite(partnership, other_focal_point, focal_point, role="funding")
    assert accepted(partnership) == {"Arvania"}
    assert "Belmora" not in str(list(SearchEntry.objects.values()))
    accept(partner, other_focal_point)
    assert accepted(partnership) == {"Arvania", "Belmora"}
    assert other_focal_point.stakeholder.pk in SearchEntry.objects.get().stakeholders


def test_who_is_asked_can_read_a_draft_and_nobody_else(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, support_unit: Someone
) -> None:
    partnership = draft(focal_point)
    partner = invite(partnership, other_focal_point, focal_point)

    def readers() -> set[str]:
        people = (focal_point, other_focal_point, submitter, support_unit)
        return {
            someone.person.name
            for someone in people
            if Partnership.unscoped.visible_to(someone.actor).exists()
        }

    assert readers() == {"Amina Focal", "Carla Other"}
    decline(partner, other_focal_point)
    assert readers() == {"Amina Focal"}


def test_only_the_stakeholder_that_was_asked_answers(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, colleague: Someone
) -> None:
    """Carla speaks for Belmora and for a second stakeholder; each answers for itself."""
    second = StakeholderFactory(name="Second Network")
    other_focal_point.person.memberships.create(
        stakeholder=second, role="focal_point", since=LONG_AGO
    )
    partnership = registered(focal_point)
    asked = invite(partnership, second, focal_point)
    also = invite(partnership, submitter, focal_point)
    with pytest.raises(NotVisible):
        accept(also, other_focal_point)
    with pytest.raises(NotVisible):
        accept(asked, focal_point)
    accept(asked, other_focal_point)
    assert accepted(partnership) == {"Arvania", "Second Network"}


def test_a_contributor_does_not_answer_for_the_stakeholder(
    focal_point: Someone, submitter: Someone, colleague: Someone
) -> None:
    partnership = registered(submitter)
    partner = invite(partnership, focal_point, submitter)
    with pytest.raises(NotVisible):
        accept(partner, colleague)
    assert Partner.objects.get(pk=partner.pk).answer == "invited"


def test_a_second_answer_is_refused(focal_point: Someone, other_focal_point: Someone) -> None:
    partnership = registered(focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    accept(partner, other_focal_point)
    for again_ in (accept, decline):
        with pytest.raises(WrongState):
            again_(partner, other_focal_point)
    assert Event.objects.filter(verb="partnership.accept_partner").count() == 1


def test_an_invitation_can_be_taken_back_and_sent_anew(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    partners.revoke_invitation(partner_id=partner.pk, by=focal_point.actor, now=NOW)
    with pytest.raises(WrongState):
        accept(partner, other_focal_point)
    once_more = invite(partnership, other_focal_point, focal_point, role="data")
    assert accept(once_more, other_focal_point).role == "data"
    with pytest.raises(WrongState):
        partners.revoke_invitation(partner_id=partner.pk, by=focal_point.actor, now=NOW)


@pytest.mark.parametrize("role", ["lead", "king", ""])
def test_there_is_one_lead_and_roles_are_known(
    focal_point: Someone, other_focal_point: Someone, role: str
) -> None:
    with pytest.raises(Invalid) as refused:
        invite(registered(focal_point), other_focal_point, focal_point, role=role)
    assert set(refused.value.errors) == {"role"}


def test_nobody_is_asked_twice_nor_asked_who_does_not_take_part(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    invite(partnership, other_focal_point, focal_point)
    gone = StakeholderFactory(name="Gone Network", state=StakeholderState.ENDED)
    waiting = StakeholderFactory(name="Not yet", state=StakeholderState.APPLIED)
    for who in (other_focal_point, focal_point, gone, waiting):
        with pytest.raises(Invalid) as refused:
            invite(partnership, who, focal_point)
        assert set(refused.value.errors) == {"stakeholder"}


def test_a_note_that_cannot_be_kept_is_refused(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    for note in ("x" * 2001, "a\x00b", "\ud800"):
        with pytest.raises(Invalid) as refused:
            invite(registered(focal_point), other_focal_point, focal_point, note=note)
        assert set(refused.value.errors) == {"note"}


def test_only_the_lead_invites(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, colleague: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    for someone in (other_focal_point, colleague, submitter):
        with pytest.raises(NotAllowed):
            invite(partnership, submitter, someone)


def test_leaving_passes_open_deliverables_to_the_lead_and_leaves_what_was_delivered(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    partner = joined(partnership, other_focal_point, focal_point)
    open_one = plan(partnership, other_focal_point)
    done = plan(partnership, other_focal_point, title="A done thing")
    report(deliverables.deliver, done, other_focal_point, evidence="See the report.")
    partners.leave_partnership(partner_id=partner.pk, by=other_focal_point.actor, now=NOW)
    assert accepted(partnership) == {"Arvania"}
    passed, stays = now_is(open_one), now_is(done)
    assert passed.record.owner_id == passed.current_version.responsible_id
    assert passed.record.owner_id == focal_point.stakeholder.pk
    assert stays.record.owner_id == stays.current_version.responsible_id
    assert stays.record.owner_id == other_focal_point.stakeholder.pk
    with pytest.raises(NotAllowed):
        report(deliverables.start_deliverable, open_one, other_focal_point)
    assert other_focal_point.stakeholder.pk not in SearchEntry.objects.get().stakeholders


def test_the_lead_cannot_leave(focal_point: Someone) -> None:
    lead = registered(focal_point).partners.get()
    with pytest.raises(WrongState, match="lead cannot leave"):
        partners.leave_partnership(partner_id=lead.pk, by=focal_point.actor, now=NOW)


def test_there_is_never_a_second_lead(focal_point: Someone, network: Any) -> None:
    partnership = registered(focal_point)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(
            partnership=partnership,
            stakeholder=network,
            role="lead",
            answer="accepted",
            invited_at=NOW,
        )


def test_invitations_end_with_the_partnership(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    step(operations.withdraw_partnership, partnership, focal_point)
    assert not Partnership.unscoped.visible_to(other_focal_point.actor).exists()
    with pytest.raises(WrongState):
        accept(partner, other_focal_point)
    with pytest.raises(WrongState):
        invite(partnership, other_focal_point, focal_point)


# --- the Support Unit


def test_what_is_on_hold_is_not_public_and_its_lead_can_put_it_right(
    focal_point: Someone, other_focal_point: Someone, support_unit: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    held = step(operations.hold_partnership, partnership, support_unit, reason="It names a person.")
    assert (held.state, held.hold_reason) == ("on_hold", "It names a person.")
    assert not Partnership.objects.exists()
    assert not SearchEntry.objects.filter(record_id=partnership.pk).exists()
    for someone in (focal_point, other_focal_point, support_unit):
        assert Partnership.unscoped.visible_to(someone.actor).exists()
    edit(partnership, focal_point, summary="Without the name.")
    amended = amend(partnership, focal_point)
    assert (amended.state, amended.current_version.no) == ("on_hold", 2)
    assert not Partnership.objects.exists()
    released = step(operations.release_partnership, partnership, support_unit)
    assert (released.state, released.hold_reason) == ("registered", "")
    assert Partnership.objects.get().current_version.summary == "Without the name."


def test_a_quick_conclusion_does_not_escape_moderation(
    focal_point: Someone, support_unit: Someone
) -> None:
    partnership = registered(focal_point)
    step(operations.conclude_partnership, partnership, focal_point)
    assert Partnership.objects.exists()
    step(operations.hold_partnership, partnership, support_unit, reason="It names a person.")
    assert not Partnership.objects.exists()


def test_nobody_moderates_what_their_own_stakeholder_takes_part_in(
    focal_point: Someone, other_focal_point: Someone, support_unit: Someone
) -> None:
    partnership = registered(focal_point)
    in_group("support_unit", person=other_focal_point.person)
    assert "support_unit" in other_focal_point.actor.groups
    joined(partnership, other_focal_point, focal_point)
    with pytest.raises(NotAllowed):
        step(operations.hold_partnership, partnership, other_focal_point, reason="No.")
    for reason in ("", "   ", "x" * 2001, "a\x00"):
        with pytest.raises(Invalid):
            step(operations.hold_partnership, partnership, support_unit, reason=reason)


# --- who hears of it


def test_each_step_tells_those_it_concerns_once(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, support_unit: Someone
) -> None:
    amina, carla, dawit = (
        someone.person.email for someone in (focal_point, other_focal_point, submitter)
    )
    told: list[tuple[str, str]] = []

    def news() -> list[tuple[str, str]]:
        nonlocal told
        before, told = told, mails()
        return sorted(set(told) - set(before))

    partnership = draft(focal_point)
    assert news() == []
    partner = invite(partnership, other_focal_point, focal_point)
    assert news() == [("partnership_invitation", carla)]
    accept(partner, other_focal_point)
    assert news() == [("partnership_accepted", amina)]
    refused = invite(partnership, submitter, focal_point)
    decline(refused, submitter)
    assert news() == [("partnership_declined", amina)]  # answered before the mail went out
    planned = plan(partnership, focal_point, other_focal_point)
    assert news() == [("deliverable_planned", carla)]
    register(partnership, focal_point)
    assert news() == [("partnership_registered", amina), ("partnership_registered", carla)]
    report(deliverables.deliver, planned, other_focal_point, evidence="Here.")
    assert news() == [("deliverable_delivered", amina), ("deliverable_delivered", carla)]
    step(operations.hold_partnership, partnership, support_unit, reason="A name.")
    assert news() == [("partnership_on_hold", amina), ("partnership_on_hold", carla)]
    step(operations.release_partnership, partnership, support_unit)
    assert news() == [("partnership_released", amina), ("partnership_released", carla)]
    partners.leave_partnership(partner_id=partner.pk, by=other_focal_point.actor, now=NOW)
    assert news() == [("partnership_left", amina)]
    assert dawit not in {reader for _template, reader in told}
    assert len(told) == len(set(told))


def test_an_invitation_that_was_taken_back_is_told(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partner = invite(registered(focal_point), other_focal_point, focal_point, note="Join us.")
    assert ("partnership_invitation", other_focal_point.person.email) in mails()
    partners.revoke_invitation(partner_id=partner.pk, by=focal_point.actor, now=NOW)
    assert ("partnership_taken_back", other_focal_point.person.email) in mails()


def test_no_event_holds_a_word_of_the_text(
    focal_point: Someone, other_focal_point: Someone, support_unit: Someone
) -> None:
    partnership = registered(focal_point)
    invite(partnership, other_focal_point, focal_point, note="A private note")
    plan(partnership, focal_point)
    step(operations.hold_partnership, partnership, support_unit, reason="A private reason")
    everything = str(list(Event.objects.values_list("data", flat=True)))
    for words in ("private", "corridors", "contract"):
        assert words not in everything
    assert DeliverableVersion.objects.exists()
