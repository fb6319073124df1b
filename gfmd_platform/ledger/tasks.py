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
