"""Word files of running text: emphasis, links, lists that count from one, footnotes, and pictures
with words for whoever does not see them.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from .word import WordFile

#: Text, and where it leads ("" for nowhere).
Cell = tuple[str, str]
Runs = Sequence[Mapping[str, Any]]
#: The class below has a method of the name.
Bytes = bytes

_ACT = RGBColor(0x14, 0x50, 0x8C)
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_DEEPEST = 3
#: Word asks for two notes of its own: the line above notes, and that above continued ones.
_FIRST_NOTE = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)


class RichWordFile(WordFile):
    """Runs and blocks are those of the Support Unit's prose (`reviews.prose.blocks`)."""

    def __init__(self, *, title: str, language: str, now: dt.datetime) -> None:
        super().__init__(title=title, language=language, now=now)
        self._notes = parse_xml(
            f"<w:footnotes {nsdecls('w')}>"
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
            '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
            "<w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
        )
        self._next_note = _FIRST_NOTE
        self._counting: dict[str, int] = {}

    def bytes(self) -> bytes:
        """The same pieces give the same bytes."""
        if self._next_note > _FIRST_NOTE:
            part: Any = self._document.part
            uri = PackURI("/word/footnotes.xml")
            part.relate_to(
                _Xml(uri, _FOOTNOTES_TYPE, self._notes, part.package), RELATIONSHIP_TYPE.FOOTNOTES
            )
        return _undated(super().bytes())

    def prose(self, blocks: Sequence[Mapping[str, Any]], links: str = "") -> None:
        """`links` is the address under which figures are explained."""
        notes = {one["number"]: one["runs"] for one in blocks if one["type"] == "note"}
        for block in blocks:
            kind = block["type"]
            if kind == "note":
                continue
            style = "Normal"
            if kind == "heading":
                style = "Heading 2" if block["level"] <= _DEEPEST else "Heading 3"
            elif kind == "quotation":
                style = "Quote"
            elif kind == "item":
                depth = min(block["depth"], _DEEPEST)
                style = f"List {'Number' if block['ordered'] else 'Bullet'}" + (
                    f" {depth}" if depth > 1 else ""
                )
            paragraph = self._paragraph("", style=style)
            if kind == "item" and block["ordered"]:
                self._count(paragraph, style, first=block["number"] == 1)
            self._runs(paragraph, block["runs"], notes, links)

    def linked(self, parts: Iterable[Cell], language: str = "", *, style: str = "Normal") -> None:
        """A paragraph of texts, some of which lead somewhere."""
        paragraph = self._paragraph("", language, style=style)
        for text, href in parts:
            self._piece(paragraph, text, href, language)

    def picture(self, png: Bytes, words: str) -> None:
        """`words` say what it shows, for whoever does not see it."""
        paragraph = self._paragraph("")
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(150))
        shape._inline.docPr.set("descr", words)
        shape._inline.docPr.set("title", "")

    def figures(
        self, caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], *, texts: int = 1
    ) -> None:
        """A table whose cells may lead somewhere; the first `texts` columns hold no numbers."""
        table = self.table(caption, head, [])
        template = table.tr_lst[0]
        for row in rows:
            line = deepcopy(template)
            for header in line.findall(f".//{qn('w:tblHeader')}"):
                header.getparent().remove(header)
            for column, (cell, (text, href)) in enumerate(zip(line.tc_lst, row, strict=True)):
                p = cell.p_lst[0]
                for run in p.findall(qn("w:r")):
                    p.remove(run)
                paragraph = Paragraph(p, self._document._body)
                self._piece(paragraph, text, href)
                if column >= texts:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            table.append(line)
        self._paragraph("")

    # --- pieces

    def _runs(self, paragraph: Any, runs: Runs, notes: Mapping[int, Runs], links: str = "") -> None:
        for run in runs:
            if run.get("note") in notes:
                self._note(paragraph, notes[run["note"]])
            elif run["text"] == "\n":
                paragraph.add_run().add_break(WD_BREAK.LINE)
            else:
                href = f"{links}{run['figure']}/" if "figure" in run and links else run["href"]
                made = self._piece(paragraph, run["text"], href)
                made.bold, made.italic = run["strong"] or None, run["emphasis"] or None

    def _piece(self, paragraph: Any, text: str, href: str, language: str = "") -> Any:
        run = self._run(paragraph, text, language)
        if href:
            run.font.color.rgb = _ACT
            link = OxmlElement("w:hyperlink")
            target = self._document.part.relate_to(
                href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            link.set(qn("r:id"), target)
            run._r.addprevious(link)
            link.append(run._r)
        return run

    def _note(self, paragraph: Any, runs: Runs) -> None:
        mark = paragraph.add_run()
        mark.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._next_note))
        mark._r.append(reference)
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self._next_note))
        p = OxmlElement("w:p")
        note.append(p)
        self._notes.append(note)
        self._next_note += 1
        words = Paragraph(p, self._document._body)
        own = words.add_run()
        own.font.superscript = True
        own._r.append(OxmlElement("w:footnoteRef"))
        words.add_run(" ")
        # A link within a note would need relations of the notes' own part: its address is said.
        for run in runs:
            href = run["href"]
            said = run["text"] + (f" ({href})" if href and href != run["text"] else "")
            self._run(words, said, "").italic = run["emphasis"] or None

    def _count(self, paragraph: Any, style: str, *, first: bool) -> None:
        """Each numbered list begins anew; the style alone would count on through the document."""
        if first:
            numbering = self._document.part.numbering_part.element
            named = self._document.styles[style].element.pPr.numPr.numId.val
            abstract = numbering.num_having_numId(named).abstractNumId.val
            num = numbering.add_num(abstract)
            num.add_lvlOverride(ilvl=0).add_startOverride(1)
            self._counting[style] = num.numId
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self._counting[style]


class _Xml(Part):
    """A part that is written when the document is."""

    def __init__(self, uri: PackURI, content_type: str, element: Any, package: Any) -> None:
        super().__init__(uri, content_type, package=package)
        self._element = element

    @property
    def blob(self) -> bytes:
        made: bytes = etree.tostring(self._element, encoding="UTF-8", xml_declaration=True)
        return made


def _undated(content: bytes) -> bytes:
    """The archive without the moment at which it was packed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _EPOCH), before.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
