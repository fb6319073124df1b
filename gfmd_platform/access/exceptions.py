"""What an operation may answer instead of doing its work.

Raised by rules and operations alike; pages, API and commands each word them in their own way
(`access.middleware`, `gfmd_platform.api`).
"""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """An operation did not happen, and nothing was written."""


class NotVisible(Refused):
    """The record does not exist for this actor. Pages answer 404."""


class NotAllowed(Refused):
    """The actor may see the record, yet may not do this. Pages answer 403."""


class WrongState(Refused):
    """The verb does not apply to the state the record is in. Pages answer 409."""

    def __init__(self, message: str, *, state: str = "") -> None:
        super().__init__(message)
        self.state = state


class StaleRevision(Refused):
    """Somebody else wrote in between; `current` is what stands now, `yours` what was refused."""

    def __init__(
        self, *, revision: int, current: dict[str, Any], yours: dict[str, Any] | None = None
    ) -> None:
        super().__init__("The text was changed by somebody else in the meantime.")
        self.revision = revision
        self.current = current
        self.yours = yours or {}


class Invalid(Refused):
    """Values that no form could have let through; `errors` maps a field to its messages."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("; ".join(m for messages in errors.values() for m in messages))
        self.errors = errors
