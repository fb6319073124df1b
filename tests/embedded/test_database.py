"""The tests' own ground: a real database, used as the lesser role."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_tests_run_as_the_lesser_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        user, database = cursor.fetchone()
        cursor.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [database]
        )
        (owner,) = cursor.fetchone()
    assert user == settings.DATABASE_APP_ROLE
    assert owner != user


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_before_the_next_test(turn: int) -> None:
    from django.contrib.contenttypes.models import ContentType

    kind, made = ContentType.objects.get_or_create(app_label="left", model="behind")
    assert made, f"found {kind} in turn {turn}"


@pytest.mark.django_db
def test_cache_is_real_redis(redis) -> None:  # type: ignore[no-untyped-def]
    cache.set("word", "kept", 30)
    assert cache.get("word") == "kept"
    assert any(b"word" in key for key in redis.scan_iter("test-*"))
