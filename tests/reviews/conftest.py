from __future__ import annotations

import pytest

from tests.people import Someone

from .world import World, full_world


@pytest.fixture
def world(support_unit: Someone) -> World:
    """A cycle with four reports, not yet compiled."""
    return full_world(support_unit)
