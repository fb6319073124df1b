"""Who is acting: a person with everything they stand for at this moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from gfmd_platform.stakeholders.models import Person

FOCAL_POINT = "focal_point"
CONTRIBUTOR = "contributor"
SUPPORT_UNIT = "support_unit"
CHAIR_IN_OFFICE = "chair_in_office"


@dataclass(frozen=True)
class Seat:
    """One active membership of the acting person in a stakeholder."""

    membership_id: UUID
    stakeholder_id: UUID
    role: str
    stakeholder_name: str
    is_state: bool
    holds_chair: bool = False
    since: dt.date | None = None


@dataclass(frozen=True)
class Actor:
    """The capacity in which something is done: a person, their seats and their groups.

    Loaded once per request (`request.actor`), so that no rule asks the database twice.
    `person` is None for visitors and for the system itself (tasks, loaders).
    """

    person: Person | None = None
    seats: tuple[Seat, ...] = ()
    groups: frozenset[str] = frozenset()
    is_operator: bool = False
    is_system: bool = False
    _ids: dict[str | None, frozenset[UUID]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def visitor(cls) -> Actor:
        return cls()

    @classmethod
    def system(cls) -> Actor:
        """The platform itself: relays, loaders, scheduled work. May read and do nothing by rule;
        operations that the system may call say so."""
        return cls(is_system=True)

    @classmethod
    def of(cls, person: Any) -> Actor:
        """The actor for a signed-in person; a visitor for anybody else."""
        if not getattr(person, "is_authenticated", False) or not person.is_active:
            return cls.visitor()
        return cls(
            person=person,
            seats=person.current_seats(),
            groups=person.current_groups(),
            is_operator=person.is_staff,
        )

    @property
    def is_signed_in(self) -> bool:
        return self.person is not None

    @property
    def is_support_unit(self) -> bool:
        return SUPPORT_UNIT in self.groups

    @property
    def is_chair(self) -> bool:
        return CHAIR_IN_OFFICE in self.groups

    def only_in(self, stakeholder_id: UUID) -> Actor:
        """The same person with nothing but their seat in one stakeholder: to ask what is of it."""
        seats = tuple(seat for seat in self.seats if seat.stakeholder_id == stakeholder_id)
        return Actor(person=self.person, seats=seats)

    def stakeholder_ids(self, role: str | None = None) -> frozenset[UUID]:
        """The stakeholders in which the person has a seat; with `role`, a seat of that role."""
        if role not in self._ids:
            self._ids[role] = frozenset(
                seat.stakeholder_id for seat in self.seats if role is None or seat.role == role
            )
        return self._ids[role]

    def seat_in(self, stakeholder_id: UUID | None) -> Seat | None:
        return next((s for s in self.seats if s.stakeholder_id == stakeholder_id), None)
