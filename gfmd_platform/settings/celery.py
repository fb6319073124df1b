"""How work in the background is carried.

Tasks are doorbells: what is promised stands in PostgreSQL (the outbox), so a lost message costs a
minute and never the work. Read by Celery with the prefix ``CELERY_``.
"""

from __future__ import annotations

from typing import Any

#: No task may run longer than this; a killed worker's message is given back after the visibility
#: time, which must be the longer of the two or a slow task would run twice side by side.
CELERY_TASK_TIME_LIMIT = 25 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 24 * 60
VISIBILITY_SECONDS = 30 * 60

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# The doorbell is rung inside requests: a dead broker may cost them a moment, not minutes.
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}


def broker_url(redis_url: str) -> str:
    """Celery's spelling of a Redis address: sockets are ``redis+socket://`` to it."""
    if redis_url.startswith("unix://"):
        return redis_url.replace("unix://", "redis+socket://", 1).replace("db=", "virtual_host=")
    return redis_url


def broker_options(prefix: str) -> dict[str, Any]:
    """Transport options: keys under ``prefix``, a dead worker's messages looked for every 5 s."""
    return {
        "global_keyprefix": f"{prefix}:celery:",
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "unacked_mutex_expire": 10,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    }
