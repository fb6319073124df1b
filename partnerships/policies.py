"""When a step applies beyond what the state says. Who may is the permission table's.

`check_*` raises, and the page draws its buttons by the same rules (`steps_for`).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, allowed_actions
from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.records.transitions import Transition

from .models import Example
from .transitions import EXAMPLE, WRITABLE


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
