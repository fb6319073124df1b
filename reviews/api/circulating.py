"""Consultation by API: rounds, comments, reservations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.stakeholders.api.base import UUID_REGEX

from .. import operations
from ..enums import CIRCULATED_TO, CommentOutcome
from ..models import ConsultationRound, Reservation
from ..operations.circulating import MOST as MOST_COMMENT
from ..operations.reserving import MOST as MOST_RESERVATION
from ..queries import rounds
from .base import ReviewEndpoints

_ANY = OpenApiTypes.OBJECT
_ROUND = rf"rounds/(?P<round_id>{UUID_REGEX})"


class RoundWrite(serializers.Serializer[Any]):
    """Local days of the cycle; today opens the round at once."""

    group = serializers.ChoiceField(choices=[str(g) for g in CIRCULATED_TO])
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()


class RoundCommentWrite(serializers.Serializer[Any]):
    """On a paragraph of the circulated text, or on a section where `paragraph` is empty."""

    section = serializers.CharField(max_length=30)
    paragraph = serializers.CharField(allow_blank=True, required=False, default="", max_length=20)
    text = serializers.CharField(max_length=MOST_COMMENT)
    stakeholder_id = serializers.UUIDField(required=False, default=None, allow_null=True)


class OutcomeWrite(serializers.Serializer[Any]):
    """`revision` is the comment's as you have read it."""

    outcome = serializers.ChoiceField(choices=CommentOutcome.values)
    words = serializers.CharField(max_length=MOST_COMMENT)
    revision = serializers.IntegerField(min_value=1)


class ReservationWrite(serializers.Serializer[Any]):
    """On a section, or on the whole review where `section` is empty."""

    text = serializers.CharField(max_length=MOST_RESERVATION)
    section = serializers.CharField(allow_blank=True, required=False, default="", max_length=30)
    language = serializers.CharField(required=False, default="en", max_length=12)
    stakeholder_id = serializers.UUIDField(required=False, default=None, allow_null=True)


class Circulating(ReviewEndpoints):
    @extend_schema(methods=["get"], operation_id="reviews_rounds_list", responses=_ANY)
    @extend_schema(methods=["post"], request=RoundWrite, responses={201: _ANY})
    @action(detail=True, methods=["get", "post"])
    def rounds(self, request: Request, pk: UUID) -> Response:
        """Rounds in which you may read the text; the Support Unit sees and plans all."""
        code: int = status.HTTP_200_OK
        if request.method == "POST":
            operations.plan_round(
                review_id=pk, by=self.actor, now=timezone.now(), **self._valid(RoundWrite)
            )
            code = status.HTTP_201_CREATED
        found = [round_json(one) for one in rounds.rounds_of(self.actor, pk)]
        return Response({"rounds": found}, status=code)

    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["delete"], responses={204: None})
    @action(detail=True, methods=["get", "delete"], url_path=_ROUND)
    def round(self, request: Request, pk: UUID, round_id: str) -> Response:
        """The circulated text with its comments; DELETE calls off a round that is not yet open."""
        if request.method == "DELETE":
            rounds.round_to("settle", self.actor, pk, UUID(round_id))
            operations.cancel_round(round_id=UUID(round_id), by=self.actor, now=timezone.now())
            return Response(status=status.HTTP_204_NO_CONTENT)
        return self._round(pk, UUID(round_id))

    @extend_schema(request=RoundCommentWrite, responses={201: _ANY})
    @action(detail=True, methods=["post"], url_path=f"{_ROUND}/comments")
    def round_comment(self, request: Request, pk: UUID, round_id: str) -> Response:
        """Comment on a paragraph of the circulated text, or on a section."""
        rounds.round_to("comment", self.actor, pk, UUID(round_id))
        made = operations.comment(
            round_id=UUID(round_id),
            by=self.actor,
            now=timezone.now(),
            **self._valid(RoundCommentWrite),
        )
        return Response({"id": made.pk}, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="reviews_rounds_comments_settle", request=OutcomeWrite, responses=_ANY
    )
    @action(
        detail=True, methods=["post"], url_path=rf"{_ROUND}/comments/(?P<comment_id>{UUID_REGEX})"
    )
    def settle(self, request: Request, pk: UUID, round_id: str, comment_id: str) -> Response:
        """Say what became of a comment."""
        rounds.round_to("read", self.actor, pk, UUID(round_id))
        operations.settle_comment(
            comment_id=UUID(comment_id),
            by=self.actor,
            now=timezone.now(),
            **self._valid(OutcomeWrite),
        )
        return self._round(pk, UUID(round_id))

    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["post"], request=ReservationWrite, responses={201: _ANY})
    @action(detail=True, methods=["get", "post"])
    def reservations(self, request: Request, pk: UUID) -> Response:
        """The reservations of your delegation; POST adds one, printed word for word."""
        code: int = status.HTTP_200_OK
        if request.method == "POST":
            operations.add_reservation(
                review_id=pk, by=self.actor, now=timezone.now(), **self._valid(ReservationWrite)
            )
            code = status.HTTP_201_CREATED
        page = rounds.own_reservations(self.actor, pk)
        return Response({"reservations": [reservation_json(r) for r in page.rows]}, status=code)

    @extend_schema(responses={204: None})
    @action(
        detail=True, methods=["delete"], url_path=rf"reservations/(?P<reservation_id>{UUID_REGEX})"
    )
    def reservation(self, request: Request, pk: UUID, reservation_id: str) -> Response:
        """Withdraw a reservation of your delegation, until the text is approved."""
        operations.withdraw_reservation(
            reservation_id=UUID(reservation_id), by=self.actor, now=timezone.now()
        )
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _round(self, pk: UUID, round_id: UUID) -> Response:
        page = rounds.round_page(self.actor, pk, round_id, timezone.now())
        return Response(
            round_json(page.round)
            | {
                "takes_comments": page.may_comment,
                "manuscript": [
                    {
                        "section": place.key,
                        "body": page.texts.get(place.key, ""),
                        "paragraphs": [{"key": p.key, "text": p.text} for p in place.paragraphs],
                    }
                    for place in page.places
                ],
                "changed_since": [
                    {"section": section, "paragraph": paragraph.key}
                    for section, paragraph in page.changed
                ],
                "compilation": page.document,
                "comments": [comment_json(row) for row in page.comments],
            }
        )


def round_json(round_: ConsultationRound) -> dict[str, Any]:
    return {
        "id": round_.pk,
        "group": round_.group_id,
        "opens_on": round_.opens_on,
        "closes_on": round_.closes_on,
        "time_zone": round_.review.cycle.time_zone,
        "opened_at": round_.opened_at,
    }


def comment_json(row: rounds.CommentRow) -> dict[str, Any]:
    comment = row.comment
    return {
        "id": comment.pk,
        "stakeholder": comment.stakeholder_id,
        "section": comment.section,
        "paragraph": comment.paragraph,
        "passage": comment.passage,
        "text": comment.text,
        "at": comment.at,
        "outcome": comment.outcome,
        "outcome_words": comment.outcome_words,
        "revision": comment.revision,
    }


def reservation_json(one: Reservation) -> dict[str, Any]:
    return {
        "id": one.pk,
        "stakeholder": one.stakeholder_id,
        "section": one.section,
        "text": one.text,
        "language": one.language,
        "at": one.at,
    }
