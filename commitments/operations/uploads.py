"""A circulated file comes back: it is read, kept, and decided on piece by piece."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.cycles.enums import Part
from gfmd_platform.documents.archives import FileRefused
from gfmd_platform.records.files import store
from gfmd_platform.records.operations import lock

from ..enums import PieceFate
from ..exchange.reading import Item, read_circular
from ..exchange.sheets import is_table
from ..exchange.slots import Slot, slots_of
from ..exchange.values_reading import ValueItem, read_values
from ..models import DraftUpload, Report, UploadItem
from ..sections import OBSERVATION, STATUS, Sections, sections_for
from .answers import save_answer
from .drafts import open_draft, save_status
from .margins import comment
from .returned_values import save_row

MAX_BYTES = 20 * 1024 * 1024
MOST_UPLOADS = 100
MOST_ITEMS = 2_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

TAKE, KEEP, MERGE, PLACE, REMARK = "take", "keep", "merge", "place", "remark"


@transaction.atomic
def upload_circular(
    *, report_id: UUID, file: File[bytes], by: Actor, now: dt.datetime
) -> DraftUpload:
    """Keep a file that came back: a Word file with what it says of each question that the actor
    may read, or a table with what it says of each value of an indicator.

    Nothing of the draft is changed. Raises as `save_answer`; Invalid for a file that is not read.
    """
    report = open_draft(report_id, by)
    sections = sections_for(by, report)
    if (file.size or 0) > MAX_BYTES:
        raise Invalid({"file": [_("The file is larger than %d megabytes.") % (MAX_BYTES // 2**20)]})
    if DraftUpload.objects.filter(report=report).count() >= MOST_UPLOADS:
        raise Invalid({"file": [_("Remove files of earlier rounds before you upload another.")]})
    content = file.read()
    if not content:
        raise Invalid({"file": [_("The file is empty.")]})
    name = PurePath((file.name or "").replace("\\", "/")).name.replace("\x00", "")[:200]
    try:
        if is_table(content, name):
            return _upload_table(report, content, name, by, now)
        read = read_circular(report, sections, content)
    except FileRefused as refused:
        raise Invalid({"file": [str(refused)]}) from None
    return _keep(
        DraftUpload(
            report=report,
            name=name or "circular.docx",
            made_at=read.made_at,
            is_of_report=read.is_of_report,
            missing=len(read.missing),
            by=by.person,
            at=now,
        ),
        ContentFile(content, name="circular.docx"),
        [_piece(item) for item in read.items],
    )


def _upload_table(
    report: Report, content: bytes, name: str, by: Actor, now: dt.datetime
) -> DraftUpload:
    sections_for(by, report).require(Part.INDICATORS)
    read = read_values(report, content, now=now)
    ending = "xlsx" if content.startswith(b"PK") else "csv"
    if ending == "csv" and not _is_utf8(content):
        content = content.decode("utf-16" if content[:2] in _UTF16 else "cp1252").encode()
    return _keep(
        DraftUpload(
            report=report,
            name=name or f"values.{ending}",
            made_at=read.made_at,
            is_of_report=read.is_of_report,
            by=by.person,
            at=now,
        ),
        ContentFile(content, name=f"values.{ending}"),
        [_row(item) for item in read.items],
    )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _keep(upload: DraftUpload, file: ContentFile, items: list[UploadItem]) -> DraftUpload:  # type: ignore[type-arg]
    if len(items) > MOST_ITEMS:
        raise Invalid({"file": [_("The file has too many pieces; divide it.")]})
    upload.stored = store(file=file, now=upload.at)
    upload.save(force_insert=True)
    for number, item in enumerate(items):
        item.upload, item.position = upload, number
    UploadItem.objects.bulk_create(items)
    return upload


def _piece(item: Item) -> UploadItem:
    return UploadItem(
        section=item.slot.section if item.slot else "",
        key=item.slot.key if item.slot else "",
        subject=item.slot.subject if item.slot else None,
        text=item.text.replace("\x00", ""),
        values=item.values,
        base=item.base,
        notes=item.notes,
        problem=item.problem,
        how=item.how,
        near_key=item.near.key if item.near else "",
        near_subject=item.near.subject if item.near else None,
        fate=PieceFate.SAME if item.is_unchanged and not item.notes else PieceFate.OPEN,
    )


def _row(item: ValueItem) -> UploadItem:
    """The people who write beside a table are heard: such rows are to be decided even when their
    value is the same."""
    is_same = item.is_same and not (item.row.others or item.row.comments)
    return UploadItem(
        section=Part.INDICATORS.value if item.is_placed else "",
        key=OBSERVATION if item.is_placed else "",
        subject=item.subject,
        text=item.row.text,
        values=item.values,
        base=item.base,
        notes=item.notes,
        problem=item.problem,
        how=item.how,
        fate=PieceFate.SAME if is_same else PieceFate.OPEN,
    )


@transaction.atomic
def decide_item(
    *,
    upload_id: UUID,
    item_id: UUID,
    choice: str,
    by: Actor,
    now: dt.datetime,
    revision: int = 0,
    text: str = "",
    key: str = "",
    subject: UUID | None = None,
) -> UploadItem:
    """Say what becomes of one piece of a returned file.

    `take` saves what came back, `merge` saves `text` instead, `keep` leaves the draft as it is,
    `place` adds the piece's words below the answer to `key` and `subject`, `remark` puts its
    comments beside the draft. `revision` is that of the field written to. Raises as `save_answer`;
    WrongState when it was decided before, Invalid for a piece that cannot be taken.
    """
    item = _item(upload_id, item_id, by)
    report = open_draft(item.upload.report_id, by)
    if item.fate != PieceFate.OPEN:
        raise WrongState(_("This was decided before."), state=item.fate)
    common = {"report_id": report.pk, "revision": revision, "by": by, "now": now}
    if choice == TAKE and item.key:
        if item.values is None:
            raise Invalid({"choice": [item.problem or _("This cannot be taken as it is.")]})
        _save(item.key, item.subject, item.values, common)
        fate = PieceFate.TAKEN
    elif choice == MERGE and item.key not in ("", OBSERVATION) and item.values is not None:
        words = {"note": text} if item.key == STATUS else {"value": text}
        _save(item.key, item.subject, item.values | words, common)
        fate = PieceFate.MERGED
    elif choice == PLACE and key:
        _add(_slot(report, by, key, subject), item.text, common)
        fate = PieceFate.PLACED
    elif choice == REMARK and item.notes.get("comments"):
        _remark(report, item, by, now)
        if item.key or item.text:
            return item
        fate = PieceFate.PLACED
    elif choice == KEEP:
        fate = PieceFate.KEPT
    else:
        raise Invalid({"choice": [_("Choose one of the answers.")]})
    item.fate, item.decided_by, item.decided_at = fate, by.person, now
    item.save(update_fields=["fate", "decided_by", "decided_at"])
    return item


@transaction.atomic
def remove_upload(*, upload_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Delete a returned file with all its pieces; what was taken over stays in the draft.

    Raises NotVisible for those who may not read it.
    """
    upload = readable_upload(upload_id, by)
    open_draft(upload.report_id, by)
    upload.delete()


