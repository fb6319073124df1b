"""Running a compilation again, checking an edition, and setting two beside each other."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from .. import operations
from ..queries import checking, differences, workspace
from . import shapes
from .base import ReviewEndpoints

_ANY = OpenApiTypes.OBJECT
_BEFORE = OpenApiParameter(
    "before", OpenApiTypes.UUID, description="What to compare with; else what came before."
)
_AFTER = OpenApiParameter("after", OpenApiTypes.UUID, description="Else the latest.")


class Proving(ReviewEndpoints):
    @extend_schema(request=None, responses={202: _ANY})
    @action(detail=True, methods=["post"], url_path="run-again")
    def run_again(self, request: Request, pk: UUID) -> Response:
        """Run the failed parts of the latest compilation again, without the rest."""
        operations.run_failed_again(review_id=pk, by=self.actor, now=timezone.now())
        body = shapes.progress_json(workspace.workspace(self.actor, pk).progress)
        return Response({"compilation": body}, status=status.HTTP_202_ACCEPTED)

    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["post"], request=None, responses={202: _ANY})
    @action(detail=True, methods=["get", "post"], url_path=r"editions/(?P<no>[0-9]{1,6})/check")
    def check(self, request: Request, pk: UUID, no: str) -> Response:
        """What the latest check of an edition found; POST asks for one, or joins the one that
        waits."""
        code: int = status.HTTP_200_OK
        if request.method == "POST":
            operations.request_check(review_id=pk, no=int(no), by=self.actor, now=timezone.now())
            code = status.HTTP_202_ACCEPTED
        return Response(shapes.check_json(checking.check_page(self.actor, pk, int(no))), code)

    @extend_schema(parameters=[_BEFORE], responses=_ANY)
    @action(detail=True, methods=["get"], url_path=r"editions/(?P<no>[0-9]{1,6})/differences")
    def edition_differences(self, request: Request, pk: UUID, no: str) -> Response:
        """What differs between an edition and another published one, by default the one before."""
        return Response(
            _difference_json(
                differences.between_editions(
                    self.actor, pk, int(no), before=request.query_params.get("before", "")
                )
            )
        )

    @extend_schema(parameters=[_BEFORE, _AFTER], responses=_ANY)
    @action(detail=True, methods=["get"])
    def differences(self, request: Request, pk: UUID) -> Response:
        """What differs between any two compilations; for the Support Unit."""
        chosen = {side: request.query_params.get(side, "") for side in ("before", "after")}
        return Response(
            _difference_json(differences.between_compilations(self.actor, pk, **chosen))
        )


def _difference_json(page: differences.DifferencePage) -> dict[str, Any]:
    return {
        "before": page.before.id if page.before else None,
        "after": page.after.id if page.after else None,
        "choices": [{"id": pk, "title": title} for pk, title in page.choices],
        "difference": asdict(page.difference) if page.difference is not None else None,
    }
