"""Word files that went round, and what people and programs do to them on the way."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from commitments.exchange.circular import circular
from commitments.exchange.slots import slots_of
from commitments.models import DraftUpload, Report
from commitments.operations import upload_circular
from commitments.sections import sections_for
from tests.people import Someone

from .making import LATER

Change = Callable[[str], str]


def sent(report: Report, someone: Someone) -> bytes:
    """The file that somebody downloads."""
    slots = slots_of(report, sections_for(someone.actor, report))
    return circular(report, slots, now=LATER).content


def back(report: Report, someone: Someone, content: bytes, name: str = "back.docx") -> DraftUpload:
    """The file that somebody uploads."""
    return upload_circular(
        report_id=report.pk,
        file=SimpleUploadedFile(name, content),
        by=someone.actor,
        now=LATER,
    )


def part_of(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def rewritten(content: bytes, changes: dict[str, Change], extra: dict[str, str]) -> bytes:
    """The same archive with parts changed or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            data = old.read(item.filename)
            if item.filename in changes:
                data = changes[item.filename](data.decode()).encode()
            new.writestr(item.filename, data)
        for name, text in extra.items():
            new.writestr(name, text)
    return made.getvalue()


def with_body(content: bytes, change: Change) -> bytes:
    return rewritten(content, {"word/document.xml": change}, {})


def replaced(content: bytes, old: str, new: str) -> bytes:
    assert old in part_of(content)
    return with_body(content, lambda xml: xml.replace(old, new))


def unwrapped(content: bytes) -> bytes:
    """As a program saves it that knows no controls: only their content stays, styles renamed."""

    def change(xml: str) -> str:
        root = etree.fromstring(xml.encode())
        for control in list(root.iter(qn("w:sdt"))):
            parent, inside = control.getparent(), control.find(qn("w:sdtContent"))
            at = parent.index(control)
            for child in reversed(list(inside)):
                parent.insert(at, child)
            parent.remove(control)
        for style in root.iter(qn("w:pStyle")):
            name = style.get(qn("w:val"))
            style.set(qn("w:val"), "berschrift2" if name == "Heading2" else "Standard")
        return etree.tostring(root, encoding="unicode")

    return with_body(content, change)


def edited(content: bytes, change: Callable[[object], None]) -> bytes:
    """Changed as by hand, through python-docx."""
    document = Document(io.BytesIO(content))
    change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def paragraph_with(document: object, text: str):
    """The first paragraph that holds a text, also within controls."""
    for element in document.element.body.iter(qn("w:p")):
        if text in "".join(t.text or "" for t in element.iter(qn("w:t"))):
            return element
    raise LookupError(text)


def new_paragraph(text: str):
    paragraph, run, words = (OxmlElement(f"w:{name}") for name in ("p", "r", "t"))
    words.text = text
    run.append(words)
    paragraph.append(run)
    return paragraph


def all_words(content: bytes) -> list[str]:
    """Every paragraph of the body that says something, as Word would show it (accepted)."""
    root = etree.fromstring(part_of(content).encode())
    found = []
    for paragraph in root.iter(qn("w:p")):
        words = list(paragraph.iter(qn("w:t")))
        text = "".join(t.text or "" for t in words).strip()
        if text:
            found.append(text)
    return found


def as_plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
