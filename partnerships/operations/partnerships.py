"""The life of a partnership's text: drafted, registered, amended, concluded, withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import begin, check_revision, lock
from gfmd_platform.search.operations import index

from ..cleaning import cleaned
from ..enums import PartnerAnswer, PartnerRole, PartnershipState
from ..fields import Values
from ..models import Partner, Partnership, PartnershipVersion
from ..partnership_content import PARTNERSHIP as CONTENT
from ..transitions import PARTNERSHIP
from .partnership_texts import make_version, values_of_row, write

KIND = "partnership"
WRITABLE = (PartnershipState.DRAFT, PartnershipState.REGISTERED)


@transaction.atomic
def draft_partnership(
    *, owner_id: UUID, values: Values, by: Actor, now: dt.datetime
) -> Partnership:
    """Begin a partnership led by the stakeholder `owner_id`. Raises NotAllowed or Invalid."""
    check_create(by, KIND, owner_id)
    content = cleaned(values, known=CONTENT.empty_values(), content=CONTENT)
    partnership = Partnership(
        record=begin(KIND, owner_id=owner_id, now=now), state=PARTNERSHIP.initial, state_at=now
    )
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
    partnership = lock(Partnership, partnership_id)
    check(by, "draft", partnership)
    if partnership.state not in WRITABLE:
        raise WrongState(
            _("The text cannot be changed now: it is “%s”.") % partnership.state_label,
            state=partnership.state,
        )
    before = values_of_row(partnership)
    after = cleaned(values, known=before, content=CONTENT)
    if after == before:
        return partnership
    check_revision(partnership, revision, current=before, yours=after)
    partnership.revision += 1
    write(partnership, after)
    return partnership


@transaction.atomic
def discard_partnership(*, partnership_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Really delete a draft. Invitations that went out end with it."""
    partnership = lock(Partnership, partnership_id)
    check(by, "discard", partnership)
    if partnership.state != PartnershipState.DRAFT:
        raise WrongState(
            _("It was registered: it can be withdrawn, not deleted."), state=partnership.state
        )
    record_event(
        verb="partnership.discard",
        record_id=partnership.pk,
        by=by,
        now=now,
        stakeholder_id=partnership.record.owner_id,
    )
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
    if not reason.strip():
        raise Invalid({"reason": [_("Say why it changes; readers will see it.")]})
    return _publish("amend", partnership_id, revision, reason=reason.strip(), by=by, now=now)


def _publish(
    verb: str, partnership_id: UUID, revision: int, *, reason: str, by: Actor, now: dt.datetime
) -> PartnershipVersion:
    partnership = lock(Partnership, partnership_id)
    check(by, "register", partnership)
    done = partnership.versions.filter(from_revision=revision).first()
    if done is not None and partnership.current_version_id == done.pk:
        return done
    PARTNERSHIP.check(partnership, verb, by=by)
    values = values_of_row(partnership)
    check_revision(partnership, revision, current=values, yours=values)
    if missing := CONTENT.missing(values):
        raise Invalid(missing)
    current = partnership.current_version
    if current is not None and values_of_row(current) == values:
        raise Invalid({"reason": [_("Nothing differs from what is public.")]})
    version = make_version(partnership, reason=reason, by=by, now=now)
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
    if not reason.strip():
        raise Invalid({"reason": [_("Give the reason; the lead will read it.")]})
    partnership.hold_reason = reason.strip()
    return _move(partnership, "hold", by=by, now=now, fields=["hold_reason"])


@transaction.atomic
def release_partnership(*, partnership_id: UUID, by: Actor, now: dt.datetime) -> Partnership:
    """The Support Unit shows it to the public again."""
    partnership = lock(Partnership, partnership_id)
    partnership.hold_reason = ""
    return _move(partnership, "release", by=by, now=now, fields=["hold_reason"])


def _move(
    partnership: Partnership, verb: str, *, by: Actor, now: dt.datetime, **more: Any
) -> Partnership:
    """Take the step and have the search follow."""
    PARTNERSHIP.move(partnership, verb, by=by, now=now, **more)
    index(KIND, partnership.pk)
    return partnership
