"""From a figure to the versions behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible

from .. import measures
from ..compiling.documents import parse
from ..compiling.parts import context_of
from ..models import Compilation, CompilationSource
from ..presenting.figures import Figures
from ..sources import ALL_KINDS, BY_KIND, Drift, drift
from .visibility import readable_behind


@dataclass(frozen=True)
class Behind:
    """A version that the reader may be shown."""

    kind: str
    kind_label: str
    title: str
    by: str
    href: str
    no: int
    sha256: str
    version_id: UUID
    withdrawn: bool
    corrected: int


@dataclass(frozen=True)
class Withheld:
    kind_label: str
    number: int


@dataclass(frozen=True)
class FigureFound:
    """One figure: what it counts, by which rule, and from what."""

    key: str
    title: str
    definition: str
    measure: str
    revision: int
    value: str
    cell: list[tuple[str, str]]
    shown: Sequence[Behind]
    n_shown: int
    withheld: Sequence[Withheld]
    n_sources: int


def figure(
    actor: Actor,
    *,
    compilation: Compilation,
    cycle_id: UUID,
    key: str,
    page: int = 1,
    size: int = 50,
) -> FigureFound:
    """The figure with the versions behind it that this actor may see; the others by number.

    `compilation` is one the actor may read. Raises NotVisible when it has no such figure.
    """
    document = Figures(parse(compilation.document.content))
    found = document.row(key)
    if found is None:
        raise NotVisible(_("There is no such figure."))
    about = next(m for m in document.document["measures"] if m["key"] == found["measure"])
    measure = measures.find(found["measure"], about["revision"])
    sources = measures.sources_behind(measure, found["cell"], context_of(compilation))
    visible = readable_behind(actor, sources)
    shown = [s for s in sources if s.pk in visible]
    labels = document.labels["source"]
    withheld: dict[str, int] = {}
    for source in sources:
        if source.pk not in visible:
            label = labels.get(source.kind, source.kind)
            withheld[label] = withheld.get(label, 0) + 1
    start = (page - 1) * size
    return FigureFound(
        key=key,
        title=about["title"],
        definition=about["definition"],
        measure=measure.key,
        revision=about["revision"],
        value=found["value"],
        cell=cell_words(found["cell"], document),
        shown=behind(
            shown[start : start + size],
            labels,
            drift(compilation_id=compilation.pk, cycle_id=cycle_id),
        ),
        n_shown=len(shown),
        withheld=[Withheld(label, number) for label, number in sorted(withheld.items())],
        n_sources=len(sources),
    )


def cell_words(cell: dict[str, str], document: Figures) -> list[tuple[str, str]]:
    """Each dimension of a cell and its value, in words."""
    names = {
        "kind": _("Kind"),
        "region": _("Region"),
        "status": _("Status"),
        "state": _("State"),
        "cluster": _("Thematic cluster"),
        "area": _("Action area"),
        "objective": _("Objective"),
        "target": _("Target"),
        "indicator": _("Indicator"),
        "part": _("Part"),
        "voice": _("Raised by"),
        "cycle": _("Cycle"),
        "change": _("What happened"),
        "basis": _("Results"),
        "goal": _("Goal"),
        "scope": _("Values"),
        "dimension": _("Broken down by"),
        "visibility": _("Who may read it"),
    }
    words = []
    for dim, value in cell.items():
        if dim not in names:  # an observation's id says nothing to a reader
            continue
        if dim in ("cluster", "area", "objective", "target", "goal", "indicator", "dimension"):
            label = document.term(value) if ":" in value else _("Own indicators")
        elif dim == "region":
            label = document.region(value)
        elif dim == "kind":
            words_for = document.labels["kind"] | document.labels["source"]
            label = words_for.get(value, value)
        else:
            label = document.labels.get(dim, {}).get(value, value)
        words.append((names[dim], label))
    return words


def behind(
    sources: Sequence[CompilationSource], labels: dict[str, str], changed: Drift
) -> list[Behind]:
    """Sources in words, for a reader who may see them (one query)."""
    facts = titles([source.pk for source in sources])
    return [
        Behind(
            kind=source.kind,
            kind_label=labels.get(source.kind, source.kind),
            title=facts[source.pk][0],
            by=facts[source.pk][1],
            href=BY_KIND[source.kind].href(source.record_id, source.no),
            no=source.no,
            sha256=source.content_hash,
            version_id=source.version_id,
            withdrawn=source.version_id in changed.withdrawn,
            corrected=changed.corrected.get(source.version_id, 0),
        )
        for source in sources
    ]


def titles(ids: list[int]) -> dict[int, tuple[str, str]]:
    """Title and stakeholder of sources (one query)."""
    if not ids:
        return {}
    parts = " UNION ALL ".join(
        f"""
        SELECT s.id, ({kind.title}), sv.name
          FROM reviews_compilationsource s
          JOIN {kind.version_table} v ON v.id = s.version_id
          LEFT JOIN reviews_compilationsource o
            ON o.compilation_id = s.compilation_id AND o.record_id = s.owner_id
           AND o.kind IN ('stakeholder', 'former')
          LEFT JOIN stakeholders_stakeholderversion sv ON sv.id = o.version_id
         WHERE s.kind = '{kind.kind}' AND s.id = ANY(%(ids)s)
        """
        for kind in ALL_KINDS
    )
    with connection.cursor() as cursor:
        cursor.execute(parts, {"ids": ids})
        rows: list[Any] = cursor.fetchall()
    return {pk: (title or "", "" if title == name else (name or "")) for pk, title, name in rows}
