"""What every test stands on."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase

pytest_plugins = ["tests.people", "tests.browsers", "tests.looking"]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in this thread


def pytest_collection_finish() -> None:
    """Everything imported by now stays: looking through it for garbage again and again takes a
    tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long forms of tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture(scope="session")
def databases(worker_id: str, django_db_blocker) -> Iterator[object]:  # type: ignore[no-untyped-def]
    """The tests' servers and this worker's database, for as long as the run."""
    from gfmd_platform.taxonomy import reading

    from .database import Databases, servers

    reading._KEEP = 16  # tests differ in which invented countries there are
    with servers().running():
        made = Databases(worker_id)
        with django_db_blocker.unblock():
            made.build_template()
            made.make_clone()
        yield made
        with django_db_blocker.unblock():
            made.drop_clone()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, databases) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """In place of pytest-django's: see `tests/database.py`."""
    case: Any = TransactionTestCase
    flush = case._fixture_teardown
    case._fixture_teardown = lambda _self: databases.make_clone()
    yield
    case._fixture_teardown = flush


@pytest.fixture(scope="session")
def redis(databases):  # type: ignore[no-untyped-def]
    """A client of the tests' Redis."""
    from redis import Redis

    return Redis.from_url(settings.REDIS_URL)


@pytest.fixture
def process_environment(databases) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Environment of a process (a worker, a command) that shares this test's database and Redis."""
    return {
        **os.environ,
        **databases.urls(),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "gfmd_platform.settings",
    }
