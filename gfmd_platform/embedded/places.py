"""Where an instance keeps what it writes. Standard library only: `manage.py` needs it early."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import pwd
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "gfmd"
OWNER_ROLE = "gfmd_owner"
APP_ROLE = "gfmd_app"
SUPERUSER = "gfmd_admin"

#: The kernel's limit for a socket's path is 104 (macOS) or 108 bytes, its end mark included.
LONGEST_SOCKET_PATH = 100


@dataclass(frozen=True)
class Places:
    """The folders and files under one var folder."""

    var: Path

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def mail(self) -> Path:
        return self.var / "mail"

    @property
    def instance(self) -> Path:
        """Says how this instance was first started (with demo, or empty)."""
        return self.var / "instance.json"

    @property
    def sockets(self) -> Path:
        """Folder of the embedded parts' sockets; elsewhere when the var folder's path is long."""
        inside = self.run / "sockets"
        short = len(os.fsencode(inside / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH
        if short and service_user_reaches(self.run):
            return inside
        return Path("/tmp") / f"gfmd-{os.getuid()}-{self._mark}"

    @property
    def servers(self) -> Path:
        """Folder of the embedded parts' data, where the account that runs them can reach it."""
        if service_user_reaches(self.var):
            return self.var
        return Path("/var/lib/gfmd-platform") / self._mark

    @property
    def _mark(self) -> str:
        return hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]

    def passwords(self) -> dict[str, str]:
        """Passwords of the embedded database's roles, made when first asked for."""
        path = self.var / "passwords.json"
        if not path.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER_ROLE, APP_ROLE)}
            write_private(path, json.dumps(made), replace=False)
        return dict(json.loads(path.read_text()))

    def database_url(self, role: str, database: str = DATABASE) -> str:
        """Address of the embedded PostgreSQL for ``role``."""
        password = self.passwords()[role]
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={host}"

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self.sockets / 'valkey.sock'))}"

    def secret_key(self) -> str:
        """This instance's signing key, made when first asked for."""
        path = self.var / "secret-key"
        with contextlib.suppress(FileNotFoundError):
            return path.read_text().strip()
        self.var.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_urlsafe(64), replace=False)
        return path.read_text().strip()

    def is_demo(self) -> bool:
        """Whether this instance was first started with the demo."""
        try:
            return json.loads(self.instance.read_text()).get("kind") == "demo"
        except (OSError, ValueError):
            return False


@dataclass(frozen=True)
class ServiceUser:
    """The ordinary account that embedded servers run as when we are root."""

    name: str
    uid: int
    gid: int


@functools.cache
def service_user() -> ServiceUser | None:
    """The account for embedded servers, or None when we are no root and need none."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return ServiceUser(name, entry.pw_uid, entry.pw_gid)
    raise SystemExit(
        "There is no account `nobody` to run PostgreSQL as: start as an ordinary user instead."
    )


def service_user_reaches(path: Path) -> bool:
    """Whether the account for embedded servers may walk down to ``path`` (made later or not)."""
    user = service_user()
    if user is None:
        return True
    for folder in [path, *path.parents]:
        try:
            found = folder.stat()
        except FileNotFoundError:
            continue
        wanted = (
            stat.S_IXUSR
            if found.st_uid == user.uid
            else (stat.S_IXGRP if found.st_gid == user.gid else stat.S_IXOTH)
        )
        if not found.st_mode & wanted:
            return False
    return True


def write_private(path: Path, text: str, *, replace: bool = True) -> None:
    """Write ``text`` so that a crash leaves the old or the new file, readable by its owner only.

    Without ``replace``, a file that came into being meanwhile is kept.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(path)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
