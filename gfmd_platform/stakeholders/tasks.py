from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import operations


@shared_task(ignore_result=True)
def forget_unconfirmed() -> None:
    """Delete applications whose address nobody confirmed; rung once a day."""
    operations.forget_unconfirmed(now=timezone.now())
