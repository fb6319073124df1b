"""Puts `request.actor` on every request and turns refusals into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from .actors import Actor
from .exceptions import NotAllowed, NotVisible, StaleRevision, WrongState


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: Actor.of(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Views let refusals pass; here they get their status and their words."""
        if isinstance(exception, NotVisible):
            raise Http404(str(exception))
        if isinstance(exception, NotAllowed):
            raise PermissionDenied(str(exception))
        if isinstance(exception, WrongState | StaleRevision):
            return render(request, "409.html", {"refusal": exception}, status=409)
        return None
