"""The life of a deliverable. Each step of a registered partnership keeps a version of it.

Before registration a deliverable is a plan in a draft: it is changed without a reason and can be
removed. Afterwards every step is public, and nothing disappears.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import begin, check_revision, lock
from gfmd_platform.search.operations import index

from ..deliverable_content import DELIVERABLE as CONTENT
from ..enums import PartnerAnswer, PartnershipState
from ..fields import Values
from ..models import Deliverable, Partnership
from ..policies import check_deliverable_step, check_goes_on
from ..transitions import DELIVERABLE
from .deliverable_texts import complete, keep_version, write

KIND = "deliverable"


@transaction.atomic
def plan_deliverable(
    *, partnership_id: UUID, responsible_id: UUID, values: Values, by: Actor, now: dt.datetime
) -> Deliverable:
    """Add a specific thing due by a date, for which one partner is responsible.

    The lead plans for any partner, a partner for itself. Raises NotVisible, NotAllowed, WrongState
    or Invalid.
    """
    partnership = lock(Partnership, partnership_id)
    check(by, "plan_deliverable", partnership)
    check_goes_on(partnership)
    content = _apart(values, ("title", "description", "due_on", "language"))
    errors: dict[str, list[str]] = {}
    if not _leads(by, partnership) and responsible_id not in by.stakeholder_ids(FOCAL_POINT):
        errors["responsible"] = [_("The lead plans for others; plan for your own.")]
    elif not _takes_part(partnership, responsible_id):
        errors["responsible"] = [_("Choose a partner that has accepted.")]
    try:
        content = complete(content, known=CONTENT.empty_values())
    except Invalid as invalid:
        errors |= invalid.errors
    if errors:
        raise Invalid(errors)
    deliverable = Deliverable(
        record=begin(KIND, owner_id=responsible_id, now=now),
        partnership=partnership,
        state=DELIVERABLE.initial,
        state_at=now,
    )
    write(deliverable, content)
    deliverable.save(force_insert=True)
    record_event(
        verb="deliverable.plan",
        record_id=deliverable.pk,
        by=by,
        now=now,
        data={"partnership": str(partnership.pk)},
        stakeholder_id=responsible_id if by.seat_in(responsible_id) else None,
    )
    _publish(deliverable, partnership, by=by, now=now)
    return deliverable


def start_deliverable(
    *, deliverable_id: UUID, revision: int, by: Actor, now: dt.datetime
) -> Deliverable:
    """Say that work on it has begun."""
    return _step("start", deliverable_id, revision, {}, by=by, now=now)


def change_deliverable(
    *, deliverable_id: UUID, revision: int, values: Values, by: Actor, now: dt.datetime
) -> Deliverable:
    """Change words or date; once it is public, with `values["reason"]`. A moved date is then shown
    as “date changed”."""
    content = _apart(values, ("title", "description", "due_on", "language", "reason"))
    return _step("change", deliverable_id, revision, content, by=by, now=now)


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
    values = {"evidence": evidence, "evidence_link": evidence_link}
    return _step("deliver", deliverable_id, revision, values, by=by, now=now)


def drop_deliverable(
    *, deliverable_id: UUID, revision: int, reason: str, by: Actor, now: dt.datetime
) -> Deliverable:
    """Say that it will not be delivered, and why. It stays on the page."""
    return _step("drop", deliverable_id, revision, {"reason": reason}, by=by, now=now)


def take_up_again(
    *, deliverable_id: UUID, revision: int, by: Actor, now: dt.datetime
) -> Deliverable:
    """Work on a dropped deliverable goes on."""
    return _step("take_up_again", deliverable_id, revision, {}, by=by, now=now)


@transaction.atomic
def remove_deliverable(*, deliverable_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Really delete a plan of a partnership that is still a draft."""
    deliverable, partnership = _lock(deliverable_id)
    check_deliverable_step(by, deliverable, "remove")
    record_event(
        verb="deliverable.remove",
        record_id=deliverable.pk,
        by=by,
        now=now,
        data={"partnership": str(partnership.pk)},
    )
    deliverable.record.delete()


