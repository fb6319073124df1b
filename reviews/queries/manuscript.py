"""The manuscript to those who write it: its outline, a section to write in, what it said before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.interface.merging import Merge, three_way
from gfmd_platform.ledger.models import ActorRef

from ..compiling.documents import parse
from ..manuscript import arranged
from ..models import ManuscriptRevision, ManuscriptSection, Review, SectionComment
from ..objections import objected_ids, quotation_id, without
from ..presenting.blocks import Number, Quote
from ..presenting.chapters.voices import quote
from ..presenting.editions import blocks_of
from ..presenting.figures import Figures
from ..proofreading import known_in, problems_of, problems_of_section
from ..prose import Problem, count_words
from ..sections import LETTERED, SectionKey, in_order
from .figures import cell_words
from .workspace import review_to


@dataclass(frozen=True)
class OutlineRow:
    """A section in the outline. `comments` are the open ones."""

    section: ManuscriptSection
    label: str
    words: int
    problems: Sequence[Problem]
    comments: int
    is_taken: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Outline:
    """`words` are those that would be printed."""

    rows: Sequence[OutlineRow]
    words: int
    limit: int | None

    @property
    def over(self) -> int:
        """How many words the text is longer than was asked."""
        return max(0, self.words - self.limit) if self.limit is not None else 0

    @property
    def has_introduction(self) -> bool:
        return any(r.words for r in self.rows if r.section.key == SectionKey.INTRODUCTION)

    @property
    def n_problems(self) -> int:
        return sum(len(row.problems) for row in self.rows)


def outline_of(review: Review, now: dt.datetime) -> Outline:
    """All sections in their order (one query). Problems are looked for while there is anything
    to change."""
    found = (
        ManuscriptSection.objects.filter(review=review)
        .select_related("taken_by")
        .annotate(n_open=Count("comments", filter=Q(comments__resolved_at=None)))
    )
    written: dict[str, Any] = {section.key: section for section in found}
    problems = problems_of(arranged(review, written), review.compilation)
    order = in_order(review.section_order)
    rows = []
    for place, key in enumerate(order):
        section = written.get(key) or ManuscriptSection(review=review, key=key)
        rows.append(
            OutlineRow(
                section=section,
                label=str(SectionKey(key).label),
                words=count_words(section.body),
                problems=problems.get(key, ()),
                comments=getattr(section, "n_open", 0),
                is_taken=section.is_taken(now),
                is_first=place == 0,
                is_last=place == len(order) - 1,
            )
        )
    words = sum(row.words for row in rows if not row.section.hidden)
    return Outline(rows, words, review.word_limit)


def outline(actor: Actor, review_id: UUID, now: dt.datetime) -> tuple[Review, Outline]:
    """Raises NotVisible unless the actor may write the review."""
    review = review_to("write", actor, review_id)
    return review, outline_of(review, now)


@dataclass(frozen=True)
class Offered:
    """A figure that prose can refer to; `cell` are its dimensions in words."""

    key: str
    title: str
    cell: Sequence[tuple[str, str]]
    value: str

    @property
    def reference(self) -> str:
        return "{{" + self.key + "}}"


@dataclass(frozen=True)
class SaidHere:
    """A quotation of a part. `is_printed` as things stand, `by_rule` if nobody had chosen."""

    id: str
    quote: Quote
    is_printed: bool
    by_rule: bool


@dataclass(frozen=True)
class SectionPage:
    review: Review
    section: ManuscriptSection
    label: str
    words: int
    problems: Sequence[Problem]
    figures: Sequence[Offered]
    comments: Sequence[SectionComment]
    is_mine: bool
    is_taken: bool

    @property
    def is_of_another(self) -> bool:
        return self.is_taken and not self.is_mine

    @property
    def is_part(self) -> bool:
        """Whether reporters are quoted in it."""
        return self.section.key in LETTERED


def section(actor: Actor, review_id: UUID, key: str) -> tuple[Review, ManuscriptSection]:
    """A section to write in, fresh where nothing was written. Raises NotVisible."""
    review = review_to("write", actor, review_id)
    if key not in SectionKey.values:
        raise NotVisible(_("There is no such section."))
    found = ManuscriptSection.objects.select_related("taken_by").filter(review=review, key=key)
    return review, found.first() or ManuscriptSection(review=review, key=key)


def section_page(actor: Actor, review_id: UUID, key: str, now: dt.datetime) -> SectionPage:
    """Raises NotVisible."""
    review, standing = section(actor, review_id, key)
    document = _document(review)
    content = {"body": standing.body, "quotations": standing.quotations}
    comments = SectionComment.objects.filter(section__review=review, section__key=key)
    return SectionPage(
        review=review,
        section=standing,
        label=str(SectionKey(key).label),
        words=count_words(standing.body),
        problems=problems_of_section(content, *known_in(document)) if document else (),
        figures=_offered(document, key) if document else (),
        comments=list(comments.select_related("by", "resolved_by")),
        is_mine=actor.person is not None and standing.taken_by_id == actor.person.pk,
        is_taken=standing.is_taken(now),
    )


def quotations(
    actor: Actor, review_id: UUID, key: str
) -> tuple[Review, ManuscriptSection, list[SaidHere]]:
    """What can be quoted in a part, in the order that was drawn, without what its reporter
    objects to. Raises NotVisible, also for sections in which nobody is quoted."""
    review, standing = section(actor, review_id, key)
    if key not in LETTERED:
        raise NotVisible(_("Nobody is quoted in this section."))
    document = _document(review)
    if document is None:
        return review, standing, []
    document = without(document, frozenset(objected_ids(review, review.compilation_id)))
    figures = Figures(document)
    rule = {quotation_id(said) for said in figures.quotations(key)}
    chosen = rule if standing.quotations is None else set(standing.quotations)
    return (
        review,
        standing,
        [
            SaidHere(said_id, quote(said, figures), said_id in chosen, said_id in rule)
            for said in document["parts"]["voices"]["quotations"]
            if said["part"] == key and (said_id := quotation_id(said))
        ],
    )


def _document(review: Review) -> dict[str, Any] | None:
    if review.compilation is None:
        return None
    return parse(review.compilation.document.content)


def _offered(document: dict[str, Any], key: str) -> list[Offered]:
    """The figures that a section shows; where it shows none, the totals."""
    figures = Figures(document)
    keys = dict.fromkeys(number.key for number in _numbers(blocks_of(key, figures)) if number.key)
    rows = [figures.row(found) for found in keys] or [
        figure
        for part in document["parts"].values()
        for figure in part["figures"]
        if not figure["cell"]
    ]
    titles = {measure["key"]: measure["title"] for measure in document["measures"]}
    return [
        Offered(row["key"], titles[row["measure"]], cell_words(row["cell"], figures), row["value"])
        for row in rows
        if row is not None
    ]


def _numbers(shown: Any) -> Iterator[Number]:
    """Every figure in blocks, whatever their shape; those of other editions are not this text's."""
    if isinstance(shown, Number):
        if not shown.at:
            yield shown
    elif isinstance(shown, (list, tuple)):
        for item in shown:
            yield from _numbers(item)
    elif is_dataclass(shown):
        for part in fields(shown):
            yield from _numbers(getattr(shown, part.name))


