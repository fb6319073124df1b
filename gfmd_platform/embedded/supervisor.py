"""The supervisor (the `supervisor` package) and the parts under it.

It keeps no control socket: nothing but a signal steers it. What a killed one left running is found
by the parts' notes in ``var/run`` and ended before the next start.
"""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .part import ROOT, SERVERS
from .places import Places
from .processes import Seen, die_with_parent, end

#: In the order of starting; ended in the opposite one.
ORDER = ("postgres", "valkey", "web", "worker", "beat")
NOTE = "supervisor.pid"

HEAD = """\
[supervisord]
nodaemon = true
silent = true
logfile = log/supervisor.log
logfile_maxbytes = 5MB
logfile_backups = 2
pidfile = run/supervisord.pid
childlogdir = log
{user}
"""
# Paths are relative to the var folder or come through the environment: no character in them may
# mean anything to this file.
PROGRAM = """
[program:{name}]
command = sh -c 'cd "$GFMD_ROOT" && exec "$GFMD_PYTHON" -m gfmd_platform.embedded.part {name}'
priority = {priority}
autorestart = true
startsecs = 1
startretries = 1000000
stopsignal = {stop}
stopwaitsecs = {patience}
killasgroup = true
redirect_stderr = true
stdout_logfile = log/{name}.log
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 3
"""


def configuration(parts: list[str]) -> str:
    """The supervisor's file for ``parts``."""
    user = "user = root" if os.getuid() == 0 else ""
    programs = [
        PROGRAM.format(
            name=name,
            priority=(ORDER.index(name) + 1) * 100,
            stop="INT" if name == "postgres" else "TERM",
            patience=20 if name in SERVERS else 10,
        )
        for name in ORDER
        if name in parts
    ]
    return HEAD.format(user=user) + "".join(programs)


def launch(
    places: Places, parts: list[str], environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    """Start the supervisor; it ends with this process."""
    file = places.run / "supervisor.conf"
    file.write_text(configuration(parts))
    child = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)],
        cwd=places.var,
        env={**environment, "GFMD_ROOT": str(ROOT), "GFMD_PYTHON": sys.executable},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(places.logs / "supervisor.err").open("ab"),
        start_new_session=True,  # Ctrl-C comes to `start` alone, which ends things in order
        preexec_fn=functools.partial(die_with_parent, os.getpid()),
    )
    if seen := Seen.of(child.pid):
        seen.write(places.run / NOTE)
    return child


def end_leftovers(places: Places) -> list[str]:
    """End what an earlier, killed start left running; returns the names of these parts."""
    found = []
    # The supervisor first, or it would start the others again.
    for name, path in _notes(places):
        seen = Seen.read(path)
        if seen is not None:
            if seen.lives():
                found.append(name)
            first = signal.SIGINT if name == "postgres" else signal.SIGTERM
            end(seen, first=first, patience=15 if name == "supervisor" else 8, group=True)
        path.unlink(missing_ok=True)
    return found


def _notes(places: Places) -> Iterator[tuple[str, Path]]:
    yield "supervisor", places.run / NOTE
    for name in reversed(ORDER):
        yield name, places.run / f"part-{name}.pid"


def last_words(places: Places, count: int = 4) -> str:
    """The ends of the logs of what should run and does not, and of the supervisor's own."""
    told = []
    for name in (*ORDER, "supervisor"):
        seen = Seen.read(places.run / (NOTE if name == "supervisor" else f"part-{name}.pid"))
        path = places.logs / ("supervisor.err" if name == "supervisor" else f"{name}.log")
        if (seen is None or not seen.lives()) and path.exists():
            lines = path.read_text(errors="replace").splitlines()[-count:]
            told += [f"{path}:", *(f"  {line}" for line in lines)]
    return "\n".join(told)
