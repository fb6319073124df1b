from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from gfmd_platform.cycles.pages import whole_number
from gfmd_platform.pagination import Pages
from gfmd_platform.stakeholders.api.base import UUID_REGEX

from .. import operations
from ..converters import FigureKey
from ..objections import printed
from ..queries import editions, figures, manuscript, workspace
from . import shapes
from .base import ReviewEndpoints
from .circulating import Circulating
from .consulting import Quoting
from .handing_over import HandingOverActions
from .manuscript import ManuscriptActions
from .proving import Proving

_ANY = OpenApiTypes.OBJECT
_PAGE = OpenApiParameter("page", int, description="Page of the versions behind the figure.")


class ReviewPages(Pages):
    ordering = ("-cycle__year", "pk")  # type: ignore[assignment]


@extend_schema_view(
    list=extend_schema(operation_id="reviews_list", responses=_ANY),
    retrieve=extend_schema(responses=_ANY),
    create=extend_schema(request=shapes.ReviewBegin, responses={201: _ANY}),
)
class ReviewViewSet(
    Quoting, Circulating, ManuscriptActions, HandingOverActions, Proving, ReviewEndpoints
):
    """Annual reviews. Everybody reads editions; the making of them is for those who make them."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    lookup_value_regex = UUID_REGEX
    serializer_class = shapes.ReviewBegin
    pagination_class = ReviewPages

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(editions.visible(self.actor)) or []
        return self.get_paginated_response([shapes.review_json(review) for review in page])

    def retrieve(self, request: Request, pk: UUID) -> Response:
        """A review; for the Support Unit with where its making stands (`work`)."""
        return Response(self._detail(pk))

    def _detail(self, pk: UUID) -> dict[str, Any]:
        body = shapes.review_json(editions.review(self.actor, pk))
        if self.actor.is_support_unit:
            page = workspace.workspace(self.actor, pk)
            outline = manuscript.outline_of(page.review, timezone.now())
            body["work"] = shapes.work_json(page, outline)
        return body

    def create(self, request: Request) -> Response:
        """Begin the review of a cycle, or find the one that was begun."""
        sent = self._valid(shapes.ReviewBegin)
        review = operations.begin_review(cycle_id=sent["cycle"], by=self.actor, now=timezone.now())
        return Response(self._detail(review.pk), status=status.HTTP_201_CREATED)

    # --- the making

    def _step(self, operation: Callable[..., Any], pk: UUID, **values: Any) -> Response:
        operation(review_id=pk, by=self.actor, now=timezone.now(), **values)
        return Response(self._detail(pk))

    @extend_schema(request=None, responses={202: _ANY})
    @action(detail=True, methods=["post"])
    def compile(self, request: Request, pk: UUID) -> Response:
        """Freeze what stands now and have it counted; joins the job that runs."""
        requested = operations.request_compilation(review_id=pk, by=self.actor, now=timezone.now())
        body = self._detail(pk) | {"joined": requested.joined}
        return Response(body, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: UUID) -> Response:
        """Call off the compilation that runs."""
        return self._step(operations.cancel_compilation, pk)

    @extend_schema(responses=_ANY)
    @action(detail=True, methods=["get"])
    def compilation(self, request: Request, pk: UUID) -> Response:
        """How far the latest compilation is."""
        page = workspace.workspace(self.actor, pk)
        return Response({"compilation": shapes.progress_json(page.progress)})

    @extend_schema(responses=_ANY)
    @action(detail=True, methods=["get"])
    def draft(self, request: Request, pk: UUID) -> Response:
        """Figures and text as they would be published now; for the Support Unit and the Chair."""
        found = workspace.draft(self.actor, pk)
        return Response(
            {
                "revision": found.review.revision,
                "state": found.review.state,
                "manuscript": [
                    {"key": s.key, "body": s.body} for s in found.shown.sections if s.body
                ],
                "compilation": found.document,
            }
        )

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: UUID) -> Response:
        """Send figures and text to the Chair-in-Office."""
        return self._step(operations.send_to_chair, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: UUID) -> Response:
        """Take the text back to change it; an approval holds no longer."""
        return self._step(operations.take_back, pk)

    @extend_schema(request=shapes.ChairAnswer, responses=_ANY)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: UUID) -> Response:
        """The Chair-in-Office approves exactly these figures with exactly this text."""
        return self._answer(operations.approve, pk)

    @extend_schema(request=shapes.ChairAnswer, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="return")
    def return_(self, request: Request, pk: UUID) -> Response:
        """The Chair-in-Office asks for a change, in words."""
        return self._answer(operations.return_with_words, pk)

    def _answer(self, operation: Callable[..., Any], pk: UUID) -> Response:
        approval = operation(
            review_id=pk, by=self.actor, now=timezone.now(), **self._valid(shapes.ChairAnswer)
        )
        return Response(shapes.approval_json(approval))

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: UUID) -> Response:
        """Publish what was approved as the next edition. It cannot be taken back."""
        return self._step(operations.publish, pk)

    @extend_schema(methods=["post"], request=shapes.ScheduleWrite, responses=_ANY)
    @extend_schema(methods=["delete"], responses=_ANY)
    @action(detail=True, methods=["post", "delete"])
    def schedule(self, request: Request, pk: UUID) -> Response:
        """Set when what was approved becomes public by itself; DELETE calls that off."""
        if request.method == "DELETE":
            return self._step(operations.cancel_publication, pk)
        return self._step(operations.schedule_publication, pk, **self._valid(shapes.ScheduleWrite))

    @extend_schema(request=shapes.CorrectionWrite, responses=_ANY)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: UUID) -> Response:
        """Open the text again for a corrected edition."""
        return self._step(operations.prepare_correction, pk, **self._valid(shapes.CorrectionWrite))

    # --- what everybody reads

    @extend_schema(responses=_ANY)
    @action(detail=True, methods=["get"], url_path=r"editions/(?P<no>[0-9]{1,6})")
    def edition(self, request: Request, pk: UUID, no: str) -> Response:
        """An edition: its text, its compilation's document, the hashes of its files."""
        found = editions.edition(self.actor, pk, int(no))
        return Response(
            shapes.edition_detail_json(found)
            | {"compilation": printed(found.compilation, found.manuscript)}
        )

    @extend_schema(parameters=[_PAGE], responses=_ANY)
    @action(detail=True, methods=["get"], url_path=rf"figures/(?P<key>{FigureKey.regex})")
    def figure(self, request: Request, pk: UUID, key: str) -> Response:
        """A figure of the edition in force, with the versions behind it that you may read."""
        found = editions.edition(self.actor, pk)
        explained = figures.figure(
            self.actor,
            compilation=found.compilation,
            cycle_id=found.review.cycle_id,
            key=key,
            page=max(1, whole_number(request.query_params.get("page"))),
        )
        return Response(shapes.figure_json(explained))


def register(router: BaseRouter) -> None:
    router.register("reviews", ReviewViewSet, basename="review")
