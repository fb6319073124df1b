"""How a stakeholder is quoted, for its own focal points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT

from ..compiling.documents import parse
from ..enums import ReviewState
from ..models import CompilationDocument, Objection, QuotationCheck, Review
from ..objections import objected_in, quotation_id
from ..presenting.chapters.shared import author
from ..quoted import Passage, passages
from ..sections import SectionKey
from ..sources import BY_KIND
from .workspace import review_to


@dataclass(frozen=True)
class QuotedRow:
    """A quotation in its place. `is_public` tells that the edition in force prints it; `objection`
    is the reader's own, `others_object` tells of other authors of a joint report, whose words are
    for the Support Unit alone."""

    id: str
    section: str
    question: str
    text: str
    language: str
    by: str
    place: str
    no: int
    in_work: bool
    is_public: bool
    objection: Objection | None
    others_object: bool


@dataclass(frozen=True)
class QuotationsPage:
    review: Review
    check: QuotationCheck | None
    rows: Sequence[QuotedRow]

    @property
    def may_withdraw(self) -> bool:
        """Until the Chair-in-Office has approved."""
        return self.review.state in (ReviewState.WRITING, ReviewState.WITH_CHAIR)


def own_quotations(actor: Actor, review_id: UUID) -> QuotationsPage:
    """Raises NotVisible unless somebody for whom the actor speaks is quoted."""
    review = review_to("object", actor, review_id)
    ids = actor.stakeholder_ids(FOCAL_POINT)
    mine = passages(review, ids)
    edition = review.current_edition
    compilations = {c for c in (review.compilation_id, edition and edition.compilation_id) if c}
    said = {
        quotation_id(q): q
        for document in CompilationDocument.objects.filter(compilation__in=compilations)
        for q in parse(document.content)["parts"]["voices"]["quotations"]
    }
    left_out = objected_in(edition.manuscript) if edition else frozenset()
    own: dict[Any, Objection] = {}
    others = set()
    for made in Objection.objects.filter(review=review, withdrawn_at=None):
        words = (made.report_id, made.key, made.text_hash)
        if made.stakeholder_id in ids:
            own[words] = made
        else:
            others.add(words)
    return QuotationsPage(
        review=review,
        check=latest_check(review),
        rows=[
            _row(
                said[i],
                passage,
                i not in left_out,
                own.get(passage.words),
                passage.words in others,
            )
            for i, passage in mine.items()
        ],
    )


def _row(
    said: dict[str, Any],
    passage: Passage,
    printed: bool,
    objection: Objection | None,
    others_object: bool,
) -> QuotedRow:
    place = BY_KIND["report"].href(said["report"], said["no"])
    return QuotedRow(
        id=passage.id,
        section=str(SectionKey(said["part"]).label),
        question=said["question"],
        text=said["text"],
        language=said["language"],
        by=author(said),
        place=f"{place}#{said['key']}",
        no=said["no"],
        in_work=passage.in_work,
        is_public=passage.in_edition and printed,
        objection=objection,
        others_object=others_object,
    )


def latest_check(review: Review) -> QuotationCheck | None:
    return QuotationCheck.objects.filter(review=review).first()
