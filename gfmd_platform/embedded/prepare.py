"""What must stand before the platform can run: tables, rights, data, static files, catalogues."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import (
    CommandError,
    call_command,
    get_commands,
    load_command_class,
)
from django.db import connection

from .places import Places, write_private
from .roles import as_owner
from .virtualenv import say


@dataclass
class Instance:
    """How this instance was first started and what has been loaded since.

    Kept beside the data; it counts only for the database it was written for, told by the moment
    of that database's first migration.
    """

    places: Places
    kind: str
    database: str = ""
    done: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, places: Places, *, kind: str) -> Instance:
        """The instance as it was first started; ``kind`` is what is asked for now."""
        database = _first_migration()
        with contextlib.suppress(OSError, ValueError, KeyError):
            data = json.loads(places.instance.read_text())
            if data["database"] == database:
                return cls(places, data["kind"], database, list(data["done"]))
        made = cls(places, kind, database)
        made.write()
        return made

    def write(self) -> None:
        data = {"kind": self.kind, "database": self.database, "done": self.done}
        write_private(self.places.instance, json.dumps(data))

    def load(self, command: str) -> None:
        """Run a loading command; what it says at length goes to its log."""
        with (self.places.logs / f"{command}.log").open("w") as log:
            call_command(command, stdout=log)

    def once(self, command: str, words: str) -> None:
        """Run a loading command unless it has finished here before."""
        if command in get_commands() and command not in self.done:
            say(words)
            self.load(command)
            self.done.append(command)
            self.write()


def database(places: Places, *, empty: bool) -> Instance:
    """Migrate and load. Safe to repeat; an interrupted step is done again.

    The starter library and the demo are loaded into a demo instance only: one that was first
    started empty may hold real people by now.
    """
    say("Bringing the database up to date")
    with as_owner():
        call_command("migrate", verbosity=0, interactive=False)
    instance = Instance.of(places, kind="empty" if empty else "demo")
    settings.DEMO = instance.kind == "demo"
    if "load_taxonomy" in get_commands():
        mark = f"load_taxonomy {_fingerprint(_taxonomy_files())}"
        if mark not in instance.done:
            say("Loading the taxonomy")
            instance.load("load_taxonomy")
            instance.done = [one for one in instance.done if not one.startswith("load_taxonomy")]
            instance.done.append(mark)
            instance.write()
    if instance.kind == "demo":
        instance.once("import_starter_library", "Loading the starter library of 2017")
        instance.once("load_demo", "Making the demonstration (invented people and places)")
    return instance


def support_unit_link(instance: Instance) -> str:
    """The one-time link for the first person of an empty instance; empty once they are there."""
    if instance.kind != "empty" or "create_support_unit_link" not in get_commands():
        return ""
    said = io.StringIO()
    with contextlib.suppress(CommandError):  # its members are there, and invite others
        call_command("create_support_unit_link", stdout=said)
    return said.getvalue().strip()


def static_files(places: Places) -> None:
    """Collect and compress static files, when any has changed."""
    from django.contrib.staticfiles.finders import get_finders

    found: list[Path] = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            found.append(Path(storage.path(path)))
    mark = places.var / "static.fingerprint"
    wanted = _fingerprint(found)
    if mark.exists() and mark.read_text() == wanted and Path(settings.STATIC_ROOT).is_dir():
        return
    say("Collecting the pages' style and script")
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(wanted)


def catalogues() -> None:
    """Compile the translations that are newer than their compiled form. Needs no gettext."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    ours = ("locale", "*/locale", "gfmd_platform/*/locale")
    for source in _each(settings.BASE_DIR, [f"{one}/*/LC_MESSAGES/*.po" for one in ours]):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        unfinished = compiled.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(compiled)


def sign_ins() -> tuple[str, list[tuple[str, str]]]:
    """The demonstration's password, and who may sign in with it: (email, who that is)."""
    app = get_commands().get("load_demo")
    if app is None:
        return "", []
    command: Any = load_command_class(str(app), "load_demo")
    return command.password, command.sign_ins()


def _each(folder: Path, patterns: list[str]) -> Iterator[Path]:
    return (path for pattern in patterns for path in folder.glob(pattern))


def _taxonomy_files() -> Iterator[Path]:
    folder = settings.BASE_DIR / "gfmd_platform" / "taxonomy"
    return (path for path in folder.rglob("*") if path.suffix in {".csv", ".py", ".json"})


def _fingerprint(files: Any) -> str:
    digest = hashlib.sha256()
    for path in sorted(set(files)):
        digest.update(str(path).encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _first_migration() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied) FROM django_migrations")
        return str(cursor.fetchone()[0])
