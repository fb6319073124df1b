"""Deliverables over the API: the twins of the pages, through the same operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.serializers import Serializer

from gfmd_platform.access import allowed_actions, check
from gfmd_platform.pagination import Pages

from ..forms.partnership_filters import DeliverableFilter
from ..models import Deliverable
from ..operations import deliverables as operations
from ..policies import deliverable_steps
from ..queries import deliverables as queries
from ..queries import partnerships
from .base import TwinViewSet
from .partnership_shapes import (
    DeliverableChange,
    DeliverablePlan,
    Evidence,
    ReasonedStep,
    deliverable_json,
    deliverable_version_json,
)
from .writing import Revision

_ANY = OpenApiTypes.OBJECT


class DeliverablePages(Pages):
    ordering: Any = ("due_on", "pk")


@extend_schema_view(
    list=extend_schema(operation_id="deliverables_list", responses=_ANY),
    retrieve=extend_schema(responses=_ANY),
    create=extend_schema(request=DeliverablePlan, responses={201: _ANY}),
    partial_update=extend_schema(request=DeliverableChange, responses=_ANY),
    destroy=extend_schema(responses={204: None}),
)
class DeliverableViewSet(TwinViewSet):
    """Deliverables of partnerships, each with the partner responsible and every step so far."""

    queryset = Deliverable.objects.none()
    serializer_class = DeliverablePlan
    filterset_class = DeliverableFilter
    pagination_class = DeliverablePages

    def list(self, request: Request) -> Response:
        """Deliverables of public partnerships, by their dates."""
        page = self.paginate_queryset(self.filter_queryset(queries.public())) or []
        return self.get_paginated_response([deliverable_json(d) for d in page])

    def retrieve(self, request: Request, pk: UUID) -> Response:
        return Response(self._detail(queries.readable(pk, self.actor)))

    def _detail(self, deliverable: Deliverable) -> dict[str, Any]:
        body = deliverable_json(deliverable)
        body["versions"] = [
            deliverable_version_json(step.version) for step in queries.steps_of(deliverable)
        ]
        if self.actor.is_signed_in:
            actions = allowed_actions(self.actor, deliverable)
            body["steps"] = sorted(deliverable_steps(deliverable, actions))
            if "report" in actions:
                body["revision"] = deliverable.revision
        return body

    def create(self, request: Request) -> Response:
        """Plan a deliverable. The lead plans for any partner, a partner for itself."""
        sent = self.sent(DeliverablePlan)
        data = sent.validated_data
        partnership = partnerships.readable(data["partnership"], self.actor)
        check(self.actor, "plan_deliverable", partnership)
        deliverable = operations.plan_deliverable(
            partnership_id=partnership.pk,
            responsible_id=data["responsible"],
            values=sent.values(),
            by=self.actor,
            now=timezone.now(),
        )
        found = queries.readable(deliverable.pk, self.actor)
        return Response(self._detail(found), status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change words or date; once it is public, with `reason`."""
        check(self.actor, "report", queries.readable(pk, self.actor))
        sent = self.sent(DeliverableChange)
        return self._done(
            operations.change_deliverable,
            pk,
            revision=sent.validated_data["revision"],
            values=sent.values(),
        )

    def destroy(self, request: Request, pk: UUID) -> Response:
        """Remove a plan of a partnership that is still a draft."""
        operations.remove_deliverable(deliverable_id=pk, by=self.actor, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _done(self, operation: Callable[..., Any], pk: UUID, **data: Any) -> Response:
        operation(deliverable_id=pk, by=self.actor, now=timezone.now(), **data)
        return Response(self._detail(queries.readable(pk, self.actor)))

    def _step(self, operation: Callable[..., Any], pk: UUID, shape: type[Serializer]) -> Response:
        check(self.actor, "report", queries.readable(pk, self.actor))
        return self._done(operation, pk, **self.sent(shape).validated_data)

    @extend_schema(request=Revision, responses=_ANY)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: UUID) -> Response:
        """Say that work on it has begun."""
        return self._step(operations.start_deliverable, pk, Revision)

    @extend_schema(request=Evidence, responses=_ANY)
    @action(detail=True, methods=["post"])
    def deliver(self, request: Request, pk: UUID) -> Response:
        """Say that it is delivered, and how one can see that."""
        return self._step(operations.deliver, pk, Evidence)

    @extend_schema(request=ReasonedStep, responses=_ANY)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: UUID) -> Response:
        """Say that it will not be delivered, and why."""
        return self._step(operations.drop_deliverable, pk, ReasonedStep)

    @extend_schema(request=Revision, responses=_ANY)
    @action(detail=True, methods=["post"])
    def take_up_again(self, request: Request, pk: UUID) -> Response:
        """Work on a dropped deliverable goes on."""
        return self._step(operations.take_up_again, pk, Revision)


def register(router: BaseRouter) -> None:
    router.register("deliverables", DeliverableViewSet, basename="deliverable")
