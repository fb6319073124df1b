"""Rounds of consultation: the circulated text and its comments, for those of the round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, fetch_with_actions
from gfmd_platform.access.actors import Seat
from gfmd_platform.access.exceptions import NotVisible

from ..circulated import paragraphs_of, seats_in
from ..compiling.documents import parse
from ..manuscript import bodies, written
from ..models import ConsultationRound, Reservation, Review, RoundComment
from ..objections import objected_ids, objected_in, without
from ..presenting import Presented, present
from ..prose import Paragraph
from ..reservations import delegations
from ..sections import SectionKey
from .visibility import readable_reports
from .workspace import review_to


def rounds_of(actor: Actor, review_id: UUID) -> QuerySet[ConsultationRound]:
    """Those of a review that the actor may know of, with their numbers of comments."""
    return (
        ConsultationRound.unscoped.visible_to(actor)
        .filter(review=review_id)
        .select_related("group", "review__cycle")
        .defer("manuscript")
        .annotate(
            n_comments=Count("comments"),
            n_unsettled=Count("comments", filter=Q(comments__outcome="")),
        )
    )


def round_to(action: str, actor: Actor, review_id: UUID, round_id: UUID) -> ConsultationRound:
    """Raises NotVisible unless the actor may do this to it."""
    found: ConsultationRound | None = _round(review_id, round_id).allowing(action, actor).first()
    if found is None:
        raise NotVisible(_("There is no such round."))
    return found


def _round(review_id: UUID, round_id: UUID) -> Any:
    return ConsultationRound.unscoped.filter(pk=round_id, review=review_id).select_related(
        "group", "review__cycle", "review__record", "compilation__document"
    )


@dataclass(frozen=True)
class CommentRow:
    """A comment and where it hangs. `stands` tells whether the paragraph is still in the text as
    it was read; otherwise the comment hangs on its section, its passage beside it."""

    comment: RoundComment
    label: str
    stands: bool

    @property
    def anchor(self) -> str:
        comment = self.comment
        if comment.paragraph and self.stands:
            return f"p-{comment.section}-{comment.paragraph}"
        return comment.section


def comment_rows(round_: ConsultationRound, manuscript: list[dict[str, Any]]) -> list[CommentRow]:
    """In the order of the text, hung on `manuscript` (one query)."""
    standing = paragraphs_of(manuscript)
    order = {key: place for place, key in enumerate(SectionKey.values)}
    rows = [
        CommentRow(
            comment,
            str(SectionKey(comment.section).label),
            comment.paragraph in standing.get(comment.section, {}) or not comment.paragraph,
        )
        for comment in round_.comments.select_related("stakeholder")
    ]
    return sorted(rows, key=lambda row: order[row.comment.section])


@dataclass(frozen=True)
class Place:
    """What can be commented on: a section's paragraphs, and the section as a whole."""

    key: str
    title: str
    paragraphs: Sequence[Paragraph]


@dataclass(frozen=True)
class RoundPage:
    round: ConsultationRound
    document: dict[str, Any]
    shown: Presented
    readable: frozenset[str]
    comments: Sequence[CommentRow]
    places: Sequence[Place]
    texts: Mapping[str, str]
    changed: Sequence[tuple[str, Paragraph]]
    may_comment: bool
    seats: Sequence[Seat]
    may_reserve: bool

    @property
    def review(self) -> Review:
        return self.round.review


def round_page(actor: Actor, review_id: UUID, round_id: UUID, now: dt.datetime) -> RoundPage:
    """The text as it went to the group, its comments, and what was changed since.

    Raises NotVisible outside the group, and before the round opened.
    """
    round_, actions = fetch_with_actions(_round(review_id, round_id), actor)
    if round_ is None or round_.compilation is None:
        raise NotVisible(_("There is no such round, or it has not opened yet."))
    manuscript: list[dict[str, Any]] = round_.manuscript or []
    objected = objected_in(manuscript) | set(objected_ids(round_.review, round_.compilation_id))
    document = without(parse(round_.compilation.document.content), frozenset(objected))
    shown = present(document, manuscript)
    read, now_stands = paragraphs_of(manuscript), paragraphs_of(written(round_.review))
    quoted = {q["report"] for q in document["parts"]["voices"]["quotations"]}
    may_comment = "comment" in actions and round_.is_open(now)
    return RoundPage(
        round=round_,
        document=document,
        shown=shown,
        readable=readable_reports(actor, quoted),
        comments=comment_rows(round_, manuscript),
        places=[
            Place(s.key, s.title, list(read.get(s.key, {}).values()))
            for s in shown.sections
            if s.key in SectionKey.values
        ],
        texts=bodies(manuscript),
        changed=[
            (section, paragraph)
            for section, found in read.items()
            for key, paragraph in found.items()
            if key not in now_stands.get(section, {})
        ],
        may_comment=may_comment,
        seats=seats_in(actor, round_.group_id) if may_comment else [],
        may_reserve=bool(delegations(actor, round_.review)),
    )


@dataclass(frozen=True)
class RoundWork:
    round: ConsultationRound
    comments: Sequence[CommentRow]


def round_work(actor: Actor, review_id: UUID, round_id: UUID) -> RoundWork:
    """Comments hung on the text as it stands now, for the Support Unit. Raises NotVisible."""
    round_ = round_to("settle", actor, review_id, round_id)
    return RoundWork(round_, comment_rows(round_, written(round_.review)))


@dataclass(frozen=True)
class ReservationsPage:
    review: Review
    states: Mapping[UUID, str]
    rows: Sequence[Reservation]
    may_write: bool


def own_reservations(actor: Actor, review_id: UUID) -> ReservationsPage:
    """Those of the actor's States. Raises NotVisible unless one was given the text."""
    review = review_to("reserve", actor, review_id)
    states = {seat.stakeholder_id: seat.stakeholder_name for seat in delegations(actor, review)}
    return ReservationsPage(
        review=review,
        states=states,
        rows=list(
            Reservation.objects.filter(
                review=review, stakeholder__in=states, withdrawn_at=None
            ).select_related("stakeholder")
        ),
        may_write=review.state in ("writing", "with_chair"),
    )
