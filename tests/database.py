"""A real database for tests: built once as the owner, cloned for each worker, used as the app.

The template's name holds a fingerprint of everything that shapes it, so that a later run finds it
ready. Tests that commit are reset by cloning again and never by TRUNCATE, which immutable tables
refuse.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections
from psycopg import sql

from gfmd_platform.embedded.instance import Instance
from gfmd_platform.embedded.processes import Seen
from gfmd_platform.embedded.roles import as_owner, point
from gfmd_platform.environment import parse_database_url

ROOT = Path(__file__).resolve().parents[1]
SHAPING = (
    "*/migrations/*.py",
    "gfmd_platform/*/migrations/*.py",
    "gfmd_platform/access/database.py",
    "gfmd_platform/taxonomy/**/*",
    "gfmd_platform/settings/web.py",
    "gfmd_platform/embedded/management/commands/migrate.py",
    "requirements/base.txt",
    "tests/database.py",
)


def servers() -> Instance:
    """The tests' own servers, as far as the environment names none."""
    return Instance(
        settings.PLACES,
        database=settings.ENVIRONMENT.database_url is None,
        redis=settings.ENVIRONMENT.redis_url is None,
        durable=False,
    )


def fingerprint() -> str:
    """Changes whenever the template would."""
    digest = hashlib.sha256()
    files = {path for pattern in SHAPING for path in ROOT.glob(pattern) if path.is_file()}
    for path in sorted(files):
        if path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


class Databases:
    """The template, and the clone this worker uses."""

    def __init__(self, worker: str) -> None:
        self.owner = parse_database_url(settings.DATABASE_OWNER_URL)
        self.app = parse_database_url(settings.DATABASE_APP_URL)
        self.template = f"gfmd_template_{fingerprint()}"
        self.clone = f"gfmd_test_{worker}_{os.getpid()}"

    def build_template(self) -> None:
        """Build the template unless an earlier run or another worker has."""
        lock = settings.PLACES.run / "template.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if self._exists(self.template):
                return
            unfinished = f"{self.template}_unfinished"
            self._drop(unfinished)
            self._run("CREATE DATABASE {} TEMPLATE template0", unfinished)
            try:
                with as_owner(unfinished):
                    call_command("migrate", verbosity=0, interactive=False)
                    if "load_taxonomy" in get_commands():
                        call_command("load_taxonomy", stdout=io.StringIO())
                with self._connection(name=unfinished) as connection:
                    connection.execute("VACUUM (FREEZE, ANALYZE)")  # once, not in each clone
            except BaseException:
                self._drop(unfinished)
                raise
            self._run("ALTER DATABASE {} RENAME TO {}", unfinished, self.template)
            self._drop_old()

    def make_clone(self) -> None:
        """(Re)make this worker's database as the template is, and point Django at it."""
        connections.close_all()
        self._drop(self.clone)
        self._run("CREATE DATABASE {} TEMPLATE {}", self.clone, self.template)
        point(self.app, self.clone)

    def drop_clone(self) -> None:
        connections.close_all()
        self._drop(self.clone)

    def urls(self) -> dict[str, str]:
        """Environment of a process that shall use this worker's database."""
        return {
            name: _with_name(url, self.clone)
            for name, url in (
                ("DATABASE_URL", settings.DATABASE_APP_URL),
                ("DATABASE_OWNER_URL", settings.DATABASE_OWNER_URL),
            )
        }

    def _run(self, command: str, *names: str) -> None:
        with self._connection() as connection:
            connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))

    def _exists(self, name: str) -> bool:
        with self._connection() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _drop(self, name: str) -> None:
        """Plainly first: that waits for sessions that are just ending (threads of a test), while
        FORCE would have to end them, which the owner may not do to another role's. One that stays
        was opened while Playwright's loop ran in this thread, where `close_all` no longer sees it;
        its own role ends it."""
        try:
            self._run("DROP DATABASE IF EXISTS {}", name)
        except psycopg.errors.ObjectInUse:
            with self._connection(self.app) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = %s AND usename = current_user",
                    [name],
                )
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _drop_old(self) -> None:
        """Templates of earlier shapes, and clones whose run was killed."""
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database d WHERE datname ~ '^gfmd_(template|test)_' "
                "AND pg_get_userbyid(datdba) = current_user AND NOT EXISTS "
                "(SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)"
            ).fetchall()
        for (name,) in rows:
            kind, _, rest = name.removeprefix("gfmd_").partition("_")
            if kind == "template":
                gone = name != self.template
            else:
                gone = Seen.of(int(rest.rpartition("_")[2])) is None
            if gone:
                self._drop(name)

    def _connection(
        self, role: dict[str, Any] | None = None, name: str = "postgres"
    ) -> psycopg.Connection[Any]:
        role = role or self.owner
        return psycopg.connect(
            host=role["HOST"],
            port=role["PORT"] or None,
            user=role["USER"],
            password=role["PASSWORD"],
            dbname=name,
            autocommit=True,
        )


def _with_name(url: str, name: str) -> str:
    from urllib.parse import urlsplit, urlunsplit

    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
