"""How often one address may knock at a door that is open to everybody."""

from __future__ import annotations

from allauth.core.ratelimit import consume
from django.http import HttpRequest


def may_apply(request: HttpRequest) -> bool:
    """Counted in the cache, by the visitor's address (ACCOUNT_RATE_LIMITS, "signup")."""
    return bool(consume(request, action="signup"))
