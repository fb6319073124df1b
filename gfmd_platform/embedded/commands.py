"""What `manage.py` does with its words. Standard library only until the environment stands."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from . import virtualenv

ROOT = Path(__file__).resolve().parents[2]

#: Commands that prepare the database and so use the role that owns it.
OWNER_COMMANDS = {
    *("migrate", "makemigrations", "squashmigrations", "optimizemigration", "sqlmigrate"),
    *("showmigrations", "sqlflush", "createcachetable", "pgtrigger"),
}
#: Commands that ask no database; no server is started for them.
NO_DATABASE = {
    *("help", "version", "--help", "--version", "-h", "check", "makemessages", "compilemessages"),
    *("collectstatic", "findstatic", "diffsettings", "spectacular", "startapp"),
    *("describe_settings", "verify_backup"),
}


def run(argv: list[str]) -> int:
    """Run one command in the project's own environment; returns its exit status."""
    command = argv[1] if len(argv) > 1 else "help"
    words = argv[2:]
    install = "--no-install" not in words
    if command in {"start", "test", "pytest"}:
        words = [word for word in words if word != "--no-install"]
    virtualenv.enter(ROOT, argv, dev=command in {"test", "pytest"}, install=install)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gfmd_platform.settings")
    handlers: dict[str, Callable[[list[str]], int]] = {
        "start": _start,
        "test": _test,
        "pytest": _pytest,
    }
    if handler := handlers.get(command):
        return handler(words)
    return _django(argv, command)


def _start(words: list[str]) -> int:
    from . import start

    return start.main(words)


def _test(words: list[str]) -> int:
    from . import check

    return check.main(words)


def _pytest(words: list[str]) -> int:
    import pytest

    os.environ.pop("DJANGO_SETTINGS_MODULE", None)  # the tests have their own
    os.chdir(ROOT)
    return int(pytest.main(words))


def _django(argv: list[str], command: str) -> int:
    if command in OWNER_COMMANDS:
        os.environ.setdefault("GFMD_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    from gfmd_platform.environment import SettingsRefused

    from .servers import ServerRefused

    try:
        with _servers_for(command):
            execute_from_command_line(argv)
    except (SettingsRefused, ServerRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


@contextlib.contextmanager
def _servers_for(command: str):  # type: ignore[no-untyped-def]
    from gfmd_platform.environment import read_environment

    from .instance import Instance
    from .places import Places

    environment = read_environment()
    if command in NO_DATABASE or environment.mode == "production":
        yield
        return
    instance = Instance(
        Places(environment.var_dir.absolute()),
        database=environment.database_url is None,
        redis=environment.redis_url is None,
    )
    with instance.running():
        yield
