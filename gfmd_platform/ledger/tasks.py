"""Doorbells: each drains what the database says is due."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import operations


@shared_task(ignore_result=True)
def relay() -> None:
    """Hand over due deliveries; rung after each commit and by the sweep every few seconds."""
    operations.deliver_due(now=timezone.now())


@shared_task(ignore_result=True)
def seal() -> None:
    operations.seal(now=timezone.now())


SCHEDULE = {
    "ledger: hand over what is due": {
        "task": "gfmd_platform.ledger.tasks.relay",
        "schedule": 3.0,
        "options": {"expires": 3.0},
    },
    "ledger: seal new events": {
        "task": "gfmd_platform.ledger.tasks.seal",
        "schedule": 1.0,
        "options": {"expires": 1.0},
    },
}
