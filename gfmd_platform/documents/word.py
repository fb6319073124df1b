"""Writing Word files: true headings, a table of contents, the language of each text, and content
controls, each of which carries a tag that comes back with the file.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from .paper import Boxes, Grid, Heading, Paper, Room, Text, is_rtl, paragraphs

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BOX, TICKED = "\u2610", "\u2612"
SOFT_STYLE, QUOTE_STYLE = "GFMD Note", "GFMD Key message"

_INK, _SOFT = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x55, 0x60, 0x6E)
_NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_word(paper: Paper, *, now: dt.datetime | None = None) -> bytes:
    """The paper as a Word file."""
    word = WordFile(title=paper.title, language=paper.language, now=now)
    word.text(paper.kicker, kind="soft")
    word.title(paper.title)
    for fact in paper.facts:
        word.text(fact, kind="soft")
    if paper.contents:
        outline = [b for b in paper.blocks if isinstance(b, Heading) and b.level < 3]
        word.contents(paper.contents, [(b.level, b.text) for b in outline])
    for block in paper.blocks:
        if isinstance(block, Heading):
            word.heading(block.level, block.text, block.language)
        elif isinstance(block, Text):
            word.text(block.text, block.language, kind=block.kind)
        elif isinstance(block, Grid):
            word.table(block.caption, block.head, block.rows, block.language, block.numbers)
        elif isinstance(block, Boxes):
            for choice in block.choices:
                word.text(f"{BOX} {choice}", block.language)
        elif isinstance(block, Room):
            word.text(block.caption, kind="soft")
            for _line in range(block.lines):
                word.rule()
    word.footer(paper.footer)
    return word.bytes()


class WordFile:
    """Pieces are added at the end, one after the other."""

    def __init__(self, *, title: str, language: str, now: dt.datetime | None = None) -> None:
        self._document: Any = Document()
        self._language = language
        self._controls = 0
        self._properties(title, now)
        self._styles()

    def bytes(self) -> bytes:
        made = io.BytesIO()
        self._document.save(made)
        return made.getvalue()

    def title(self, text: str) -> None:
        self._paragraph(text, style="Title")

    def heading(self, level: int, text: str, language: str = "") -> None:
        self._paragraph(text, language, style=f"Heading {level}")

    def text(self, text: str, language: str = "", *, kind: str = "prose") -> None:
        style = {"soft": SOFT_STYLE, "quotation": QUOTE_STYLE}.get(kind, "Normal")
        for line in paragraphs(text):
            self._paragraph(line, language, style=style)

    def rule(self) -> None:
        """An empty line to write on."""
        properties = self._paragraph("")._p.get_or_add_pPr()
        borders = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "A0A6AE")):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        properties.append(borders)

    def table(
        self,
        caption: str,
        head: Sequence[str],
        rows: Iterable[Sequence[str]],
        language: str = "",
        numbers: Sequence[int] = (),
    ) -> Any:
        """Returns the table's element, which a control can take in."""
        if caption:
            self._paragraph(caption, language, style="Caption")
        table = self._document.add_table(rows=1, cols=len(head), style="Table Grid")
        self._cells(table.rows[0], head, language, strong=True)
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)
        for row in rows:
            self._cells(table.add_row(), row, language, numbers=numbers)
        if is_rtl(language or self._language):
            table.table_direction = WD_TABLE_DIRECTION.RTL
        return table._tbl

    def contents(self, title: str, entries: Iterable[tuple[int, str]]) -> None:
        """A field that Word keeps up to date; until it does, the headings themselves."""
        self._paragraph(title, style="TOC Heading")
        lines = list(entries) or [(1, "")]
        for number, (level, text) in enumerate(lines):
            paragraph = self._paragraph("", style="Normal")
            paragraph.paragraph_format.left_indent = Pt(12 * (level - 1))
            if number == 0:
                self._field(paragraph, "begin")
                self._instruction(paragraph, ' TOC \\o "1-2" \\h \\z \\u ')
                self._field(paragraph, "separate")
            self._run(paragraph, text, "")
            if number == len(lines) - 1:
                self._field(paragraph, "end")

    def footer(self, text: str) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        self._run(paragraph, f"{text}  ", "")
        self._field(paragraph, "begin")
        self._instruction(paragraph, " PAGE ")
        self._field(paragraph, "end")

    # --- content controls

    def control(self, tag: str, name: str, text: str, language: str = "", hint: str = "") -> None:
        """A control around paragraphs of words; `hint` is shown while it is empty."""
        content = self._control(tag, name, empty=not text.strip() and bool(hint))
        lines = text.split("\n") if text.strip() else [hint]
        for line in lines:
            paragraph = self._paragraph(line, language, style="Normal")
            content.append(paragraph._p)

    def dropdown(
        self, tag: str, name: str, choices: Sequence[str], chosen: str, hint: str, language: str
    ) -> None:
        """A control that offers answers; one that is not offered stays as its text."""
        content = self._control(tag, name, empty=not chosen)
        properties = content.getparent().find(qn("w:sdtPr"))
        offered = OxmlElement("w:dropDownList")
        for label in ("", *choices):
            item = OxmlElement("w:listItem")
            item.set(qn("w:displayText"), label or hint)
            item.set(qn("w:value"), label)
            offered.append(item)
        properties.append(offered)
        content.append(self._paragraph(chosen or hint, language)._p)

    def ticks(
        self, tag: str, name: str, choices: Sequence[tuple[str, bool]], language: str
    ) -> None:
        """A control around lines that can be ticked."""
        content = self._control(tag, name)
        for label, is_chosen in choices:
            paragraph = self._paragraph(f"{TICKED if is_chosen else BOX} {label}", language)
            content.append(paragraph._p)

    def table_control(
        self,
        tag: str,
        name: str,
        head: Sequence[str],
        rows: Iterable[Sequence[str]],
        language: str,
    ) -> None:
        """A control around a table."""
        content = self._control(tag, name)
        content.append(self.table("", head, rows, language))

    def _control(self, tag: str, name: str, *, empty: bool = False) -> Any:
        """The content of a new control at the end of the document."""
        self._controls += 1
        control = OxmlElement("w:sdt")
        properties = OxmlElement("w:sdtPr")
        for element, value in (("alias", name[:64]), ("tag", tag), ("id", str(self._controls))):
            child = OxmlElement(f"w:{element}")
            child.set(qn("w:val"), _clean(value))
            properties.append(child)
        if empty:
            properties.append(OxmlElement("w:showingPlcHdr"))
        control.append(properties)
        content = OxmlElement("w:sdtContent")
        control.append(content)
        self._document.element.body.insert_element_before(control, "w:sectPr")
        return content

    # --- pieces

    def _paragraph(self, text: str, language: str = "", *, style: str = "Normal") -> Any:
        paragraph = self._document.add_paragraph(style=style)
        if is_rtl(language or self._language):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        if text:
            self._run(paragraph, text, language)
        return paragraph

    def _run(self, paragraph: Any, text: str, language: str, *, strong: bool = False) -> Any:
        run = paragraph.add_run(_clean(text))
        run.bold = strong or None
        language = language or self._language
        properties = run._r.get_or_add_rPr()
        if is_rtl(language):
            properties.append(OxmlElement("w:rtl"))
        properties.append(_language(language))
        return run

    def _cells(
        self,
        row: Any,
        texts: Sequence[str],
        language: str,
        *,
        strong: bool = False,
        numbers: Sequence[int] = (),
    ) -> None:
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            first, *more = text.split("\n")
            paragraph = cell.paragraphs[0]
            if is_rtl(language or self._language):
                paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            self._run(paragraph, first, language, strong=strong)
            for line in more:
                self._run(cell.add_paragraph(), line, language, strong=strong)
            if column in numbers:
                paragraph.alignment = 2

    def _field(self, paragraph: Any, kind: str) -> None:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(mark)

    def _instruction(self, paragraph: Any, text: str) -> None:
        words = OxmlElement("w:instrText")
        words.set(qn("xml:space"), "preserve")
        words.text = text
        paragraph.add_run()._r.append(words)

    def _properties(self, title: str, now: dt.datetime | None) -> None:
        properties = self._document.core_properties
        properties.title = _clean(title)[:255]
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.language = self._language
        instant = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(tzinfo=None)
        properties.created = properties.modified = instant

    def _styles(self) -> None:
        styles = self._document.styles
        defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(_language(self._language))
        for name, size in (("Normal", 11), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
            style = styles[name]
            style.font.size = Pt(size)
            style.font.color.rgb = _INK
        styles["Title"].font.size = Pt(24)
        styles["Title"].font.color.rgb = _INK
        styles["Caption"].font.color.rgb = _INK
        for name, base, italic in ((SOFT_STYLE, "Normal", False), (QUOTE_STYLE, "Normal", True)):
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles[base]
            made.font.italic = italic
            if name == SOFT_STYLE:
                made.font.size = Pt(9)
                made.font.color.rgb = _SOFT
            else:
                made.paragraph_format.left_indent = Pt(18)


def _language(language: str) -> Any:
    """Latin and Chinese text take the first or second attribute, right-to-left text the third."""
    element = OxmlElement("w:lang")
    name = "bidi" if is_rtl(language) else "eastAsia" if language[:2] in ("zh", "ja", "ko") else ""
    element.set(qn("w:val"), language)
    if name:
        element.set(qn(f"w:{name}"), language)
    return element


def _clean(text: str) -> str:
    return _NOT_FOR_XML.sub("", text)
