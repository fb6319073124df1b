"""The server's half of autosave; the script's half is static/interface/js/autosave.js.

A view reads a `Change`, calls its operation, and words the outcome with one of the answers here.
The contract stands in docs/developers/interface.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _


class Unreadable(ValueError):
    """The request is not an autosave; nothing was changed."""


@dataclass(frozen=True)
class Change:
    """One field as it stood in the browser. `values` has several items for checkboxes, and none
    when the last box was unticked; `revision` is what the page had read."""

    field: str
    values: tuple[str, ...]
    revision: int

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @classmethod
    def of(cls, request: HttpRequest, *, fields: Sequence[str] | None = None) -> Change:
        """Read a POST. Raises Unreadable when the field is none of `fields`, or the revision is
        no number."""
        field = request.POST.get("field", "")
        revision = request.POST.get("revision", "")
        if not field or (fields is not None and field not in fields):
            raise Unreadable(_("There is no such field."))
        if not revision.isdecimal():
            raise Unreadable(_("The revision is missing. Load the page again."))
        return cls(field, tuple(request.POST.getlist("value")), int(revision))


def saved(*, revision: int, at: dt.datetime) -> JsonResponse:
    """After commit: "Saved HH:MM" appears, and the next save carries `revision`."""
    return JsonResponse({"revision": revision, "saved_at": at.isoformat()})


def conflict(
    *, theirs: Any, revision: int, merged: Mapping[str, Any] | None = None
) -> JsonResponse:
    """Somebody else wrote first; the page shows both texts. `theirs` is the field's value as it
    stands, or a mapping from fields to values; `merged` a proposal (`text`, and how many `clashes`
    it has), for texts."""
    body = {"theirs": theirs, "revision": revision}
    if merged is not None:
        body["merged"] = dict(merged)
    return JsonResponse(body, status=409)


def refused(errors: Mapping[str, Sequence[str]]) -> JsonResponse:
    """The value is not acceptable; the text stays in the page with these words beside it."""
    return JsonResponse({"errors": dict(errors)}, status=422)


def unreadable(error: Unreadable) -> JsonResponse:
    return JsonResponse({"detail": str(error)}, status=400)


def signed_out() -> JsonResponse:
    """The session is gone; the page keeps the text and offers to sign in."""
    return JsonResponse({"detail": _("You are no longer signed in.")}, status=401)
