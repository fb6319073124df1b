"""The lock holds what pyproject asks for, by hash, and names no index."""

from __future__ import annotations

import re
import tomllib

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
BASE = [Requirement(one) for one in PROJECT["dependencies"]]
DEV = [Requirement(one) for one in PROJECT["optional-dependencies"]["dev"]]


def _pins(name: str) -> dict[str, str]:
    text = (settings.BASE_DIR / "requirements" / name).read_text()
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(package): version for package, version in found}


@pytest.mark.parametrize(("lock", "wanted"), [("base.txt", BASE), ("dev.txt", BASE + DEV)])
def test_everything_asked_for_is_pinned(lock: str, wanted: list[Requirement]) -> None:
    pins = _pins(lock)
    for requirement in wanted:
        version = pins.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is missing: make the locks again (docs/developers)"
        assert requirement.specifier.contains(version)


def test_both_locks_agree() -> None:
    base, dev = _pins("base.txt"), _pins("dev.txt")
    assert {name: dev.get(name) for name in base} == base


@pytest.mark.parametrize("lock", ["base.txt", "dev.txt"])
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    text = (settings.BASE_DIR / "requirements" / lock).read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert entries
    for entry in entries:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert "://" not in text
