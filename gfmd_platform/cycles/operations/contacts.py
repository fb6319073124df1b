"""Keeping in mind when a stakeholder was written to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from ..enums import ContactKind
from ..models import CycleContact, CycleInvitation, ReminderByHand


def note_contacts(
    written_to: Iterable[tuple[CycleInvitation, str]],
    *,
    kind: ContactKind,
    now: dt.datetime,
    reminder: ReminderByHand | None = None,
) -> None:
    """Note that focal points were written to: an invitation and the occasion's key, once a person.

    A second call for an occasion changes nothing. A step inside operations that promise mail, in
    their transaction; it has no rule of its own.
    """
    people = Counter((row.pk, key) for row, key in written_to)
    CycleContact.objects.bulk_create(
        (
            CycleContact(
                invitation_id=pk, kind=kind, key=key, people=number, at=now, reminder=reminder
            )
            for (pk, key), number in people.items()
        ),
        ignore_conflicts=True,
    )
