"""What the front page says of the review that is under way."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gfmd_platform.interface.front import CurrentCycle

from .queries import open_cycles


def current_cycle() -> CurrentCycle | None:
    """The open cycle whose date comes next (one query)."""
    cycle = open_cycles().first()
    if cycle is None:
        return None
    day = date_format(cycle.asked_by, "j F Y")
    return CurrentCycle(
        title=cycle.title,
        theme=cycle.theme,
        href=reverse("cycles:detail", args=[cycle.pk]),
        deadline=_("%(day)s (%(zone)s time)") % {"day": day, "zone": cycle.time_zone},
    )
