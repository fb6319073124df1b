from __future__ import annotations

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from . import sweeping


@shared_task(ignore_result=True)
def sweep_files() -> None:
    """Remove stored bytes that nothing refers to. During a backup, another night will do."""
    sweeping.sweep_files(now=timezone.now(), remove=True)


SCHEDULE = {
    "records: remove files that nothing refers to": {
        "task": "gfmd_platform.records.tasks.sweep_files",
        "schedule": crontab(hour=2, minute=40),
    },
}
