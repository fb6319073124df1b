"""Puts `request.actor` on every request and turns refusals into pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from .actors import Actor
from .exceptions import NotAllowed, NotVisible, StaleRevision, WrongState

MOST_JSON = 5 * 1024**2
_FORM = "application/x-www-form-urlencoded"


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: Actor.of(request.user))  # type: ignore[attr-defined]
        response = self.get_response(request)
        # Pages of drafts say so themselves. Of the API no copy stays on a device or on the way.
        if request.path.startswith("/api/v1/") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """An address with the character that PostgreSQL cannot hold names nothing."""
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            raise Http404("No such address.")
        # Django limits forms so; JSON is read by the API's parser, which knows no limit.
        sent = request.META.get("CONTENT_LENGTH") or "0"
        is_form = request.content_type in ("multipart/form-data", _FORM)
        if not is_form and sent.isdecimal() and int(sent) > MOST_JSON:
            raise RequestDataTooBig("More than 5 MB of JSON.")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Views let refusals pass; here they get their status and their words."""
        if isinstance(exception, NotVisible):
            raise Http404(str(exception))
        if isinstance(exception, NotAllowed):
            raise PermissionDenied(str(exception))
        if isinstance(exception, WrongState | StaleRevision):
            return render(request, "409.html", {"refusal": exception}, status=409)
        return None
