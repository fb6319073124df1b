"""How the permission table is asked.

A *relation* says how an actor stands to records of a kind. Each is registered by the app that owns
the kind as a function from an actor to a `Q` over its model, or None for "never". Lists and single
records are judged by the same `Q`, so that there is no second wording of a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from .actors import CONTRIBUTOR, FOCAL_POINT, Actor
from .exceptions import NotAllowed, NotVisible
from .table import PERMISSIONS

Relation = Callable[[Actor], Q | None]

_relations: dict[str, dict[str, Relation]] = {}


def register(kind: str, relations: dict[str, Relation]) -> None:
    """Give the relations of a kind their meaning. Called in `AppConfig.ready`.

    Raises LookupError when the table uses a relation that is not given, or the other way round:
    a misspelt relation must not become a silent "never".
    """
    used = {relation for action in PERMISSIONS[kind].values() for relation in action}
    unknown = used ^ set(relations)
    unknown -= CREATE_RELATIONS
    if unknown:
        raise LookupError(f"Permission table and relations of {kind!r} differ: {sorted(unknown)}")
    _relations[kind] = relations


def q_for(kind: str, action: str, actor: Actor) -> Q | None:
    """The condition under which `actor` may do `action` to records of `kind`; None for never."""
    combined: Q | None = None
    for relation in PERMISSIONS[kind][action]:
        q = _relations[kind][relation](actor)
        if q is None:
            continue
        if not q:  # an empty Q: no condition at all
            return q
        combined = q if combined is None else combined | q
    return combined


def relations_of(actor: Actor, obj: Model, among: frozenset[str] | None = None) -> frozenset[str]:
    """Every relation (of those `among`) in which the actor stands to one record, in a single
    query."""
    kind: str = obj.access_kind  # type: ignore[attr-defined]
    asked, always = _conditions(kind, actor, among)
    if not asked:
        return frozenset(always)
    rows = (
        type(obj)
        .unscoped.filter(pk=obj.pk)  # type: ignore[attr-defined]
        .annotate(**_flags(asked))
        .values(*(f"relation_{name}" for name in asked))
    )
    held = {name for row in rows for name in asked if row[f"relation_{name}"]}
    return frozenset(held | always)


def fetch_with_actions(rows: QuerySet[Any], actor: Actor) -> tuple[Any, frozenset[str]]:
    """The one record of `rows` with all that the actor may do to it, in a single query; (None,
    nothing) when there is none that they may read."""
    kind: str = rows.model.access_kind
    asked, always = _conditions(kind, actor)
    found = rows.annotate(**_flags(asked)).first()
    if found is None:
        return None, frozenset()
    held = always | {name for name in asked if getattr(found, f"relation_{name}")}
    actions = _actions(kind, frozenset(held))
    return (found, actions) if "read" in actions else (None, frozenset())


def _conditions(
    kind: str, actor: Actor, among: frozenset[str] | None = None
) -> tuple[dict[str, Q], set[str]]:
    """Relations with a condition to ask, and those that hold always."""
    found = {
        name: q
        for name, relation in _relations[kind].items()
        if (among is None or name in among) and (q := relation(actor)) is not None
    }
    return {name: q for name, q in found.items() if q}, {n for n, q in found.items() if not q}


def _flags(asked: dict[str, Q]) -> dict[str, Case]:
    return {
        f"relation_{name}": Case(
            When(q, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for name, q in asked.items()
    }


def _actions(kind: str, held: frozenset[str]) -> frozenset[str]:
    return frozenset(a for a, relations in PERMISSIONS[kind].items() if relations & held)


def allowed_actions(actor: Actor, obj: Model) -> frozenset[str]:
    """All actions the table lets this actor do to this record (one query); draws the buttons."""
    kind: str = obj.access_kind  # type: ignore[attr-defined]
    return _actions(kind, relations_of(actor, obj))


def can(actor: Actor, action: str, obj: Model) -> bool:
    """One query, and no more conditions in it than this action has."""
    kind: str = obj.access_kind  # type: ignore[attr-defined]
    return bool(relations_of(actor, obj, PERMISSIONS[kind][action]))


def check(actor: Actor, action: str, obj: Model) -> None:
    """Raise NotVisible when the record does not exist for the actor, NotAllowed when it does."""
    if can(actor, action, obj):
        return
    if not can(actor, "read", obj):
        raise NotVisible(f"No such {obj._meta.verbose_name}.")
    raise NotAllowed(_("Your role does not include this step (%(action)s).") % {"action": action})


# A record that is about to be made has no row to ask, so "create" knows these relations only.
CREATE_RELATIONS = frozenset(
    {"anyone", "signed_in", "own_contributor", "own_focal_point", "support_unit", "system"}
)


def can_create(actor: Actor, kind: str, owner_id: UUID | None = None) -> bool:
    """May the actor begin a record of `kind` owned by the stakeholder `owner_id`?"""
    held: set[str] = {"anyone"}
    if actor.is_signed_in:
        held.add("signed_in")
    if owner_id in actor.stakeholder_ids(FOCAL_POINT):
        held.add("own_focal_point")
    if owner_id in actor.stakeholder_ids(CONTRIBUTOR):
        held.add("own_contributor")
    if actor.is_support_unit:
        held.add("support_unit")
    if actor.is_system:
        held.add("system")
    return bool(held & PERMISSIONS[kind]["create"])


def check_create(actor: Actor, kind: str, owner_id: UUID | None = None) -> None:
    if not can_create(actor, kind, owner_id):
        raise NotAllowed(
            _("Your role does not include this step (%(action)s).") % {"action": "create"}
        )


def registered_kinds() -> Iterable[str]:
    return _relations.keys()


def describe() -> list[dict[str, Any]]:
    """The table as rows (kind, action, relations), for docs and the access page."""
    return [
        {"kind": kind, "action": action, "relations": sorted(relations)}
        for kind, actions in PERMISSIONS.items()
        for action, relations in actions.items()
    ]
