"""Files that came back, piece by piece, beside what stands in the draft now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from gfmd_platform.access import Actor
from gfmd_platform.interface.merging import Merge, three_way

from ..enums import PieceFate
from ..exchange.slots import Slot, slots_of
from ..models import DraftUpload, Report, UploadItem
from ..sections import Sections, label_of_section


def uploads_of(actor: Actor, report: Report, sections: Sections) -> QuerySet[DraftUpload]:
    """The newest first, each with how much is to be decided (`n_open`) (one query)."""
    rows = DraftUpload.objects.filter(report=report).select_related("by")
    if not sections.is_whole:
        rows = rows.filter(by=actor.person)
    return rows.annotate(n_open=Count("items", filter=Q(items__fate=PieceFate.OPEN)))


@dataclass(frozen=True)
class ShownItem:
    """A piece with the field it is about; `slot` is None for what no question claims."""

    row: UploadItem
    slot: Slot | None
    near: Slot | None
    may_write: bool

    @property
    def is_open(self) -> bool:
        return self.row.fate == PieceFate.OPEN

    @property
    def label(self) -> str:
        return self.slot.label if self.slot else ""

    @property
    def section_label(self) -> str:
        return label_of_section(self.slot.section) if self.slot else ""

    @property
    def present(self) -> str:
        return self.slot.words(self.slot.values) if self.slot else ""

    @property
    def base(self) -> str:
        return self.slot.words(self.row.base) if self.slot else ""

    @property
    def theirs(self) -> str:
        """What came back, in words; what cannot be a value stands as it was written."""
        if self.slot is None or self.row.values is None:
            return str(self.row.text)
        return self.slot.words(self.row.values)

    @property
    def is_emptied(self) -> bool:
        return bool(self.slot) and not self.theirs.strip() and bool(self.present.strip())

    @property
    def says_the_same(self) -> bool:
        """Only comments or changes to look at: the words are those that stand."""
        return bool(self.slot) and self.theirs.strip() == self.present.strip()

    @property
    def moved_on(self) -> bool:
        """The draft was written on since the file was made."""
        known = self.slot is not None and self.row.base is not None
        return known and self.base.strip() != self.present.strip()

    @property
    def merge(self) -> Merge | None:
        """A proposal where both sides wrote; for words only."""
        if self.slot is None or not self.slot.takes_words or self.row.values is None:
            return None
        if not self.moved_on or self.says_the_same:
            return None
        name = "note" if self.slot.is_status else "value"
        base, mine, theirs = (
            str((values or {}).get(name, ""))
            for values in (self.row.base, self.slot.values, self.row.values)
        )
        return three_way(base, mine, theirs)

    @property
    def default(self) -> str:
        """What is chosen unless the reader chooses otherwise: nothing where care is needed."""
        careful = self.is_emptied or self.moved_on or self.row.how == "likeness"
        if self.slot is None or self.row.values is None or careful:
            return "later"
        return "keep" if self.says_the_same else "take"

    @property
    def takes(self) -> bool:
        return self.default == "take"

    @property
    def keeps(self) -> bool:
        return self.default == "keep"

    @property
    def waits(self) -> bool:
        return self.default == "later"

    @property
    def changes(self) -> list[tuple[str, list[str]]]:
        return [(name, texts) for name, texts in self.row.notes.items() if texts]


@dataclass(frozen=True)
class ShownUpload:
    upload: DraftUpload
    items: list[ShownItem]
    places: list[Slot]

    @property
    def open(self) -> list[ShownItem]:
        return [i for i in self.items if i.is_open and i.slot is not None]

    @property
    def loose(self) -> list[ShownItem]:
        return [i for i in self.items if i.is_open and i.slot is None]

    @property
    def settled(self) -> list[ShownItem]:
        return [i for i in self.items if not i.is_open]

    @property
    def unchanged(self) -> int:
        return sum(i.row.fate == PieceFate.SAME for i in self.items)


def shown(upload: DraftUpload, report: Report, sections: Sections) -> ShownUpload:
    """With the present texts, of the parts that the reader may read (six queries at most).

    A piece about a part that they may no longer read is shown as text that no question claims.
    """
    slots = slots_of(report, sections)
    by_key = {(slot.key, slot.subject): slot for slot in slots}
    return ShownUpload(
        upload,
        list(_items(upload, by_key, sections)),
        [slot for slot in slots if slot.takes_words and slot.section in sections.writes],
    )


def _items(
    upload: DraftUpload, slots: dict[tuple[str, Any], Slot], sections: Sections
) -> Iterator[ShownItem]:
    for row in upload.items.all():
        slot = slots.get((row.key, row.subject)) if row.key else None
        near = slots.get((row.near_key, row.near_subject)) if row.near_key else None
        writes = slot.section in sections.writes if slot else bool(sections.writes)
        yield ShownItem(row, slot, near, writes)
