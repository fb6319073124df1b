"""Which of the versions behind a figure a reader may be shown; the others are only counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.apps import apps

from gfmd_platform.access import Actor

from ..models import CompilationSource
from ..sources import BY_KIND, PARTICIPANTS, PUBLIC, REPORT


def may_read_version(actor: Actor, *, visibility: str, owner_id: UUID | None) -> bool:
    """By what its stakeholder chose for this very version; the record is asked apart."""
    if visibility == PUBLIC or actor.is_support_unit:
        return True
    if owner_id in actor.stakeholder_ids():
        return True
    return visibility == PARTICIPANTS and bool(actor.seats)


def readable(actor: Actor, sources: Iterable[CompilationSource]) -> set[int]:
    """Ids of the sources that the actor may be shown: by the record's rule today and by the
    version's own choice, both (one query)."""
    candidates = [
        s for s in sources if may_read_version(actor, visibility=s.visibility, owner_id=s.owner_id)
    ]
    asked: dict[str, set[UUID]] = {}
    for source in candidates:
        if source.kind in BY_KIND and BY_KIND[source.kind].model:
            asked.setdefault(BY_KIND[source.kind].model, set()).add(source.record_id)
    querysets = [
        apps.get_model(model).unscoped.visible_to(actor).filter(pk__in=ids).values_list("pk")
        for model, ids in sorted(asked.items())
    ]
    if not querysets:
        return _open(candidates)
    found = querysets[0].union(*querysets[1:], all=True) if len(querysets) > 1 else querysets[0]
    visible = {row[0] for row in found}
    return {s.pk for s in candidates if s.record_id in visible} | _open(candidates)


def readable_behind(actor: Actor, sources: Sequence[CompilationSource]) -> set[int]:
    """Of the sources behind one figure, those that the actor may be shown as such (one query).

    Where a subject is counted by several sources, seeing one of them would tell what the others
    say of it: a public commitment under a status that only a confidential report gives. So one is
    shown only with something for which all its sources may be read.
    """
    visible = readable(actor, sources)
    withheld = {subject for s in sources if s.pk not in visible for subject in subjects(s)}
    return {s.pk for s in sources if s.pk in visible and not withheld.issuperset(subjects(s))}


def subjects(source: CompilationSource) -> list[str]:
    """What a source behind a figure is counted for (`measures.sources_behind`)."""
    found: list[str] = source.subjects  # type: ignore[attr-defined]
    return found


def _open(sources: Iterable[CompilationSource]) -> set[int]:
    """Those that are of no record: what agencies published."""
    return {s.pk for s in sources if s.kind in BY_KIND and not BY_KIND[s.kind].model}


def readable_reports(actor: Actor, record_ids: set[str]) -> frozenset[str]:
    """Of these reports, those that the actor may open (one query)."""
    if not record_ids:
        return frozenset()
    reports = apps.get_model(REPORT.model).unscoped.visible_to(actor)
    found = reports.filter(pk__in=record_ids).values_list("pk", flat=True)
    return frozenset(str(pk) for pk in found)
