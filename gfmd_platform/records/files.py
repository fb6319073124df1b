"""Files of records: kept once under the hash of their bytes, typed by what they hold.

Which records may have files, and who may read them, is for the kinds' own operations and queries.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from pathlib import PurePath
from typing import IO
from uuid import UUID

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Max
from django.http import FileResponse
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid

from .models import RecordFile, StoredFile
from .sweeping import hold_files

MOST_FILES = 10
_HEAD = 4096

#: Ending of a file's name → the type it is kept and served as. What can carry code is not here.
ALLOWED: dict[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
_OFFICE_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_TEXT = {"csv", "txt"}


def type_of(file: IO[bytes], name: str) -> str:
    """The content type of an upload. Raises Invalid when it is none we keep, or not what its
    name says."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending not in ALLOWED:
        endings = ", ".join(sorted(set(ALLOWED) - {"jpeg"}))
        raise _invalid(_("Files of these kinds can be kept: %s.") % endings)
    file.seek(0)
    head = file.read(_HEAD)
    if ending in _TEXT:
        fits = _is_text(file)
    elif ending in _OFFICE_PART:
        fits = _is_office(file, _OFFICE_PART[ending])
    else:
        fits = ALLOWED[ending] in _magic_types(head)
    file.seek(0)
    if not fits:
        raise _invalid(
            _("The file's name ends in “%s”, but its content is something else.") % ending
        )
    return ALLOWED[ending]


def _magic_types(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(file: IO[bytes]) -> bool:
    """UTF-8 without control characters that no text has."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(ord(c) < 32 and c not in "\t\n\r\f" for c in text)


def _is_office(file: IO[bytes], part: str) -> bool:
    """An Office document with this part and without macros. Only the list of names is read."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    macros = any(name.endswith("vbaProject.bin") for name in names)
    return part in names and "[Content_Types].xml" in names and not macros


def _invalid(message: str) -> Invalid:
    return Invalid({"file": [message]})


def store(*, file: File[bytes], now: dt.datetime) -> StoredFile:
    """Keep the bytes under their hash, in the transaction that refers to them; the same bytes are
    kept once.

    Raises Invalid for an empty, too large or disguised file.
    """
    size = file.size or 0
    if size == 0:
        raise _invalid(_("The file is empty."))
    if size > settings.MAX_UPLOAD_BYTES:
        raise _invalid(
            _("The file is larger than %d megabytes.") % (settings.MAX_UPLOAD_BYTES // 1024**2)
        )
    content_type = type_of(file, file.name or "")  # type: ignore[arg-type]
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    hold_files()
    found = StoredFile.objects.filter(pk=sha256).first()
    name = found.name if found else f"{sha256[:2]}/{sha256}"
    if not default_storage.exists(name):  # also when it was swept since
        file.seek(0)
        name = default_storage.save(name, file)
    if found is not None:
        return found
    StoredFile.objects.bulk_create(
        [
            StoredFile(
                sha256=sha256, size=size, content_type=content_type, name=name, created_at=now
            )
        ],
        ignore_conflicts=True,
    )
    return StoredFile.objects.get(pk=sha256)


def attach(
    *, record_id: UUID, file: File[bytes], title: str, alternative: str, now: dt.datetime
) -> RecordFile:
    """Show a file with a record whose row the caller has locked. Raises Invalid."""
    title = " ".join(title.split()) or PurePath(file.name or "").stem[:200]
    faults = {
        name: [_("At most %d characters fit.") % limit]
        for name, text, limit in (("title", title, 200), ("alternative", alternative, 300))
        if len(text) > limit
    }
    faults |= {
        name: [_("Null characters are not allowed.")]
        for name, text in (("title", title), ("alternative", alternative))
        if "\x00" in text
    }
    if faults:
        raise Invalid(faults)
    held = RecordFile.objects.filter(record_id=record_id)
    if held.count() >= MOST_FILES:
        raise _invalid(_("A record has at most %d files.") % MOST_FILES)
    stored = store(file=file, now=now)
    if held.filter(stored=stored).exists():
        raise _invalid(_("This file is already here."))
    last = held.aggregate(last=Max("position"))["last"]
    return RecordFile.objects.create(
        record_id=record_id,
        stored=stored,
        title=title,
        alternative=alternative.strip(),
        position=0 if last is None else last + 1,
    )


def download(stored: StoredFile, title: str) -> FileResponse:
    """The bytes, as a file to save: a browser neither guesses their type nor runs them."""
    ending = next((e for e, kind in ALLOWED.items() if kind == stored.content_type), "bin")
    response = FileResponse(
        default_storage.open(stored.name),
        as_attachment=True,
        filename=f"{title}.{ending}",
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{stored.sha256}"'
    return response
