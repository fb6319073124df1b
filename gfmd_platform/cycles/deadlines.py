"""The day by which a report is asked for, as a mail tells it to one person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gfmd_platform.stakeholders.models import Person

from .models import Cycle


def deadline_words(cycle: Cycle, day: dt.date, person: Person) -> dict[str, Any]:
    """The day in the cycle's zone, and its end for a reader who chose another zone."""
    is_other = person.time_zone and person.time_zone != cycle.time_zone
    return {
        "asked_by": day,
        "time_zone": cycle.time_zone,
        "ends_at": cycle.end_of(day),
        "your_zone": person.time_zone if is_other else "",
    }
