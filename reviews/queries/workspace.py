"""What the Support Unit and the Chair see of a review in the making."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, allowed_actions
from gfmd_platform.access.exceptions import NotVisible

from ..enums import EDITION_FORMATS, UNFINISHED, CompilationState, PartState, ReviewState, Verdict
from ..manuscript import manuscript_of
from ..models import Approval, Compilation, CompilationPart, Review
from ..objections import printed
from ..presenting import Presented, present
from ..presenting.reservations import Reservation, reservations_of
from ..sources import Drift, drift
from ..transitions import REVIEW


def review_to(action: str, actor: Actor, review_id: UUID) -> Review:
    """A review to which the actor may do this. Raises NotVisible when there is none."""
    found = (
        Review.unscoped.allowing(action, actor)
        .select_related("cycle", "record", "current_edition", "compilation__document")
        .filter(pk=review_id)
        .first()
    )
    if found is None:
        raise NotVisible(_("There is no such review."))
    return found


@dataclass(frozen=True)
class Progress:
    """How far a compilation is; `parts` are (label, state, state's label)."""

    compilation: Compilation
    parts: Sequence[CompilationPart]

    @property
    def done(self) -> int:
        return sum(part.state == PartState.DONE for part in self.parts)

    @property
    def is_running(self) -> bool:
        return self.compilation.state in UNFINISHED

    @property
    def is_complete(self) -> bool:
        return self.compilation.state == CompilationState.COMPLETE

    @property
    def failed(self) -> Sequence[CompilationPart]:
        return [part for part in self.parts if part.state == PartState.FAILED]


def progress(review: Review) -> Progress | None:
    """Of the latest compilation; None before the first (two queries)."""
    latest = Compilation.objects.filter(review=review).order_by("-no").first()
    if latest is None:
        return None
    return Progress(latest, list(latest.parts.defer("result")))


@dataclass(frozen=True)
class Workspace:
    review: Review
    progress: Progress | None
    approvals: Sequence[Approval]
    actions: frozenset[str]
    drift: Drift | None
    files_ready: bool

    @property
    def status(self) -> str:
        """The state as the interface draws it."""
        return {
            ReviewState.OPEN: "not_started",
            ReviewState.WRITING: "in_progress",
            ReviewState.WITH_CHAIR: "in_consultation",
        }.get(ReviewState(self.review.state), self.review.state)

    @property
    def verbs(self) -> set[str]:
        return {t.verb for t in REVIEW.available(self.review.state, self.actions)}

    @property
    def last_return(self) -> Approval | None:
        """The Chair's words, while they are the last answer."""
        if not self.approvals or self.review.state != ReviewState.WRITING:
            return None
        last = self.approvals[-1]
        return last if last.verdict == Verdict.RETURNED else None


def workspace(actor: Actor, review_id: UUID) -> Workspace:
    """Raises NotVisible unless the actor may write the review."""
    review = review_to("write", actor, review_id)
    approvals = list(Approval.objects.filter(review=review).order_by("at", "id"))
    approval = approvals[-1] if review.state == ReviewState.APPROVED and approvals else None
    return Workspace(
        review=review,
        progress=progress(review),
        approvals=approvals,
        actions=allowed_actions(actor, review),
        drift=drift(compilation_id=review.compilation_id, cycle_id=review.cycle_id)
        if review.compilation_id
        else None,
        files_ready=approval is not None and approval.files.count() == len(EDITION_FORMATS),
    )


@dataclass(frozen=True)
class Draft:
    """Figures and text as they stand, before publication."""

    review: Review
    document: dict[str, Any]
    shown: Presented
    reservations: Sequence[Reservation]
    drift: Drift


def review_in_work(actor: Actor, review_id: UUID) -> tuple[Review, Compilation]:
    """For the Support Unit, and for the Chair-in-Office once it is asked.

    Raises NotVisible, also before the first compilation.
    """
    review = review_to("read_draft", actor, review_id)
    if review.compilation is None:
        raise NotVisible(_("Nothing has been compiled yet."))
    return review, review.compilation


def draft(actor: Actor, review_id: UUID) -> Draft:
    """The text as it stands before publication. Raises as `review_in_work`."""
    review, compilation = review_in_work(actor, review_id)
    manuscript = manuscript_of(review)
    document = printed(compilation, manuscript)
    return Draft(
        review=review,
        document=document,
        shown=present(document, manuscript),
        reservations=reservations_of(manuscript),
        drift=drift(compilation_id=compilation.pk, cycle_id=review.cycle_id),
    )
