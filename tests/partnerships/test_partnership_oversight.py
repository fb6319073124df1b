"""What the Support Unit may do with partnerships, and who hears of each step."""

from __future__ import annotations

import pytest

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
)
from gfmd_platform.ledger.models import Event
from gfmd_platform.search.models import SearchEntry
from partnerships.models import (
    DeliverableVersion,
    Partnership,
)
from partnerships.operations import deliverables, partners
from partnerships.operations import partnerships as operations
from tests.people import Someone, in_group

from .examples import NOW
from .ships import (
    accept,
    amend,
    decline,
    draft,
    edit,
    invite,
    joined,
    mails,
    plan,
    register,
    registered,
    report,
    step,
)

pytestmark = pytest.mark.django_db


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
