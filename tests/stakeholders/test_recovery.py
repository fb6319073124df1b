"""Losing every way in is never resolved by mail alone."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible
from gfmd_platform.ledger.models import Event
from gfmd_platform.stakeholders import operations
from tests.people import PASSWORD, Someone, give_app, seat, sign_in

from .factors import LOGIN, SECOND, is_in, set_up_an_app, sign_in_by_password
from .helpers import link_in, mails_to

pytestmark = pytest.mark.django_db

NOTE = {"reference": "Note verbale 44/9", "dated": dt.date(2026, 11, 2)}


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def amina(focal_point: Someone) -> Someone:
    """Has a password and an app."""
    focal_point.person.set_password(PASSWORD)
    focal_point.person.save()
    give_app(focal_point.person)
    return focal_point


def renew(someone: Someone, by: Someone, **changes: Any) -> Any:
    return operations.renew_nomination(
        membership=someone.person.memberships.get(),
        **{**NOTE, **changes},
        by=by.actor,
        now=timezone.now(),
    )


def test_a_password_set_anew_keeps_the_second_factor(amina: Someone) -> None:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": amina.person.email})
    target = browser.get(link_in(mails_to(amina.person.email)[-1]), follow=True)
    new = {"password1": "nine slow barges", "password2": "nine slow barges"}
    browser.post(target.request["PATH_INFO"], new)
    assert not is_in(browser)
    assert Authenticator.objects.filter(user=amina.person).exists()
    asked = browser.post(LOGIN, {"login": amina.person.email, "password": "nine slow barges"})
    assert asked["Location"] == SECOND
    assert not is_in(browser)


def test_a_mailed_code_stops_at_the_second_factor(amina: Someone) -> None:
    browser = Client()
    browser.post("/accounts/login/code/", {"email": amina.person.email})
    body = mails_to(amina.person.email)[-1].body_text
    code = re.search(r"^([A-Z0-9-]{6,})$", body, re.M)
    assert code
    answer = browser.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert answer["Location"] == SECOND
    assert not is_in(browser)


def test_a_renewed_nomination_begins_anew(amina: Someone, support_unit: Someone) -> None:
    other = seat(amina.stakeholder, name="Second Focal", email="second@arvania.example")
    signed_in = Client()
    sign_in(signed_in, amina.person)
    assert is_in(signed_in)
    renew(amina, support_unit)
    assert not is_in(signed_in), "all sessions end"
    assert not Authenticator.objects.filter(user=amina.person).exists()
    assert Event.objects.filter(verb="stakeholder.renew_nomination").count() == 1
    told = mails_to(other.person.email)[-1]
    assert told.template == "people/access_renewed"
    assert amina.person.name in told.body_text
    link = link_in(mails_to(amina.person.email)[-1])

    thief = Client()
    sign_in_by_password(thief, amina.person)
    assert not is_in(thief), "the password is gone"
    thief.post("/accounts/login/code/", {"email": amina.person.email})
    code = re.search(r"^([A-Z0-9-]{6,})$", mails_to(amina.person.email)[-1].body_text, re.M)
    answer = thief.post("/accounts/login/code/confirm/", {"code": code[1] if code else ""})
    assert answer["Location"] == "/accounts/renewal/"
    assert not is_in(thief), "nothing but the link signs in"

    browser = Client()
    assert browser.get(link).status_code == 200
    assert not is_in(browser), "looking changes nothing"
    weak = browser.post(link, {"password": "short"})
    assert b"too short" in weak.content
    browser.post(link, {"password": "seven old ferries"})
    assert browser.get("/desk/")["Location"].startswith("/accounts/second-factor/")
    set_up_an_app(browser)
    assert is_in(browser)
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"password": ""}).status_code == 410


def test_only_the_support_unit_renews_and_nobody_their_own(
    amina: Someone, colleague: Someone, support_unit: Someone, other_focal_point: Someone
) -> None:
    for who in (colleague, amina):
        with pytest.raises(NotAllowed):
            renew(amina, who)
    with pytest.raises((NotAllowed, NotVisible)):
        renew(amina, other_focal_point)
    with pytest.raises(Invalid) as refused:
        renew(amina, support_unit, reference=" ", dated=dt.date(2100, 1, 1))
    assert set(refused.value.errors) == {"reference", "dated"}
    assert Authenticator.objects.filter(user=amina.person).exists()


def test_on_the_page_and_by_the_api(amina: Someone, support_unit: Someone) -> None:
    seat_of = amina.person.memberships.get()
    address = f"/memberships/{seat_of.pk}/renew/"
    assert (
        address.encode()
        in support_unit.client.get(f"/stakeholders/{amina.stakeholder.pk}/members/").content
    )
    page = support_unit.client.get(address)
    assert b"cannot be undone" in page.content
    sent = {"reference": "Note 1", "dated_day": "2", "dated_month": "11", "dated_year": "2026"}
    done = support_unit.client.post(address, sent)
    assert done.status_code == 302, done.content
    amina.person.refresh_from_db()
    assert amina.person.awaits_renewal
    first = link_in(mails_to(amina.person.email)[-1])
    api = support_unit.api.post(
        f"/api/v1/memberships/{seat_of.pk}/renew-access/",
        {"reference": "Note 2", "dated": "2026-11-02"},
    )
    assert api.status_code == 200
    assert Client().get(first).status_code == 410, "an earlier link dies"
    assert amina.client.get(address).status_code == 302


def test_a_renewal_link_is_no_invitation(amina: Someone, support_unit: Someone) -> None:
    renew(amina, support_unit)
    token = link_in(mails_to(amina.person.email)[-1]).rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(NotVisible):
        operations.accept_invitation(token=token, by=Actor.visitor(), now=timezone.now())
    assert Client().get(f"/invitations/accept/{token}/").status_code == 404


def test_the_support_unit_itself_is_let_in_again_at_the_machine(
    support_unit: Someone, amina: Someone, capsys: pytest.CaptureFixture[str]
) -> None:
    give_app(support_unit.person)
    call_command("renew_access", support_unit.person.email)
    link = re.search(r"https?://[^/]+(/\S+)", capsys.readouterr().out)
    assert link
    browser = Client()
    browser.post(link[1], {"password": ""})
    assert browser.get("/desk/")["Location"].startswith("/accounts/second-factor/")
    with pytest.raises(NotAllowed):
        operations.create_renewal_link(
            email=amina.person.email, by=Actor.system(), now=timezone.now()
        )
