"""`manage.py start`: prepare everything, run everything, end everything."""

from __future__ import annotations

import argparse
import contextlib
import errno
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType
from typing import Any

import django
from django.core.management import CommandError

from gfmd_platform.environment import Environment, SettingsRefused, read_environment

from . import supervisor
from .instance import Instance
from .places import APP_ROLE, Places
from .servers import ServerRefused
from .virtualenv import say

LEAST_SPACE = 300 * 1024 * 1024
SECONDS_TO_SERVE = 180
SECONDS_TO_END = 40


class CannotStart(Exception):
    """Says in a sentence what to do."""


class _Ended(BaseException):
    """A signal asked to end."""


def main(words: list[str]) -> int:
    """Run until a signal or a failure; returns the exit status."""
    options = _options(words)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _on_signal)
    try:
        return _run(options)
    except (CannotStart, CommandError, SettingsRefused, ServerRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            print("The disk is full: free some space and start again.", file=sys.stderr)
            return 2
        if error.errno in {errno.EACCES, errno.EROFS}:
            print(
                f"{error.filename} cannot be written: check whose folder it is, or set GFMD_VAR "
                "to another one.",
                file=sys.stderr,
            )
            return 2
        raise
    except _Ended:
        return 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manage.py start", description="Prepare and run the whole platform on this machine."
    )
    parser.add_argument("--port", type=int, default=8000, help="port of the web server (8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen at (127.0.0.1: this machine only)"
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        help="begin without demonstration and starter library; prints a one-time link for the "
        "first person of the Support Unit",
    )
    parser.add_argument("--no-install", action="store_true", help="use .venv as it is")
    options = parser.parse_args(words)
    if not 1 <= options.port <= 65535:
        parser.error("--port must be between 1 and 65535")
    return options


def _run(options: argparse.Namespace) -> int:
    environment = read_environment()
    places = Places(environment.var_dir.absolute())
    places.run.mkdir(parents=True, exist_ok=True)
    for private in (places.logs, places.mail, places.var / "files"):
        private.mkdir(mode=0o700, parents=True, exist_ok=True)
    with only_one(places):
        if left := supervisor.end_leftovers(places):
            say(f"Ended what a killed start had left running: {', '.join(left)}")
        _check_space(places)
        _check_port(options.host, options.port)
        _tell_environment(environment, places, options)
        embedded = Instance(
            places,
            database=environment.database_url is None,
            redis=environment.redis_url is None,
        )
        link = _prepare(embedded, places, options)
        return _serve(embedded, places, options, link)


@contextlib.contextmanager
def only_one(places: Places) -> Iterator[None]:
    """Hold the var folder for this process. Raises CannotStart when the platform runs from it."""
    with (places.run / "start.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"The platform already runs from {places.var}: end it with Ctrl-C where it was "
                "started, or set GFMD_VAR to another folder for a second one."
            ) from None
        yield


def _check_space(places: Places) -> None:
    if (free := shutil.disk_usage(places.var).free) < LEAST_SPACE:
        raise CannotStart(
            f"The disk that holds {places.var} has {free // 2**20} MB left: free some space "
            f"(at least {LEAST_SPACE // 2**20} MB) and start again."
        )


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except PermissionError:
            raise CannotStart(
                f"Port {port} needs more rights than you have: choose one above 1023, for "
                "example `--port 8000`."
            ) from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotStart(f"{host} is no address of this machine: {error}.") from None
            raise CannotStart(
                f"Port {port} is in use by another program: choose another one, for example "
                f"`python3 manage.py start --port {port + 1}`."
            ) from None


