"""The embedded servers of one var folder, shared by every command that needs them at once.

Whoever uses them holds a shared lock; whoever leaves last (nobody else holds it) stops them. Locks
end with their process, so a killed command leaves servers that the next one uses and then stops.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from .places import Places
from .servers import Postgres, Server, Valkey


class Instance:
    """PostgreSQL and Valkey under ``places``, as far as each is wanted."""

    def __init__(
        self, places: Places, *, database: bool = True, redis: bool = True, durable: bool = True
    ) -> None:
        self.places = places
        self.postgres = Postgres(places, durable=durable) if database else None
        self.valkey = Valkey(places, durable=durable) if redis else None

    @property
    def servers(self) -> list[Server]:
        return [server for server in (self.postgres, self.valkey) if server is not None]

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Have the servers run for the length of the block."""
        if not self.servers:
            yield
            return
        self.places.run.mkdir(parents=True, exist_ok=True)
        with (self.places.run / "users.lock").open("w") as users:
            with _locked(self.places.run / "change.lock"):
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start()
            try:
                yield
            finally:
                with _locked(self.places.run / "change.lock"):
                    fcntl.flock(users, fcntl.LOCK_UN)
                    self._stop_if_unused(users)

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Keep commands from stopping the servers, which somebody else runs, in the block."""
        self.places.run.mkdir(parents=True, exist_ok=True)
        with (self.places.run / "users.lock").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            yield

    def _start(self) -> None:
        for server in self.servers:
            server.prepare()
            if not (server.running() and server.answers()):
                server.start()
        if self.postgres is not None:
            self.postgres.make_database()

    def _stop_if_unused(self, users: object) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
        except BlockingIOError:
            return
        for server in reversed(self.servers):
            server.stop()


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