def readable_upload(upload_id: UUID, by: Actor) -> DraftUpload:
    """A returned file may hold anything: whoever brought it reads it, and those who read the whole
    draft. Raises NotVisible."""
    rows = DraftUpload.objects.select_related("report", "stored", "by")
    upload = rows.filter(pk=upload_id).first()
    if upload is None:
        raise NotVisible("No such file.")
    if not may_read(upload, by, sections_for(by, upload.report)):
        raise NotVisible("No such file.")
    return upload


def may_read(upload: DraftUpload, by: Actor, sections: Sections) -> bool:
    own = by.person is not None and upload.by_id == by.person.pk
    return sections.is_whole or (own and bool(sections.reads))


def _item(upload_id: UUID, item_id: UUID, by: Actor) -> UploadItem:
    upload = readable_upload(upload_id, by)
    lock(Report, upload.report_id)  # as whoever removes the file does: the report first
    rows = UploadItem.objects.select_for_update().filter(upload=upload)
    item = rows.filter(pk=item_id).first()
    if item is None:
        raise NotVisible("No such piece.")
    if item.key:
        sections_for(by, upload.report).require(item.section)
    item.upload = upload
    return item


def _slot(report: Report, by: Actor, key: str, subject: UUID | None) -> Slot:
    found = slots_of(report, sections_for(by, report))
    slot = next((s for s in found if (s.key, s.subject) == (key, subject)), None)
    if slot is None:
        raise NotVisible("No such question.")
    if not slot.takes_words:
        raise Invalid({"place": [_("This question does not take words.")]})
    return slot


def _add(slot: Slot, text: str, common: dict[str, object]) -> None:
    standing = slot.value.rstrip()
    words = f"{standing}\n\n{text}" if standing else text
    name = "note" if slot.is_status else "value"
    _save(slot.key, slot.subject, slot.values | {name: words}, common)


def _save(
    key: str, subject: UUID | None, values: dict[str, str], common: dict[str, object]
) -> None:
    if key == STATUS:
        assert subject is not None  # a status is of a commitment
        save_status(commitment_id=subject, **values, **common)  # type: ignore[arg-type]
    elif key == OBSERVATION:
        save_row(subject, values, common)
    else:
        save_answer(key=key, subject=subject, value=values["value"], **common)  # type: ignore[arg-type]


def _remark(report: Report, item: UploadItem, by: Actor, now: dt.datetime) -> None:
    key, subject = (item.key, item.subject) if item.key else (item.near_key, item.near_subject)
    slots = slots_of(report, sections_for(by, report))
    slot = next((s for s in slots if (s.key, s.subject) == (key, subject)), None)
    if slot is None:
        raise Invalid({"choice": [_("No part of the draft is known for this comment.")]})
    for words in item.notes["comments"]:
        comment(
            report_id=report.pk,
            section=slot.section,
            key=key,
            subject=subject,
            body=words[:5000],
            by=by,
            now=now,
        )
    item.notes = item.notes | {"comments": [], "remarked": item.notes["comments"]}
    item.save(update_fields=["notes"])
