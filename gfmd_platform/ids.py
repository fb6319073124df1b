"""Identifiers that appear in addresses."""

from __future__ import annotations

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """Time-ordered and random: good for indexes, says nothing about how many there are."""
    return UUID(bytes=uuid7().bytes)
