"""The Celery application. Each app's ``tasks.py`` may bring a static ``SCHEDULE`` for beat."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from celery import Celery, signals
from kombu.utils.encoding import bytes_to_str

from gfmd_platform.embedded.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gfmd_platform.settings")

app = Celery("gfmd_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.beat_init.connect
def _gather_schedule(sender: Any, **_: Any) -> None:
    # Known only once the apps are loaded; beat keeps it in memory, so nothing stale survives.
    sender.app.conf.beat_schedule = schedule()
    sender.get_scheduler().setup_schedule()


def schedule() -> dict[str, dict[str, Any]]:
    """Every app's ``SCHEDULE``: name -> {"task": ..., "schedule": seconds or crontab}."""
    from django.apps import apps

    gathered: dict[str, dict[str, Any]] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.tasks"):
            entries = getattr(import_module(f"{config.name}.tasks"), "SCHEDULE", {})
            if twice := gathered.keys() & entries.keys():
                raise ValueError(f"two entries of the schedule are named {sorted(twice)}")
            gathered |= entries
    return gathered


@signals.setup_logging.connect
def _keep_our_logging(**_: Any) -> None:
    """Connected so that Celery leaves the logging that Django set up as it is."""


@signals.celeryd_init.connect
def _take_back_messages(**_: Any) -> None:
    """Queue again what a killed worker held: under `start` there is no other worker to hold it.

    Elsewhere the visibility time decides, and the outbox rings again before it has passed.
    """
    if os.environ.get("GFMD_SOLE_WORKER") == "1":
        with app.connection_for_write() as connection, connection.channel() as channel:
            for tag in channel.client.zrange(channel.unacked_index_key, 0, -1):
                channel.qos.restore_by_tag(bytes_to_str(tag))


@signals.worker_process_init.connect
def _end_with_the_worker(**_: Any) -> None:
    die_with_parent(os.getppid())
