from __future__ import annotations

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from . import operations


@shared_task(ignore_result=True)
def forget_unconfirmed() -> None:
    """Delete applications whose address nobody confirmed."""
    operations.forget_unconfirmed(now=timezone.now())


SCHEDULE = {
    "forget unconfirmed applications": {
        "task": "gfmd_platform.stakeholders.tasks.forget_unconfirmed",
        "schedule": crontab(hour=3, minute=20),
    },
}