def _tell_environment(
    environment: Environment, places: Places, options: argparse.Namespace
) -> None:
    """Say to this process's settings and to every part what only `start` knows."""
    os.environ["GFMD_VAR"] = str(places.var)
    os.environ["GFMD_HOST"] = options.host
    os.environ["GFMD_PORT"] = str(options.port)
    os.environ.setdefault("PUBLIC_URL", f"http://localhost:{options.port}")
    os.environ["WEB_PROCESSES"] = str(environment.web_processes)
    os.environ["WEB_THREADS"] = str(environment.web_threads)
    os.environ["WORKER_PROCESSES"] = str(environment.worker_processes)
    os.environ["LOG_LEVEL"] = environment.log_level
    os.environ["GFMD_WAIT_DATABASE"] = environment.database_url or places.database_url(APP_ROLE)
    os.environ["GFMD_WAIT_REDIS"] = environment.redis_url or places.redis_url
    if environment.redis_url is None:
        os.environ["GFMD_SOLE_WORKER"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gfmd_platform.settings")


def _prepare(embedded: Instance, places: Places, options: argparse.Namespace) -> str:
    """Bring data and files up to date; returns the first person's link, if there is one."""
    from . import prepare

    if names := [server.name for server in embedded.servers]:
        say(f"Starting {' and '.join(names)} from {places.servers}")
    with embedded.running():
        django.setup()
        prepare.catalogues()
        made = prepare.database(places, empty=options.empty)
        link = prepare.support_unit_link(made)
        prepare.static_files(places)
        from django.db import connections

        connections.close_all()
    if options.empty and made.kind != "empty":
        raise CannotStart(
            f"{places.var} holds a demonstration already: set GFMD_VAR to another folder (or "
            "remove this one) to begin an empty instance."
        )
    if not options.empty and made.kind == "empty":
        say("This instance was begun empty, so no demonstration is added to it")
    return link


def _serve(embedded: Instance, places: Places, options: argparse.Namespace, link: str) -> int:
    parts = [server.name for server in embedded.servers] + ["web", "worker", "beat"]
    say(f"Starting {', '.join(parts)}")
    with embedded.kept():
        child = supervisor.launch(places, parts, dict(os.environ))
        try:
            _wait_until_served(child, places, options)
            _announce(places, options, link)
            child.wait()
            supervisor.end_leftovers(places)
            print(
                "The supervisor has ended, and everything with it: start again. Its log is "
                f"{places.logs / 'supervisor.log'}.",
                file=sys.stderr,
            )
            return 1
        except _Ended:
            print()
            say("Ending")
            return 0
        finally:
            _end(child, places)
            say("Ended")


def _wait_until_served(
    child: subprocess.Popen[Any], places: Places, options: argparse.Namespace
) -> None:
    host = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host
    address = f"http://{f'[{host}]' if ':' in host else host}:{options.port}/health/ready/"
    request = urllib.request.Request(address, headers={"Host": "localhost"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + SECONDS_TO_SERVE
    while child.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), opener.open(request, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise CannotStart(
        "The web server did not begin to answer. The last words of what is not running:\n"
        + supervisor.last_words(places)
    )


def _announce(places: Places, options: argparse.Namespace, link: str) -> None:
    from django.conf import settings

    from . import prepare

    lines = ["", f"The Platform for Partnerships is at {os.environ['PUBLIC_URL']}/", ""]
    if link:
        lines += ["The first person of the Support Unit makes their account here, once, within 72"]
        lines += ["hours (a later start makes a new link):", f"  {link}", ""]
    password, people = prepare.sign_ins()
    if settings.DEMO and people:
        width = max(len(email) for email, _ in people)
        lines += [f"Who can sign in, all invented, all with the password “{password}”:"]
        lines += [f"  {email:<{width}}  {who}" for email, who in people] + [""]
        lines += ["The second step for those who need one: the codes their apps would show are at"]
        lines += [f"  {os.environ['PUBLIC_URL']}/codes/", ""]
    if settings.ENVIRONMENT.email_url is None:
        lines += [f"Mail is written to {places.mail}", ""]
    lines += [f"Logs are in {places.logs}. Ctrl-C ends everything."]
    print("\n".join(lines), flush=True)


def _end(child: subprocess.Popen[Any], places: Places) -> None:
    """End the supervisor, which ends its parts in order; a second signal loses patience."""
    try:
        if child.poll() is None:
            child.terminate()
            child.wait(SECONDS_TO_END)
    except (subprocess.TimeoutExpired, _Ended):
        child.kill()
        child.wait()
    supervisor.end_leftovers(places)


def _on_signal(number: int, _frame: FrameType | None) -> None:
    raise _Ended(number)
