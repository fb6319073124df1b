"""The life of a partnership's text: drafted, registered, amended, concluded, withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.models import Record
from gfmd_platform.records.operations import check_revision, lock
from gfmd_platform.search.operations import index

from ..cleaning import cleaned, short_text
from ..enums import PartnerAnswer, PartnerRole
from ..fields import Values
from ..models import Partner, Partnership, PartnershipVersion
from ..partnership_content import PARTNERSHIP as CONTENT
from ..partnership_events import tell_of_the_end
from ..policies import check_has_public_text, check_is_draft, check_partnership_is_writable
from ..queries.partnerships import text_values
from ..transitions import PARTNERSHIP
from .deliverable_texts import keep_version
from .partnership_texts import make_version, write

KIND = "partnership"


def draft_partnership(
    *,
    owner_id: UUID,
    values: Values,
    by: Actor,
    now: dt.datetime,
    partnership_id: UUID | None = None,
    revision: int = 1,
) -> Partnership:
    """Begin a partnership led by the stakeholder `owner_id`.

    With `partnership_id`, chosen where the form was made, sending the same form twice makes one
    draft; `revision` is then what the form had read of it. Raises NotAllowed, Invalid;
    StaleRevision when that draft was changed since.
    """
    check_create(by, KIND, owner_id)
    content = cleaned(values, known=CONTENT.empty_values(), content=CONTENT)
    try:
        with transaction.atomic():
            return _begin(partnership_id, owner_id, content, by, now)
    except IntegrityError:
        if partnership_id is None or not Record.objects.filter(pk=partnership_id).exists():
            raise
    return edit_partnership(
        partnership_id=partnership_id, revision=revision, values=values, by=by, now=now
    )


def _begin(
    partnership_id: UUID | None, owner_id: UUID, content: Values, by: Actor, now: dt.datetime
) -> Partnership:
    identity = {"id": partnership_id} if partnership_id else {}
    record = Record.objects.create(kind=KIND, owner_id=owner_id, created_at=now, **identity)
    partnership = Partnership(record=record, state=PARTNERSHIP.initial, state_at=now)
    for name in CONTENT.columns:
        setattr(partnership, name, content[name])
    partnership.save(force_insert=True)
    write(partnership, content)
    Partner.objects.create(
        partnership=partnership,
        stakeholder_id=owner_id,
        role=PartnerRole.LEAD,
        answer=PartnerAnswer.ACCEPTED,
        invited_at=now,
        answered_at=now,
    )
    record_event(
        verb="partnership.draft",
        record_id=partnership.pk,
        by=by,
        now=now,
        stakeholder_id=owner_id if by.seat_in(owner_id) else None,
    )
    return partnership


@transaction.atomic
def edit_partnership(
    *, partnership_id: UUID, revision: int, values: Values, by: Actor, now: dt.datetime
) -> Partnership:
    """Change the text that is worked on; what is public stays until `amend_partnership`.

    Saving what already stands changes nothing. Raises NotVisible, NotAllowed, WrongState, Invalid,
    or StaleRevision with both texts.
    """
    partnership = _lock_text(partnership_id, by)
    before = text_values(partnership)
    after = cleaned(values, known=before, content=CONTENT)
    if after == before:
        return partnership
    check_revision(partnership, revision, current=before, yours=after)
    partnership.revision += 1
    write(partnership, after)
    return partnership


@transaction.atomic
def drop_changes(*, partnership_id: UUID, by: Actor, now: dt.datetime) -> Partnership:
    """Give up what was not published; the text that is worked on becomes again what is public."""
    partnership = _lock_text(partnership_id, by)
    current = partnership.current_version
    check_has_public_text(partnership)
    assert current is not None
    public = text_values(current)
    if public != text_values(partnership):
        partnership.revision += 1
        write(partnership, public)
    return partnership


def _lock_text(partnership_id: UUID, by: Actor) -> Partnership:
    partnership = lock(Partnership, partnership_id)
    check(by, "draft", partnership)
    check_partnership_is_writable(partnership)
    return partnership


@transaction.atomic
def discard_partnership(*, partnership_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Really delete a draft. Those who were asked or had accepted are told that it ended."""
    partnership = lock(Partnership, partnership_id)
    check(by, "discard", partnership)
    check_is_draft(partnership)
    event = record_event(
        verb="partnership.discard",
        record_id=partnership.pk,
        by=by,
        now=now,
        stakeholder_id=partnership.record.owner_id,
    )
    # Here and not by a consumer: afterwards nothing is left to tell from.
    tell_of_the_end(event, partnership)
    for deliverable in partnership.deliverables(manager="unscoped").all():
        deliverable.record.delete()
    partnership.record.delete()


