"""Mailed links: single use, 72 hours, kept as a hash, harmless to open."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.ledger.models import Event
from gfmd_platform.stakeholders import operations
from gfmd_platform.stakeholders.enums import MemberRole
from gfmd_platform.stakeholders.models import Invitation, Membership, Nomination, Person
from gfmd_platform.stakeholders.operations.accepting import InvitationClosed, SignInFirst
from tests.people import PersonFactory, Someone, make_state, seat

from .helpers import link_in, mails_to, token_in

pytestmark = pytest.mark.django_db

ADDRESS = "hana@harbour.example"
NEW = {"name": "Hana New", "way": "password", "password": "seven grey herons"}


def invite(by: Someone, email: str = ADDRESS, role: str = MemberRole.CONTRIBUTOR) -> Invitation:
    assert by.stakeholder is not None
    return operations.invite_member(
        stakeholder=by.stakeholder,
        email=email,
        name="Hana New",
        role=role,
        by=by.actor,
        now=timezone.now(),
    )


def newest_token(email: str = ADDRESS) -> str:
    return token_in(mails_to(email)[-1])


def test_the_token_is_in_the_mail_and_nowhere_else(submitter: Someone) -> None:
    invitation = invite(submitter)
    token = newest_token()
    assert len(invitation.token_hash) == 64
    assert token not in {str(v) for v in vars(invitation).values()}
    assert mails_to(ADDRESS)[-1].secret
    assert not Event.objects.filter(data__icontains=token).exists()
    assert not Event.objects.filter(data__icontains="hana").exists()


def test_opening_the_link_changes_nothing_and_says_who_invites_to_what(submitter: Someone) -> None:
    invitation = invite(submitter)
    link = link_in(mails_to(ADDRESS)[-1])
    for _ in range(3):
        page = Client().get(link)
        assert page.status_code == 200
    assert b"Dawit Submitter invites you" in page.content
    assert b"Harbour Network" in page.content
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is None
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_pressing_the_button_makes_the_account_signs_in_and_gives_the_seat(
    submitter: Someone,
) -> None:
    invite(submitter)
    browser = Client()
    done = browser.post(link_in(mails_to(ADDRESS)[-1]), NEW, follow=True)
    assert done.redirect_chain == [("/desk/", 302)]
    person = Person.objects.get(email=ADDRESS)
    assert person.check_password(NEW["password"])
    assert submitter.stakeholder is not None
    assert Actor.of(person).stakeholder_ids(MemberRole.CONTRIBUTOR) == {submitter.stakeholder.pk}
    assert mails_to("dawit@harbour.example")[-1].template == "people/invitation_accepted"


def test_a_link_works_once(submitter: Someone) -> None:
    invite(submitter)
    link = link_in(mails_to(ADDRESS)[-1])
    Client().post(link, NEW)
    again = Client().post(link, {**NEW, "name": "Somebody Else"})
    assert again.status_code == 410
    assert b"used already" in again.content
    assert Person.objects.get(email=ADDRESS).name == "Hana New"


def test_a_link_dies_after_72_hours(submitter: Someone) -> None:
    invite(submitter)
    token = newest_token()
    with pytest.raises(InvitationClosed) as refusal:
        operations.accept_invitation(
            token=token,
            name="Hana",
            by=Actor.visitor(),
            now=timezone.now() + dt.timedelta(hours=72, seconds=1),
        )
    assert refusal.value.state == "expired"
    with time_machine.travel(timezone.now() + dt.timedelta(hours=73), tick=False):
        page = Client().get(f"/invitations/accept/{token}/")
    assert page.status_code == 410
    assert b"expired" in page.content


def test_sending_again_gives_a_new_link_and_kills_the_old(submitter: Someone) -> None:
    invitation = invite(submitter)
    old = newest_token()
    operations.resend_invitation(invitation=invitation, by=submitter.actor, now=timezone.now())
    with pytest.raises(NotVisible):
        operations.accept_invitation(token=old, by=Actor.visitor(), now=timezone.now())
    accepted = operations.accept_invitation(
        token=newest_token(), by=Actor.visitor(), now=timezone.now()
    )
    assert accepted.is_new
    assert not accepted.person.has_usable_password()


def test_a_revoked_link_is_worthless(submitter: Someone) -> None:
    invitation = invite(submitter)
    operations.revoke_invitation(invitation=invitation, by=submitter.actor, now=timezone.now())
    with pytest.raises(InvitationClosed):
        operations.accept_invitation(token=newest_token(), by=Actor.visitor(), now=timezone.now())
    with pytest.raises(WrongState):
        operations.resend_invitation(invitation=invitation, by=submitter.actor, now=timezone.now())


def test_an_unknown_link_is_not_found() -> None:
    assert Client().get("/invitations/accept/no-such-token/").status_code == 404
    assert Client().post("/invitations/accept/no-such-token/", NEW).status_code == 404


def test_a_weak_password_is_refused_and_the_link_still_works(submitter: Someone) -> None:
    invite(submitter)
    link = link_in(mails_to(ADDRESS)[-1])
    page = Client().post(link, {**NEW, "password": "short"})
    assert b"too short" in page.content
    assert not Person.objects.filter(email=ADDRESS).exists()
    missing = Client().post(link, {**NEW, "password": ""})
    assert b"Choose a password" in missing.content
    assert Client().post(link, NEW).status_code == 302


def test_whoever_has_an_account_accepts_signed_in(submitter: Someone, focal_point: Someone) -> None:
    hana = Someone(PersonFactory(email=ADDRESS))
    invite(submitter)
    link, token = link_in(mails_to(ADDRESS)[-1]), newest_token()
    with pytest.raises(SignInFirst):
        operations.accept_invitation(token=token, by=Actor.visitor(), now=timezone.now())
    with pytest.raises(SignInFirst):
        operations.accept_invitation(token=token, by=focal_point.actor, now=timezone.now())
    stranger = focal_point.client.get(link)
    assert b"for another address" in stranger.content
    assert f"/accounts/login/?next={link}".encode() in Client().get(link).content
    assert hana.client.post(link).status_code == 302
    assert len(hana.actor.seats) == 1


def test_a_contributor_invited_as_focal_point_changes_the_seat(submitter: Someone) -> None:
    assert submitter.stakeholder is not None
    hana = seat(submitter.stakeholder, MemberRole.CONTRIBUTOR, email=ADDRESS)
    invite(submitter, role=MemberRole.FOCAL_POINT)
    operations.accept_invitation(token=newest_token(), by=hana.actor, now=timezone.now())
    assert [s.role for s in hana.actor.seats] == [MemberRole.FOCAL_POINT]
    assert Membership.objects.filter(person=hana.person).count() == 2


def test_a_state_invites_contributors_and_nominates_focal_points(
    focal_point: Someone, support_unit: Someone
) -> None:
    invite(focal_point, email="ines@arvania.example")
    with pytest.raises(Invalid) as refusal:
        invite(focal_point, email="jon@arvania.example", role=MemberRole.FOCAL_POINT)
    assert "role" in refusal.value.errors
    assert focal_point.stakeholder is not None
    nomination = operations.record_nomination(
        stakeholder=focal_point.stakeholder,
        name="Jon Nominated",
        email="jon@arvania.example",
        function="Counsellor, Geneva",
        reference="NV 17/2026",
        dated=timezone.now().date(),
        by=support_unit.actor,
        now=timezone.now(),
    )
    page = Client().get(link_in(mails_to("jon@arvania.example")[-1]))
    assert b"has nominated you" in page.content
    accepted = operations.accept_invitation(
        token=newest_token("jon@arvania.example"), by=Actor.visitor(), now=timezone.now()
    )
    membership = Membership.objects.get(person=accepted.person)
    assert (membership.role, membership.function) == ("focal_point", "Counsellor, Geneva")
    assert Nomination.objects.get(pk=nomination.pk).membership == membership


def test_a_nomination_needs_its_reference_and_a_date_that_has_come(
    focal_point: Someone, support_unit: Someone
) -> None:
    with pytest.raises(Invalid) as refusal:
        operations.record_nomination(
            stakeholder=focal_point.stakeholder,  # type: ignore[arg-type]
            name="Jon",
            email="jon@arvania.example",
            reference=" ",
            dated=timezone.now().date() + dt.timedelta(days=2),
            by=support_unit.actor,
            now=timezone.now(),
        )
    assert set(refusal.value.errors) == {"reference", "dated"}
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("who", ["colleague", "other_focal_point", "submitter", "visitor"])
def test_others_cannot_invite_for_a_state(
    who: str, focal_point: Someone, request: pytest.FixtureRequest
) -> None:
    someone = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        operations.invite_member(
            stakeholder=focal_point.stakeholder,  # type: ignore[arg-type]
            email=ADDRESS,
            name="Hana",
            role=MemberRole.CONTRIBUTOR,
            by=someone.actor,
            now=timezone.now(),
        )
    assert not Invitation.objects.exists()


def test_only_the_support_unit_records_nominations(focal_point: Someone) -> None:
    with pytest.raises(NotAllowed):
        operations.record_nomination(
            stakeholder=focal_point.stakeholder,  # type: ignore[arg-type]
            name="Jon",
            email="jon@arvania.example",
            reference="NV 1",
            dated=timezone.now().date(),
            by=focal_point.actor,
            now=timezone.now(),
        )


def test_inviting_a_member_or_inviting_twice_is_refused(submitter: Someone) -> None:
    invite(submitter)
    with pytest.raises(Invalid):
        invite(submitter)
    with pytest.raises(Invalid):
        invite(submitter, email="DAWIT@harbour.example")


def test_another_stakeholder_s_invitation_is_out_of_reach(
    submitter: Someone, focal_point: Someone
) -> None:
    invitation = invite(submitter)
    for step in ("resend", "revoke"):
        answer = focal_point.client.post(f"/invitations/{invitation.pk}/{step}/")
        assert answer.status_code == 404
        assert Client().post(f"/invitations/{invitation.pk}/{step}/").status_code == 302
    assert Invitation.objects.get(pk=invitation.pk).revoked_at is None


@pytest.mark.django_db(transaction=True)
def test_two_buttons_pressed_at_once_make_one_person() -> None:
    state = make_state()
    invite(seat(state, email="amina@arvania.example"))
    token = newest_token()
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def press(name: str) -> None:
        together.wait()
        try:
            operations.accept_invitation(
                token=token, name=name, by=Actor.visitor(), now=timezone.now()
            )
            outcomes.append("accepted")
        except InvitationClosed as refusal:
            outcomes.append(f"closed: {refusal.state}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(name,)) for name in ("Hana", "Hana Too")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", "closed: accepted"]
    assert Membership.objects.filter(person__email=ADDRESS).count() == 1