@dataclass(frozen=True)
class Earlier:
    """A saved state of a section with the one before it, in words."""

    row: ManuscriptRevision
    who: str
    before: str
    after: str
    changes: Sequence[str]
    is_current: bool


def revisions(section: ManuscriptSection) -> QuerySet[Any]:
    """The newest first."""
    return ManuscriptRevision.objects.filter(section=section).order_by("-revision")


def earlier(section: ManuscriptSection, rows: Sequence[ManuscriptRevision]) -> list[Earlier]:
    """`rows` as a page of `revisions` has them (two queries)."""
    wanted = {row.revision - 1 for row in rows}
    known = {r.revision: r for r in revisions(section).filter(revision__in=wanted)}
    refs = ActorRef.objects.filter(ref__in={row.actor_ref for row in rows})
    people = {ref.ref: str(ref.person or "") for ref in refs.select_related("person")}
    nothing = ManuscriptRevision()
    return [
        Earlier(
            row,
            people.get(row.actor_ref, "") if row.actor_ref else "",
            (before := known.get(row.revision - 1, nothing)).body,
            row.body,
            _changes(before, row),
            is_current=row.revision == section.revision,
        )
        for row in rows
    ]


def _changes(before: ManuscriptRevision, after: ManuscriptRevision) -> list[str]:
    """What changed beside the text."""
    said = []
    if after.hidden != before.hidden:
        said.append(
            _("Left out: %s") % after.hidden if after.hidden else _("Taken into the text again")
        )
    if after.quotations != before.quotations:
        said.append(
            _("The rule's quotations again")
            if after.quotations is None
            else _("Quotations chosen: %s") % after.quotations_note
        )
    return said


def proposal(review_id: UUID, key: str, *, read: int, yours: str, theirs: str) -> Merge | None:
    """Two texts that both were written from revision `read`, put together; None where that is not
    known."""
    base = ManuscriptRevision.objects.filter(
        section__review_id=review_id, section__key=key, revision=read
    ).first()
    return three_way(base.body if base else "", yours, theirs) if base or not read else None


def as_told(section: ManuscriptSection, now: dt.datetime) -> Mapping[str, Any] | None:
    """Who writes a section now."""
    if not section.is_taken(now):
        return None
    return {"by": str(section.taken_by), "since": section.taken_at}
