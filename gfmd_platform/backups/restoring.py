"""Restoring a backup: all of it in one transaction, or nothing.

The schema is made by the migrations that the backup names, the rows are copied in and compared,
newer migrations follow, unsent mail is held, erasures are applied again. Only then it counts.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from gfmd_platform.access import Actor
from gfmd_platform.access.database import apply_grants
from gfmd_platform.embedded.prepare import Instance
from gfmd_platform.embedded.roles import as_owner, point_at
from gfmd_platform.environment import parse_database_url
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.ledger.queries import RESTORED, verify
from gfmd_platform.notifications.holding import hold_unsent
from gfmd_platform.stakeholders.erasures import ErasureList, erasure_list
from gfmd_platform.stakeholders.operations import reapply_erasures

from . import tables
from .archive import reading
from .contents import Backup, check_backup, pieces
from .exceptions import BackupRefused
from .keys import Keys

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    backup: Backup
    held_mails: int
    erased: int
    seals: int


def restore_backup(
    *,
    path: Path,
    keys: Keys,
    now: dt.datetime,
    into: str | None = None,
    replace: bool = False,
    erasures: Path | None = None,
    without_erasures: bool = False,
    say: Say = lambda _words: None,
) -> Restored:
    """Restore into the settings' database, or the one that ``into`` names (as its owner).

    Raises BackupRefused, before anything is written, for a damaged file, a wrong key, a database
    that is not empty (unless ``replace``: what it holds is dropped), one that others use, and when
    the list of erasures is missing (unless ``without_erasures``). After that a failure leaves the
    database as it was.
    """
    say(f"Reading {path} from end to end")
    backup = check_backup(path, keys)
    listed = _erasures(backup, erasures, without_erasures)
    with _at_database(into):
        _check_free()
        _check_known(backup)
        try:
            with transaction.atomic():
                _make_room(replace)
                say("Making the tables")
                newer = _migrate_to(backup)
                say(f"Copying {backup.rows} rows and {len(backup.manifest['files'])} files")
                _load(backup, keys)
                _compare(backup)
                _migrate_on(newer)
                say("Holding unsent mail, and applying erasures again")
                held = hold_unsent()
                _record(backup, now)
                erased = reapply_erasures(persons=listed, now=now)
                seals = _verify_ledger(backup)
        except ProgrammingError as error:
            raise BackupRefused(
                "The database's owner may not make or drop what is needed, and nothing was "
                f"changed: {error}"
            ) from error
        if into is None:
            _remember_instance(backup)
    return Restored(backup, held, erased, seals)


@contextlib.contextmanager
def _at_database(url: str | None) -> Iterator[None]:
    if url is None:
        with as_owner():
            yield
        return
    try:
        address = parse_database_url(url)
    except ValueError as error:
        raise BackupRefused(f"--into {error}.") from error
    with point_at(address):
        yield


def _erasures(backup: Backup, given: Path | None, without: bool) -> list[str]:
    """Who was erased, by the list that lies outside the database. Raises BackupRefused."""
    if without:
        return []
    found = ErasureList(given) if given else erasure_list()
    if not found.path.exists():
        raise BackupRefused(
            f"There is no list of erasures at {found.path}: without it, people who were erased "
            "after the backup would come back. Name it with --erasures, or restore "
            "--without-erasures if it is lost."
        )
    persons = found.read()
    if len(persons) < int(backup.head.get("erasures", 0)):
        raise BackupRefused(
            f"The list of erasures at {found.path} is shorter than it was when the backup was "
            "taken: name the right one with --erasures, or restore --without-erasures."
        )
    return persons


def _check_free() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
        )
        others = cursor.fetchone()[0]
    if others:
        raise BackupRefused(
            f"{others} other connections use this database: end web, worker and beat first."
        )


def _check_known(backup: Backup) -> None:
    """The migrations of the backup must be among ours. Raises BackupRefused."""
    known = MigrationLoader(None).disk_migrations.keys()
    unknown = [f"{app}.{name}" for app, name in _migrations(backup) if (app, name) not in known]
    if unknown:
        raise BackupRefused(
            "This backup was made by a newer version of the platform, "
            f"{backup.head['application']} (it has {unknown[0]}): restore it with that version."
        )


def _migrations(backup: Backup) -> list[tuple[str, str]]:
    return [(app, name) for app, name in backup.head["migrations"]]


def _make_room(replace: bool) -> None:
    with connection.cursor() as cursor:
        if not tables.find_tables(cursor):
            return
        if not replace:
            raise BackupRefused(
                "This database is not empty. Restore into an empty one (--into), or with --replace "
                "to drop everything it holds; take a backup of it first."
            )
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _migrate_to(backup: Backup) -> bool:
    """Make the tables as they were; returns whether there are newer migrations."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    applied = {key for key in _migrations(backup) if key in graph.nodes}
    executor.migrate([key for key in sorted(applied) if not _followed(graph, key, applied)])
    return bool(graph.nodes.keys() - applied)


