"""Consultation by API: reporters' quotations and objections."""

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

from .. import operations
from ..operations.quoting import MOST as MOST_OBJECTION
from ..queries import consulting, quotations
from .base import ReviewEndpoints

_ANY = OpenApiTypes.OBJECT


class CheckWrite(serializers.Serializer[Any]):
    """`until` is a local day of the cycle."""

    until = serializers.DateField()


class QuotationChosen(serializers.Serializer[Any]):
    """`quotation` is an id as the list gives it."""

    quotation = serializers.CharField(max_length=100)


class ObjectionWrite(QuotationChosen):
    """`words` are for the Support Unit and not published."""

    words = serializers.CharField(
        allow_blank=True, required=False, default="", max_length=MOST_OBJECTION
    )


class Quoting(ReviewEndpoints):
    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["post"], request=CheckWrite, responses={201: _ANY})
    @action(detail=True, methods=["get", "post"])
    def consultation(self, request: Request, pk: UUID) -> Response:
        """Where the consultation stands; POST asks those quoted to look at their words."""
        if request.method == "GET":
            return Response(consultation_json(consulting.consultation(self.actor, pk)))
        operations.open_quotation_check(
            review_id=pk, by=self.actor, now=timezone.now(), **self._valid(CheckWrite)
        )
        page = consulting.consultation(self.actor, pk)
        return Response(consultation_json(page), status=status.HTTP_201_CREATED)

    @extend_schema(responses=_ANY)
    @action(detail=True, methods=["get"])
    def quotations(self, request: Request, pk: UUID) -> Response:
        """How you are quoted, for those who speak for whoever said it."""
        return self._quoted(pk)

    @extend_schema(request=ObjectionWrite, responses=_ANY)
    @action(detail=True, methods=["post"])
    def object(self, request: Request, pk: UUID) -> Response:
        """Take a quotation of yours out of whatever is published from now on."""
        operations.object_to_quotation(
            review_id=pk, by=self.actor, now=timezone.now(), **self._valid(ObjectionWrite)
        )
        return self._quoted(pk)

    @extend_schema(request=QuotationChosen, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="withdraw-objection")
    def withdraw_objection(self, request: Request, pk: UUID) -> Response:
        """Let the quotation be printed again, until the Chair-in-Office has approved."""
        operations.withdraw_objection(
            review_id=pk, by=self.actor, now=timezone.now(), **self._valid(QuotationChosen)
        )
        return self._quoted(pk)

    def _quoted(self, pk: UUID) -> Response:
        return Response(quotations_json(quotations.own_quotations(self.actor, pk)))


def quotations_json(page: quotations.QuotationsPage) -> dict[str, Any]:
    return {
        "asked_until": page.check.until if page.check else None,
        "time_zone": page.review.cycle.time_zone,
        "quotations": [
            {
                "id": row.id,
                "section": row.section,
                "question": row.question,
                "text": row.text,
                "language": row.language,
                "by": row.by,
                "place": row.place,
                "in_work": row.in_work,
                "public": row.is_public,
                "objection": {"at": row.objection.at, "words": row.objection.words}
                if row.objection
                else None,
                "others_object": row.others_object,
            }
            for row in page.rows
        ],
    }


def consultation_json(page: consulting.Consultation) -> dict[str, Any]:
    return {
        "quotation_check": {"until": page.check.until, "asked_at": page.check.at}
        if page.check
        else None,
        "objections": [
            {
                "stakeholder": one.stakeholder_id,
                "report": one.report_id,
                "question": one.key,
                "words": one.words,
                "at": one.at,
            }
            for one in page.objections
        ],
        "still_public": page.still_public,
    }
