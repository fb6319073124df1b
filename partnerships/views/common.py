"""What every page behind the sign-in shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from gfmd_platform.access import Actor
from gfmd_platform.interface import kept

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Visitors are led to the sign-in and back; what they had written comes along."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor_of(request).is_signed_in:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return kept.keep_and_sign_in(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def revision_of(request: HttpRequest) -> int:
    """The revision the page had read; 0, which never stands, when it says none."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
