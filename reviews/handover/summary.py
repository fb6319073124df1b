"""An edition on two pages: what is shown follows a rule that stands in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gfmd_platform.documents.paper import Grid, Paper, as_pdf
from gfmd_platform.documents.pdf import page_count

from ..models import Edition
from ..presenting import Presented, disclaimer
from ..presenting.blocks import Quote, Quotes, Section
from ..presenting.reservations import reservations_of
from ..sections import LETTERED, SectionKey
from . import pieces
from .pieces import Piece

PAGES = 2
LONGEST_QUOTATION = 280  # characters
LONGEST_OPENING = 120  # words
#: A changed rule is a new number: what was found to fit before is not asked again.
RULE = 1


@dataclass(frozen=True)
class Level:
    """`each` key messages of every part, and whether the introduction's opening is shown."""

    each: int
    opening: bool


#: From the fullest; the first of which the pages hold.
LEVELS = (Level(4, True), Level(3, True), Level(2, True), Level(1, True), Level(0, True))
BAREST = Level(0, False)


@dataclass(frozen=True)
class Group:
    title: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Summary:
    opening: Piece | None
    figures: Sequence[Group]
    voices: Sequence[Group]
    rule: str
    reserved: str


def summarise(edition: Edition, shown: Presented, level: Level, *, figures_at: str) -> Summary:
    language = edition.review.language
    return Summary(
        opening=_opening(shown.sections, language) if level.opening else None,
        figures=[
            Group(section.title, found)
            for section in shown.sections
            if (found := pieces.figures_of(section, figures_at))
        ],
        voices=[
            Group(section.title, [pieces.quotation(quote, _site()) for quote in quotes])
            for section in shown.sections
            if section.key in LETTERED
            and (quotes := list(itertools.islice(_short(section), level.each)))
        ],
        rule=_rule(level),
        reserved=_reserved(edition),
    )


def _reserved(edition: Edition) -> str:
    """Who made a reservation. Their words stand in full in the edition: two pages promise no room
    for them, and they are not to be cut."""
    by = list(dict.fromkeys(said.by for said in reservations_of(edition.manuscript)))
    if not by:
        return ""
    return _("Reservations, printed in full in the edition, were made by: %s.") % "; ".join(by)


def _site() -> str:
    return settings.PUBLIC_URL.rstrip("/")


def _opening(sections: Sequence[Section], language: str) -> Piece | None:
    """The first paragraph of the introduction, unless it is long."""
    for section in sections:
        if section.key == SectionKey.INTRODUCTION:
            said = (p for p in pieces.prose_of(section, language) if p.kind == "prose")
            first = next(said, None)
            return first if first and first.words <= LONGEST_OPENING else None
    return None


def _short(section: Section) -> Iterator[Quote]:
    """Short quotations in their order; where States and others stand apart, by turns."""
    groups = [
        [q for q in block.quotes if len(q.text) <= LONGEST_QUOTATION]
        for block in section.blocks
        if isinstance(block, Quotes)
    ]
    for row in itertools.zip_longest(*groups):
        yield from (quote for quote in row if quote is not None)


def _rule(level: Level) -> str:
    words = [
        _("What stands here follows a rule, not a choice."),
        _("First the figures at the head of each section."),
        _(
            "Then the first key messages of each part in the even-handed order of the edition, of "
            "those with at most %(longest)d characters and as many as %(pages)d pages hold, here "
            "%(each)d; in part d States and others take turns."
        )
        % {"longest": LONGEST_QUOTATION, "pages": PAGES, "each": level.each},
        _("The introduction's first paragraph, if it has at most %d words.") % LONGEST_OPENING
        if level.opening
        else _("No prose: the pages hold no more."),
        _("Nothing is shortened or reworded."),
    ]
    return " ".join(words)


def level_for(edition: Edition, shown: Presented) -> Level:
    """The fullest of which two pages hold, found once by setting it. `shown` is in the language of
    the edition."""
    key = f"review-summary:{RULE}:{edition.pk}"
    found = cache.get(key)
    if found is None:
        found = next(
            (
                index
                for index, level in enumerate(LEVELS)
                if page_count(_set(edition, shown, level)) <= PAGES
            ),
            len(LEVELS),
        )
        cache.set(key, found, timeout=None)
    return (*LEVELS, BAREST)[found]


def pdf(edition: Edition, shown: Presented) -> bytes:
    """The summary as tagged PDF of at most two pages."""
    with translation.override(edition.review.language):
        made = _set(edition, shown, level_for(edition, shown))
        if page_count(made) > PAGES:  # an edition whose barest figures need more
            raise ValueError(f"The summary of {edition} does not fit {PAGES} pages")
        return made


def _set(edition: Edition, shown: Presented, level: Level) -> bytes:
    return as_pdf(paper(edition, shown, level))


def paper(edition: Edition, shown: Presented, level: Level) -> Paper:
    address = _site() + reverse("reviews:edition", args=[edition.review_id, edition.no])
    figures_at = f"{address}figures/"
    found = summarise(edition, shown, level, figures_at=figures_at)
    made = Paper(
        title=edition.review.cycle.title,
        language=edition.review.language,
        kicker=_("Global Forum on Migration and Development – annual review, in two pages"),
        facts=[
            _("From edition %(no)d, published on %(day)s: %(address)s")
            % {
                "no": edition.no,
                "day": date_format(edition.at, "j F Y"),
                "address": address,
            }
        ],
        footer=f"{edition.review.cycle.title} – " + _("edition %d") % edition.no,
    )
    if found.opening:
        made.say(found.opening.text)
    rows = [
        [piece.label, piece.text, piece.key] for group in found.figures for piece in group.pieces
    ]
    made.blocks.append(
        Grid(
            caption=_("Figures, each explained at %s followed by its key") % figures_at,
            head=[_("What was counted"), _("Number"), _("Key of the figure")],
            rows=rows,
            numbers=(1,),
        )
    )
    for group in found.voices:
        made.heading(1, group.title)
        for piece in group.pieces:
            made.say(piece.text, piece.language, "quotation")
            made.say(f"{piece.by}: {piece.href}", kind="soft")
    made.heading(1, _("What this is"))
    made.say(disclaimer(), kind="soft")
    made.say(found.reserved)
    made.say(found.rule, kind="soft")
    return made
