"""Browser journeys: Debian's Chromium against the real parts.

What happens without Chromium stands in `tests/browsers.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.stack import Stack, running

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def stack(worker_id: str) -> Iterator[Stack]:
    """The whole platform with its demonstration, freshly made, as `manage.py start` makes it."""
    folder = settings.PLACES.var / f"journeys-{worker_id}"
    shutil.rmtree(folder, ignore_errors=True)
    with running(Stack(folder)) as made:
        yield made


@pytest.fixture(scope="session")
def base_url(stack: Stack) -> str:
    """So that a journey says ``page.goto("/examples/")``."""
    return stack.address
