"""The API's front: one router, problem details, pagination. Apps bring their own `api.register`."""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import URLPattern, URLResolver
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.views import exception_handler

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    Refused,
    StaleRevision,
    WrongState,
)

PARTS = (
    "gfmd_platform.taxonomy",
    "gfmd_platform.stakeholders",
    "gfmd_platform.cycles",
    "gfmd_platform.search",
    "partnerships",
    "commitments",
    "reviews",
)


def api_urls() -> list[URLPattern | URLResolver]:
    """Every part's endpoints under one root."""
    router = DefaultRouter()
    for part in PARTS:
        if find_spec(f"{part}.api") is not None:
            import_module(f"{part}.api").register(router)
    return router.urls


class Pages(CursorPagination):
    """Stable under inserts, and as quick on the last page as on the first."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-pk"


_STATUS: dict[type[Refused], HTTPStatus] = {
    NotVisible: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    WrongState: HTTPStatus.CONFLICT,
    StaleRevision: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Errors as RFC 9457 problem details: what went wrong, in words, and where."""
    if isinstance(error, Refused):
        status = _STATUS[type(error)]
        extra: dict[str, Any] = {}
        if isinstance(error, StaleRevision):
            extra = {"revision": error.revision, "theirs": error.current, "yours": error.yours}
        elif isinstance(error, Invalid):
            extra = {"errors": error.errors}
        return _problem(status, str(error), **extra)
    response = exception_handler(error, context)
    if response is None:
        return None
    status = HTTPStatus(response.status_code)
    if isinstance(error, exceptions.ValidationError):
        problem = _problem(status, "Some values need another look.", errors=response.data)
    else:
        data = response.data
        detail = data.get("detail", status.phrase) if isinstance(data, dict) else status.phrase
        problem = _problem(status, str(detail))
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if header in response.headers:
            problem[header] = response[header]
    return problem


def _problem(status: HTTPStatus, detail: str, **extra: Any) -> Response:
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    return Response(
        {**body, **extra}, status=int(status), content_type="application/problem+json"
    )