def hand_over(deliverable: Deliverable, *, to: UUID, by: Actor, now: dt.datetime) -> None:
    """Make another partner responsible. The caller has locked the partnership and checked."""
    deliverable.record.owner_id = to
    deliverable.record.save(update_fields=["owner"])
    deliverable.revision += 1
    deliverable.reason = ""
    deliverable.save(update_fields=["revision", "reason"])
    record_event(
        verb="deliverable.hand_over",
        record_id=deliverable.pk,
        by=by,
        now=now,
        data={"partnership": str(deliverable.partnership_id), "to": str(to)},
    )
    _publish(deliverable, deliverable.partnership, by=by, now=now)


@transaction.atomic
def _step(
    verb: str,
    deliverable_id: UUID,
    revision: int,
    values: Values,
    *,
    by: Actor,
    now: dt.datetime,
) -> Deliverable:
    """One step with its version. Raises NotVisible, NotAllowed, WrongState, Invalid, or
    StaleRevision when somebody else took a step in between."""
    deliverable, partnership = _lock(deliverable_id)
    check_deliverable_step(by, deliverable, verb)
    is_draft = partnership.state == PartnershipState.DRAFT
    before = CONTENT.values_of(deliverable)
    after = complete({"reason": "", **values}, known=before)
    check_revision(deliverable, revision, current=before, yours=after)
    _check_words(verb, before, after, is_draft=is_draft)
    _settle_responsibility(deliverable, partnership, by)
    write(deliverable, after)
    if after["due_on"] != before["due_on"] and not is_draft:
        deliverable.date_changed = True
    DELIVERABLE.move(
        deliverable,
        verb,
        by=by,
        now=now,
        data={
            "partnership": str(partnership.pk),
            "fields": [name for name in CONTENT.columns if after[name] != before[name]],
            **({"draft": True} if is_draft else {}),
        },
        fields=[*CONTENT.columns, "date_changed"],
    )
    _publish(deliverable, partnership, by=by, now=now)
    return deliverable


def _check_words(verb: str, before: Values, after: Values, *, is_draft: bool) -> None:
    """Each step says what its readers need to know. Raises Invalid."""
    if verb == "deliver" and not after["evidence"]:
        raise Invalid({"evidence": [_("Say how one can see that it was delivered.")]})
    if verb == "drop" and not after["reason"]:
        raise Invalid({"reason": [_("Say why it is dropped; readers will see it.")]})
    if verb != "change":
        return
    if {**after, "reason": ""} == {**before, "reason": ""}:
        raise Invalid({"title": [_("Nothing is changed yet.")]})
    if not after["reason"] and not is_draft:
        raise Invalid({"reason": [_("Say why it changes; readers will see it.")]})


def _settle_responsibility(deliverable: Deliverable, partnership: Partnership, by: Actor) -> None:
    """What a partner dropped before it left can be taken up again by the lead, as its own."""
    if _takes_part(partnership, deliverable.record.owner_id):
        return
    if not _leads(by, partnership):
        raise WrongState(_("Its partner has left: the lead can take it up."))
    deliverable.record.owner_id = partnership.record.owner_id
    deliverable.record.save(update_fields=["owner"])


def _publish(
    deliverable: Deliverable, partnership: Partnership, *, by: Actor, now: dt.datetime
) -> None:
    """A version of the step, and search that finds the partnership by it; not of a draft."""
    if partnership.current_version_id is not None:
        keep_version(deliverable, by=by, now=now)
        index("partnership", partnership.pk)


def _lock(deliverable_id: UUID) -> tuple[Deliverable, Partnership]:
    """The partnership's row first, as everywhere, so that no two wait for each other."""
    found = Deliverable.unscoped.filter(pk=deliverable_id).values_list("partnership_id", flat=True)
    partnership_id = found.first()
    if partnership_id is None:
        raise NotVisible("No such deliverable.")
    partnership = lock(Partnership, partnership_id)
    deliverable = lock(Deliverable, deliverable_id)
    deliverable.partnership = partnership
    return deliverable, partnership


def _leads(by: Actor, partnership: Partnership) -> bool:
    return partnership.record.owner_id in by.stakeholder_ids(FOCAL_POINT)


def _takes_part(partnership: Partnership, stakeholder_id: UUID | None) -> bool:
    accepted = partnership.partners.filter(answer=PartnerAnswer.ACCEPTED)
    return accepted.filter(stakeholder=stakeholder_id).exists()


def _apart(values: Values, allowed: tuple[str, ...]) -> Values:
    """The values a step may carry; the rest has a step of its own. Raises Invalid."""
    if foreign := sorted(set(values) - set(allowed)):
        raise Invalid({name: [_("There is no such field.")] for name in foreign})
    return values
