"""The open door: apply, show that the address is yours, be confirmed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, WrongState
from gfmd_platform.notifications.models import Mail
from gfmd_platform.records.models import Record
from gfmd_platform.stakeholders import operations
from gfmd_platform.stakeholders.enums import MemberRole, StakeholderState
from gfmd_platform.stakeholders.models import Membership, Person, Stakeholder
from tests.people import PersonFactory, Someone

from .helpers import application, link_in, mails_to, token_in

pytestmark = pytest.mark.django_db


def apply(**changes: object) -> Stakeholder:
    words = {**application(**changes)}
    words["country"] = words["country"] or None
    found = operations.apply_for(**words, by=Actor.visitor(), now=timezone.now())
    assert found is not None
    return found


def confirm_address(email: str = "gita@bridge.example") -> Person:
    token = token_in(mails_to(email)[0])
    return operations.accept_invitation(token=token, by=Actor.visitor(), now=timezone.now()).person


def test_an_application_waits_until_its_address_is_confirmed(support_unit: Someone) -> None:
    stakeholder = apply()
    assert stakeholder.state == StakeholderState.STARTED
    assert not Person.objects.filter(email="gita@bridge.example").exists()
    assert mails_to("elena@support.example") == []

    person = confirm_address()

    stakeholder = Stakeholder.unscoped.get(pk=stakeholder.pk)
    assert stakeholder.state == StakeholderState.APPLIED
    assert stakeholder.applicant == person
    assert not Actor.of(person).seats
    assert [m.template for m in mails_to("elena@support.example")] == ["people/application_waiting"]
    assert [m.template for m in mails_to(person.email)][1:] == ["people/application_received"]


def test_confirming_makes_the_applicant_focal_point_and_the_stakeholder_public(
    support_unit: Someone,
) -> None:
    stakeholder = apply()
    person = confirm_address()
    stakeholder = operations.confirm(
        stakeholder=stakeholder, kind="diaspora", by=support_unit.actor, now=timezone.now()
    )
    assert stakeholder.kind == "diaspora"
    assert stakeholder.record.owner_id == stakeholder.pk
    assert Actor.of(person).stakeholder_ids(MemberRole.FOCAL_POINT) == {stakeholder.pk}
    version = Stakeholder.objects.get(pk=stakeholder.pk).current_version
    assert version is not None
    assert (version.no, version.kind, len(version.content_hash)) == (1, "diaspora", 64)
    assert mails_to(person.email)[-1].template == "people/application_confirmed"


def test_declining_needs_a_reason_and_the_applicant_reads_it(support_unit: Someone) -> None:
    stakeholder = apply()
    person = confirm_address()
    with pytest.raises(Invalid):
        operations.decline(
            stakeholder=stakeholder, reason=" ", by=support_unit.actor, now=timezone.now()
        )
    operations.decline(
        stakeholder=stakeholder,
        reason="Tell us more about your work.",
        by=support_unit.actor,
        now=timezone.now(),
    )
    mail = mails_to(person.email)[-1]
    assert mail.template == "people/application_declined"
    assert "Tell us more about your work." in mail.body_text
    with pytest.raises(WrongState):
        operations.confirm(stakeholder=stakeholder, by=support_unit.actor, now=timezone.now())
    again = operations.reopen(stakeholder=stakeholder, by=support_unit.actor, now=timezone.now())
    assert again.state == StakeholderState.APPLIED


def test_only_the_support_unit_decides(
    support_unit: Someone, focal_point: Someone, chair: Someone
) -> None:
    stakeholder = apply()
    applicant = Someone(confirm_address())
    for someone in (focal_point, chair, Someone()):
        with pytest.raises(NotVisible):
            operations.confirm(stakeholder=stakeholder, by=someone.actor, now=timezone.now())
    with pytest.raises(NotAllowed):
        operations.confirm(stakeholder=stakeholder, by=applicant.actor, now=timezone.now())
    assert Stakeholder.unscoped.get(pk=stakeholder.pk).state == StakeholderState.APPLIED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "state"}, "kind"),
        ({"kind": "kingdom"}, "kind"),
        ({"name": "  "}, "name"),
        ({"applicant_name": ""}, "applicant_name"),
    ],
)
def test_what_cannot_be_applied_for(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        apply(**changes)
    assert field in refusal.value.errors
    assert not Stakeholder.unscoped.exists()


def test_a_mailbox_cannot_be_filled_by_applying_in_its_name() -> None:
    for _ in range(3):
        apply()
    words = application()
    words["country"] = None
    fourth = operations.apply_for(**words, by=Actor.visitor(), now=timezone.now())
    assert fourth is None
    assert Mail.objects.filter(to="gita@bridge.example").count() == 3


def test_the_page_answers_the_same_whether_or_not_the_address_has_an_account() -> None:
    PersonFactory(email="known@bridge.example")
    answers = [
        Client().post("/stakeholders/apply/", application(applicant_email=email))
        for email in ("known@bridge.example", "unknown@bridge.example")
    ]
    assert [(a.status_code, a["Location"], a.content) for a in answers] == [
        (302, "/stakeholders/apply/sent/", b"")
    ] * 2
    known, unknown = (
        Mail.objects.get(to=f"{name}@bridge.example") for name in ("known", "unknown")
    )
    assert known.subject == unknown.subject


def test_an_applicant_with_an_account_signs_in_before_confirming(support_unit: Someone) -> None:
    person = PersonFactory(email="known@bridge.example")
    apply(applicant_email="known@bridge.example")
    token = token_in(mails_to("known@bridge.example")[0])
    with pytest.raises(NotAllowed):
        operations.accept_invitation(token=token, by=Actor.visitor(), now=timezone.now())
    accepted = operations.accept_invitation(token=token, by=Actor.of(person), now=timezone.now())
    assert accepted.person == person
    assert not accepted.is_new


def test_applications_nobody_confirmed_are_forgotten() -> None:
    left = apply()
    assert operations.forget_unconfirmed(now=timezone.now()) == 0
    later = timezone.now() + dt.timedelta(days=7)
    assert operations.forget_unconfirmed(now=later) == 1
    assert not Record.objects.filter(pk=left.pk).exists()


def test_a_visitor_applies_with_a_browser_and_the_support_unit_confirms(
    support_unit: Someone,
) -> None:
    browser = Client()
    assert b"Apply to take part" in browser.get("/stakeholders/apply/").content
    wrong = browser.post("/stakeholders/apply/", application(applicant_email="nowhere"))
    assert b"We help seafarers" in wrong.content
    assert b'href="#id_applicant_email"' in wrong.content
    browser.post("/stakeholders/apply/", application())
    link = link_in(mails_to("gita@bridge.example")[0])
    assert b"Confirm and send the application" in browser.get(link).content
    done = browser.post(
        link, {"name": "Gita Applicant", "way": "code", "password": ""}, follow=True
    )
    assert b"with the Support Unit" in done.content
    stakeholder = Stakeholder.unscoped.get()

    assert b"Bridge Builders" in support_unit.client.get("/desk/").content
    page = f"/support/stakeholders/{stakeholder.pk}/"
    assert b"gita@bridge.example" in support_unit.client.get(page).content
    without = support_unit.client.post(page, {"step": "decline", "decline-reason": ""})
    assert b'href="#id_decline-reason"' in without.content
    support_unit.client.post(page, {"step": "confirm", "confirm-kind": "civil_society"})
    assert Membership.objects.get(stakeholder=stakeholder).person.email == "gita@bridge.example"
    assert b"Bridge Builders" in Client().get("/stakeholders/").content
