"""Time zones to choose from."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Zones by place, as the IANA database names them."""
    return [
        (name, name.replace("_", " "))
        for name in sorted(available_timezones())
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/"))
    ]
