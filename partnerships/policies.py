"""When a step applies beyond what the state says. Who may is the permission table's.

`check_*` raises, and the page draws its buttons by the same rules (`steps_for`).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, allowed_actions, check
from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.records.transitions import Transition

from .enums import PartnershipState
from .models import Deliverable, Example, Partnership
from .transitions import DELIVERABLE, EXAMPLE, PARTNERSHIP, PARTNERSHIP_WRITABLE, WRITABLE


def is_update(example: Example) -> bool:
    """The public reads an earlier version while this text is worked on."""
    return example.published_version_id is not None


def check_is_update(example: Example) -> None:
    if not is_update(example):
        raise WrongState(_("There is no published version to go back to."), state=example.state)


def check_was_submitted(example: Example) -> None:
    if example.submitted_version_id is None:
        raise WrongState(
            _("It was never submitted: discard the draft instead."), state=example.state
        )


def check_can_discard(example: Example) -> None:
    """Only a draft that nobody else has ever read can really be deleted."""
    if example.state not in WRITABLE or example.submitted_version_id is not None:
        raise WrongState(
            _("It was submitted before: it can be withdrawn, not deleted."), state=example.state
        )


def check_is_writable(example: Example) -> None:
    if example.state not in WRITABLE:
        raise WrongState(
            _("The text cannot be changed now: it is “%s”.") % example.state_label,
            state=example.state,
        )


_WHEN = {"drop_update": is_update, "withdraw": lambda e: e.submitted_version_id is not None}


def steps_for(actor: Actor, example: Example) -> dict[str, Transition]:
    """The steps this actor can take now, by verb (one query)."""
    actions = allowed_actions(actor, example)
    return {
        row.verb: row
        for row in EXAMPLE.available(example.state, actions)
        if _WHEN.get(row.verb, lambda e: True)(example)
    }


def partnership_steps(partnership: Partnership, actions: frozenset[str]) -> dict[str, Transition]:
    """The steps that apply now to somebody who may do `actions`, by verb."""
    return {row.verb: row for row in PARTNERSHIP.available(partnership.state, actions)}


def check_partnership_step(actor: Actor, partnership: Partnership, verb: str) -> None:
    """Raise NotVisible, NotAllowed or WrongState unless the step applies now, as its operation
    will again."""
    if verb == "drop_changes":
        check(actor, "draft", partnership)
        check_has_public_text(partnership)
    elif verb == "discard":
        check(actor, "discard", partnership)
        check_is_draft(partnership)
    else:
        PARTNERSHIP.check(partnership, verb, by=actor)


def check_is_draft(partnership: Partnership) -> None:
    if partnership.state != PartnershipState.DRAFT:
        raise WrongState(
            _("It was registered: it can be withdrawn, not deleted."), state=partnership.state
        )


def check_has_public_text(partnership: Partnership) -> None:
    if partnership.current_version_id is None:
        raise WrongState(_("There is no published version to go back to."), state=partnership.state)


def check_partnership_is_writable(partnership: Partnership) -> None:
    if partnership.state not in PARTNERSHIP_WRITABLE:
        raise WrongState(
            _("The text cannot be changed now: it is “%s”.") % partnership.state_label,
            state=partnership.state,
        )


def check_deliverable_step(actor: Actor, deliverable: Deliverable, verb: str) -> None:
    """As for partnerships."""
    if verb == "remove":
        check(actor, "report", deliverable)
        if deliverable.partnership.state != PartnershipState.DRAFT:
            raise WrongState(_("It is public: it can be dropped with a reason, not deleted."))
        return
    DELIVERABLE.check(deliverable, verb, by=actor)
    check_goes_on(deliverable.partnership)
    if deliverable.partnership.state == PartnershipState.DRAFT and verb != "change":
        raise WrongState(_("Register the partnership first: until then this is a plan."))


def check_goes_on(partnership: Partnership) -> None:
    """Deliverables are planned and reported on while it is prepared and while it runs."""
    if partnership.state not in (PartnershipState.DRAFT, PartnershipState.REGISTERED):
        raise WrongState(
            _("This does not apply any more: the partnership is “%s”.") % partnership.state_label,
            state=partnership.state,
        )


def deliverable_steps(deliverable: Deliverable, actions: frozenset[str]) -> dict[str, Transition]:
    """As for partnerships. In a draft a deliverable is a plan, of which only the words change;
    once the partnership rests, so do its deliverables."""
    state = deliverable.partnership.state
    found = {row.verb: row for row in DELIVERABLE.available(deliverable.state, actions)}
    if state == PartnershipState.REGISTERED:
        return found
    if state == PartnershipState.DRAFT:
        return {verb: row for verb, row in found.items() if verb == "change"}
    return {}
