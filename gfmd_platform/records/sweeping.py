"""Bytes that nothing refers to any more (left by discarded drafts) are removed, after a while.

The row of a file stays (files are immutable): its hash, size and type say nothing about content. A
later upload of the same bytes keeps them anew.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import QuerySet

from .models import StoredFile

GRACE = dt.timedelta(days=7)
BATCH = 200
#: Advisory lock: shared by whoever keeps or copies bytes, exclusive for whoever removes them.
FILES_LOCK = 0xF11E5
_OURS = re.compile(r"[0-9a-f]{64}(_\w+)?")


@dataclass
class Swept:
    """What was found, and removed unless it was only asked for."""

    names: list[str] = field(default_factory=list)
    bytes: int = 0
    #: Somebody copies the files at the moment (a backup): nothing was touched.
    busy: bool = False


def hold_files() -> None:
    """Keep stored bytes from being removed until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [FILES_LOCK])


def unreferenced() -> QuerySet[StoredFile]:
    """Files to which no row's foreign key leads."""
    found = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel):
            rows = relation.field.model._base_manager
            used = rows.filter(**{relation.field.attname: models.OuterRef("pk")})
            found = found.filter(~models.Exists(used))
    return found


def mentioned(hashes: Iterable[str]) -> set[str]:
    """Which of these hashes stand in a JSON column, as an answer of a draft may hold them."""
    wanted = list(hashes)
    found: set[str] = set()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            for column in model._meta.local_fields:
                if wanted and isinstance(column, models.JSONField) and model._meta.managed:
                    table, name = quote(model._meta.db_table), quote(str(column.column))
                    cursor.execute(
                        f"SELECT DISTINCT word[1] FROM {table}, "
                        f"regexp_matches({name}::text, '[0-9a-f]{{64}}', 'g') word "
                        "WHERE word[1] = ANY(%s)",
                        [wanted],
                    )
                    found |= {row[0] for row in cursor.fetchall()}
    return found


def sweep_files(*, now: dt.datetime, grace: dt.timedelta = GRACE, remove: bool = False) -> Swept:
    """Find bytes that nothing refers to and that are older than ``grace``; remove them if asked.

    Each batch is judged and removed under a lock that whoever keeps bytes shares, so that nothing
    can be attached in between.
    """
    swept = Swept()
    names = list(_lost(now - grace))
    candidates = unreferenced().filter(created_at__lte=now - grace).order_by("pk")
    hashes = list(candidates.values_list("pk", flat=True))
    for batch in _batches(hashes):
        with transaction.atomic():
            if remove and not _lock():
                swept.busy = True
                return swept
            kept = mentioned(batch)
            rows = candidates.filter(pk__in=set(batch) - kept)
            for name in rows.values_list("name", flat=True):
                _take(name, swept, remove)
    for batch in _batches(names):
        with transaction.atomic():
            if remove and not _lock():
                swept.busy = True
                return swept
            known = set(StoredFile.objects.filter(name__in=batch).values_list("name", flat=True))
            for name in batch:
                if name not in known:
                    _take(name, swept, remove)
    return swept


def _take(name: str, swept: Swept, remove: bool) -> None:
    if not default_storage.exists(name):
        return
    swept.names.append(name)
    swept.bytes += default_storage.size(name)
    if remove:
        default_storage.delete(name)


def _lost(before: dt.datetime) -> Iterator[str]:
    """Names in the storage without a row: kept by a change that was then rolled back."""
    if not default_storage.exists(""):
        return
    for folder in default_storage.listdir("")[0]:
        if not re.fullmatch(r"[0-9a-f]{2}", folder):
            continue
        inside = default_storage.listdir(folder)[1]
        names = [f"{folder}/{one}" for one in inside if _OURS.fullmatch(one)]
        known = set(StoredFile.objects.filter(name__in=names).values_list("name", flat=True))
        for name in names:
            if name not in known and default_storage.get_modified_time(name) <= before:
                yield name


def _batches(items: list[str]) -> Iterator[list[str]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FILES_LOCK])
        return bool(cursor.fetchone()[0])
