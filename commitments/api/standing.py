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


def joint_json(version: ReportVersion) -> dict[str, Any] | None:
    """That a version is a joint report's, and whom it names; nothing for one stakeholder's."""
    if not version.authors:
        return None
    return {
        "name": version.joint_name,
        "title": version.title,
        "lead": version.authors[0],
        "co_signatories": version.authors[1:],
    }
