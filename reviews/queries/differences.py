"""Two compilations beside each other: published editions for everybody, any two for those who
make the review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible

from ..compiling.documents import parse
from ..differences import (
    Difference,
    Document,
    FigureChange,
    SourceChange,
    compare,
    measure_titles,
)
from ..enums import CompilationState
from ..models import Compilation, Edition, Review
from ..objections import printed
from ..presenting.figures import Figures
from ..sources import BY_KIND
from .editions import edition
from .figures import cell_words
from .workspace import review_to

#: So many rows of each list are on the page; all of them are in the API.
MOST = 100


@dataclass(frozen=True)
class Side:
    """What is compared: its name and its address, and where its figures are explained."""

    id: str
    title: str
    href: str
    figures_at: str


@dataclass(frozen=True)
class FigureRow:
    title: str
    cell: str
    before: str
    after: str
    before_href: str
    after_href: str


@dataclass(frozen=True)
class SourceRow:
    kind: str
    title: str
    by: str
    before: int
    after: int
    href: str


@dataclass(frozen=True)
class SourceList:
    heading: str
    number: int
    rows: Sequence[SourceRow]


@dataclass(frozen=True)
class DifferencePage:
    """`difference` is empty while there is nothing to compare with. `choices` are what can be
    chosen as the other side, as (id, title)."""

    before: Side | None
    after: Side | None
    choices: Sequence[tuple[str, str]]
    difference: Difference | None = None
    figures: Sequence[FigureRow] = ()
    sources: Sequence[SourceList] = ()
    withheld: Sequence[tuple[str, str, int, int]] = ()
    recounted: Sequence[str] = ()
    new_measures: Sequence[str] = ()
    old_measures: Sequence[str] = ()
    most: int = MOST


def between_editions(actor: Actor, review_id: UUID, no: int, before: str = "") -> DifferencePage:
    """An edition beside another published one; without `before`, the one that came before it, of
    the same review or else of an earlier cycle (four queries).

    Raises NotVisible, also when `before` is no edition that the actor may read.
    """
    found = edition(actor, review_id, no)
    others = list(_published(actor).exclude(pk=found.pk))
    choices = [(str(e.pk), _edition_title(e)) for e in others]
    other = next((e for e in others if str(e.pk) == before), None)
    if before and other is None:
        raise NotVisible(_("There is no such edition."))
    other = other or _edition_before(found, others)
    after = _edition_side(found)
    if other is None:
        return DifferencePage(None, after, choices)
    other = edition(actor, other.review_id, other.no)
    return _page(
        _edition_side(other),
        after,
        choices,
        printed(other.compilation, other.manuscript),
        printed(found.compilation, found.manuscript),
    )


def _published(actor: Actor) -> QuerySet[Edition]:
    return (
        Edition.objects.filter(review__in=Review.unscoped.visible_to(actor))
        .select_related("review__cycle")
        .only("no", "at", "review__cycle__title", "review__cycle__year", "review__cycle__kind")
        .order_by("-review__cycle__year", "review__cycle__title", "-no")
    )


def _edition_before(found: Edition, others: Sequence[Edition]) -> Edition | None:
    earlier = [e for e in others if e.review_id == found.review_id and e.no < found.no]
    if earlier:
        return max(earlier, key=lambda e: e.no)
    cycle = found.review.cycle
    years = [
        e for e in others if e.review.cycle.kind == cycle.kind and e.review.cycle.year < cycle.year
    ]
    return max(years, key=lambda e: (e.review.cycle.year, e.no), default=None)


def _edition_title(found: Edition) -> str:
    return _("%(title)s, edition %(no)d") % {"title": found.review.cycle.title, "no": found.no}


def _edition_side(found: Edition) -> Side:
    href = reverse("reviews:edition", args=[found.review_id, found.no])
    return Side(str(found.pk), _edition_title(found), href, f"{href}figures/")


def between_compilations(
    actor: Actor, review_id: UUID, before: str = "", after: str = ""
) -> DifferencePage:
    """Any two complete compilations; by default the latest of this review and the one before it.

    Raises NotVisible unless the actor may write the review, or when it names no compilation.
    """
    review = review_to("write", actor, review_id)
    complete = list(
        Compilation.objects.filter(
            review__in=Review.unscoped.allowing("write", actor), state=CompilationState.COMPLETE
        )
        .select_related("review__cycle")
        .defer("facts", "measures")
        .order_by("-review__cycle__year", "review__cycle__title", "-no")
    )
    by_id = {str(c.pk): c for c in complete}
    choices = [(pk, _compilation_title(c)) for pk, c in by_id.items()]
    own = [c for c in complete if c.review_id == review.pk]
    if not {before, after} - {""} <= by_id.keys():
        raise NotVisible(_("There is no such compilation."))
    now = by_id.get(after) or (own[0] if own else None)
    then = by_id.get(before) or next((c for c in own if now and c.no < now.no), None)
    if now is None or then is None:
        return DifferencePage(None, _compilation_side(now) if now else None, choices)
    content = dict(
        Compilation.objects.filter(pk__in=[then.pk, now.pk]).values_list("pk", "document__content")
    )
    return _page(
        _compilation_side(then),
        _compilation_side(now),
        choices,
        parse(content[then.pk]),
        parse(content[now.pk]),
    )


def _compilation_title(found: Compilation) -> str:
    return _("%(title)s, compilation %(no)d of %(day)s") % {
        "title": found.review.cycle.title,
        "no": found.no,
        "day": found.instant.date().isoformat(),
    }


def _compilation_side(found: Compilation) -> Side:
    """Its figures have pages only while it is the compilation in work."""
    href = reverse("reviews:workspace", args=[found.review_id])
    is_latest = found.review.compilation_id == found.pk
    return Side(
        str(found.pk), _compilation_title(found), href, f"{href}figures/" if is_latest else ""
    )


def _page(
    before: Side,
    after: Side,
    choices: Sequence[tuple[str, str]],
    then: Document,
    now: Document,
) -> DifferencePage:
    found = compare(then, now)
    titles = measure_titles(then, now)
    return DifferencePage(
        before=before,
        after=after,
        choices=choices,
        difference=found,
        figures=_figure_rows(found.figures[:MOST], before, after, then, now),
        sources=[
            _source_list(_("Sources that came"), found.sources_came),
            _source_list(_("Sources that went"), found.sources_went),
            _source_list(_("Sources that have another version"), found.sources_changed),
        ],
        withheld=[
            (
                now["labels"]["source"].get(row.kind, row.kind),
                now["labels"]["visibility"].get(row.visibility, row.visibility),
                row.before,
                row.after,
            )
            for row in found.withheld
        ],
        recounted=[titles[key] for key in found.recounted],
        new_measures=[titles[key] for key in found.new_measures],
        old_measures=[titles[key] for key in found.old_measures],
    )


def _figure_rows(
    changes: Sequence[FigureChange], before: Side, after: Side, then: Document, now: Document
) -> list[FigureRow]:
    titles = measure_titles(then, now)
    of_then, of_now = Figures(then), Figures(now)

    def href(side: Side, value: str, key: str) -> str:
        return f"{side.figures_at}{key}/" if value and side.figures_at else ""

    return [
        FigureRow(
            title=titles[change.measure],
            cell=_cell(change, of_now if change.after else of_then),
            before=change.before,
            after=change.after,
            before_href=href(before, change.before, change.key),
            after_href=href(after, change.after, change.key),
        )
        for change in changes
    ]


def _cell(change: FigureChange, document: Figures) -> str:
    return ", ".join(words for _name, words in cell_words(change.cell, document))


def _source_list(heading: str, changes: Sequence[SourceChange]) -> SourceList:
    return SourceList(heading, len(changes), [_source_row(c) for c in changes[:MOST]])


def _source_row(change: SourceChange) -> SourceRow:
    kind: Any = BY_KIND.get(change.kind)
    return SourceRow(
        kind=str(kind.label) if kind else change.kind,
        title=change.title,
        by=change.by,
        before=change.before,
        after=change.after,
        href=kind.href(change.record, change.after or change.before) if kind else "",
    )
