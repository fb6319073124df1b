"""The world of the matrix, as a fixture."""

from .world import world

__all__ = ["world"]
