"""What becomes of each row of an import: said before anything is written, and again after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fate(models.TextChoices):
    CREATED = "created", _("New")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")


@dataclass(frozen=True)
class RowFate:
    """One row: its line in the table, what it is about, its fate, and why it was refused.

    `note` says what a reader should know of a row that was not refused."""

    line: int
    title: str
    fate: Fate
    reason: str = ""
    record_id: UUID | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if (self.fate == Fate.REFUSED) != bool(self.reason):
            raise ValueError("A refused row has a reason, and no other row has one")


@dataclass
class ImportResult:
    """`written` is False after a dry run, or when the import was called off."""

    rows: list[RowFate] = field(default_factory=list)
    written: bool = False

    @property
    def counts(self) -> dict[Fate, int]:
        """Every fate with its number, in the order in which they are told."""
        counted = Counter(row.fate for row in self.rows)
        return {fate: counted[fate] for fate in Fate}

    @property
    def refused(self) -> list[RowFate]:
        return [row for row in self.rows if row.fate == Fate.REFUSED]

    def lines(self) -> Iterable[str]:
        """The result as text, a row a line and a sum at the end: what a command prints."""
        for row in self.rows:
            more = f" ({row.reason or row.note})" if row.reason or row.note else ""
            yield f"{row.line:>5}  {row.fate.label}  {row.title}{more}"
        yield ", ".join(f"{fate.label}: {number}" for fate, number in self.counts.items())
