"""Telling our processes from strangers that got their number."""

from __future__ import annotations

import dataclasses
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gfmd_platform.embedded import places, servers, supervisor
from gfmd_platform.embedded.places import Places
from gfmd_platform.embedded.processes import Seen, end


def _sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True
    )


def test_what_a_killed_start_left_is_ended(tmp_path: Path) -> None:
    own = Places(tmp_path)
    own.run.mkdir()
    child = _sleeper()
    seen = Seen.of(child.pid)
    assert seen is not None
    seen.write(own.run / "part-web.pid")
    assert supervisor.end_leftovers(own) == ["web"]
    assert not seen.lives()
    child.wait(5)
    assert list(own.run.iterdir()) == []


def test_a_stranger_with_the_same_number_is_left_alone(tmp_path: Path) -> None:
    own = Places(tmp_path)
    own.run.mkdir()
    child = _sleeper()
    try:
        seen = Seen.of(child.pid)
        assert seen is not None
        dataclasses.replace(seen, began="earlier").write(own.run / "part-web.pid")
        assert supervisor.end_leftovers(own) == []
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()


def test_a_torn_note_is_no_obstacle(tmp_path: Path) -> None:
    own = Places(tmp_path)
    own.run.mkdir()
    (own.run / "part-beat.pid").write_text("{")
    assert supervisor.end_leftovers(own) == []


def test_a_process_that_ignores_the_kind_signal_is_ended_all_the_same() -> None:
    stubborn = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('ready', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    seen = Seen.of(child.pid)
    assert seen is not None
    end(seen, patience=0.1)
    assert not seen.lives()
    child.wait(5)


def test_a_zombie_does_not_live() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, and not yet reaped
    assert Seen.of(child.pid) is None
    child.wait()


def test_sockets_of_a_long_path_lie_where_the_kernel_takes_them(tmp_path: Path) -> None:
    deep = Places(tmp_path / ("long " * 30))
    assert len(os.fsencode(deep.sockets / ".s.PGSQL.5432.lock")) <= 100
    assert deep.sockets == Places(tmp_path / ("long " * 30)).sockets


def test_data_lie_elsewhere_where_the_servers_account_cannot_reach_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "service_user", lambda: places.ServiceUser("nobody", 65534, 65534))
    closed, opened = tmp_path / "closed", tmp_path / "opened"
    for folder in (closed, opened):
        folder.mkdir()
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o711)
    tmp_path.chmod(0o711)
    closed.chmod(0o700)
    opened.chmod(0o755)
    assert Places(opened / "var").servers == opened / "var"
    assert Places(closed / "var").servers.parent == Path("/var/lib/gfmd-platform")
    assert Places(closed / "var").sockets.parent == Path("/tmp")


def test_a_root_that_cannot_act_as_another_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    somebody = places.ServiceUser("nobody", 65534, 65534)
    monkeypatch.setattr(servers, "service_user", lambda: somebody)
    monkeypatch.setattr(os, "chown", refuse)
    with pytest.raises(servers.ServerRefused, match="start as an ordinary user"):
        servers.own(tmp_path)
