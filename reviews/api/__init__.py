"""Reviews over the API: the twins of the pages, through the same operations."""

from .views import register

__all__ = ["register"]
