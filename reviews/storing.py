"""Keeping the bytes of an edition under their hash."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gfmd_platform.records.models import StoredFile
from gfmd_platform.records.sweeping import hold_files


def store_bytes(content: bytes, *, content_type: str, now: dt.datetime) -> StoredFile:
    """The same bytes are kept once. The file is there before its row is."""
    sha256 = hashlib.sha256(content).hexdigest()
    hold_files()
    found = StoredFile.objects.filter(pk=sha256).first()
    name = found.name if found else f"{sha256[:2]}/{sha256}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    if found is not None:
        return found
    StoredFile.objects.bulk_create(
        [
            StoredFile(
                sha256=sha256,
                size=len(content),
                content_type=content_type,
                name=name,
                created_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return StoredFile.objects.get(pk=sha256)
