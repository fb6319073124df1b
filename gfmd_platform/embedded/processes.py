"""Processes that end with their parent, and finding those that did not. Standard library only."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .places import ServiceUser, write_private

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int, number: int = signal.SIGTERM) -> None:
    """Have the kernel end this process when ``parent`` ends, where it can (Linux).

    Call it after dropping rights, which would clear the wish again.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), number)


def become(user: ServiceUser | None) -> None:
    """Give up root for ``user``, for good."""
    if user is not None:
        os.setgroups([user.gid])
        os.setgid(user.gid)
        os.setuid(user.uid)


@dataclass(frozen=True)
class Seen:
    """A process by its number and the moment it began, since numbers are used again."""

    pid: int
    began: str

    @classmethod
    def of(cls, pid: int) -> Seen | None:
        """The living process ``pid``; None when there is none (a zombie does not live)."""
        began = _began(pid)
        return cls(pid, began) if began else None

    def lives(self) -> bool:
        return _began(self.pid) == self.began

    def write(self, path: Path) -> None:
        write_private(path, json.dumps({"pid": self.pid, "began": self.began}))

    @classmethod
    def read(cls, path: Path) -> Seen | None:
        try:
            data = json.loads(path.read_text())
            return cls(int(data["pid"]), str(data["began"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _began(pid: int) -> str:
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        except OSError:
            return ""
        return "" if fields[0] in "ZX" else f"{boot}:{fields[19]}"
    shown = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return "" if not shown or shown.startswith("Z") else shown.partition(" ")[2].strip()


def wait_for_end(seen: Seen, seconds: float) -> bool:
    """Whether the process ended within ``seconds``."""
    until = time.monotonic() + seconds
    while seen.lives():
        if time.monotonic() > until:
            return False
        with contextlib.suppress(ChildProcessError):
            os.waitpid(seen.pid, os.WNOHANG)  # ours may only wait to be reaped
        time.sleep(0.02)
    return True


def end(
    seen: Seen, *, first: int = signal.SIGTERM, patience: float = 10, group: bool = False
) -> None:
    """End a process (and with ``group`` the group it leads), kindly first, then surely."""
    for number, seconds in ((first, patience), (signal.SIGKILL, 5)):
        if not seen.lives():
            break
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(seen.pid, number)
        if wait_for_end(seen, seconds):
            break
    if group:
        # What the leader left behind; a living process of that number would be a stranger.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if Seen.of(seen.pid) is None:
                os.killpg(seen.pid, signal.SIGKILL)
