"""Mail that waits for an operator after a restore, and mail of a person who is erased."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from .backends import folder
from .models import Mail

NOT_SENT = "not sent again after a restore"


def hold_unsent() -> int:
    """After a restore: what had not been sent when the backup was taken may have been sent since.
    Returns how many are held."""
    unsent = Mail.objects.filter(state__in=[Mail.State.PENDING, Mail.State.SENDING])
    return unsent.update(state=Mail.State.HELD, lease_until=None)


def held() -> QuerySet[Mail]:
    """What waits for an operator, oldest first, without the texts."""
    return Mail.objects.filter(state=Mail.State.HELD).defer("body_text").order_by("created_at")


def release_held(*, ids: Collection[UUID] | None, now: dt.datetime) -> int:
    """An operator's step: have these sent (all with None). Returns how many."""
    return _chosen(ids).update(state=Mail.State.PENDING, due_at=now, attempts=0)


def drop_held(*, ids: Collection[UUID] | None) -> int:
    """An operator's step: never send these (all with None); their keys stay, so that they are not
    promised again. Returns how many."""
    return _chosen(ids).update(state=Mail.State.FAILED, body_text="", last_error=NOT_SENT)


def _chosen(ids: Collection[UUID] | None) -> QuerySet[Mail]:
    rows = Mail.objects.filter(state=Mail.State.HELD)
    return rows if ids is None else rows.filter(pk__in=ids)


def forget_address(address: str) -> int:
    """Delete every mail to an address, sent or not, and its copies in the mail folder. In the
    caller's transaction; the copies go once it is committed. Returns how many."""
    rows = Mail.objects.filter(to__iexact=address)
    names = [f"{pk}.eml" for pk in rows.values_list("pk", flat=True)]
    count, _ = rows.delete()
    if getattr(settings, "EMAIL_FILE_PATH", None):
        transaction.on_commit(lambda: _unlink(names))
    return count


def _unlink(names: list[str]) -> None:
    for name in names:
        (folder() / name).unlink(missing_ok=True)
