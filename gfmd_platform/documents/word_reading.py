"""Reading every word of a Word file, whoever saved it: text, tables, notes, comments, changes.

Tracked changes are read as accepted: what was inserted stands, what was deleted is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .archives import OfficeArchive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {f"{_W}del", f"{_W}moveFrom"}
_ASIDE = re.compile(r"word/(header|footer)\d*\.xml")


@dataclass
class Block:
    """A paragraph, or a table (`rows`). `tag` is of the control around it, `is_hint` says that the
    control shows its hint only, `is_aside` that it stands outside the run of the text."""

    text: str = ""
    tag: str = ""
    style: str = ""
    rows: list[list[str]] | None = None
    is_hint: bool = False
    is_aside: bool = False
    deleted: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.style.lower().replace(" ", "").startswith(("heading", "title", "berschrift"))

    @property
    def words(self) -> str:
        """All its text; a table by rows."""
        if self.rows is None:
            return self.text
        return "\n".join(" | ".join(cell for cell in row if cell) for row in self.rows)


def read_word(content: bytes) -> list[Block]:
    """Everything in reading order; headers, footers and what nothing refers to come last.

    Raises FileRefused.
    """
    return list(_Reader(OfficeArchive(content)).blocks())


class _Reader:
    def __init__(self, archive: OfficeArchive) -> None:
        self._archive = archive
        self._comments = dict(self._aside("word/comments.xml", "comment"))
        self._footnotes = dict(self._aside("word/footnotes.xml", "footnote"))
        self._endnotes = dict(self._aside("word/endnotes.xml", "endnote"))
        self._used: set[tuple[str, str]] = set()

    def blocks(self) -> Iterator[Block]:
        root = self._archive.xml("word/document.xml")
        yield from self._walk(root)
        seen: set[str] = set()
        for name in sorted(self._archive.names):
            if _ASIDE.fullmatch(name):
                for block in self._walk(self._archive.xml(name)):
                    if block.words not in seen:
                        seen.add(block.words)
                        block.is_aside = True
                        yield block
        for kind, texts in (("n", self._footnotes), ("e", self._endnotes)):
            for key, text in texts.items():
                if (kind, key) not in self._used:
                    yield Block(text, is_aside=True)
        for key, text in self._comments.items():
            if ("c", key) not in self._used:
                yield Block(comments=[text], is_aside=True)

    def _aside(self, part: str, kind: str) -> Iterator[tuple[str, str]]:
        root = self._archive.xml(part)
        if root is None:
            return
        for element in root.iter(f"{_W}{kind}"):
            if element.get(f"{_W}type", "normal") != "normal":
                continue
            text = "\n".join(_plain(p) for p in element.iter(f"{_W}p")).strip()
            author = element.get(f"{_W}author", "")
            if text:
                yield element.get(f"{_W}id", ""), f"{author}: {text}" if author else text

    def _walk(self, parent: Any, tag: str = "", is_hint: bool = False) -> Iterator[Block]:
        for element in parent:
            if element.tag == f"{_W}p":
                yield from self._paragraph(element, tag, is_hint)
            elif element.tag == f"{_W}tbl":
                if _tag_inside(element):
                    yield from self._walk(element, tag, is_hint)
                else:
                    yield self._table(element, tag)
            elif element.tag == f"{_W}sdt":
                own, hint = _control(element)
                content = element.find(f"{_W}sdtContent")
                if content is None:
                    continue
                found = list(self._walk(content, own or tag, hint or (is_hint and not own)))
                if own and not found:
                    found = [Block(tag=own, is_hint=True)]
                yield from found
            elif element.tag in _GONE:
                text = _plain(element, deleted=True)
                if text:
                    yield Block(tag=tag, deleted=[text])
            elif element.tag != _FALLBACK and isinstance(element.tag, str):
                yield from self._walk(element, tag, is_hint)

    def _paragraph(self, element: Any, tag: str, is_hint: bool) -> Iterator[Block]:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        block = Block(tag=tag, is_hint=is_hint)
        block.style = style.get(f"{_W}val", "") if style is not None else ""
        boxes: list[Any] = []
        text = "".join(self._inline(element, block, boxes))
        listed = element.find(f"{_W}pPr/{_W}numPr") is not None
        block.text = f"- {text}" if listed and text.strip() and not block.is_heading else text
        yield block
        for box in boxes:  # text boxes stand after the paragraph that holds them
            yield from self._walk(box, tag)

    def _inline(self, parent: Any, block: Block, boxes: list[Any]) -> Iterator[str]:
        for element in parent:
            name = element.tag
            if name in (f"{_W}t", f"{_MATH}t"):
                yield element.text or ""
            elif name in (f"{_W}tab", f"{_W}ptab"):
                if parent.tag != f"{_W}tabs":
                    yield "\t"
            elif name in (f"{_W}br", f"{_W}cr"):
                yield "\n"
            elif name == f"{_W}noBreakHyphen":
                yield "\u2011"
            elif name == f"{_W}sym":
                yield _symbol(element)
            elif name in _GONE:
                text = _plain(element, deleted=True)
                if text:
                    block.deleted.append(text)
            elif name == f"{_W}txbxContent":
                boxes.append(element)
            elif name == f"{_W}commentReference":
                key = element.get(f"{_W}id", "")
                self._used.add(("c", key))
                if key in self._comments:
                    block.comments.append(self._comments[key])
            elif name in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                yield self._note(element, block)
            elif name == f"{_W}sdt":
                own, hint = _control(element)
                if own:
                    block.tag, block.is_hint = own, hint
                yield from self._inline(element, block, boxes)
            elif name == f"{_W}ins":
                text = "".join(self._inline(element, block, boxes))
                if text:
                    block.inserted.append(text)
                yield text
            elif name not in (_FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr"):
                yield from self._inline(element, block, boxes)

    def _note(self, element: Any, block: Block) -> str:
        is_foot = element.tag == f"{_W}footnoteReference"
        kind, texts = ("n", self._footnotes) if is_foot else ("e", self._endnotes)
        key = element.get(f"{_W}id", "")
        self._used.add((kind, key))
        if key not in texts:
            return ""
        mark = f"[{key}]" if is_foot else f"[{key}*]"
        block.notes.append(f"{mark} {texts[key]}")
        return mark

    def _table(self, element: Any, tag: str) -> Block:
        made = Block(tag=tag, rows=[])
        assert made.rows is not None
        for row in _of(element, "tr"):
            cells: list[str] = []
            for cell in _of(row, "tc"):
                inside = list(self._walk(cell))
                for block in inside:
                    for name in ("deleted", "inserted", "comments", "notes"):
                        getattr(made, name).extend(getattr(block, name))
                cells.append("\n".join(b.words for b in inside).strip())
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                width = span.get(f"{_W}val", "1") if span is not None else "1"
                cells += [""] * (min(int(width), 60) - 1 if width.isdecimal() else 0)
            if row.find(f"{_W}trPr/{_W}del") is not None:
                made.deleted.append(" | ".join(cells))
            else:
                made.rows.append(cells)
        return made


def _of(parent: Any, name: str) -> Iterator[Any]:
    """Rows or cells of a table, also inside controls or tracked changes, not of tables within."""
    for element in parent:
        if element.tag == f"{_W}{name}":
            yield element
        elif element.tag not in (f"{_W}tbl", f"{_W}tc", f"{_W}p") and isinstance(element.tag, str):
            yield from _of(element, name)


def _control(element: Any) -> tuple[str, bool]:
    tag = element.find(f"{_W}sdtPr/{_W}tag")
    hint = element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
    return (tag.get(f"{_W}val", "") if tag is not None else ""), hint


def _tag_inside(table: Any) -> bool:
    """Whether somebody moved controls of ours into a table for its looks."""
    return any(tag.get(f"{_W}val", "").startswith("gfmd-") for tag in table.iter(f"{_W}tag"))


def _symbol(element: Any) -> str:
    try:
        return chr(int(element.get(f"{_W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""


def _plain(element: Any, *, deleted: bool = False) -> str:
    names = [f"{_W}t", f"{_W}tab", f"{_W}br", *([f"{_W}delText"] if deleted else [])]
    signs = {f"{_W}tab": "\t", f"{_W}br": "\n"}
    return "".join(signs.get(e.tag, e.text or "") for e in element.iter(*names))
