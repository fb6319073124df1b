"""The link with which an empty instance gets its first person."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.models import Person
from tests.people import Someone

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Olu First",
    "email": "olu@support.example",
    "way": "password",
    "password": "eleven wet stones",
}


def printed_link(*words: str) -> str:
    out = io.StringIO()
    call_command("create_support_unit_link", *words, stdout=out)
    return urlsplit(out.getvalue().strip()).path


def test_the_printed_link_makes_the_first_member_once() -> None:
    link = printed_link()
    browser = Client()
    assert b"first member of the Support Unit" in browser.get(link).content
    nameless = browser.post(link, {**WORDS, "email": ""})
    assert b'href="#id_email"' in nameless.content
    assert browser.post(link, WORDS)["Location"] == "/desk/"
    assert Actor.of(Person.objects.get(email="olu@support.example")).is_support_unit
    assert Client().post(link, {**WORDS, "email": "else@support.example"}).status_code == 410


def test_a_second_link_kills_the_first() -> None:
    first = printed_link()
    second = printed_link()
    assert Client().post(first, WORDS).status_code == 410
    assert Client().post(second, WORDS).status_code == 302


def test_with_members_a_link_must_be_asked_for_in_words(support_unit: Someone) -> None:
    with pytest.raises(CommandError, match="members already"):
        printed_link()
    assert Client().get(printed_link("--another")).status_code == 200
