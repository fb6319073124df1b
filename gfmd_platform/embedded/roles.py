"""Which of the two database roles Django's connection uses."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connections

from gfmd_platform.environment import parse_database_url


def point(address: dict[str, Any], name: str) -> None:
    """Have every connection of this process go to the database ``name`` at ``address``."""
    connections.close_all()
    # Shared by the connections of all threads, so it is changed in place.
    connections.settings["default"].update(
        {key: address[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}, NAME=name
    )
    connections["default"].settings_dict.update(connections.settings["default"])


@contextlib.contextmanager
def as_owner(name: str | None = None) -> Iterator[None]:
    """Be the role that owns the tables (of database ``name``) within the block."""
    owner = parse_database_url(settings.DATABASE_OWNER_URL)
    with point_at(owner | {"NAME": name or owner["NAME"]}):
        yield


@contextlib.contextmanager
def point_at(address: dict[str, Any]) -> Iterator[None]:
    """Use the database and the role of ``address`` (Django's settings for it) in the block."""
    before = dict(connections.settings["default"])
    point(address, address["NAME"])
    try:
        yield
    finally:
        point(before, before["NAME"])
