"""Browser journeys: Debian's Chromium against the real parts.

Without Chromium they are left out, loudly; where ``CI`` is set that is a failure instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.stack import Stack, running

HERE = Path(__file__).parent
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
MISSING = (
    "No Chromium on this machine: the browser journeys are left out. "
    "Install it (Debian: apt install chromium) to run them."
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    journeys = [item for item in items if HERE in item.path.parents]
    for item in journeys:
        item.add_marker(pytest.mark.journey)
    if journeys and not CHROMIUM:
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            raise pytest.UsageError("CI must run the browser journeys, and Chromium is missing.")
        for item in journeys:
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("JOURNEYS LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.write_line(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's browser; root, as in CI, may not use Chromium's sandbox."""
    own: dict[str, Any] = {"executable_path": CHROMIUM}
    if os.getuid() == 0:
        own["args"] = ["--no-sandbox"]
    return browser_type_launch_args | own


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
