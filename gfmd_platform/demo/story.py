"""When things happen in the demonstration, and who does them."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.models import Person, Stakeholder

DATA = Path(__file__).parent / "data"

#: The password of everybody in the demonstration. Printed at start, useless anywhere else.
PASSWORD = "a quiet river in autumn"


def read(name: str) -> dict[str, Any]:
    """One of the demonstration's texts."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass
class Story:
    """The demonstration while it is being told; `now` is the day it is told on."""

    now: dt.datetime
    stakeholders: dict[str, Stakeholder] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    def ago(self, days: int, hour: int = 9) -> dt.datetime:
        """The instant so many days before the telling, at an hour of the working day (UTC)."""
        day = self.now - dt.timedelta(days=days)
        return min(day.replace(hour=hour, minute=0, second=0, microsecond=0), self.now)

    def actor(self, email: str) -> Actor:
        """Somebody of the cast, with what they stand for at this point of the story."""
        return Actor.of(Person.objects.get_by_natural_key(email))

    def speaker(self, stakeholder: str) -> Actor:
        """The focal point of a stakeholder, by its name."""
        seat = (
            self.stakeholders[stakeholder]
            .memberships.filter(role="focal_point")
            .select_related("person")
            .earliest("since", "pk")
        )
        return Actor.of(seat.person)

    @property
    def support_unit(self) -> Actor:
        return self.actor("elena@support.example")
