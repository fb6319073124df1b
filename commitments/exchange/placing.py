"""Which question each piece of a file that came back belongs to.

A piece is placed by the mark of its control; where the control is gone, by the heading it stands
under, and at last by its likeness to what stood there before. What cannot be placed is kept as it
is. Every word of the file ends in one of these, or is the platform's own text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.documents.word_reading import Block

from ..models import Report
from .slots import Made, Slot, read_made, read_mark

How = Literal["mark", "heading", "likeness"]
_LIKE_HEADING = 0.82
_LIKE_ANSWER = 0.6
_LONGEST_COMPARED = 6_000
#: The number of a page that a program wrote behind a line of ours.
_PAGE = re.compile(r"[ .]+\d+$")


@dataclass
class Placed:
    """What the file says in a slot. `heading` is the slot's heading when it was changed."""

    slot: Slot
    how: How = "mark"
    blocks: list[Block] = field(default_factory=list)
    status_blocks: list[Block] = field(default_factory=list)
    revision: int | None = None
    heading: str = ""


@dataclass
class Loose:
    """Text that no slot holds, with the heading it stood under."""

    blocks: list[Block]
    near: Slot | None = None

    @property
    def text(self) -> str:
        return "\n".join(b.words for b in self.blocks).strip()


@dataclass
class Reading:
    placed: list[Placed]
    loose: list[Loose]
    missing: list[Slot]
    made: Made | None


def normal(text: str) -> str:
    """For comparison: one form of letters, plain spaces, no case."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").casefold().split())


def place(
    report: Report,
    blocks: Iterable[Block],
    slots: Sequence[Slot],
    known: Iterable[str],
    earlier: dict[str, Slot],
    parts: Iterable[str] = (),
) -> Reading:
    """`parts` are the headings above the questions' own."""
    return _Placing(report, slots, known, earlier, parts).run(list(blocks))


