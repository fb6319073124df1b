"""The words of a deliverable, and the immutable copy that each step leaves."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Max

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.hashing import content_hash

from ..cleaning import cleaned
from ..deliverable_content import DELIVERABLE as CONTENT
from ..fields import Values
from ..models import Deliverable, DeliverableVersion


def complete(values: Values, *, known: Values) -> Values:
    """`known` overlaid with `values`, clean and with what every deliverable needs. Raises
    Invalid."""
    result = cleaned(values, known=known, content=CONTENT)
    if missing := CONTENT.missing(result):
        raise Invalid(missing)
    return result


def write(deliverable: Deliverable, values: Values) -> None:
    """Put the values on the row; the caller saves it."""
    for name in CONTENT.columns:
        setattr(deliverable, name, values[name])


def _facts(row: Deliverable | DeliverableVersion) -> Values:
    return {
        **CONTENT.values_of(row),
        "date_changed": row.date_changed,
        "state": row.state,
    }


def hash_of(
    row: Deliverable | DeliverableVersion, *, partnership_id: UUID, responsible_id: UUID | None
) -> str:
    """The `content_hash` of a version, taken of what the row holds."""
    return content_hash(
        {
            **_facts(row),
            "partnership": str(partnership_id),
            "responsible": str(responsible_id),
        }
    )


def keep_version(deliverable: Deliverable, *, by: Actor, now: dt.datetime) -> None:
    """The immutable copy of the deliverable as it now stands, for everybody to read and count."""
    partnership_id, responsible_id = deliverable.partnership_id, deliverable.record.owner_id
    last = deliverable.versions.aggregate(last=Max("no"))["last"] or 0
    deliverable.current_version = DeliverableVersion.objects.create(
        subject=deliverable,
        no=last + 1,
        partnership_id=partnership_id,
        responsible_id=responsible_id,
        content_hash=hash_of(
            deliverable, partnership_id=partnership_id, responsible_id=responsible_id
        ),
        at=now,
        actor_ref=actor_ref(by),
        **_facts(deliverable),
    )
    deliverable.save(update_fields=["current_version"])
