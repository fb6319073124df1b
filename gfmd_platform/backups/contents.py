"""What a backup says about itself, and reading one with everything compared.

The head comes first (what it is, which tables with which columns), the manifest last (how many
rows and which hashes), since only then they are known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .archive import CHUNK, DAMAGED, Writer, reading
from .exceptions import BackupRefused
from .keys import Keys
from .tables import Sum

FORMAT = 1
KIND = "gfmd-platform-backup"
HEAD = "head.json"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Backup:
    """A backup that was read from end to end and holds what it says."""

    path: Path
    head: dict[str, Any]
    manifest: dict[str, Any]
    encrypted: bool

    @property
    def rows(self) -> int:
        return sum(row["rows"] for row in self.manifest["tables"].values())


def write_json(archive: Writer, name: str, content: dict[str, Any]) -> None:
    archive.add(name, json.dumps(content, sort_keys=True, indent=1).encode())


def check_backup(path: Path, keys: Keys) -> Backup:
    """Read the whole file and compare everything in it with its manifest. Writes nothing.

    Raises BackupRefused for a damaged or unknown file, or a wrong key.
    """
    if not path.is_file():
        raise BackupRefused(f"There is no file {path}.")
    tables: dict[str, Sum] = {}
    files: dict[str, int] = {}
    head: dict[str, Any] = {}
    manifest: dict[str, Any] = {}
    with reading(path, keys) as members:
        for name, content in members:
            kind, _, rest = name.partition("/")
            if name == HEAD:
                head = _head(content)
            elif not head or manifest:
                raise BackupRefused(DAMAGED)
            elif name == MANIFEST:
                manifest = _json(content)
            elif kind == "tables":
                found = tables.setdefault(rest.rpartition("/")[0], Sum())
                for piece in pieces(content):
                    found.add(piece)
            elif kind == "files":
                files[rest] = _checked_file(rest, content)
            else:
                raise BackupRefused(DAMAGED)
    _compare(head, manifest, tables, files)
    with path.open("rb") as file:
        encrypted = file.read(3) == b"age"
    return Backup(path, head, manifest, encrypted)


def pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(CHUNK):
        yield piece


def _json(content: IO[bytes]) -> dict[str, Any]:
    try:
        found = json.loads(content.read())
    except ValueError as error:
        raise BackupRefused(DAMAGED) from error
    if not isinstance(found, dict):
        raise BackupRefused(DAMAGED)
    return found


def _head(content: IO[bytes]) -> dict[str, Any]:
    head = _json(content)
    if head.get("kind") != KIND:
        raise BackupRefused(DAMAGED)
    if head.get("format") != FORMAT:
        raise BackupRefused(
            f"This backup has format {head.get('format')}, and this version of the platform reads "
            f"format {FORMAT}: restore it with the version that made it "
            f"({head.get('application')})."
        )
    return head


def _checked_file(sha256: str, content: IO[bytes]) -> int:
    digest = hashlib.sha256()
    size = 0
    for piece in pieces(content):
        digest.update(piece)
        size += len(piece)
    if digest.hexdigest() != sha256:
        raise BackupRefused(DAMAGED)
    return size


def _compare(
    head: dict[str, Any], manifest: dict[str, Any], tables: dict[str, Sum], files: dict[str, int]
) -> None:
    try:
        empty = Sum().as_row()
        told = manifest["tables"]
        found = {name: tables[name].as_row() if name in tables else empty for name in told}
        whole = (
            told == found
            and tables.keys() <= told.keys()
            and head["tables"].keys() == told.keys()
            and {sha: row["size"] for sha, row in manifest["files"].items()} == files
            and isinstance(manifest["sequences"], dict)
            and isinstance(manifest["ledger"], dict)
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BackupRefused(DAMAGED) from error
    if not whole:
        raise BackupRefused(DAMAGED)
