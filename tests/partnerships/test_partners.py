"""Partners are asked, answer and leave."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    WrongState,
)
from gfmd_platform.ledger.models import Event
from gfmd_platform.search.models import SearchEntry
from gfmd_platform.stakeholders.enums import StakeholderState
from partnerships.models import (
    Partner,
    Partnership,
)
from partnerships.operations import deliverables, partners
from partnerships.operations import partnerships as operations
from tests.people import LONG_AGO, Someone, StakeholderFactory

from .examples import NOW
from .ships import (
    accept,
    accepted,
    decline,
    draft,
    invite,
    joined,
    now_is,
    plan,
    registered,
    report,
    step,
)

pytestmark = pytest.mark.django_db


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
