"""Health for load balancers and the supervisor; tells states, never versions or addresses."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """This process can serve: the database answers and is migrated.

    Redis is told and does not decide: without it pages still work and tasks wait in the outbox.
    """
    database = _works("database", _ask_database)
    parts = {
        "database": database,
        "migrations": database and _works("migrations", _ask_migrations),
        "redis": _works("redis", _ask_redis),
    }
    good = parts["database"] and parts["migrations"]
    words = {name: "ok" if works else "away" for name, works in parts.items()}
    return JsonResponse(
        {"status": "ok" if good else "away", "parts": words}, status=200 if good else 503
    )


def _works(part: str, ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception as error:
        # Whatever it is, the answer to a load balancer is the same; the log has the kind.
        log.warning("health_part_away", part=part, error=type(error).__name__)
        return False


def _ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _ask_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _ask_redis() -> bool:
    client = caches["default"]._cache.get_client()  # type: ignore[attr-defined]
    return bool(client.ping())
