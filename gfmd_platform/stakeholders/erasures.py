"""The list of erased people, kept outside the database so that a restore can apply it again.

One line of JSON for each, with an opaque identifier and an instant; lines are only ever added.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True)
class ErasureList:
    path: Path

    def begin(self) -> None:
        """Make the file, if there is none: from then on its absence means a loss."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))

    def add(self, person: UUID, now: dt.datetime) -> None:
        """Write a line down to the disk. Raises OSError."""
        self.begin()
        line = json.dumps({"person": str(person), "at": now.astimezone(dt.UTC).isoformat()})
        with self.path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            end = file.seek(0, os.SEEK_END)
            file.seek(max(end - 1, 0))
            torn = file.read() not in (b"", b"\n")
            file.write((b"\n" if torn else b"") + f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[str]:
        """Identifiers of the erased people, in order. A torn last line (a crash) is passed over:
        the erasure it was for did not happen."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        found: dict[str, None] = {}
        for line in lines:
            try:
                found[str(UUID(json.loads(line)["person"]))] = None
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
        return list(found)


def erasure_list() -> ErasureList:
    return ErasureList(Path(settings.ERASURES_FILE))
