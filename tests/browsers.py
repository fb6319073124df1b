"""Browsers for tests: Debian's Chromium, and a server for pages that need no database.

Without Chromium the tests that need one are left out, loudly; where ``CI`` is set that is a
failure instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
MISSING = (
    "No Chromium on this machine: tests in a browser are left out. "
    "Install it (Debian: apt install chromium) to run them."
)
IN_A_BROWSER = {"browser", "page", "context", "new_context"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    for item in items:
        if IN_A_BROWSER & set(getattr(item, "fixturenames", ())):
            if os.environ.get("CI", "").lower() in {"1", "true"}:
                raise pytest.UsageError("CI must run the browser tests, and Chromium is missing.")
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("BROWSER TESTS LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.write_line(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's browser; root, as in CI, may not use Chromium's sandbox."""
    own: dict[str, Any] = {"executable_path": CHROMIUM}
    if os.getuid() == 0:
        own["args"] = ["--no-sandbox"]
    return browser_type_launch_args | own


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a server for pages that read no database."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()
