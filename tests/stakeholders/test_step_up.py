"""Acts in a stakeholder's name need a person who was there a short while ago; nothing is lost on
the way to the confirmation."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from gfmd_platform.stakeholders.models import Invitation
from tests.commitments.making import choose, make_cycle, start, write
from tests.people import Someone

from .factors import code, grow_old
from .helpers import mails_to

pytestmark = pytest.mark.django_db

CONFIRM = "/accounts/2fa/reauthenticate/"
NEW = {"name": "New Colleague", "email": "new@arvania.example", "role": "contributor"}


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def members(someone: Someone) -> str:
    return f"/stakeholders/{someone.stakeholder.pk}/members/"


def test_an_invitation_is_kept_until_its_writer_has_confirmed(focal_point: Someone) -> None:
    browser = focal_point.client
    grow_old(browser)
    assert browser.get(members(focal_point)).status_code == 200, "reading stays open"
    asked = browser.post(members(focal_point), NEW)
    assert asked["Location"].startswith(CONFIRM)
    assert not Invitation.objects.exists()
    page = browser.get(asked["Location"]).content.decode()
    onward = re.search(r'name="next" value="([^"]+)"', page)
    assert onward
    done = browser.post(CONFIRM, {"code": code(), "next": onward[1]})
    kept = browser.get(done["Location"]).content.decode()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', kept))
    assert {name: fields[name] for name in NEW} == {**NEW}
    assert f'action="{members(focal_point)}"' in kept
    browser.post(members(focal_point), NEW)
    assert Invitation.objects.filter(email="new@arvania.example").exists()


def test_the_api_says_where_to_confirm(focal_point: Someone) -> None:
    address = f"/api/v1/stakeholders/{focal_point.stakeholder.pk}/invitations/"
    grow_old(focal_point.api)
    refused = focal_point.api.post(address, NEW)
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    problem = refused.json()
    assert (problem["type"], problem["address"]) == ("step-up-required", CONFIRM)
    assert not Invitation.objects.exists()


def test_the_time_is_a_setting(focal_point: Someone, settings: object) -> None:
    grow_old(focal_point.client, minutes=16)
    settings.STEP_UP_MINUTES = 30
    assert focal_point.client.post(members(focal_point), NEW)["Location"] == members(focal_point)


def test_submitting_a_report_needs_it_writing_does_not(
    focal_point: Someone, support_unit: Someone
) -> None:
    report = start(make_cycle(support_unit), focal_point)
    write(report, focal_point, "What was done.")
    choose(report, focal_point)
    browser = focal_point.client
    grow_old(browser)
    part = f"/reports/{report.pk}/parts/a/"
    assert browser.get(f"/reports/{report.pk}/check/").status_code == 200
    assert "reauthenticate" not in browser.post(part, {"a_narrative": "More"}).get("Location", "")
    asked = browser.post(f"/reports/{report.pk}/check/", {"agree": "on"})
    assert asked["Location"].startswith(CONFIRM)
    refused = focal_point.api
    grow_old(refused)
    answer = refused.post(f"/api/v1/reports/{report.pk}/submit/", {})
    assert answer.json()["type"] == "step-up-required"


def test_only_handing_over_needs_it_on_ones_own_page(focal_point: Someone) -> None:
    seat = focal_point.person.memberships.get()
    browser = focal_point.client
    grow_old(browser)
    address = f"/memberships/{seat.pk}/"
    described = browser.post(address, {"step": "describe", "function": "Director"})
    assert described["Location"] == members(focal_point)
    assert browser.post(address, {"step": "hand_over"})["Location"].startswith(CONFIRM)


def test_whoever_has_only_a_mailbox_confirms_by_a_mailed_code(submitter: Someone) -> None:
    browser = submitter.client
    Authenticator.objects.all().delete()
    submitter.person.set_unusable_password()
    submitter.person.save()
    browser.force_login(
        submitter.person, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    asked = browser.post(members(submitter), NEW)
    assert asked["Location"].startswith("/accounts/reauthenticate/mail/?next=")
    browser.post("/accounts/reauthenticate/mail/", {"send": "1", "next": "/desk/"})
    mail = mails_to(submitter.person.email)[-1]
    assert mail.secret
    sent = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.body_text, re.M)
    assert sent
    wrong = browser.post("/accounts/reauthenticate/mail/", {"code": "XXXX-XXXX"})
    assert b"not the one in the mail" in wrong.content
    right = {"code": sent[1].lower(), "next": "/desk/"}
    assert browser.post("/accounts/reauthenticate/mail/", right)["Location"] == "/desk/"
    assert browser.post(members(submitter), NEW)["Location"] == members(submitter)


def test_a_mailed_code_is_no_way_round_a_factor(focal_point: Someone) -> None:
    answer = focal_point.client.get("/accounts/reauthenticate/mail/?next=/desk/")
    assert answer["Location"].startswith(CONFIRM)


def test_after_confirming_no_other_site(focal_point: Someone) -> None:
    kept = focal_point.client.get("/accounts/kept/?for=https://elsewhere.example/")
    assert kept["Location"] == "/desk/"
    assert Client().get("/accounts/kept/?for=/desk/")["Location"].startswith("/accounts/login/")


def test_no_password_is_kept_with_a_form(focal_point: Someone) -> None:
    browser = focal_point.client
    grow_old(browser)
    browser.post(members(focal_point), NEW | {"password": "a secret", "oldpassword": "another"})
    kept = str(browser.session["kept_forms"])
    assert "New+Colleague" in kept
    assert "secret" not in kept and "another" not in kept
