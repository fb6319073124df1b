"""What the Support Unit sees of a consultation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gfmd_platform.access import Actor

from ..enums import ReviewState
from ..models import Objection, QuotationCheck, Reservation, Review
from ..objections import still_printed
from .quotations import latest_check
from .workspace import review_to


@dataclass(frozen=True)
class Consultation:
    """`still_public` are objections to words that the edition in force prints."""

    review: Review
    check: QuotationCheck | None
    objections: Sequence[Objection]
    still_public: int
    reservations: Sequence[Reservation]

    @property
    def may_ask(self) -> bool:
        return self.review.state == ReviewState.WRITING and self.review.compilation_id is not None

    @property
    def is_compiled_since(self) -> bool:
        """Whether those who were asked saw another compilation than stands now."""
        return self.check is not None and self.check.compilation_id != self.review.compilation_id


def consultation(actor: Actor, review_id: UUID) -> Consultation:
    """Raises NotVisible unless the actor may consult on the review."""
    review = review_to("consult", actor, review_id)
    objections = list(
        Objection.objects.filter(review=review, withdrawn_at=None).select_related("stakeholder")
    )
    return Consultation(
        review=review,
        check=latest_check(review),
        objections=objections,
        reservations=list(
            Reservation.objects.filter(review=review, withdrawn_at=None).select_related(
                "stakeholder"
            )
        ),
        still_public=still_printed().filter(review=review).count(),
    )
