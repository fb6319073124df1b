"""How the API pages through lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """Stable under inserts, and as quick on the last page as on the first."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering: str | tuple[str, ...] = "-pk"

    def _get_position_from_instance(self, instance: Any, ordering: Sequence[str]) -> str:
        """The framework knows fields of the row itself only; lists are in order of a related row's
        too (`cycle__year`)."""
        if isinstance(instance, dict):
            return str(super()._get_position_from_instance(instance, ordering))
        return str(reduce(getattr, ordering[0].lstrip("-").split("__"), instance))
