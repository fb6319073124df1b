"""Signing in with a password or a mailed code; nobody learns who has an account."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from gfmd_platform.notifications.models import Mail
from tests.people import PASSWORD, PersonFactory, Someone

from .helpers import link_in, mails_to

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
ADDRESS = "kofi@example.org"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def kofi(db: None) -> Someone:
    return Someone(PersonFactory(email=ADDRESS, name="Kofi", password=PASSWORD))


def signed_in(browser: Client) -> bool:
    return browser.get("/desk/").status_code == 200


def test_with_a_password_back_to_where_one_was(kofi: Someone) -> None:
    browser = Client()
    lost = browser.get("/accounts/?x=1")
    assert lost["Location"] == f"{LOGIN}?next=/accounts/%3Fx%3D1"
    page = browser.get(lost["Location"])
    assert b'name="next" value="/accounts/?x=1"' in page.content
    done = browser.post(LOGIN, {"login": ADDRESS, "password": PASSWORD, "next": "/accounts/?x=1"})
    assert done["Location"] == "/accounts/?x=1"
    assert signed_in(browser)


def test_after_sign_in_no_other_site(kofi: Someone) -> None:
    answer = Client().post(
        LOGIN, {"login": ADDRESS, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/desk/"


def test_with_a_mailed_code(kofi: Someone) -> None:
    browser = Client()
    browser.post("/accounts/login/code/?next=/accounts/", {"email": ADDRESS})
    mail = mails_to(ADDRESS)[0]
    assert mail.secret
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.body_text, re.MULTILINE)
    assert code and code[1] not in mail.subject
    wrong = browser.post("/accounts/login/code/confirm/", {"code": "XXXXXX"})
    assert b"not the one in the mail" in wrong.content
    browser.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert signed_in(browser)


def answers(path: str, words: dict[str, str], field: str) -> list[tuple[int, str, str]]:
    found = []
    for address in (ADDRESS, "nobody@example.org"):
        answer = Client().post(path, {**words, field: address}, follow=True)
        text = answer.content.decode().replace(address, "ADDRESS")
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
        found.append((answer.status_code, answer.request["PATH_INFO"], text))
    return found


@pytest.mark.parametrize(
    ("path", "words", "field"),
    [
        (LOGIN, {"password": "not the password"}, "login"),
        ("/accounts/login/code/", {}, "email"),
        ("/accounts/password/reset/", {}, "email"),
    ],
)
def test_an_unknown_address_is_answered_like_a_known_one(
    kofi: Someone, path: str, words: dict[str, str], field: str
) -> None:
    known, unknown = answers(path, words, field)
    assert known == unknown
    assert not Mail.objects.filter(to="nobody@example.org").exists()


@pytest.mark.parametrize("address", [ADDRESS, "nobody@example.org"])
def test_too_many_attempts_are_met_kindly_and_the_same_for_all(
    kofi: Someone, settings: object, address: str
) -> None:
    settings.AXES_ENABLED = True  # type: ignore[attr-defined]
    browser = Client()
    statuses = [
        browser.post(LOGIN, {"login": address, "password": f"wrong {n}"}).status_code
        for n in range(10)
    ]
    assert statuses == [200] * 9 + [429]
    locked = browser.post(LOGIN, {"login": address.upper(), "password": PASSWORD})
    assert locked.status_code == 429
    assert b"wait 15 minutes" in locked.content
    assert b"/accounts/login/code/" in locked.content
    assert not signed_in(browser)
    other = PersonFactory(email="other@example.org", password=PASSWORD)
    browser.post(LOGIN, {"login": "other@example.org", "password": PASSWORD})
    assert signed_in(browser), other


def test_a_forgotten_password_is_set_anew_by_a_link(kofi: Someone) -> None:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": ADDRESS})
    mail = mails_to(ADDRESS)[0]
    assert mail.secret
    page = browser.get(link_in(mail), follow=True)
    target = page.request["PATH_INFO"]
    new = {"password1": "nine slow barges", "password2": "nine slow barges"}
    done = browser.post(target, new)
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert not signed_in(browser), "the mailbox alone signs nobody in"
    browser.post(LOGIN, {"login": ADDRESS, "password": "nine slow barges"})
    assert signed_in(browser)
    assert mails_to(ADDRESS)[-1].template == "people/account_notice"
    used = Client().get(link_in(mail), follow=True)
    assert b"used already or has expired" in used.content


def test_a_new_address_counts_once_its_code_is_given(kofi: Someone) -> None:
    kofi.client.post("/accounts/email/", {"email": "kofi@new.example", "action_add": "1"})
    code = re.search(r"^([A-Z0-9-]{6,})$", mails_to("kofi@new.example")[0].body_text, re.M)
    assert code
    kofi.person.refresh_from_db()  # type: ignore[union-attr]
    assert kofi.person.email == ADDRESS  # type: ignore[union-attr]
    kofi.client.post("/accounts/email/confirm/", {"code": code[1]})
    kofi.person.refresh_from_db()  # type: ignore[union-attr]
    assert kofi.person.email == "kofi@new.example"  # type: ignore[union-attr]


def test_whoever_signs_in_with_codes_can_set_a_password(db: None) -> None:
    lena = Someone(PersonFactory(email="lena@example.org"))
    assert b"Set a password" in lena.client.get("/accounts/").content
    lena.client.post(
        "/accounts/password/set/",
        {"password1": "ten tall poplars", "password2": "ten tall poplars"},
    )
    lena.person.refresh_from_db()  # type: ignore[union-attr]
    assert lena.person.check_password("ten tall poplars")  # type: ignore[union-attr]


def test_signing_out_ends_the_session(kofi: Someone) -> None:
    assert signed_in(kofi.client)
    assert kofi.client.get("/accounts/logout/").status_code == 200
    assert kofi.client.post("/accounts/logout/")["Location"] == "/"
    assert not signed_in(kofi.client)


def test_a_closed_account_does_not_sign_in(kofi: Someone) -> None:
    kofi.person.is_active = False  # type: ignore[union-attr]
    kofi.person.save()  # type: ignore[union-attr]
    browser = Client()
    browser.post(LOGIN, {"login": ADDRESS, "password": PASSWORD})
    assert not signed_in(browser)


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert Client().get("/accounts/signup/").status_code == 404


OPEN = ["login/", "login/code/", "password/reset/", "password/reset/done/", "inactive/"]
PRIVATE = [
    "",
    "email/",
    "password/change/",
    "2fa/",
    "reauthenticate/",
    "sessions/",
    "logout/",
]


@pytest.mark.parametrize("path", OPEN)
def test_open_pages_wear_our_layout(path: str) -> None:
    page = Client().get(f"/accounts/{path}")
    assert page.status_code == 200
    assert b'<header class="page-head">' in page.content


@pytest.mark.parametrize("path", PRIVATE)
def test_private_pages_wear_our_layout(path: str, kofi: Someone) -> None:
    browser = Client()
    browser.post(LOGIN, {"login": ADDRESS, "password": PASSWORD})
    page = browser.get(f"/accounts/{path}")
    assert page.status_code == 200, page.headers
    assert b'<header class="page-head">' in page.content
