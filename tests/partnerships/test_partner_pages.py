"""Partners and deliverables on screen, on desks and on stakeholders' pages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from partnerships.models import Deliverable, Partner
from partnerships.operations import deliverables
from partnerships.operations import partnerships as operations
from tests.people import Someone

from .examples import NOW
from .pages import found, page, send
from .ships import (
    amend,
    decline,
    draft,
    due,
    edit,
    invite,
    joined,
    now_is,
    plan,
    registered,
    report,
    step,
    values,
)

pytestmark = pytest.mark.django_db

TITLE = values()["title"]


# --- partners


def test_the_lead_invites_and_the_invited_read_and_accept(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    plan(partnership, focal_point)
    base = f"/partnerships/{partnership.pk}/"
    assert "Nobody has been asked yet" in page(focal_point, f"{base}partners/")
    who = str(other_focal_point.stakeholder.pk)
    shown = send(focal_point, f"{base}partners/", 422, stakeholder=who)
    assert 'href="#id_role"' in shown
    send(focal_point, f"{base}partners/", stakeholder=who, role="funding", note="Please join.")
    assert "Please join." in page(focal_point, f"{base}partners/")
    address = f"/partnerships/invitations/{Partner.objects.get(stakeholder=who).pk}/"
    assert address in page(other_focal_point, "/desk/")
    assert address in page(other_focal_point, base)
    for _ in range(2):
        shown = page(other_focal_point, address)
        assert "Please join." in shown
        assert "Funding partner" in shown
        assert "A shared contract form" in shown
    assert Partner.objects.get(stakeholder=who).answer == "invited"
    assert "Belmora" not in page(visitor, base)
    assert "Choose an answer" in send(other_focal_point, address, 422, answer="perhaps")
    send(other_focal_point, address, answer="accept")
    send(other_focal_point, address, answer="accept")  # a colleague, or another tab
    assert "Belmora" in page(visitor, base)
    assert "has accepted" in send(other_focal_point, address, 409, answer="decline")
    assert "Belmora" in page(visitor, base)


def test_a_refusal_is_seen_by_the_lead_alone(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, support_unit: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, submitter, focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    send(other_focal_point, f"/partnerships/invitations/{partner.pk}/", answer="decline")
    base = f"/partnerships/{partnership.pk}/"
    assert "Declined" in page(focal_point, f"{base}partners/")
    for someone in (submitter, support_unit):
        assert "Belmora" not in page(someone, base)
        page(someone, f"{base}partners/", 404)
    shown = page(other_focal_point, f"/partnerships/invitations/{partner.pk}/")
    assert "has declined" in shown
    assert "Nothing is asked of you" in shown


def test_an_invitation_taken_back_shows_nothing_of_the_draft(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = draft(focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    address = f"/partnerships/invitations/{partner.pk}/"
    assert TITLE in page(other_focal_point, address)
    send(focal_point, f"{address}take-back/")
    shown = page(other_focal_point, address)
    assert "was taken back" in shown
    assert TITLE not in shown
    page(other_focal_point, f"/partnerships/{partnership.pk}/", 404)
    assert "was taken back" in send(other_focal_point, address, 409, answer="accept")


def test_a_partner_leaves_after_reading_what_that_means(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    partner = joined(partnership, other_focal_point, focal_point)
    address = f"/partnerships/invitations/{partner.pk}/leave/"
    assert address in page(other_focal_point, f"/partnerships/{partnership.pk}/")
    assert "passes to Arvania" in page(other_focal_point, address)
    assert Partner.objects.get(pk=partner.pk).answer == "accepted"
    send(other_focal_point, address)
    assert "Belmora" not in page(visitor, f"/partnerships/{partnership.pk}/")
    page(other_focal_point, address, 409)


# --- deliverables


def test_a_deliverable_is_planned_started_changed_and_delivered(
    focal_point: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    new = f"/partnerships/{partnership.pk}/deliverables/new/"
    data = {"title": "A joint form", "description": "", "language": "en", **due()}
    shown = send(focal_point, new, 422, **data)
    assert 'href="#id_responsible"' in shown
    send(focal_point, new, **data, responsible=str(other_focal_point.stakeholder.pk))
    thing = Deliverable.unscoped.get()
    address = f"/deliverables/{thing.pk}/"

    def revision() -> str:
        return str(now_is(thing).revision)

    assert f"{address}start/" in page(other_focal_point, address)
    assert f"{address}start/" not in page(visitor, address)
    send(other_focal_point, f"{address}start/", revision=revision())
    changed = {**data, **due("2028", ""), "revision": revision()}
    shown = send(other_focal_point, f"{address}change/", 422, **changed)
    assert 'href="#id_reason"' in shown
    send(other_focal_point, f"{address}change/", **changed, reason="The law took longer.")
    shown = send(other_focal_point, f"{address}deliver/", 422, revision=revision(), evidence=" ")
    assert 'href="#id_evidence"' in shown
    proof = {"evidence": "In the gazette.", "evidence_link": "https://example.org/g"}
    send(other_focal_point, f"{address}deliver/", revision=revision(), **proof)
    shown = page(visitor, address)
    for words in ("In the gazette.", "Date changed", "The law took longer.", "Version 4"):
        assert words in shown
    page(other_focal_point, f"{address}change/", 409)


def test_a_partner_plans_for_itself_alone(focal_point: Someone, other_focal_point: Someone) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    new = f"/partnerships/{partnership.pk}/deliverables/new/"
    assert "Belmora is responsible." in page(other_focal_point, new)
    data = {"title": "A joint form", "language": "en", **due()}
    send(other_focal_point, new, **data, responsible=str(focal_point.stakeholder.pk))
    assert Deliverable.unscoped.get().record.owner_id == other_focal_point.stakeholder.pk


def test_two_people_reporting_on_one_deliverable_see_both_texts(
    focal_point: Someone, other_focal_point: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    thing = plan(partnership, other_focal_point)
    stale = str(thing.revision)
    report(
        deliverables.change_deliverable,
        thing,
        other_focal_point,
        values={"description": "Two pages.", "reason": "Clearer."},
    )
    data = {"title": thing.title, "description": "Three pages.", "language": "en", **due()}
    address = f"/deliverables/{thing.pk}/change/"
    shown = send(focal_point, address, 409, **data, reason="Longer.", revision=stale)
    assert "Two pages." in shown
    assert "Three pages." in shown
    assert now_is(thing).description == "Two pages."
    fresh = found(r'name="revision" value="(\d+)"', shown)
    send(focal_point, address, **data, reason="Longer.", revision=fresh)
    assert now_is(thing).description == "Three pages."


def test_a_plan_in_a_draft_is_changed_without_a_reason_and_can_be_removed(
    focal_point: Someone,
) -> None:
    thing = plan(draft(focal_point), focal_point)
    address = f"/deliverables/{thing.pk}/"
    assert f"{address}remove/" in page(focal_point, address)
    data = {"title": "Another", "language": "en", **due("2029", ""), "revision": "1"}
    send(focal_point, f"{address}change/", **data)
    changed = now_is(thing)
    assert (changed.title, changed.date_changed, changed.current_version) == (
        "Another",
        False,
        None,
    )
    page(focal_point, f"{address}start/", 409)
    assert "deleted for good" in page(focal_point, f"{address}remove/")
    send(focal_point, f"{address}remove/")
    assert not Deliverable.unscoped.exists()


# --- desk and shelf


def test_the_desk_lists_invitations_drafts_and_what_is_due_soon_without_reproach(
    focal_point: Someone,
    other_focal_point: Someone,
    colleague: Someone,
    support_unit: Someone,
    time_machine: Any,
) -> None:
    time_machine.move_to(NOW)
    partnership = registered(focal_point)
    partner = invite(partnership, other_focal_point, focal_point)
    mine = draft(focal_point, title="A draft of ours")
    near = plan(partnership, focal_point, title="Near", due_on="2026-04-15")
    gone = plan(partnership, focal_point, title="Gone by", due_on="2026-02")
    far = plan(partnership, focal_point, title="Far", due_on="2026")
    shown = page(focal_point, "/desk/")
    for record in (near, gone):
        assert f"/deliverables/{record.pk}/" in shown
    assert f"/deliverables/{far.pk}/" not in shown
    assert f"/partnerships/{mine.pk}/edit/" in shown
    assert "late" not in re.sub("<[^>]+>", " ", shown).lower().split()
    assert f"/partnerships/{mine.pk}/edit/" in page(colleague, "/desk/")
    assert f"/invitations/{partner.pk}/" in page(other_focal_point, "/desk/")
    decline(partner, other_focal_point)
    assert f"/invitations/{partner.pk}/" not in page(other_focal_point, "/desk/")
    later = NOW + dt.timedelta(hours=1)
    step(operations.hold_partnership, partnership, support_unit, reason="A name.", now=later)
    assert "See the reason" in page(focal_point, "/desk/")
    assert "Read it and decide" not in page(support_unit, "/desk/")
    edit(partnership, focal_point, summary="Without it.")
    amend(partnership, focal_point, now=later)
    assert "Read it and decide" in page(support_unit, "/desk/")


def test_a_stakeholders_page_lists_the_partnerships_it_takes_part_in(
    focal_point: Someone, other_focal_point: Someone, submitter: Someone, visitor: Someone
) -> None:
    partnership = registered(focal_point)
    joined(partnership, other_focal_point, focal_point)
    invite(partnership, submitter, focal_point)
    for someone, listed in ((focal_point, True), (other_focal_point, True), (submitter, False)):
        shown = page(visitor, f"/stakeholders/{someone.stakeholder.pk}/")
        assert (TITLE in shown) is listed
