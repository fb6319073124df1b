"""What every page of cycles, commitments and reports shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.interface import kept

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Visitors are led to the sign-in and back; what they had written comes along."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).is_signed_in:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return kept.keep_and_sign_in(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def whole_number(text: str | None) -> int:
    """A revision as the page sent it; 0, which a saved text never has, when it sent none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def take_errors(form: BaseForm, refusal: Invalid) -> None:
    """Put what the operation refused beside the fields it is about, the rest above the form."""
    for field, messages in refusal.errors.items():
        for message in messages:
            form.add_error(field if field in form.fields else None, message)
