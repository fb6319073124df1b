"""`/health/` tells a load balancer the truth and nothing more."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError

from gfmd_platform.embedded import views


def test_alive_needs_nothing_else(client: Client) -> None:
    answer = client.get("/health/live/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_with_all_parts(client: Client) -> None:
    answer = client.get("/health/ready/")
    assert answer.status_code == 200
    assert set(answer.json()["parts"].values()) == {"ok"}
    assert answer["Cache-Control"].startswith("max-age=0")


def _away() -> bool:
    raise ConnectionError("secret-host:6379 is away")


@pytest.mark.django_db
def test_pages_are_served_without_redis(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_ask_redis", _away)
    answer = client.get("/health/ready/")
    assert answer.status_code == 200
    assert answer.json()["parts"]["redis"] == "away"


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["_ask_database", "_ask_migrations"])
def test_nothing_is_served_without_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(views, part, _away)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert "secret-host" not in answer.content.decode()


def test_a_cache_that_is_away_is_an_empty_cache(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    from gfmd_platform.embedded.cache import ForgivingRedisCache

    gone = ForgivingRedisCache("unix:///nowhere/at-all.sock", {})
    gone.set("word", "lost")
    assert gone.get("word", "default") == "default"
    assert gone.get_many(["word"]) == {}
    assert gone.add("word", 1) is True
    assert gone.delete("word") is False
    assert type(cache._connections["default"]) is ForgivingRedisCache  # type: ignore[attr-defined]
