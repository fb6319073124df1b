"""Errors of the API as problem details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    Refused,
    StaleRevision,
    WrongState,
)

_STATUS: dict[type[Refused], HTTPStatus] = {
    NotVisible: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    WrongState: HTTPStatus.CONFLICT,
    StaleRevision: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """What went wrong, in words, and where."""
    if isinstance(error, Refused):
        status = next(s for kind, s in _STATUS.items() if isinstance(error, kind))
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
        problem = _problem(
            status, "Some values need another look.", errors=_text_keys(response.data)
        )
    else:
        data = response.data
        detail = data.get("detail", status.phrase) if isinstance(data, dict) else status.phrase
        problem = _problem(status, str(detail))
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if header in response.headers:
            problem[header] = response[header]
    return problem


def _text_keys(errors: Any) -> Any:
    """DRF numbers the faulty entries of a list; names in JSON are texts."""
    if isinstance(errors, dict):
        return {str(name): _text_keys(found) for name, found in errors.items()}
    if isinstance(errors, list):
        return [_text_keys(found) for found in errors]
    return errors


def _problem(status: HTTPStatus, detail: str, **extra: Any) -> Response:
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    return Response({**body, **extra}, status=int(status), content_type="application/problem+json")
