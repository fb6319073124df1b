"""Where one is signed in: seen, and ended one by one or all."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from gfmd_platform.stakeholders.devices import device
from gfmd_platform.stakeholders.sessions import sessions_of
from tests.people import Someone

from .factors import is_in, signed_in

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def phone(focal_point: Someone) -> Client:
    return signed_in(focal_point, **{"user-agent": PHONE})


@pytest.fixture
def desk(phone: Client, focal_point: Someone) -> Client:
    return signed_in(focal_point, **{"user-agent": DESK})


@pytest.mark.parametrize(
    ("agent", "words"),
    [(PHONE, "Safari on iPhone"), (DESK, "Firefox on Windows"), ("curl/8", "curl/8")],
)
def test_a_device_in_few_words(agent: str, words: str) -> None:
    assert device(agent) == words


def test_each_can_be_ended(focal_point: Someone, phone: Client, desk: Client) -> None:
    page = desk.get("/accounts/sessions/").content.decode()
    key = phone.session.session_key
    assert key is not None
    assert key not in page
    other = next(s for s in sessions_of(focal_point.person, None) if s.key == key)
    assert f'value="{other.handle}"' in page
    assert "Safari on iPhone" in page
    desk.post("/accounts/sessions/", {"end": other.handle})
    assert not is_in(phone)
    assert is_in(desk)
    assert desk.post("/accounts/sessions/", {"end": other.handle}).status_code == 404


def test_all_others_can_be_ended(phone: Client, desk: Client) -> None:
    desk.post("/accounts/sessions/")
    assert not is_in(phone)
    assert is_in(desk)


def test_by_the_api(colleague: Someone, phone: Client, desk: Client) -> None:
    rows = desk.get("/api/v1/sessions/").json()
    assert [row["is_current"] for row in rows] == [True, False]
    assert set(rows[0]) == {"id", "device", "ip", "since", "last_seen", "is_current"}
    theirs = f"/api/v1/sessions/{rows[1]['id']}/"
    assert colleague.api.delete(theirs).status_code == 404
    assert is_in(phone)
    assert desk.delete(theirs).status_code == 204
    assert not is_in(phone)
    assert desk.post("/api/v1/sessions/end-others/").status_code == 204
    assert len(desk.get("/api/v1/sessions/").json()) == 1


def test_last_seen_is_noted_but_not_at_every_request(focal_point: Someone) -> None:
    client = signed_in(focal_point)
    session = client.session
    session["seen_at"] = timezone.now().timestamp() - 3600
    session.save()
    before = timezone.now()
    client.get("/desk/")
    (row,) = sessions_of(focal_point.person, client.session.session_key)
    assert row.last_seen >= before
    client.get("/desk/")
    (again,) = sessions_of(focal_point.person, client.session.session_key)
    assert again.last_seen == row.last_seen