@transaction.atomic
def register_partnership(
    *, partnership_id: UUID, revision: int, by: Actor, now: dt.datetime
) -> PartnershipVersion:
    """Make it public at once, as version 1; the same revision again gives the same version.

    Raises NotVisible, NotAllowed, WrongState, StaleRevision, or Invalid with what is missing.
    """
    return _publish("register", partnership_id, revision, reason="", by=by, now=now)


@transaction.atomic
def amend_partnership(
    *, partnership_id: UUID, revision: int, reason: str, by: Actor, now: dt.datetime
) -> PartnershipVersion:
    """Publish the changed text as the next version, with the reason. Raises as to register."""
    reason = short_text("reason", reason, empty=_("Say why it changes; readers will see it."))
    return _publish("amend", partnership_id, revision, reason=reason, by=by, now=now)


def _publish(
    verb: str, partnership_id: UUID, revision: int, *, reason: str, by: Actor, now: dt.datetime
) -> PartnershipVersion:
    partnership = lock(Partnership, partnership_id)
    check(by, "register", partnership)
    done = partnership.versions.filter(from_revision=revision).first()
    if done is not None and partnership.current_version_id == done.pk:
        return done
    PARTNERSHIP.check(partnership, verb, by=by)
    values = text_values(partnership)
    check_revision(partnership, revision, current=values, yours=values)
    if missing := CONTENT.missing(values):
        raise Invalid(missing)
    current = partnership.current_version
    if current is not None and text_values(current) == values:
        raise Invalid({"reason": [_("Nothing differs from what is public.")]})
    version = make_version(partnership, reason=reason, by=by, now=now)
    if current is None:
        _publish_plans(partnership, by=by, now=now)
    partnership.current_version = version
    partnership.registered_at = partnership.registered_at or now
    _move(
        partnership,
        verb,
        by=by,
        now=now,
        data={"version": str(version.pk), "no": version.no},
        fields=["current_version", "registered_at"],
    )
    return version


def _publish_plans(partnership: Partnership, *, by: Actor, now: dt.datetime) -> None:
    """What was planned in the draft becomes public with it, and is from now on counted."""
    plans = partnership.deliverables(manager="unscoped").select_related("record")
    for deliverable in plans.order_by("due_on", "pk"):
        keep_version(deliverable, by=by, now=now)


@transaction.atomic
def conclude_partnership(*, partnership_id: UUID, by: Actor, now: dt.datetime) -> Partnership:
    """Say that the work is done; it stays public."""
    return _move(lock(Partnership, partnership_id), "conclude", by=by, now=now)


@transaction.atomic
def resume_partnership(*, partnership_id: UUID, by: Actor, now: dt.datetime) -> Partnership:
    """A concluded partnership goes on after all."""
    return _move(lock(Partnership, partnership_id), "resume", by=by, now=now)


@transaction.atomic
def withdraw_partnership(*, partnership_id: UUID, by: Actor, now: dt.datetime) -> Partnership:
    """Take it from the public for good. Its versions stay on record."""
    return _move(lock(Partnership, partnership_id), "withdraw", by=by, now=now)


@transaction.atomic
def hold_partnership(
    *, partnership_id: UUID, reason: str, by: Actor, now: dt.datetime
) -> Partnership:
    """The Support Unit takes it from the public for now; the lead reads the reason."""
    partnership = lock(Partnership, partnership_id)
    PARTNERSHIP.check(partnership, "hold", by=by)
    partnership.hold_reason = short_text(
        "reason", reason, empty=_("Give the reason; the lead will read it.")
    )
    return _move(partnership, "hold", by=by, now=now, fields=["hold_reason"])


@transaction.atomic
def release_partnership(*, partnership_id: UUID, by: Actor, now: dt.datetime) -> Partnership:
    """The Support Unit shows it to the public again."""
    partnership = lock(Partnership, partnership_id)
    PARTNERSHIP.check(partnership, "release", by=by)
    partnership.hold_reason = ""
    return _move(partnership, "release", by=by, now=now, fields=["hold_reason"])


def _move(
    partnership: Partnership, verb: str, *, by: Actor, now: dt.datetime, **more: Any
) -> Partnership:
    """Take the step and have the search follow."""
    PARTNERSHIP.move(partnership, verb, by=by, now=now, **more)
    index(KIND, partnership.pk)
    return partnership
