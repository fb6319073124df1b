"""Who must have a second factor, what opens without, and how one is set up, used and removed."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from gfmd_platform.access.step_up import STEP_UP
from gfmd_platform.stakeholders.assurance import needs_second_factor
from gfmd_platform.stakeholders.enums import GroupCode, MemberRole
from gfmd_platform.stakeholders.factors import FactorAdapter
from gfmd_platform.stakeholders.middleware import OPEN_WITHOUT
from gfmd_platform.stakeholders.models import Stakeholder
from tests.access.routes import all_routes
from tests.people import APP_KEY, PASSWORD, PersonFactory, Someone, give_app, in_group, seat

from .factors import (
    LOGIN,
    SECOND,
    code,
    is_in,
    recovery_codes,
    set_up_an_app,
    sign_in_by_password,
    signed_in,
    without_factor,
)
from .helpers import mails_to

pytestmark = pytest.mark.django_db

ASKS = "/accounts/second-factor/"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def operator(db: None) -> Someone:
    return Someone(PersonFactory(name="Olga Operator", is_staff=True))


def test_who_needs_one(
    focal_point: Someone,
    colleague: Someone,
    chair: Someone,
    support_unit: Someone,
    operator: Someone,
    submitter: Someone,
    visitor: Someone,
) -> None:
    for someone in (focal_point, colleague, chair, support_unit, operator):
        assert needs_second_factor(someone.actor)
    assert not needs_second_factor(submitter.actor)
    assert not needs_second_factor(visitor.actor)


def test_all_members_of_a_chair_that_is_no_state_need_one(network: Stakeholder) -> None:
    drafts = seat(network, MemberRole.CONTRIBUTOR)
    assert not needs_second_factor(drafts.actor)
    in_group(GroupCode.CHAIR_IN_OFFICE, stakeholder=network)
    assert needs_second_factor(drafts.actor)


@pytest.mark.parametrize("name", ["colleague", "support_unit", "chair", "operator"])
def test_without_one_nothing_else_opens(name: str, request: pytest.FixtureRequest) -> None:
    browser = without_factor(request.getfixturevalue(name))
    for address in ("/", "/desk/", "/stakeholders/", "/operators/", "/api/schema/", "/mail/"):
        answer = browser.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(ASKS), address
    refused = browser.get("/api/v1/me/")
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    problem = json.loads(refused.content)
    assert problem["type"] == "second-factor-required"
    assert problem["address"] == ASKS


def test_every_address_but_those_of_the_list_is_closed(focal_point: Someone) -> None:
    """Read from the resolver: a page added tomorrow is closed too."""
    browser = without_factor(focal_point)
    known = set(all_routes())
    assert known >= OPEN_WITHOUT
    for name in sorted(known - OPEN_WITHOUT):
        if all_routes()[name].arguments:
            continue
        answer = browser.get(reverse(name))
        if name.startswith("api:"):
            assert answer.status_code == 403, name
        else:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(ASKS), name


def test_setting_one_up_leads_back_to_where_one_was(focal_point: Someone) -> None:
    browser = without_factor(focal_point)
    asks = browser.get("/commitments/new/?x=1", follow=True)
    assert asks.request["PATH_INFO"] == ASKS
    assert b"must not be enough to speak in their name" in asks.content
    set_up_an_app(browser)
    shown = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    assert 'href="/commitments/new/?x=1"' in shown
    assert len(recovery_codes(browser)) == 10
    assert is_in(browser)
    assert mails_to(focal_point.person.email)[-1].template == "people/account_notice"


def test_words_sent_meanwhile_are_kept_and_sent_after(focal_point: Someone) -> None:
    browser = without_factor(focal_point)
    sent = browser.post("/accounts/", {"name": "Amina Written", "language": "en-gb"})
    assert sent["Location"].startswith(ASKS)
    browser.get(sent["Location"])
    set_up_an_app(browser)
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "/accounts/kept/?for=%2Faccounts%2F" in page
    kept = browser.get("/accounts/kept/?for=%2Faccounts%2F").content.decode()
    assert 'name="name" value="Amina Written"' in kept
    assert 'action="/accounts/"' in kept
    browser.post("/accounts/", {"name": "Amina Written", "language": "en-gb"})
    focal_point.person.refresh_from_db()
    assert focal_point.person.name == "Amina Written"
    assert browser.get("/accounts/kept/?for=%2Faccounts%2F")["Location"] == "/accounts/"


def test_a_text_that_saves_itself_stays_in_its_page(focal_point: Someone) -> None:
    browser = without_factor(focal_point)
    answer = browser.post("/accounts/", {"name": "x"}, headers={"x-requested-with": "fetch"})
    assert answer.status_code == 401
    assert "kept_forms" not in browser.session


def test_a_session_from_before_confirms_once(focal_point: Someone) -> None:
    """The factor was set up in another browser: this one has not shown it."""
    browser = without_factor(focal_point)
    give_app(focal_point.person)
    asks = browser.get("/desk/", follow=True)
    assert b"/accounts/2fa/reauthenticate/?next=%2Fdesk%2F" in asks.content
    browser.post("/accounts/2fa/reauthenticate/", {"code": code(), "next": "/desk/"})
    assert is_in(browser)


def test_nobody_adds_a_factor_beside_one_that_they_have_not_shown(
    focal_point: Someone, submitter: Someone
) -> None:
    """A stolen password and a session from before are not enough, needed or not."""
    for someone in (focal_point, submitter):
        Authenticator.objects.all().delete()
        browser = without_factor(someone)
        assert browser.get("/accounts/2fa/passkeys/add/").status_code == 200
        give_app(someone.person)
        for address in ("passkeys/add/", "recovery-codes/", "totp/deactivate/"):
            here = f"/accounts/2fa/{address}"
            for answer in (browser.get(here), browser.post(here, {})):
                assert answer["Location"].startswith(("/accounts/2fa/reauth", ASKS)), here
        browser.post("/accounts/2fa/reauthenticate/", {"code": code(), "next": "/desk/"})
        assert browser.get("/accounts/2fa/passkeys/add/").status_code == 200


def test_password_and_code_sign_in(focal_point: Someone) -> None:
    browser = without_factor(focal_point)
    set_up_an_app(browser)
    assert b"is in use" in browser.get("/accounts/2fa/").content
    Authenticator.objects.all().delete()
    give_app(focal_point.person)
    again = Client()
    answer = sign_in_by_password(again, focal_point.person, next="/accounts/")
    assert answer["Location"] == SECOND
    assert not is_in(again)
    wrong = again.post(SECOND, {"code": "000000"})
    assert b"not the code now" in wrong.content
    done = again.post(SECOND, {"code": code()})
    assert done["Location"] == "/accounts/"
    assert is_in(again)


def test_others_may_set_one_up(submitter: Someone) -> None:
    browser = without_factor(submitter)
    assert is_in(browser)
    set_up_an_app(browser)
    assert sign_in_by_password(Client(), submitter.person)["Location"] == SECOND


def test_a_used_recovery_code_is_told_and_works_once(focal_point: Someone) -> None:
    browser = without_factor(focal_point)
    set_up_an_app(browser)
    first = recovery_codes(browser)[0]
    again = Client()
    sign_in_by_password(again, focal_point.person)
    again.post(SECOND, {"code": first})
    assert is_in(again)
    assert "recovery codes was used" in mails_to(focal_point.person.email)[-1].body_text
    once_more = Client()
    sign_in_by_password(once_more, focal_point.person)
    once_more.post(SECOND, {"code": first})
    assert not is_in(once_more)


def test_removing_the_last_one_closes_everything_again(focal_point: Someone) -> None:
    browser, other = signed_in(focal_point), signed_in(focal_point)
    browser.post("/accounts/2fa/totp/deactivate/")
    assert browser.get("/desk/")["Location"].startswith(ASKS)
    assert other.get("/desk/")["Location"].startswith(LOGIN)
    mail = mails_to(focal_point.person.email)[-1]
    assert "the authenticator app was removed" in mail.body_text


def test_codes_cannot_be_guessed_at_from_anywhere(focal_point: Someone, settings: object) -> None:
    settings.AXES_ENABLED = True
    focal_point.person.set_password(PASSWORD)
    focal_point.person.save()
    give_app(focal_point.person)
    for number in range(10):
        guesser = Client(REMOTE_ADDR=f"203.0.113.{number}")
        sign_in_by_password(guesser, focal_point.person)
        guesser.post(SECOND, {"code": "000000"})
    owner = Client()
    sign_in_by_password(owner, focal_point.person)
    refused = owner.post(SECOND, {"code": code()})
    assert b"Too many wrong codes" in refused.content
    assert not is_in(owner)


def test_secrets_are_encrypted_under_keys_that_may_change(
    focal_point: Someone, settings: object
) -> None:
    stored = give_app(focal_point.person).data["secret"]
    assert APP_KEY not in stored
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key " * 6
    settings.SECRET_KEY_FALLBACKS = [old]
    assert FactorAdapter().decrypt(stored) == APP_KEY
    settings.SECRET_KEY_FALLBACKS = []
    lost = FactorAdapter().decrypt(stored)
    assert lost != APP_KEY
    assert lost != FactorAdapter().decrypt(stored), "nobody can know it"


def test_operators_cannot_take_a_factor_away(operator: Someone) -> None:
    from django.contrib import admin

    assert Authenticator not in admin.site._registry


def test_the_list_of_acts_names_real_addresses() -> None:
    known = set(all_routes())
    assert known >= STEP_UP
    assert get_resolver().resolve("/codes/").view_name == "demo-codes"


def test_codes_of_invented_people_exist_on_demonstrations_only(
    focal_point: Someone, settings: object
) -> None:
    from gfmd_platform.stakeholders.invented import give_authenticator

    give_app(focal_point.person)
    assert Client().get("/codes/").status_code == 404
    settings.DEMO = True
    assert focal_point.person.email not in Client().get("/codes/").content.decode()
    Authenticator.objects.all().delete()
    give_authenticator(focal_point.person)
    page = Client().get("/codes/").content.decode()
    assert focal_point.person.email in page
    assert "/codes/" in Client().get(LOGIN).content.decode()
    settings.DEMO = False
    assert "/codes/" not in Client().get(LOGIN).content.decode()
