"""What the views that write a text share: keys, revisions, autosave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from gfmd_platform.access.exceptions import Invalid, StaleRevision, WrongState
from gfmd_platform.ids import new_id
from gfmd_platform.interface import autosave

from ..fields import Values
from ..forms.writing import ContentForm
from .common import actor_of


def uuid_or_new(text: str | None) -> UUID:
    """The key a form carries; a fresh one where it carries none that can be read."""
    try:
        return UUID(text or "")
    except ValueError:
        return new_id()


def revision_in(saved: Any) -> int:
    """The revision that kept text had read; 0, which never stands, when it says none."""
    text = saved.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def save_one_field(
    request: HttpRequest,
    form_class: type[ContentForm],
    save: Callable[[Values, int], Any],
) -> JsonResponse:
    """Answer an autosave: `save(values, revision)` calls the operation and returns the row."""
    if not actor_of(request).is_signed_in:
        return autosave.signed_out()
    try:
        change = autosave.Change.of(request, fields=list(form_class.base_fields))
    except autosave.Unreadable as error:
        return autosave.unreadable(error)
    form = form_class(_one_field(request, change), only=[change.field])
    if not form.is_valid():
        return autosave.refused(
            {name: [str(e) for e in errors] for name, errors in form.errors.items()}
        )
    try:
        row = save(form.values(), change.revision)
    except Invalid as invalid:
        return autosave.refused(invalid.errors)
    except StaleRevision as stale:
        return autosave.conflict(
            theirs={change.field: stale.current[change.field]}, revision=stale.revision
        )
    except WrongState as refused:
        return autosave.refused({change.field: [str(refused)]})
    return autosave.saved(revision=row.revision, at=timezone.now())


def _one_field(request: HttpRequest, change: autosave.Change) -> Any:
    """The posted parts, and the value under the field's own name."""
    data = request.POST.copy()
    if change.field not in data:
        data.setlist(change.field, list(change.values))
    return data
