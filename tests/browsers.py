"""Browsers for tests: Debian's Chromium, and a server that needs no database.

Without a Chromium the tests that need one are left out with a loud line; with CI=true they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "There is no Chromium on this machine: tests in a browser were left out."


def chromium() -> str | None:
    """Where the browser is, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu"],
    }


def pytest_terminal_summary(terminalreporter: Any) -> None:
    left_out = [r for r in terminalreporter.stats.get("skipped", []) if MISSING in str(r.longrepr)]
    if left_out:
        terminalreporter.write_line(f"{len(left_out)} tests: {MISSING}", red=True, bold=True)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a server for pages that read no database."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()
