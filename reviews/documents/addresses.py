"""Where documents lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def figure_address(data: Mapping[str, Any], number: Mapping[str, Any]) -> str:
    """The page of a figure of this edition or, with `at`, of the one that printed it; "" without a
    key. `data` is what documents are set from."""
    if not number["key"]:
        return ""
    at = number.get("at")
    return f"{data['origin'] + at if at else data['figures']}{number['key']}/"
