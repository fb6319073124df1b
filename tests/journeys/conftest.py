"""Browser journeys: Debian's Chromium against the real parts.

What happens without Chromium stands in `tests/browsers.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.prepared import copied_to
from tests.stack import Stack, running

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def stack(worker_id: str) -> Iterator[Stack]:
    """The whole platform with its demonstration, as `manage.py start` makes it."""
    with running(Stack(copied_to(settings.PLACES.var / f"journeys-{worker_id}"))) as made:
        yield made


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    """So that a journey says ``page.goto("/examples/")``. `GFMD_ADDRESS` names a demonstration
    that runs already, for whoever writes a journey."""
    return os.environ.get("GFMD_ADDRESS") or request.getfixturevalue("stack").address
