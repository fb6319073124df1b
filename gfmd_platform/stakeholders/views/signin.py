"""What sign-in says when somebody has tried too often."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Whom attempts are counted for: the address as typed, known to us or not."""
    given = (credentials or {}).get("email")
    if not given and request is not None:
        given = request.POST.get("login", "")
    return str(given or "").strip().lower()


def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The same for every address, so that nothing can be learnt from it."""
    response = render(request, "account/locked.html", status=429)
    response["Retry-After"] = str(15 * 60)
    return response
