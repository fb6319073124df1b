"""Who may do what: one table, and querysets that obey it.

The public face of the package; everything else imports from here.
"""

from .actors import Actor, Seat
from .rules import (
    allowed_actions,
    can,
    can_create,
    check,
    check_create,
    fetch_with_actions,
    q_for,
    register,
)

__all__ = [
    "Actor",
    "Seat",
    "allowed_actions",
    "can",
    "can_create",
    "check",
    "check_create",
    "fetch_with_actions",
    "q_for",
    "register",
]
