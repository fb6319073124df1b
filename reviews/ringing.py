"""Ringing the doorbell after commit. When the broker is away, the sweep finds the work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

log = structlog.get_logger(__name__)

#: How many workers are called to one compilation; each takes parts until none is left.
WORKERS = 4


def ring_compilation(compilation_id: UUID, *, times: int = WORKERS) -> None:
    from .tasks import compile_parts

    for _ in range(times):
        _ring(compile_parts, str(compilation_id))


def ring_files(approval_id: UUID) -> None:
    from .tasks import render_files

    _ring(render_files, str(approval_id))


def ring_check(check_id: UUID) -> None:
    from .tasks import check_edition

    _ring(check_edition, str(check_id))


def _ring(task: Any, argument: str) -> None:
    def ring() -> None:
        try:
            task.apply_async([argument], ignore_result=True, retry=False)
        except Exception:
            log.warning("reviews.not_rung", task=task.name)

    transaction.on_commit(ring, robust=True)
