"""One running part under the supervisor: ``python -m gfmd_platform.embedded.part NAME``.

It writes down who it is, waits for what it needs, asks to end with the supervisor, and becomes the
server itself.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from .places import Places
from .processes import Seen, die_with_parent

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ("postgres", "valkey")
#: Set in the environment of parts, so that their own children end with them too.
PART = "GFMD_PART"


def web_command() -> list[str]:
    """granian's command line; host and port come from `start`."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", os.environ["GFMD_HOST"], "--port", os.environ["GFMD_PORT"]),
        *("--workers", os.environ["WEB_PROCESSES"]),
        *("--blocking-threads", os.environ["WEB_THREADS"]),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"),
        "gfmd_platform.wsgi:application",
    ]


def worker_command() -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "-A", "gfmd_platform.celery", "worker"),
        *("--concurrency", os.environ["WORKER_PROCESSES"], "--hostname", "worker@%h"),
        *("--without-gossip", "--without-mingle", "--loglevel", os.environ["LOG_LEVEL"]),
    ]


def beat_command() -> list[str]:
    # The schedule is static and kept in memory: a file of it could be torn by a kill.
    return [
        *(sys.executable, "-m", "celery", "-A", "gfmd_platform.celery", "beat"),
        *("--scheduler", "celery.beat:Scheduler", "--pidfile", ""),
        *("--loglevel", os.environ["LOG_LEVEL"]),
    ]


COMMANDS = {"web": web_command, "worker": worker_command, "beat": beat_command}


def main(name: str) -> None:
    parent = os.getppid()
    places = Places(Path(os.environ["GFMD_VAR"]))
    die_with_parent(parent)
    if seen := Seen.of(os.getpid()):
        seen.write(places.run / f"part-{name}.pid")
    os.chdir(ROOT)
    if name in SERVERS:
        from .servers import Postgres, Valkey

        (Postgres if name == "postgres" else Valkey)(places).enter()
    os.environ[PART] = name
    if name == "web":
        os.environ.setdefault("DATABASE_POOL", str(int(os.environ["WEB_THREADS"]) + 2))
    wait_for_servers(redis=name != "web")
    if name != "web":
        os.nice(5)  # people before background work
    command = COMMANDS[name]()
    os.execv(command[0], command)


def wait_for_servers(*, redis: bool) -> None:
    """Return once the database (and Redis) answer; a part that began sooner would only die."""
    import psycopg
    from redis import Redis
    from redis.exceptions import RedisError

    while True:
        try:
            psycopg.connect(os.environ["GFMD_WAIT_DATABASE"], connect_timeout=3).close()
            if redis:
                Redis.from_url(os.environ["GFMD_WAIT_REDIS"], socket_timeout=3).ping()
            return
        except (psycopg.OperationalError, RedisError):
            time.sleep(0.2)


if __name__ == "__main__":
    main(sys.argv[1])
