"""What belongs to a passage of a version, by the passage's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
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


@register.filter
def own_name(language: str) -> str:
    """A language under its own name; its code where it is not known."""
    try:
        return (Locale.parse(language).get_display_name() or language).capitalize()
    except (ValueError, UnknownLocaleError):
        return language
