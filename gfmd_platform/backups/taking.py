"""Taking a backup: one snapshot of the database, then the files it refers to."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections
from psycopg import sql

from gfmd_platform.ids import new_id
from gfmd_platform.records.sweeping import FILES_LOCK
from gfmd_platform.stakeholders.erasures import erasure_list

from . import contents, tables
from .archive import CHUNK, Digesting, Writer, writing
from .contents import Backup, check_backup
from .exceptions import BackupRefused
from .keys import Keys


def take_backup(
    *, path: Path, keys: Keys, now: dt.datetime, without_lost_files: bool = False
) -> Backup | None:
    """Write one file with everything that counts, and check it before it gets its name.

    Returns what was read back; None when only public keys are at hand, so that just the bytes on
    the disk could be compared. Raises BackupRefused when the file exists, and when a stored file is
    lost or changed, unless ``without_lost_files``: then the manifest names these.
    """
    if path.exists():
        raise BackupRefused(f"{path} exists already: choose another name.")
    if not path.absolute().parent.is_dir():
        raise BackupRefused(f"There is no folder {path.absolute().parent}.")
    erasure_list().begin()  # from now on a restore expects it
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digesting = Digesting(file)
            with writing(digesting, keys) as archive:  # type: ignore[arg-type]
                _fill(archive, now=now, without_lost_files=without_lost_files)
            file.flush()
            os.fsync(file.fileno())
        found = _check(unfinished, digesting, keys)
        try:
            os.link(unfinished, path)  # unlike a rename never takes another's place
        except FileExistsError:
            raise BackupRefused(f"{path} exists already: choose another name.") from None
        return found
    finally:
        unfinished.unlink(missing_ok=True)


def _check(path: Path, written: Digesting, keys: Keys) -> Backup | None:
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").digest() != written.digest.digest():
            raise BackupRefused("The disk does not hold what was written to it.")
    return check_backup(path, keys) if keys.identities or not keys else None


def _fill(archive: Writer, *, now: dt.datetime, without_lost_files: bool) -> None:
    with _snapshot() as cursor:
        found = [table for table in tables.find_tables(cursor) if table.is_kept]
        contents.write_json(archive, contents.HEAD, _head(cursor, found, now))
        sums = {table.name: _add_table(archive, cursor, table) for table in found}
        files, lost = _add_files(archive, cursor)
        if lost and not without_lost_files:
            raise BackupRefused(
                f"{len(lost)} stored files are lost or changed, the first is {lost[0]}: bring them "
                "back from an earlier backup, or take this one with --without-lost-files."
            )
        manifest = {
            "tables": sums,
            "files": files,
            "lost_files": lost,
            "sequences": tables.read_sequences(cursor),
            "ledger": _ledger(cursor),
        }
        contents.write_json(archive, contents.MANIFEST, manifest)


@contextlib.contextmanager
def _snapshot() -> Iterator[Any]:
    """A cursor that sees one moment of the database, whatever others write meanwhile."""
    address = connections["default"].settings_dict
    options = {key: value for key, value in address["OPTIONS"].items() if key != "pool"}
    with psycopg.connect(
        host=address["HOST"] or None,
        port=address["PORT"] or None,
        user=address["USER"],
        password=address["PASSWORD"],
        dbname=address["NAME"],
        **options,
    ) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.cursor() as cursor:
            # Locks come before the snapshot: no file is swept, no table changes its shape.
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
            names = [table.name for table in tables.find_tables(cursor)]
            connection.commit()
            if not names:
                raise BackupRefused("This database is empty: there is nothing to keep.")
            locked = sql.SQL(", ").join(sql.Identifier("public", name) for name in names)
            cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(locked))
            tables.settle(cursor)
            yield cursor


def _head(cursor: Any, found: list[tables.Table], now: dt.datetime) -> dict[str, Any]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = [list(row) for row in cursor.fetchall()]
    return {
        "kind": contents.KIND,
        "format": contents.FORMAT,
        "id": str(new_id()),
        "made_at": now.astimezone(dt.UTC).isoformat(),
        "application": application_version(),
        "database": cursor.connection.info.server_version,
        "instance": _instance(),
        "migrations": migrations,
        "tables": {table.name: table.columns for table in found},
        "erasures": len(erasure_list().read()),
    }


def application_version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def _instance() -> dict[str, Any]:
    """How `start` began this instance: a restored one must not be taken for a new one."""
    try:
        return dict(json.loads(settings.PLACES.instance.read_text()))
    except (OSError, ValueError):
        return {}


def _add_table(archive: Writer, cursor: Any, table: tables.Table) -> dict[str, Any]:
    found = tables.Sum()
    for no, piece in enumerate(tables.copy_out(cursor, table), 1):
        found.add(piece)
        archive.add(f"tables/{table.name}/{no:06}", piece)
    return found.as_row()


def _add_files(archive: Writer, cursor: Any) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Every stored file that is there; those that should be and are not, or are changed.

    Bytes that were swept are not missed: nothing referred to them.
    """
    cursor.execute("SELECT sha256, size, name FROM records_storedfile ORDER BY sha256")
    files: dict[str, dict[str, Any]] = {}
    lost: list[str] = []
    for sha256, size, name in cursor.fetchall():
        try:
            with default_storage.open(name) as file:
                if _sha256(file) != (sha256, size):
                    lost.append(sha256)
                    continue
                file.seek(0)
                archive.add_stream(f"files/{sha256}", size, file)
        except FileNotFoundError:
            lost.append(sha256)
            continue
        files[sha256] = {"size": size, "name": name}
    return files, _referred_to(lost)


def _referred_to(lost: list[str]) -> list[str]:
    from gfmd_platform.records.sweeping import mentioned, unreferenced

    if not lost:
        return []
    free = set(unreferenced().filter(pk__in=lost).values_list("pk", flat=True))
    return sorted(set(lost) - (free - mentioned(free)))


def _sha256(file: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _ledger(cursor: Any) -> dict[str, Any]:
    cursor.execute(
        "SELECT (SELECT count(*) FROM ledger_event), s.no, s.root FROM ledger_seal s "
        "UNION ALL SELECT (SELECT count(*) FROM ledger_event), 0, '' "
        "ORDER BY no DESC LIMIT 1"
    )
    events, seals, root = cursor.fetchone()
    return {"events": events, "seals": seals, "root": root}
