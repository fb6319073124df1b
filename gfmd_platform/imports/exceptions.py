"""What can be wrong with a table as a whole. Wrong rows are told row by row (`fates`)."""

from __future__ import annotations


class TableRefused(Exception):
    """The table cannot be read; the message says what is wrong and what to do."""