class _Placing:
    def __init__(
        self,
        report: Report,
        slots: Sequence[Slot],
        known: Iterable[str],
        earlier: dict[str, Slot],
        parts: Iterable[str],
    ) -> None:
        self._report = report
        self._slots = list(slots)
        self._by_code = earlier | {slot.code: slot for slot in slots}
        self._known = {normal(text) for text in known}
        self._parts = {normal(text) for text in parts}
        self._files = {slot.code for slot in slots if _asks_for_file(slot)}
        self._found: dict[str, Placed] = {}
        self._marked: set[str] = set()
        self._headed: set[str] = set()
        self._made: Made | None = None
        self._run_on: Loose | None = None

    def run(self, blocks: list[Block]) -> Reading:
        self._marked = self._files | {
            self._by_code[mark.code].code
            for block in blocks
            if (mark := read_mark(block.tag)) and mark.code in self._by_code
        }
        current: Slot | None = None
        loose: list[Loose] = []
        for block in blocks:
            current = self._take(block, current, loose)
        self._by_likeness(loose)
        held = self._found.keys() | self._files
        missing = [slot for slot in self._slots if slot.code not in held]
        order = {slot.code: n for n, slot in enumerate(self._slots)}
        placed = sorted(self._found.values(), key=lambda p: order.get(p.slot.code, len(order)))
        return Reading(placed, [piece for piece in loose if _says(piece)], missing, self._made)

    def _take(self, block: Block, current: Slot | None, loose: list[Loose]) -> Slot | None:
        run_on, self._run_on = self._run_on, None
        current = None if block.is_aside else current
        mark = read_mark(block.tag)
        if mark is not None and mark.code in self._by_code:
            slot = self._by_code[mark.code]
            placed = self._place_of(slot, "mark")
            placed.revision = mark.revision if mark.code == slot.code else None
            (placed.status_blocks if mark.is_status else placed.blocks).append(block)
            return slot
        made = read_made(block.words, self._report)
        if made is not None and (self._made is None or made.is_of_report):
            self._made = made
        headed = self._headed_by(block)
        if headed is not None:
            self._headed.add(headed.code)
            placed_heading = "" if normal(block.text) == normal(headed.label) else block.text
            if headed.code not in self._marked:
                self._place_of(headed, "heading").heading = placed_heading
            elif placed_heading:
                loose.append(Loose([block], headed))
            self._beside(block, headed, loose)
            return headed
        if made is not None or self._is_known(block):
            self._beside(block, current, loose)
            self._run_on = run_on if not block.words.strip() else None
            if block.is_heading or normal(block.text) in self._parts:
                return None
            if current is not None and current.code in self._found and self._is_open(current):
                self._found[current.code].blocks.append(Block())  # an empty line, if nothing else
            return current
        if block.is_heading and block.rows is None:
            current = current if self._is_open(current) else None
        if current is not None and self._is_open(current):
            self._place_of(current, "heading").blocks.append(block)
        elif run_on is not None and run_on.near is current:
            run_on.blocks.append(block)
            self._run_on = run_on
        else:
            self._run_on = Loose([block], current)
            loose.append(self._run_on)
        return current

    def _is_open(self, slot: Slot | None) -> bool:
        """Whether text below a heading is the answer, its control being gone."""
        return slot is not None and slot.code not in self._marked

    def _place_of(self, slot: Slot, how: How) -> Placed:
        return self._found.setdefault(slot.code, Placed(slot, how))

    def _headed_by(self, block: Block) -> Slot | None:
        """The slot whose heading this is; headings that were changed a little are recognised."""
        text = normal(block.text)
        if not text or block.rows is not None or len(text) > 400:
            return None
        free = [slot for slot in self._slots if slot.code not in self._headed]
        for slot in free:
            if normal(slot.label) == text:
                return slot
        if not block.is_heading or self._is_known(block):
            return None
        likeness = [(SequenceMatcher(None, normal(s.label), text).ratio(), s) for s in free]
        best = max(likeness, key=lambda pair: pair[0], default=None)
        return best[1] if best is not None and best[0] >= _LIKE_HEADING else None

    def _is_known(self, block: Block) -> bool:
        if block.rows is not None:
            return False
        lines = [normal(line) for line in block.text.splitlines()]
        return all(
            not line or line in self._known or _PAGE.sub("", line) in self._known for line in lines
        )

    def _beside(self, block: Block, slot: Slot | None, loose: list[Loose]) -> None:
        """What hangs on one of our own lines: comments, deleted words, notes."""
        if not (block.comments or block.deleted or block.notes):
            return
        block = Block(comments=block.comments, deleted=block.deleted, notes=block.notes)
        if slot is not None and slot.code in self._marked - self._files:
            self._place_of(slot, "mark").blocks.append(block)
        elif slot is not None and slot.code in self._found:
            self._found[slot.code].blocks.append(block)
        else:
            loose.append(Loose([block], slot))

    def _by_likeness(self, loose: list[Loose]) -> None:
        for slot in self._slots:
            standing = normal(slot.words(slot.values))[:_LONGEST_COMPARED]
            if slot.code in self._found or not slot.takes_words or not standing:
                continue
            best: tuple[float, Loose | None] = (_LIKE_ANSWER, None)
            for piece in loose:
                matcher = SequenceMatcher(None, standing, normal(piece.text)[:_LONGEST_COMPARED])
                if matcher.real_quick_ratio() > best[0] and matcher.quick_ratio() > best[0]:
                    best = max(best, (matcher.ratio(), piece), key=lambda pair: pair[0])
            if best[1] is not None:
                self._place_of(slot, "likeness").blocks = best[1].blocks
                loose.remove(best[1])


def _asks_for_file(slot: Slot) -> bool:
    return slot.question is not None and slot.question.type == QuestionType.FILE


def _says(piece: Loose) -> bool:
    extras = any(b.comments or b.deleted or b.notes for b in piece.blocks)
    return bool(piece.text) or extras