def _followed(graph: Any, key: tuple[str, str], applied: set[tuple[str, str]]) -> bool:
    """Whether a later migration of the same app was applied: that one is the target."""
    return any(
        child.key[0] == key[0] and child.key in applied for child in graph.node_map[key].children
    )


def _migrate_on(newer: bool) -> None:
    """What has been added since the backup, and the rights of the application's role."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    if newer:
        call_command("migrate", verbosity=0, interactive=False)
    else:
        apply_grants(connection, settings.DATABASE_APP_ROLE)


def _load(backup: Backup, keys: Keys) -> None:
    columns = backup.head["tables"]
    with connection.cursor() as cursor:
        tables.settle(cursor)
        found = tables.find_tables(cursor)
        if {table.name: table.columns for table in found if table.is_kept} != columns:
            raise BackupRefused(
                "The tables that this version makes are not those of the backup: restore it with "
                f"version {backup.head['application']}."
            )
        tables.empty(cursor, found)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows come table by table
        with reading(backup.path, keys) as members:
            for group, parts in groupby(members, key=lambda member: _group(member[0])):
                kind, _, rest = group.partition("/")
                if kind == "tables":
                    rows = (piece for _name, part in parts for piece in pieces(part))
                    tables.copy_in(cursor, rest, columns[rest], rows)
                elif kind == "files":
                    for name, part in parts:
                        _keep_file(backup, name.removeprefix("files/"), part)
        tables.set_sequences(cursor, backup.manifest["sequences"])


def _group(name: str) -> str:
    return name.rpartition("/")[0] if name.startswith("tables/") else name


class _Stream(File):
    """Bytes to store that can be read once."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        super().__init__(source, name=name)
        self.source = source

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return pieces(self.source)


def _keep_file(backup: Backup, sha256: str, content: IO[bytes]) -> None:
    """Store the bytes under the name their row has, unless they are there already."""
    name = backup.manifest["files"][sha256]["name"]
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == sha256:  # type: ignore[arg-type]
                return
        default_storage.delete(name)
    if default_storage.save(name, _Stream(content, name)) != name:
        raise BackupRefused(f"The storage did not take {name} under its name.")


def _compare(backup: Backup) -> None:
    """What stands in the database now is what was kept: rows, hashes, sequences."""
    with connection.cursor() as cursor:
        kept = [table for table in tables.find_tables(cursor) if table.is_kept]
        sums = {table.name: tables.sum_of(cursor, table) for table in kept}
        told = backup.manifest["tables"]
        different = sorted(name for name in told if sums.get(name) != told[name])
        if different:
            raise BackupRefused(
                f"These tables came out different: {', '.join(different)}. Nothing was changed."
            )
        if tables.read_sequences(cursor) != backup.manifest["sequences"]:
            raise BackupRefused("The sequences came out different. Nothing was changed.")


def _verify_ledger(backup: Backup) -> int:
    found = verify()
    told = backup.manifest["ledger"]
    if found.breaches:
        raise BackupRefused(f"The ledger does not verify: {found.breaches[0]} Nothing was changed.")
    if found.seals != told["seals"] or (told["seals"] and found.root != told["root"]):
        raise BackupRefused("The ledger ends with another seal than the backup's.")
    return found.seals


def _record(backup: Backup, now: dt.datetime) -> None:
    record_event(
        verb=RESTORED,
        record_id=None,
        by=Actor.system(),
        now=now,
        data={"backup": backup.head["id"], "made_at": backup.head["made_at"]},
    )


def _remember_instance(backup: Backup) -> None:
    """So that `start` adds no demonstration to what was restored."""
    told = backup.head["instance"]
    made = Instance.of(settings.PLACES, kind=told.get("kind", "empty"))
    made.kind = told.get("kind", "empty")
    made.done = list(told.get("done", []))
    made.write()
