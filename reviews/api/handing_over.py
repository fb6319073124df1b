"""Handing over, over the API: the input, two pages, and each stakeholder's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.stakeholders.api.base import UUID_REGEX

from .. import operations
from ..handover import outline
from ..handover.outline import InputHeading, Outline
from ..handover.pieces import Piece
from ..queries import handing_over
from ..sections import SectionKey
from .base import ReviewEndpoints

_ANY = OpenApiTypes.OBJECT


class InputHeadingShape(serializers.Serializer[Any]):
    heading = serializers.CharField(max_length=outline.LONGEST_HEADING)
    instructions = serializers.CharField(
        allow_blank=True, default="", max_length=outline.LONGEST_INSTRUCTIONS
    )
    words = serializers.IntegerField(min_value=0, max_value=outline.MOST_WORDS, default=0)
    sections = serializers.ListField(
        child=serializers.ChoiceField(choices=SectionKey.choices), default=list
    )
    prose = serializers.BooleanField(default=True)
    figures = serializers.BooleanField(default=True)
    quotations = serializers.IntegerField(min_value=0, max_value=outline.MOST_QUOTATIONS, default=0)


class InputOutlineWrite(serializers.Serializer[Any]):
    """`revision` is the one you have read, 0 while the starter stands."""

    title = serializers.CharField(max_length=200)
    due_on = serializers.DateField(allow_null=True, default=None)
    words = serializers.IntegerField(min_value=0, max_value=outline.MOST_WORDS, default=0)
    headings = serializers.ListField(
        child=InputHeadingShape(), allow_empty=True, max_length=outline.MOST_HEADINGS
    )
    revision = serializers.IntegerField(min_value=0)


class HandingOverWrite(serializers.Serializer[Any]):
    to = serializers.CharField(max_length=200)
    on = serializers.DateField()
    reference = serializers.CharField(max_length=200, allow_blank=True, default="")


class HandingOverActions(ReviewEndpoints):
    """What a review's viewset offers beside its making."""

    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["put"], request=InputOutlineWrite, responses=_ANY)
    @action(detail=True, methods=["get", "put"], url_path="input")
    def input(self, request: Request, pk: UUID) -> Response:
        """The input that is asked for, filled from the edition in force; put what is asked."""
        if request.method == "PUT":
            sent = self._valid(InputOutlineWrite)
            revision = sent.pop("revision")
            rows = sent.pop("headings")
            headings = tuple(
                InputHeading(**{**row, "sections": tuple(row["sections"])}) for row in rows
            )
            operations.save_input_outline(
                review_id=pk,
                outline=Outline(**sent, headings=headings),
                revision=revision,
                by=self.actor,
                now=timezone.now(),
            )
        return Response(input_json(handing_over.input_page(self.actor, pk)))

    @extend_schema(request=HandingOverWrite, responses={201: _ANY})
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: UUID) -> Response:
        """Keep on record to whom the edition in force was given; it cannot be taken back."""
        made = operations.note_handing_over(
            review_id=pk, by=self.actor, now=timezone.now(), **self._valid(HandingOverWrite)
        )
        body = _handed(made.to, made.on, made.reference)
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(responses=_ANY)
    @action(detail=True, methods=["get"], url_path=r"editions/(?P<no>[0-9]{1,6})/summary")
    def summary(self, request: Request, pk: UUID, no: str) -> Response:
        """What stands on the two pages, and the rule by which it does."""
        found = handing_over.summary_page(self.actor, pk, int(no)).summary
        return Response(
            {
                "rule": found.rule,
                "opening": found.opening.text if found.opening else "",
                "figures": _groups(found.figures),
                "voices": _groups(found.voices),
                "pdf": reverse("reviews:summary-pdf", args=[pk, int(no)]),
            }
        )

    @extend_schema(responses=_ANY)
    @action(
        detail=True,
        methods=["get"],
        url_path=rf"editions/(?P<no>[0-9]{{1,6}})/of/(?P<stakeholder_id>{UUID_REGEX})",
    )
    def sheet(self, request: Request, pk: UUID, no: str, stakeholder_id: str) -> Response:
        """What an edition holds of one stakeholder, as far as you may know."""
        page = handing_over.sheet_page(self.actor, pk, int(no), UUID(stakeholder_id))
        sheet = page.sheet
        rows = [dict(zip(sheet.HEADER, row, strict=True)) for row in sheet.rows()]
        return Response({"stakeholder": stakeholder_id, "name": sheet.name, "rows": rows})


def _piece(piece: Piece) -> dict[str, Any]:
    return {name: value for name, value in asdict(piece).items() if value}


def _groups(groups: Any) -> list[dict[str, Any]]:
    return [{"title": g.title, "pieces": [_piece(p) for p in g.pieces]} for g in groups]


def _handed(to: str, on: dt.date, reference: str) -> dict[str, Any]:
    return {"to": to, "on": on, "reference": reference}


def input_json(page: handing_over.InputPage) -> dict[str, Any]:
    """`filled` is null before the first edition; its headings stand in the order of `headings`."""
    found = page.found
    return {
        "title": page.outline.title,
        "due_on": page.outline.due_on,
        "words": page.outline.words,
        "headings": page.outline.plain(),
        "revision": page.revision,
        "filled": found
        and {
            "edition": page.edition.no if page.edition else None,
            "words": found.words,
            "over": found.over,
            "headings": [
                {
                    "heading": filled.heading.heading,
                    "words": filled.words,
                    "over": filled.over,
                    "pieces": [_piece(piece) for piece in filled.pieces],
                }
                for filled in found.headings
            ],
        },
        "handed_over": [
            _handed(row.to, row.on, row.reference) | {"edition": row.edition.no}
            for row in page.handed
        ],
    }
