"""Reports as drafts of other reviews, over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.cycles.handbooks import handbooks

from ..exchange import material
from ..exchange.material import Material
from ..exchange.other_reviews import Filled, Place, fill
from ..sections import sections_for
from ..views.report_other_reviews import of_version, word
from .documents import FILE

_BOOK = r"(?P<book>[a-z0-9-]{1,40})"


def _place_json(place: Place) -> dict[str, Any]:
    return {
        "heading": place.heading,
        "language": place.language,
        "about": place.about,
        "is_missing": place.is_empty,
        "filled_by": place.summary,
        "below": [_place_json(inner) for inner in place.below],
    }


def _filled_json(filled: Filled) -> dict[str, Any]:
    return {
        "code": filled.handbook.code,
        "title": filled.handbook.title,
        "after": filled.handbook.after,
        "origin": filled.material.origin,
        "headings": [_place_json(place) for place in filled.places],
        "not_used": [
            *({"label": said.label, "reason": ""} for said in filled.unplaced),
            *({"label": one.label, "reason": one.reason} for one in filled.material.unused),
        ],
    }


def _all_json(said: Material) -> list[dict[str, Any]]:
    return [_filled_json(fill(book, said)) for book in handbooks().values()]


class OtherReviewActions:
    """Mixed into the viewset of reports."""

    @extend_schema(
        operation_id="reports_versions_other_reviews_list", responses=OpenApiTypes.OBJECT
    )
    @action(detail=True, url_path=r"versions/(?P<no>[0-9]{1,6})/other-reviews")
    def version_other_reviews(self: Any, request: Request, pk: Any, no: str) -> Response:
        """What of a version would stand under which heading of other reviews."""
        return Response(_all_json(of_version(self.actor, pk, int(no))[1]))

    @extend_schema(responses=FILE)
    @action(detail=True, url_path=rf"versions/(?P<no>[0-9]{{1,6}})/other-reviews/{_BOOK}")
    def version_other_review(self: Any, request: Request, pk: Any, no: str, book: str) -> Any:
        """A version as a Word draft of another review (gcm-review or vnr)."""
        return word(book, of_version(self.actor, pk, int(no))[1])

    @extend_schema(operation_id="reports_draft_other_reviews_list", responses=OpenApiTypes.OBJECT)
    @action(detail=True, url_path="draft/other-reviews", permission_classes=[IsAuthenticated])
    def draft_other_reviews(self: Any, request: Request, pk: Any) -> Response:
        """What of the draft, in the parts that you may read, would stand under which heading."""
        return Response(_all_json(self._drafted(pk)))

    @extend_schema(responses=FILE)
    @action(
        detail=True, url_path=rf"draft/other-reviews/{_BOOK}", permission_classes=[IsAuthenticated]
    )
    def draft_other_review(self: Any, request: Request, pk: Any, book: str) -> Any:
        """The parts of the draft that you may read as a Word draft of another review."""
        return word(book, self._drafted(pk))

    def _drafted(self: Any, pk: Any) -> Material:
        report = self._own(pk)
        return material.of_draft(report, sections_for(self.actor, report))
