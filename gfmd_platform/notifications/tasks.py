"""Doorbells for mail."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import operations


@shared_task(ignore_result=True)
def send_due() -> None:
    """Send what is due; rung after each commit and by the sweep."""
    operations.send_due(now=timezone.now())


@shared_task(ignore_result=True)
def forget_old() -> None:
    operations.forget_old(now=timezone.now())


SCHEDULE = {
    "notifications: send what is due": {
        "task": "gfmd_platform.notifications.tasks.send_due",
        "schedule": 10.0,
        "options": {"expires": 10.0},
    },
    "notifications: forget old mail": {
        "task": "gfmd_platform.notifications.tasks.forget_old",
        "schedule": 24 * 3600.0,
    },
}
