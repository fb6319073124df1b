"""Seats: who ends them, who takes over, what they show."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.ledger.models import Event
from gfmd_platform.stakeholders import operations
from gfmd_platform.stakeholders.enums import GroupCode, MemberRole
from gfmd_platform.stakeholders.models import GroupMembership, Membership
from tests.people import PersonFactory, Someone, in_group, make_state, seat

from .helpers import mails_to

pytestmark = pytest.mark.django_db


def seat_of(someone: Someone) -> Membership:
    return Membership.objects.get(person=someone.person, until=None)


def end(someone: Someone, by: Someone) -> Membership:
    return operations.end_membership(membership=seat_of(someone), by=by.actor, now=timezone.now())


def test_a_focal_point_ends_a_colleague_s_seat_and_the_colleague_is_told(
    focal_point: Someone, colleague: Someone
) -> None:
    end(colleague, focal_point)
    assert not colleague.actor.seats
    assert mails_to("bruno@arvania.example")[-1].template == "people/membership_ended"
    with pytest.raises(WrongState):
        operations.end_membership(
            membership=Membership.objects.get(person=colleague.person),
            by=focal_point.actor,
            now=timezone.now(),
        )


def test_a_contributor_may_leave_and_may_not_end_others(
    focal_point: Someone, colleague: Someone
) -> None:
    with pytest.raises(NotAllowed):
        end(focal_point, colleague)
    end(colleague, colleague)
    assert not colleague.actor.seats
    assert mails_to("bruno@arvania.example") == []


@pytest.mark.parametrize("who", ["other_focal_point", "submitter", "chair", "visitor"])
def test_others_do_not_even_see_a_seat(
    who: str, colleague: Someone, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotVisible):
        end(colleague, request.getfixturevalue(who))
    assert colleague.actor.seats


def test_the_last_focal_point_hands_over_first(submitter: Someone) -> None:
    with pytest.raises(WrongState):
        end(submitter, submitter)
    assert submitter.stakeholder is not None
    hana = seat(submitter.stakeholder, MemberRole.CONTRIBUTOR)
    operations.hand_over(
        membership=seat_of(submitter),
        to=seat_of(hana),
        by=submitter.actor,
        now=timezone.now(),
    )
    assert not submitter.actor.seats
    assert hana.actor.stakeholder_ids(MemberRole.FOCAL_POINT) == {submitter.stakeholder.pk}


def test_a_state_s_successor_needs_a_nomination(focal_point: Someone, colleague: Someone) -> None:
    with pytest.raises(Invalid):
        operations.hand_over(
            membership=seat_of(focal_point),
            to=seat_of(colleague),
            by=focal_point.actor,
            now=timezone.now(),
        )
    assert focal_point.stakeholder is not None
    second = seat(focal_point.stakeholder)
    operations.hand_over(
        membership=seat_of(focal_point),
        to=seat_of(second),
        by=focal_point.actor,
        now=timezone.now(),
    )
    assert not focal_point.actor.seats
    assert second.actor.seats


def test_nobody_hands_over_another_s_seat(focal_point: Someone, colleague: Someone) -> None:
    assert focal_point.stakeholder is not None
    second = seat(focal_point.stakeholder)
    with pytest.raises(NotAllowed):
        operations.hand_over(
            membership=seat_of(second),
            to=seat_of(focal_point),
            by=focal_point.actor,
            now=timezone.now(),
        )


def test_the_support_unit_ends_a_state_s_focal_point_on_its_word_but_no_contributor(
    focal_point: Someone, colleague: Someone, support_unit: Someone
) -> None:
    with pytest.raises(NotAllowed):
        end(colleague, support_unit)
    end(focal_point, support_unit)
    assert not focal_point.actor.seats


def test_contact_is_shown_only_as_its_owner_chose(focal_point: Someone, colleague: Someone) -> None:
    assert focal_point.stakeholder is not None
    page = f"/stakeholders/{focal_point.stakeholder.pk}/"
    assert b"amina@arvania.example" not in Client().get(page).content
    with pytest.raises(NotVisible):
        operations.describe_membership(
            membership=seat_of(focal_point),
            function="",
            contact_audience="public",
            by=colleague.actor,
            now=timezone.now(),
        )
    focal_point.client.post(
        f"/memberships/{seat_of(focal_point).pk}/",
        {"step": "describe", "function": "Counsellor", "contact_audience": "public"},
    )
    content = Client().get(page).content
    assert b"amina@arvania.example" in content
    assert b"Counsellor" in content
    assert b"bruno@arvania.example" not in content
    assert not Event.objects.filter(data__icontains="amina").exists()


def test_the_members_page_in_a_browser(focal_point: Someone, colleague: Someone) -> None:
    assert focal_point.stakeholder is not None
    page = f"/stakeholders/{focal_point.stakeholder.pk}/members/"
    content = focal_point.client.get(page).content
    assert b"Bruno Colleague" in content
    assert b"Send the invitation" in content
    sent = focal_point.client.post(
        page,
        {"name": "Ines", "email": "ines@arvania.example", "role": "contributor"},
        follow=True,
    )
    assert b"on its way to ines@arvania.example" in sent.content
    kept = focal_point.client.post(page, {"name": "Jon Typed", "email": "wrong", "role": "king"})
    assert b"Jon Typed" in kept.content
    theirs = colleague.client.get(page).content
    assert b"Send the invitation" not in theirs
    assert b"ines@arvania.example" not in theirs
    asks = colleague.client.get(f"/memberships/{seat_of(colleague).pk}/end/")
    assert b"Leave Arvania?" in asks.content
    assert seat_of(colleague)
    colleague.client.post(f"/memberships/{seat_of(colleague).pk}/end/")
    assert not colleague.actor.seats


@pytest.mark.parametrize("who", ["other_focal_point", "submitter", "chair"])
def test_the_members_page_is_not_for_others(
    who: str, focal_point: Someone, request: pytest.FixtureRequest
) -> None:
    assert focal_point.stakeholder is not None
    someone = request.getfixturevalue(who)
    page = f"/stakeholders/{focal_point.stakeholder.pk}/members/"
    assert someone.client.get(page).status_code == 403
    assert Client().get(page)["Location"].startswith("/accounts/login/?next=")


# Groups


def test_a_chair_s_mandate_begins_and_ends_on_its_days(
    focal_point: Someone, support_unit: Someone
) -> None:
    today = timezone.now().date()
    assert focal_point.stakeholder is not None
    mandate = operations.record_mandate(
        group=GroupCode.CHAIR_IN_OFFICE,
        stakeholder=focal_point.stakeholder,
        since=today,
        by=support_unit.actor,
        now=timezone.now(),
    )
    assert focal_point.actor.is_chair
    with pytest.raises(Invalid):
        operations.record_mandate(
            group=GroupCode.CHAIR_IN_OFFICE,
            stakeholder=focal_point.stakeholder,
            since=today + dt.timedelta(days=9),
            by=support_unit.actor,
            now=timezone.now(),
        )
    operations.end_mandate(mandate=mandate, until=today, by=support_unit.actor, now=timezone.now())
    assert not focal_point.actor.is_chair


def test_contributors_of_the_chair_are_not_the_chair(colleague: Someone) -> None:
    in_group(GroupCode.CHAIR_IN_OFFICE, stakeholder=colleague.stakeholder)
    assert not colleague.actor.is_chair


@pytest.mark.parametrize("who", ["focal_point", "chair", "submitter"])
def test_only_the_support_unit_records_mandates(who: str, request: pytest.FixtureRequest) -> None:
    someone = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        operations.record_mandate(
            group=GroupCode.TROIKA,
            stakeholder=someone.stakeholder,
            since=timezone.now().date(),
            by=someone.actor,
            now=timezone.now(),
        )


def test_the_support_unit_invites_colleagues_and_keeps_its_last_member(
    support_unit: Someone,
) -> None:
    own = GroupMembership.objects.get(person=support_unit.person)
    with pytest.raises(WrongState):
        operations.leave_support_unit(membership=own, by=support_unit.actor, now=timezone.now())
    support_unit.client.post(
        "/support/groups/",
        {"step": "invite", "invite-name": "Mia", "invite-email": "mia@support.example"},
    )
    assert mails_to("mia@support.example")[0].template == "people/support_unit_invitation"
    in_group(GroupCode.SUPPORT_UNIT, person=PersonFactory())
    support_unit.client.post(f"/support/groups/{own.pk}/leave/")
    assert not support_unit.actor.is_support_unit


def test_the_support_unit_enters_a_state_and_its_focal_point(support_unit: Someone) -> None:
    make_state("Corvia", "X03")
    page = "/support/stakeholders/register/"
    without = support_unit.client.post(page, {"name": "Delmar", "kind": "state", "country": ""})
    assert b"A State needs its country" in without.content
    twice = support_unit.client.post(page, {"name": "Corvia", "kind": "state", "country": "X03"})
    assert b"already takes part" in twice.content
    done = support_unit.client.post(
        page, {"name": "Arvania Islands", "kind": "observer", "country": ""}, follow=True
    )
    assert b"Record who speaks for it" in done.content
    nominate = done.request["PATH_INFO"]
    recorded = support_unit.client.post(
        nominate,
        {
            "reference": "Letter 4",
            "dated_day": "1",
            "dated_month": "11",
            "dated_year": "2026",
            "name": "Nora",
            "email": "nora@islands.example",
        },
        follow=True,
    )
    assert b"on its way to nora@islands.example" in recorded.content
    assert mails_to("nora@islands.example")[0].template == "people/invitation"


@pytest.mark.parametrize("path", ["stakeholders/", "stakeholders/register/", "groups/"])
def test_the_support_unit_s_pages_do_not_exist_for_others(path: str, focal_point: Someone) -> None:
    assert focal_point.client.get(f"/support/{path}").status_code == 404
