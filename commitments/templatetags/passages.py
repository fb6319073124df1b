"""What belongs to a passage of a version, by the passage's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template

from ..asking import field_name

register = template.Library()


@register.filter
def at(held: Mapping[str, Any] | None, name: str) -> Any:
    """What stands at `name`; nothing where nothing does."""
    return held.get(name) if held else None


@register.filter
def named(subject: UUID, key: str) -> str:
    """The name of the field `key` of a commitment or a reported value."""
    return field_name(key, subject)
