"""A draft kept in memory, behaving as a draft in the database does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse, JsonResponse

from gfmd_platform.interface import autosave

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


class Draft:
    def __init__(self: Any) -> None:
        self.reset()

    def reset(self: Any) -> None:
        self.values: dict[str, Any] = {"title": "", "message": "As it was"}
        self.revision = 1
        self.signed_in = True
        self.closed = False
        self.saves: list[autosave.Change] = []

    def save(self: Any, change: autosave.Change) -> HttpResponse:
        if not self.signed_in:
            return autosave.signed_out()
        if self.closed:
            return JsonResponse({"detail": "The cycle has closed."}, status=403)
        if change.revision != self.revision:
            return autosave.conflict(
                theirs=self.values.get(change.field, ""), revision=self.revision
            )
        if change.field == "title" and change.value == "unacceptable":
            return autosave.refused({"title": ["Say it otherwise."]})
        self.saves.append(change)
        many = change.field == "parts"
        self.values[change.field] = list(change.values) if many else change.value
        self.revision += 1
        return autosave.saved(revision=self.revision, at=NOON)

    def write_elsewhere(self: Any, field: str, value: str) -> None:
        """A colleague saves in another window."""
        self.values[field] = value
        self.revision += 1


DRAFT = Draft()
