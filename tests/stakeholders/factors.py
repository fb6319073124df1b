"""Factors as a test gives them: the codes of the cast's app, sessions that have grown old."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.cache import cache
from django.test import Client, TestCase
from django.utils import timezone

from gfmd_platform.stakeholders.invented import code_at
from tests.people import APP_KEY, PASSWORD, Someone, give_app

LOGIN = "/accounts/login/"
SECOND = "/accounts/2fa/authenticate/"


def code(secret: str = APP_KEY, at: dt.datetime | None = None) -> str:
    """What the app shows; as if no code had been given before."""
    cache.clear()
    return code_at(secret, at or timezone.now())


def sign_in_by_password(browser: Client, person: Any, **more: str) -> Any:
    return browser.post(LOGIN, {"login": person.email, "password": PASSWORD, **more})


def is_in(browser: Client) -> bool:
    return browser.get("/desk/").status_code == 200


def grow_old(client: Client, minutes: int = 16) -> None:
    """As if its person had signed in so long ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 60 * minutes}
        for record in session["account_authentication_methods"]
    ]
    session.save()


def secret_on(page: bytes) -> str:
    """The key that the page offers for copying."""
    found = re.search(rb"<code>([A-Z2-7]{16,})</code>", page)
    assert found
    return found[1].decode()


def set_up_an_app(browser: Client) -> str:
    """On its page; returns the key."""
    secret = secret_on(browser.get("/accounts/2fa/totp/activate/").content)
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = browser.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def recovery_codes(browser: Client) -> list[str]:
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<code>(\d{8})</code>", page)


def signed_in(someone: Someone, **headers: str) -> Client:
    """A browser of the person's, signed in by its own pages."""
    assert someone.person is not None
    if not someone.person.has_usable_password():
        someone.person.set_password(PASSWORD)
        someone.person.save()
    give_app(someone.person)
    browser = Client(headers=headers)
    sign_in_by_password(browser, someone.person)
    browser.post(SECOND, {"code": code()})
    assert is_in(browser)
    return browser


def without_factor(someone: Someone) -> Client:
    """A browser signed in by password alone."""
    from allauth.mfa.models import Authenticator

    assert someone.person is not None
    Authenticator.objects.filter(user=someone.person).delete()
    someone.person.set_password(PASSWORD)
    someone.person.save()
    browser = Client()
    sign_in_by_password(browser, someone.person)
    return browser
