"""`manage.py start`, on the real parts: it runs, mends, ends, and comes again after any kill."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from gfmd_platform.embedded.supervisor import ORDER
from tests.stack import Stack, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stack(worker_id: str) -> Iterator[Stack]:
    """An empty instance in a path with spaces and marks that shells and ini files stumble over."""
    folder = settings.PLACES.var / f"start {worker_id}" / "it's 100% a #1; path"
    shutil.rmtree(folder, ignore_errors=True)
    made = Stack(folder, "--empty")
    yield made
    if not made.ended():
        made.stop()


@pytest.fixture
def up(stack: Stack) -> Stack:
    if stack.ended():
        stack.start()
    wait_until(lambda: stack.healthy() and all(stack.parts().values()), 60)
    return stack


def test_a_part_that_dies_is_started_again(up: Stack) -> None:
    before = up.parts()
    for seen in before.values():
        assert seen is not None
        os.kill(seen.pid, signal.SIGKILL)
    wait_until(lambda: all(now and now != before[name] for name, now in up.parts().items()), 60)
    wait_until(up.healthy, 60)


def test_a_second_start_on_the_same_folder_is_refused_in_words(up: Stack) -> None:
    asked = up.manage("start", "--no-install", "--port", str(up.port + 1))
    assert asked.returncode == 2
    assert "already runs" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_a_taken_port_is_told_with_another_one_to_choose(up: Stack, tmp_path: Path) -> None:
    other = Stack(tmp_path)
    asked = other.manage("start", "--no-install", "--port", str(up.port))
    assert asked.returncode == 2
    assert f"Port {up.port} is in use" in asked.stderr
    assert f"--port {up.port + 1}" in asked.stderr


def test_other_commands_work_beside_it_and_leave_it_running(up: Stack) -> None:
    before = up.parts()
    asked = up.manage("migrate", "--check")
    assert asked.returncode == 0, asked.stderr
    assert up.parts() == before
    assert up.healthy()


@pytest.mark.parametrize("killed", ["start", "supervisor"])
def test_after_a_kill_of_the_whole_nothing_blocks_the_next_start(up: Stack, killed: str) -> None:
    parts = up.parts()
    assert up.process is not None
    supervisor = up.part("supervisor")
    assert supervisor is not None
    os.kill(up.process.pid if killed == "start" else supervisor.pid, signal.SIGKILL)
    status = up.process.wait(40)
    assert status == (-signal.SIGKILL if killed == "start" else 1)
    wait_until(lambda: not any(seen and seen.lives() for seen in parts.values()), 40)
    up.start()
    assert up.healthy()


def test_ctrl_c_ends_everything(up: Stack) -> None:
    parts = up.parts()
    assert set(parts) == set(ORDER)
    assert up.stop(signal.SIGINT) == 0
    assert not any(seen and seen.lives() for seen in parts.values())
    with socket.socket() as tried:
        assert tried.connect_ex(("127.0.0.1", up.port)) != 0
