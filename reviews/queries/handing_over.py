"""What a published edition is handed over as, each for the reader who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible

from .. import measures
from ..compiling.parts import context_of
from ..handover import pieces, sheets, summary
from ..handover.inputs import Input, fill
from ..handover.outline import Outline, heading_of, starter
from ..models import CompilationSource, Edition, HandingOver, InputOutline, Review
from ..presenting.blocks import Quote
from ..presenting.figures import Figures
from ..presenting.reservations import Reservation, reservations_of
from ..sources import STAKEHOLDER, drift
from . import editions
from .figures import Behind, behind
from .visibility import readable
from .workspace import review_to


def site() -> str:
    return settings.PUBLIC_URL.rstrip("/")


def outline_of(review: Review) -> tuple[Outline, int]:
    """The headings asked for and their revision; 0 while the starter stands (one query)."""
    row = InputOutline.objects.filter(review=review).first()
    if row is None:
        return starter(review.cycle.kind), 0
    headings = tuple(heading_of(heading) for heading in row.headings)
    return Outline(row.title, row.due_on, row.words, headings), row.revision


def outline_for(actor: Actor, review_id: UUID) -> tuple[Review, Outline, int]:
    """Raises NotVisible unless the actor hands reviews over."""
    review = review_to("hand_over", actor, review_id)
    return review, *outline_of(review)


@dataclass(frozen=True)
class InputPage:
    """`found` is None before the first edition."""

    review: Review
    edition: Edition | None
    outline: Outline
    revision: int
    found: Input | None
    handed: Sequence[HandingOver]

    @property
    def reservations(self) -> list[Reservation]:
        """Printed behind the input, word for word, and in no count of words."""
        return reservations_of(self.edition.manuscript) if self.edition else []


def input_page(actor: Actor, review_id: UUID, *, absolute: bool = False) -> InputPage:
    """The input filled from the edition in force, in the review's language, for whoever hands it
    over (five queries). Raises NotVisible."""
    review, outline, revision = outline_for(actor, review_id)
    if review.current_edition is None:
        return InputPage(review, None, outline, revision, None, [])
    edition = editions.edition(actor, review_id, review.current_edition.no)
    start = site() if absolute else ""
    with translation.override(review.language):
        _document, shown = editions.shown_in(edition)
        found = fill(
            outline,
            shown.sections,
            language=review.language,
            figures_at=start + figures_at(edition),
            site=start,
        )
    handed = HandingOver.objects.filter(edition__review=review).select_related("edition")
    return InputPage(review, edition, outline, revision, found, list(handed))


def address(edition: Edition) -> str:
    return reverse("reviews:edition", args=[edition.review_id, edition.no])


def figures_at(edition: Edition) -> str:
    return f"{address(edition)}figures/"


@dataclass(frozen=True)
class SummaryPage:
    edition: Edition
    summary: summary.Summary


def summary_page(actor: Actor, review_id: UUID, no: int) -> SummaryPage:
    """The same as on the two pages, in the edition's language. Raises NotVisible."""
    edition = editions.edition(actor, review_id, no)
    with translation.override(edition.review.language):
        _document, shown = editions.shown_in(edition)
        level = summary.level_for(edition, shown)
        found = summary.summarise(edition, shown, level, figures_at=figures_at(edition))
    return SummaryPage(edition, found)


def summary_pdf(actor: Actor, review_id: UUID, no: int) -> tuple[Edition, bytes]:
    """Raises NotVisible."""
    edition = editions.edition(actor, review_id, no)
    with translation.override(edition.review.language):
        _document, shown = editions.shown_in(edition)
    return edition, summary.pdf(edition, shown)


@dataclass(frozen=True)
class SheetPage:
    """`is_own` where the reader is one of its members, who also see what is not public."""

    edition: Edition
    stakeholder: UUID
    sheet: sheets.Sheet
    is_own: bool


def sheet_page(
    actor: Actor, review_id: UUID, no: int, stakeholder_id: UUID, *, absolute: bool = False
) -> SheetPage:
    """What the edition holds of one stakeholder, as far as this reader may know.

    Quotations are public with the edition. Versions, and what is counted of them, are shown where
    the reader may read each (see `visibility`); of the others nothing is said. Raises NotVisible,
    also for a stakeholder that did not take part when the sources were frozen.
    """
    edition = editions.edition(actor, review_id, no)
    with translation.override(edition.review.language):
        return _sheet(actor, edition, stakeholder_id, site() if absolute else "")


def _sheet(actor: Actor, edition: Edition, stakeholder_id: UUID, start: str) -> SheetPage:
    compilation = edition.compilation
    sources = list(
        CompilationSource.objects.filter(compilation=compilation, owner_id=stakeholder_id).order_by(
            "kind", "id"
        )
    )
    allowed = readable(actor, sources)
    seen = [source for source in sources if source.pk in allowed]
    if not seen:
        raise NotVisible(_("This edition holds nothing of such a stakeholder."))
    document, shown = editions.shown_in(edition)
    figures = Figures(document)
    explained_at = start + figures_at(edition)
    changed = drift(compilation_id=compilation.pk, cycle_id=edition.review.cycle_id)
    listed = behind(seen, figures.labels["source"], changed)
    own = measures.shares(
        [
            measures.find(measure["key"], measure["revision"])
            for measure in document["measures"]
            if measure["key"] not in sheets.LEFT_OUT
        ],
        [source.pk for source in seen],
        context_of(compilation),
    )
    versions = {str(s.version_id) for s in sources if s.kind == "report"}
    return SheetPage(
        edition=edition,
        stakeholder=stakeholder_id,
        sheet=sheets.Sheet(
            name=_name(listed),
            quotations=[
                _passage(quote, start)
                for quote in pieces.quotes_of(shown.sections)
                if quote.version in versions
            ],
            values=sheets.values_of(figures, str(stakeholder_id), explained_at),
            shares=sheets.shares_of(figures, own, explained_at),
            sources=[source for source in listed if source.kind != STAKEHOLDER.kind],
        ),
        is_own=stakeholder_id in actor.stakeholder_ids(),
    )


def _name(listed: Sequence[Behind]) -> str:
    """As it was called when the sources were frozen."""
    for source in listed:
        if source.kind == STAKEHOLDER.kind:
            return source.title
    return listed[0].by or listed[0].title


def _passage(quote: Quote, start: str) -> pieces.Piece:
    return replace(pieces.quotation(quote, start), label=quote.question)
