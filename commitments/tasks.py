"""Doorbells for drafts."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import operations


@shared_task(ignore_result=True)
def tell_of_comments() -> None:
    """Tell of yesterday's comments; a second run tells nobody twice."""
    operations.tell_of_comments(now=timezone.now())


SCHEDULE = {
    "commitments: tell of comments beside drafts": {
        "task": "commitments.tasks.tell_of_comments",
        "schedule": 3600.0,
    },
}
