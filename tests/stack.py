"""The real parts, started as anybody starts them and seen from outside only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from gfmd_platform.embedded.processes import Seen
from gfmd_platform.embedded.supervisor import ORDER

ROOT = Path(__file__).resolve().parents[1]
#: What a developer may have set for an instance of their own.
NOT_INHERITED = (
    *("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "QUEUE_PREFIX"),
    *("GFMD_MODE", "GFMD_DEMO", "GFMD_DATABASE_ROLE", "PUBLIC_URL", "EMAIL_URL"),
)


class Stack:
    """One `manage.py start` with a var folder of its own."""

    def __init__(self, var: Path, *words: str, port: int | None = None) -> None:
        self.var = var
        self.port = port or free_port()
        self.address = f"http://localhost:{self.port}"
        self.words = ["--port", str(self.port), *words]
        self.environment = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}
        self.environment["GFMD_VAR"] = str(var)
        self.log = var / "start.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 120) -> None:
        """Start it and wait for its announcement."""
        self.var.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "start", "--no-install", *self.words],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(lambda: "Ctrl-C ends everything" in self.said() or self.ended(), seconds)
        assert not self.ended(), f"start ended:\n{self.said()}"

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self, number: int = signal.SIGINT, seconds: float = 60) -> int:
        """End it by a signal; returns its exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(seconds)

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another command of `manage.py` on the same instance."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def part(self, name: str) -> Seen | None:
        """The living process of a part (or of the supervisor)."""
        file = f"{name}.pid" if name == "supervisor" else f"part-{name}.pid"
        seen = Seen.read(self.var / "run" / file)
        return seen if seen and seen.lives() else None

    def parts(self) -> dict[str, Seen | None]:
        return {name: self.part(name) for name in ORDER}

    def healthy(self) -> bool:
        with contextlib.suppress(OSError):
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"{self.address}/health/ready/", timeout=5) as answer:
                body = answer.read()
                return answer.status == 200 and b"away" not in body
        return False


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def wait_until(condition, seconds: float) -> None:  # type: ignore[no-untyped-def]
    """Wait for another process's doing; fails after ``seconds``."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"nothing came of it within {seconds} s"
        time.sleep(0.05)


@contextlib.contextmanager
def running(stack: Stack) -> Iterator[Stack]:
    stack.start()
    try:
        yield stack
    finally:
        stack.stop()
