"""Steps that every operation shares: begin a record, lock it, refuse a stale write."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models

from gfmd_platform.access.exceptions import NotVisible, StaleRevision

from .models import Record, RecordModel

Content = TypeVar("Content", bound=RecordModel)


def begin(kind: str, *, owner_id: UUID | None, now: dt.datetime, timeless: bool = False) -> Record:
    """A new identity. The caller has checked that the actor may create it. A `timeless` one does
    not tell when it was made, as the ids made by `new_id` do."""
    ids = {"id": uuid4()} if timeless else {}
    return Record.objects.create(kind=kind, owner_id=owner_id, created_at=now, **ids)


def lock(model: type[Content], pk: Any) -> Content:
    """The row, locked until the transaction ends. Raises NotVisible when there is none."""
    try:
        return model.unscoped.select_for_update(of=("self",)).select_related("record").get(pk=pk)
    except model.DoesNotExist:
        raise NotVisible(f"No such {model._meta.verbose_name}.") from None


def check_revision(
    obj: models.Model, revision: int | None, *, current: dict[str, Any], yours: dict[str, Any]
) -> None:
    """Raise StaleRevision with both texts when `revision` is not the one that stands.

    `None` means the caller did not read the record before (a system step): nothing to compare.
    """
    stands: int = obj.revision  # type: ignore[attr-defined]
    if revision is not None and revision != stands:
        raise StaleRevision(revision=stands, current=current, yours=yours)
