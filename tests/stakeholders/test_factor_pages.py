"""The pages of sign-in in a browser: a passkey made and used, and what axe sees on all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from gfmd_platform.stakeholders import operations
from gfmd_platform.stakeholders.invented import give_authenticator
from tests.looking import EVERY_APPEARANCE, Look, Pages
from tests.people import PASSWORD, PersonFactory, Someone, give_app, make_state, seat

from .factors import grow_old, set_up_an_app, sign_in_by_password, without_factor
from .helpers import link_in, mails_to

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def window(new_context: Callable[..., BrowserContext], live_server: Any) -> Iterator[Page]:
    """A browser with a fingerprint reader."""
    context = new_context(locale="en-GB", base_url=live_server.url, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    reader = context.new_cdp_session(page)
    reader.send("WebAuthn.enable")
    reader.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_made_signs_in_alone_and_confirms(window: Page) -> None:
    amina = seat(make_state(), name="Amina Focal", email="amina@x.example", password=PASSWORD)
    window.goto("/accounts/login/?next=/accounts/sessions/")
    window.fill("[name=login]", amina.person.email)
    window.fill("[name=password]", PASSWORD)
    window.get_by_role("button", name="Sign in", exact=True).click()
    expect(window.get_by_role("heading", level=1)).to_have_text("A second factor for your account")
    window.get_by_role("link", name="Set up a passkey").click()
    window.get_by_role("button", name="Make the passkey").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    window.get_by_role("link", name="I have kept them: go on").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Where you are signed in")
    made = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert made.wrap().is_passwordless

    # a step for which one confirms
    window.goto("/accounts/2fa/passkeys/reauthenticate/?next=/accounts/2fa/passkeys/")
    window.get_by_role("button", name="Use a passkey").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Your passkeys")
    expect(window.get_by_text("Passkey 1").first).to_be_visible()

    # alone, and as second step after the password
    window.context.clear_cookies()
    window.goto("/accounts/login/?next=/accounts/sessions/")
    window.get_by_role("button", name="Use a passkey").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Where you are signed in")
    window.context.clear_cookies()
    window.goto("/accounts/login/")
    window.fill("[name=login]", amina.person.email)
    window.fill("[name=password]", PASSWORD)
    window.get_by_role("button", name="Sign in", exact=True).click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Second step")
    window.get_by_role("button", name="Use a passkey").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Your desk")

    # none that the device knows: said in words, and nothing is sent
    made.delete()
    window.context.clear_cookies()
    window.goto("/accounts/login/")
    window.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')) }")
    window.get_by_role("button", name="Use a passkey").click()
    expect(window.get_by_role("alert").first).to_contain_text("Nothing came of it")


def _passkey(person: Any) -> Authenticator:
    """A row as its list shows it; its key signs nobody in."""
    return Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={
            "name": "Blue key",
            "credential": {"clientExtensionResults": {"credProps": {"rk": True}}},
        },
    )


@pytest.fixture
def pages(
    db: None, focal_point: Someone, colleague: Someone, support_unit: Someone, settings: Any
) -> Pages:
    settings.DEMO = True
    settings.STEP_UP_MINUTES = 60
    amina, new = focal_point.client, without_factor(colleague)
    old = without_factor(seat(focal_point.stakeholder, name="Old", email="old@arvania.example"))
    set_up_an_app(old)
    waiting = Client()
    give_app(PersonFactory(email="w@example.org", password=PASSWORD))
    sign_in_by_password(waiting, PersonFactory._meta.model.objects.get(email="w@example.org"))
    mailed = Someone(PersonFactory(email="m@example.org"))
    by_mail = Client()
    by_mail.force_login(
        mailed.person, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    stale = seat(focal_point.stakeholder, name="Stale", email="stale@arvania.example")
    grow_old(stale.client, minutes=100)
    members = f"/stakeholders/{focal_point.stakeholder.pk}/members/"
    stale.client.post(members, {"name": "Kept", "email": "k@x.example"})
    give_authenticator(PersonFactory(name="Invented", email="invented@x.example"))
    lost = seat(focal_point.stakeholder, name="Lost", email="lost@arvania.example")
    operations.renew_nomination(
        membership=lost.person.memberships.get(),
        reference="Note 1",
        dated=timezone.now().date(),
        by=support_unit.actor,
        now=timezone.now(),
    )
    link = link_in(mails_to(lost.person.email)[-1])
    seat_of = colleague.person.memberships.get()
    second = "/accounts/2fa/"
    found: dict[str, Look] = {
        "why": (new, "/accounts/second-factor/"),
        "add an app": (new, f"{second}totp/activate/"),
        "add a passkey": (new, f"{second}passkeys/add/"),
        "nothing yet": (new, second),
        "ways": (amina, second),
        "recovery codes": (old, f"{second}recovery-codes/"),
        "new recovery codes": (old, f"{second}recovery-codes/generate/"),
        "no passkeys": (old, f"{second}passkeys/"),
        "remove the app": (amina, f"{second}totp/deactivate/"),
        "confirm": (amina, f"{second}reauthenticate/"),
        "second step": (waiting, f"{second}authenticate/"),
        "confirm by mail": (by_mail, "/accounts/reauthenticate/mail/"),
        "kept": (stale.client, f"/accounts/kept/?for={members}"),
        "sessions": (old, "/accounts/sessions/"),
        "codes": (Client(), "/codes/"),
        "sign in": (Client(), "/accounts/login/"),
        "renewal awaited": (Client(), "/accounts/renewal/"),
        "one-time link": (Client(), link),
        "renew": (support_unit.client, f"/memberships/{seat_of.pk}/renew/"),
        "members": (support_unit.client, members),
    }
    key = _passkey(focal_point.person)
    return found | {
        "passkeys": (amina, f"{second}passkeys/"),
        "rename": (amina, f"{second}passkeys/{key.pk}/edit/"),
        "remove a passkey": (amina, f"{second}passkeys/{key.pk}/remove/"),
    }


#: One page of each kind, for the short form.
SHORT = (
    "add an app",
    "new recovery codes",
    "kept",
    "sessions",
    "one-time link",
    "passkeys",
)


@EVERY_APPEARANCE
def test_no_page_has_findings_or_sticks_out(
    pages: Pages, look_over: Callable[..., list[str]], every: bool
) -> None:
    assert look_over(pages, every=every, short=SHORT) == []
