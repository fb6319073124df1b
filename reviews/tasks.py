"""Doorbells: each loads by id and does what the database says is due."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from . import operations


@shared_task(ignore_result=True)
def compile_parts(compilation_id: str) -> None:
    """Take parts of a compilation until none is left to take."""
    while operations.run_next_part(compilation_id=UUID(compilation_id), now=timezone.now()):
        pass


@shared_task(ignore_result=True)
def render_files(approval_id: str) -> None:
    operations.render_files(approval_id=UUID(approval_id), now=timezone.now())


@shared_task(ignore_result=True)
def check_edition(check_id: str) -> None:
    operations.run_check(check_id=UUID(check_id), now=timezone.now())


@shared_task(ignore_result=True)
def sweep() -> None:
    """Ring for work that nobody does; finds what a lost message or a killed worker left."""
    operations.sweep(now=timezone.now())
    operations.ring_checks_again(now=timezone.now())


@shared_task(ignore_result=True)
def attend_rounds() -> None:
    """Open and remind what is due; a second run does nothing twice."""
    operations.attend_rounds(now=timezone.now())


@shared_task(ignore_result=True)
def publish_due() -> None:
    """Publish what was set to this time; a second run finds nothing."""
    operations.publish_due(now=timezone.now())


SCHEDULE = {
    "reviews: publish at the set time": {
        "task": "reviews.tasks.publish_due",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "reviews: rounds of consultation": {
        "task": "reviews.tasks.attend_rounds",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
    "reviews: sweep": {
        "task": "reviews.tasks.sweep",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
}
