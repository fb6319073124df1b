"""One field of the form of a commitment, as it is being written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gfmd_platform.access.exceptions import Invalid, StaleRevision, WrongState
from gfmd_platform.cycles.pages import actor_of
from gfmd_platform.ids import new_id
from gfmd_platform.interface import autosave

from .. import operations
from ..forms.commitments import (
    TAGS,
    CommitmentForm,
    IdentifierFormSet,
    IndicatorFormSet,
    identifiers_of,
    shapes_of,
)
from ..queries import commitments as queries

#: Groups of rows that are saved as a whole: their formset, and what the operation takes of it.
ROWS: dict[str, tuple[Any, Any]] = {
    "indicators": (IndicatorFormSet, shapes_of),
    "identifiers": (IdentifierFormSet, identifiers_of),
}
_FIELDS = (*CommitmentForm.base_fields, *ROWS)


class _Refused(ValueError):
    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("refused")
        self.errors = errors


@require_POST
def commitment_autosave(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The first field that is saved begins the draft, under the key the form was given."""
    actor = actor_of(request)
    if not actor.is_signed_in:
        return autosave.signed_out()
    owner_id = _uuid(request.GET["for"]) if "for" in request.GET else None
    if owner_id is None:
        queries.get_commitment_for(actor, "draft", pk)
    try:
        change = autosave.Change.of(request, fields=_FIELDS)
        values = _values(request, change, pk)
    except autosave.Unreadable as error:
        return autosave.unreadable(error)
    except _Refused as refused:
        return autosave.refused(refused.errors)
    common: dict[str, Any] = {
        "commitment_id": pk,
        "revision": change.revision,
        "by": actor,
        "now": timezone.now(),
        **values,
    }
    try:
        if owner_id is not None:
            row = operations.draft_commitment(owner_id=owner_id, **common)
        else:
            row = operations.edit_commitment(**common)
    except Invalid as invalid:
        return autosave.refused(invalid.errors)
    except StaleRevision as stale:
        theirs = _standing(change.field, pk, stale)
        return autosave.conflict(theirs={change.field: theirs}, revision=stale.revision)
    except WrongState as refusal:
        return autosave.refused({change.field: [str(refusal)]})
    return autosave.saved(revision=row.revision, at=timezone.now())


def _uuid(text: str) -> UUID:
    """The owner's id; one that is nobody's for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return new_id()


def _standing(field: str, pk: UUID, stale: StaleRevision) -> Any:
    """What was saved of the field meanwhile: its text, the ids of its themes, or rows in words."""
    if field in TAGS:
        return [str(term) for term in queries.terms_of(pk, TAGS[field])]
    if field in ROWS:
        return queries.rows_in_words(pk, field)
    return stale.current.get(field, "")


def _values(request: HttpRequest, change: autosave.Change, pk: UUID) -> dict[str, Any]:
    """What the operation takes of one field, of one list of themes, or of one group of rows."""
    if change.field in ROWS:
        formset_class, take = ROWS[change.field]
        formset = formset_class(request.POST, prefix=change.field)
        if not formset.is_valid():
            rows = [error for errors in formset.errors for e in errors.values() for error in e]
            raise _Refused({change.field: [*map(str, rows), *formset.non_form_errors()]})
        return {change.field: take(formset)}
    data = request.POST.copy()
    if change.field not in data:
        data.setlist(change.field, list(change.values))
    form = CommitmentForm(data)
    for name in [name for name in form.fields if name != change.field]:
        del form.fields[name]
    if not form.is_valid():
        raise _Refused({name: [str(e) for e in errors] for name, errors in form.errors.items()})
    if change.field in TAGS:
        return {"terms": [*queries.terms_but(pk, TAGS[change.field]), *form.terms()]}
    return form.content()
