"""States as tables: for each kind, which verb leads from which state to which, and who may.

Buttons, API actions, `docs/states.md` and tests are read from the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.ledger.models import Event
from gfmd_platform.ledger.operations import record_event

from .models import RecordModel


@dataclass(frozen=True)
class Transition:
    """`action` is the row of the permission table that says who may."""

    verb: str
    sources: frozenset[str]
    target: str
    action: str
    label: str | Promise


@dataclass(frozen=True)
class TransitionTable:
    kind: str
    states: type[models.TextChoices]
    initial: str
    transitions: tuple[Transition, ...]

    def find(self, state: str, verb: str) -> Transition:
        """The row for a verb in a state. Raises WrongState when the verb does not apply there."""
        for transition in self.transitions:
            if transition.verb == verb and state in transition.sources:
                return transition
        label = self.states(state).label
        raise WrongState(
            _("This step does not apply any more: it is now “%(state)s”.") % {"state": label},
            state=state,
        )

    def available(self, state: str, actions: Iterable[str]) -> list[Transition]:
        """The rows that apply in a state to somebody who may do `actions`."""
        held = set(actions)
        return [t for t in self.transitions if state in t.sources and t.action in held]

    def move(
        self,
        obj: RecordModel,
        verb: str,
        *,
        by: Actor,
        now: dt.datetime,
        data: dict[str, Any] | None = None,
        fields: Sequence[str] = (),
    ) -> Event:
        """Take a step: check who and when, write the new state and one event.

        `obj` must be locked in the caller's transaction; `fields` names further columns the caller
        has set on it. Raises NotVisible, NotAllowed or WrongState, and then nothing is written.
        """
        self.check(obj, verb, by=by)
        obj.state = self.find(obj.state, verb).target
        obj.state_at = now
        obj.revision += 1
        obj.save(update_fields=["state", "state_at", "revision", *fields])
        owner_id = obj.record.owner_id
        return record_event(
            verb=f"{self.kind}.{verb}",
            record_id=obj.pk,
            by=by,
            now=now,
            data=data,
            stakeholder_id=owner_id if by.seat_in(owner_id) else None,
        )

    def check(self, obj: RecordModel, verb: str, *, by: Actor) -> None:
        """Raise unless the actor may take this step now: who first, then when.

        The system takes steps of its own only where the table's row says so.
        """
        rows = [t for t in self.transitions if t.verb == verb]
        if not rows:
            raise LookupError(f"{self.kind} has no verb {verb!r}")
        row = next((t for t in rows if obj.state in t.sources), None)
        check(by, (row or rows[0]).action, obj)
        if row is None:
            self.find(obj.state, verb)


REGISTRY: dict[str, TransitionTable] = {}


def transition_table(
    kind: str,
    states: type[models.TextChoices],
    initial: str,
    rows: Iterable[tuple[str, Sequence[str], str, str, str | Promise]],
) -> TransitionTable:
    """Build and register a table from rows (verb, from states, to state, action, button label)."""
    table = TransitionTable(
        kind,
        states,
        initial,
        tuple(
            Transition(verb, frozenset(sources), target, action, label)
            for verb, sources, target, action, label in rows
        ),
    )
    REGISTRY[kind] = table
    return table
