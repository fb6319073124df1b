"""Opening Office files that somebody sends: nothing in them is run, fetched or unpacked blindly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

MAX_PARTS = 2_000
MAX_PART = 30 * 1024 * 1024
MAX_UNPACKED = 120 * 1024 * 1024
_WORD_TYPES = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_EXCEL_TYPES = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
)


class FileRefused(ValueError):
    """Why a file is not read, in words for the person who sent it."""


class OfficeArchive:
    """The parts of a Word file. Raises FileRefused for what is none or may do harm."""

    main, types = "word/document.xml", _WORD_TYPES

    def __init__(self, content: bytes) -> None:
        if content.startswith(b"\xd0\xcf\x11\xe0"):
            raise FileRefused(self._old())
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise FileRefused(self._other()) from None
        self.names = {member.filename for member in members}
        if len(members) > MAX_PARTS or sum(m.file_size for m in members) > MAX_UNPACKED:
            raise FileRefused(_("The file unpacks into more than can be read here."))
        kinds = self._bytes("[Content_Types].xml") if "[Content_Types].xml" in self.names else b""
        macros = any(name.lower().endswith("vbaproject.bin") for name in self.names)
        if macros or b"macroEnabled" in kinds:
            raise FileRefused(self._macros())
        if self.main not in self.names or not any(k in kinds for k in self.types):
            raise FileRefused(self._other())

    def _old(self) -> str:
        return _("This file is encrypted or in the old .doc form. Save it as .docx, unprotected.")

    def _other(self) -> str:
        return _("This is no Word file (.docx), or it is damaged.")

    def _macros(self) -> str:
        return _("The file carries macros. Save it as .docx without macros.")

    def xml(self, name: str) -> Any:
        """The root of a part; None when the file has none of that name."""
        if name not in self.names:
            return None
        content = self._bytes(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True
        )
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            raise FileRefused(_("The file is damaged: a part of it cannot be read.")) from None
        if root.getroottree().docinfo.doctype:
            raise FileRefused(_("The file refers to something outside itself. Save it anew."))
        return root

    def walk(self, name: str, tags: Sequence[str]) -> Iterator[Any]:
        """Elements with these tags as they begin, without ever holding the whole part."""
        reader = etree.iterparse(
            io.BytesIO(self._bytes(name)),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        try:
            for event, element in reader:
                if event == "start" and element.tag in tags:
                    yield element
                elif event == "end" and element.tag == tags[0]:
                    element.clear()
        except etree.XMLSyntaxError:
            raise FileRefused(_("The file is damaged: a part of it cannot be read.")) from None

    def _bytes(self, name: str) -> bytes:
        """Never more than `MAX_PART`, whatever the archive says of itself."""
        try:
            with self._zip.open(name) as part:
                content = part.read(MAX_PART + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
            raise FileRefused(_("The file is damaged or protected by a password.")) from None
        except Exception as error:  # zlib's own errors have no common base
            raise FileRefused(_("The file is damaged: a part of it cannot be read.")) from error
        if len(content) > MAX_PART:
            raise FileRefused(_("The file unpacks into more than can be read here."))
        return content


class ExcelArchive(OfficeArchive):
    """The parts of an Excel file. Raises FileRefused for what is none or may do harm."""

    main, types = "xl/workbook.xml", _EXCEL_TYPES

    def _old(self) -> str:
        return _("This file is encrypted or in the old .xls form. Save it as .xlsx, unprotected.")

    def _other(self) -> str:
        return _("This is no Excel file (.xlsx), or it is damaged.")

    def _macros(self) -> str:
        return _("The file carries macros. Save it as .xlsx without macros.")

    def unpack_safely(self) -> None:
        """Read every part once: the list of an archive may lie about how large they are."""
        total = 0
        for name in sorted(self.names):
            total += len(self._bytes(name))
            if total > MAX_UNPACKED:
                raise FileRefused(_("The file unpacks into more than can be read here."))
