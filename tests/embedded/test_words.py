"""What goes wrong before anything runs is said in a sentence."""

from __future__ import annotations

import ast
import errno
import importlib.util
import runpy
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from django.conf import settings

from gfmd_platform.embedded import start, virtualenv
from gfmd_platform.embedded.places import Places

MANAGE = settings.BASE_DIR / "manage.py"
Usage = namedtuple("Usage", "total used free")


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    ast.parse(MANAGE.read_text(), feature_version=(3, 5))  # it must get as far as saying so
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(MANAGE), run_name="__main__")
    assert "needs Python 3.11 or newer, and this is 3.9" in str(ended.value)


def test_a_python_without_venv_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    with pytest.raises(SystemExit, match=r"apt install python3\.\d+-venv"):
        virtualenv._make(tmp_path / ".venv")
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    with pytest.raises(SystemExit, match=r"brew install python@3\.\d+"):
        virtualenv._make(tmp_path / ".venv")


def test_an_unchanged_lock_needs_neither_pip_nor_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[list[str]] = []

    def recorded(command: list[str], _size: int) -> tuple[int, str]:
        calls.append(command)
        return 0, ""

    monkeypatch.setattr(virtualenv, "_watched", recorded)
    lock = tmp_path / "requirements" / "base.txt"
    lock.parent.mkdir()
    lock.write_text("one==1 --hash=sha256:aa\n")
    virtualenv._fill(tmp_path, tmp_path, dev=False)
    virtualenv._fill(tmp_path, tmp_path, dev=False)
    assert len(calls) == 1
    assert "--require-hashes" in calls[0]
    lock.write_text("one==2 --hash=sha256:bb\n")
    virtualenv._fill(tmp_path, tmp_path, dev=False)
    assert len(calls) == 2


def test_what_pip_stumbles_over_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock = tmp_path / "requirements" / "base.txt"
    lock.parent.mkdir()
    lock.write_text("one==1 --hash=sha256:aa\n")
    said = "ERROR: Could not install packages: [Errno 28] No space left on device"
    monkeypatch.setattr(virtualenv, "_watched", lambda *_: (1, said))
    with pytest.raises(SystemExit, match="The disk is full"):
        virtualenv._fill(tmp_path, tmp_path, dev=False)
    assert not (tmp_path / "installed-base.txt").exists()


def test_a_nearly_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(100, 99, 2**20))
    with pytest.raises(start.CannotStart, match="has 1 MB left: free some space"):
        start._check_space(Places(tmp_path))


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "cannot be written")]
)
def test_a_disk_that_refuses_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int, words: str
) -> None:
    def refuse(_options: object) -> int:
        raise OSError(number, "as the system says it", "/a/file")

    monkeypatch.setattr(start, "_run", refuse)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert start.main([]) == 2
    assert words in capsys.readouterr().err
