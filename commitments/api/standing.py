"""How a version came and whether it was taken back, as JSON."""

from __future__ import annotations

from typing import Any

from ..models import ReportVersion, ReportWithdrawal


def lodging_json(version: ReportVersion) -> dict[str, Any] | None:
    """How a version came that the Support Unit lodged."""
    lodging = getattr(version, "lodging", None)
    if lodging is None:
        return None
    names = ("mark", "channel", "reference", "dated_on", "received_on", "description")
    return {name: getattr(lodging, name) for name in names}


def withdrawal_json(row: ReportWithdrawal | None) -> dict[str, Any] | None:
    return {"at": row.at, "reason": row.reason} if row is not None else None
