"""Upkeep of the index."""

from __future__ import annotations

from celery import shared_task

from . import operations


@shared_task(ignore_result=True)
def sum_up_tally() -> None:
    operations.sum_up_tally()


SCHEDULE = {
    "search: sum up the ready counts": {
        "task": "gfmd_platform.search.tasks.sum_up_tally",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
}
