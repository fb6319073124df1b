"""The life of a deliverable. Each step keeps a version, so that a review can count it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.interface.forms.dates import earliest
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.records.operations import begin, check_revision, lock

from ..enums import PartnerAnswer, PartnershipState
from ..models import Deliverable, DeliverableVersion, Partnership
from ..models.dates import PARTIAL_DATE
from ..transitions import DELIVERABLE

CONTENT = ("title", "description", "due_on", "evidence", "evidence_link", "reason")
LIMITS = {"title": 200, "description": 4000, "evidence": 4000, "evidence_link": 500, "reason": 2000}
_is_url = URLValidator(schemes=["http", "https"])


@transaction.atomic
def plan_deliverable(
    *,
    partnership_id: UUID,
    responsible_id: UUID,
    title: str,
    due_on: str,
    description: str = "",
    language: str = "en",
    by: Actor,
    now: dt.datetime,
) -> Deliverable:
    """Add a specific thing due by a date, for which one partner is responsible.

    The lead plans for any partner, a partner for itself. Raises NotVisible, NotAllowed, WrongState
    or Invalid.
    """
    partnership = lock(Partnership, partnership_id)
    check(by, "plan_deliverable", partnership)
    _check_under_way(partnership)
    values = _cleaned({"title": title, "due_on": due_on, "description": description})
    partners = partnership.partners.filter(answer=PartnerAnswer.ACCEPTED)
    leads = partnership.record.owner_id in by.stakeholder_ids(FOCAL_POINT)
    if not leads and responsible_id not in by.stakeholder_ids(FOCAL_POINT):
        raise Invalid({"responsible": [_("The lead plans for others; plan for your own.")]})
    if not partners.filter(stakeholder_id=responsible_id).exists():
        raise Invalid({"responsible": [_("Choose a partner that has accepted.")]})
    deliverable = Deliverable(
        record=begin("deliverable", owner_id=responsible_id, now=now),
        partnership=partnership,
        state=DELIVERABLE.initial,
        state_at=now,
        language=language,
        **values,
    )
    deliverable.save(force_insert=True)
    _keep_version(deliverable, by=by, now=now)
    record_event(
        verb="deliverable.plan",
        record_id=deliverable.pk,
        by=by,
        now=now,
        data={"partnership": str(partnership.pk)},
        stakeholder_id=responsible_id if by.seat_in(responsible_id) else None,
    )
    return deliverable


def start_deliverable(
    *, deliverable_id: UUID, revision: int, by: Actor, now: dt.datetime
) -> Deliverable:
    """Say that work on it has begun."""
    return _step("start", deliverable_id, revision, {}, by=by, now=now)


def change_deliverable(
    *,
    deliverable_id: UUID,
    revision: int,
    reason: str,
    by: Actor,
    now: dt.datetime,
    **values: str,
) -> Deliverable:
    """Change words or date, with the reason. A moved date is shown as “date changed”."""
    if not reason.strip():
        raise Invalid({"reason": [_("Say why it changes; readers will see it.")]})
    changed = {**values, "reason": reason}
    return _step("change", deliverable_id, revision, changed, by=by, now=now)


def deliver(
    *,
    deliverable_id: UUID,
    revision: int,
    evidence: str,
    evidence_link: str = "",
    by: Actor,
    now: dt.datetime,
) -> Deliverable:
    """Say that it is delivered, and how one can see that."""
    if not evidence.strip():
        raise Invalid({"evidence": [_("Say how one can see that it was delivered.")]})
    values = {"evidence": evidence, "evidence_link": evidence_link}
    return _step("deliver", deliverable_id, revision, values, by=by, now=now)


def drop_deliverable(
    *, deliverable_id: UUID, revision: int, reason: str, by: Actor, now: dt.datetime
) -> Deliverable:
    """Say that it will not be delivered, and why. It stays on the page."""
    if not reason.strip():
        raise Invalid({"reason": [_("Say why it is dropped; readers will see it.")]})
    return _step("drop", deliverable_id, revision, {"reason": reason}, by=by, now=now)


def take_up_again(
    *, deliverable_id: UUID, revision: int, by: Actor, now: dt.datetime
) -> Deliverable:
    """Work on a dropped deliverable goes on."""
    return _step("take_up_again", deliverable_id, revision, {"reason": ""}, by=by, now=now)


@transaction.atomic
def _step(
    verb: str,
    deliverable_id: UUID,
    revision: int,
    values: dict[str, str],
    *,
    by: Actor,
    now: dt.datetime,
) -> Deliverable:
    """One step with its version. Raises NotVisible, NotAllowed, WrongState, Invalid, or
    StaleRevision when somebody else took a step in between."""
    deliverable = lock(Deliverable, deliverable_id)
    DELIVERABLE.check(deliverable, verb, by=by)
    _check_under_way(deliverable.partnership)
    before = {name: getattr(deliverable, name) for name in CONTENT}
    after = _cleaned({**before, **values})
    check_revision(deliverable, revision, current=before, yours=after)
    if verb == "change" and {**after, "reason": ""} == {**before, "reason": ""}:
        raise Invalid({"title": [_("Nothing is changed yet.")]})
    for name, value in after.items():
        setattr(deliverable, name, value)
    deliverable.date_changed = deliverable.date_changed or after["due_on"] != before["due_on"]
    DELIVERABLE.move(
        deliverable,
        verb,
        by=by,
        now=now,
        data={
            "partnership": str(deliverable.partnership_id),
            "fields": [name for name in CONTENT if after[name] != before[name]],
        },
        fields=[*CONTENT, "date_changed"],
    )
    _keep_version(deliverable, by=by, now=now)
    return deliverable


def _keep_version(deliverable: Deliverable, *, by: Actor, now: dt.datetime) -> None:
    content: dict[str, Any] = {name: getattr(deliverable, name) for name in CONTENT}
    last = deliverable.versions.aggregate(last=Max("no"))["last"] or 0
    deliverable.current_version = DeliverableVersion.objects.create(
        subject=deliverable,
        no=last + 1,
        language=deliverable.language,
        state=deliverable.state,
        content_hash=content_hash(
            {
                **content,
                "state": deliverable.state,
                "partnership": str(deliverable.partnership_id),
                "responsible": str(deliverable.record.owner_id),
            }
        ),
        at=now,
        actor_ref=actor_ref(by),
        **content,
    )
    deliverable.save(update_fields=["current_version"])


def _check_under_way(partnership: Partnership) -> None:
    if partnership.state not in (PartnershipState.DRAFT, PartnershipState.REGISTERED):
        raise WrongState(
            _("This does not apply any more: the partnership is “%s”.") % partnership.state_label,
            state=partnership.state,
        )


def _cleaned(values: dict[str, str]) -> dict[str, str]:
    """The values in their one written form. Raises Invalid with every fault by field."""
    errors: dict[str, list[str]] = {}
    result = {}
    for name, value in values.items():
        if name not in CONTENT or not isinstance(value, str):
            raise NotVisible(f"A deliverable has no {name}.")
        text = value.replace("\r\n", "\n").strip()
        result[name] = text
        if "\x00" in text:
            errors[name] = [_("Null characters are not allowed.")]
        elif len(text) > LIMITS.get(name, 10):
            errors[name] = [_("At most %d characters fit.") % LIMITS.get(name, 10)]
    if not result.get("title"):
        errors.setdefault("title", [_("Say what is delivered.")])
    if not _is_date(result.get("due_on", "")):
        errors["due_on"] = [_("Say by when: a year, a month or a day.")]
    if link := result.get("evidence_link"):
        try:
            _is_url(link)
        except ValidationError:
            errors.setdefault("evidence_link", [_("This is no web address.")])
    if errors:
        raise Invalid(errors)
    return result


def _is_date(value: str) -> bool:
    if not re.fullmatch(PARTIAL_DATE, value):
        return False
    try:
        earliest(value)
    except ValueError:
        return False
    return True
