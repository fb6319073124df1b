"""Doorbells for cycles."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import operations


@shared_task(ignore_result=True)
def send_reminders() -> None:
    """Remind whoever is due; a second run sends nothing twice."""
    operations.send_reminders(now=timezone.now())


SCHEDULE = {
    "cycles: remind focal points": {
        "task": "gfmd_platform.cycles.tasks.send_reminders",
        "schedule": 3600.0,
    },
}
