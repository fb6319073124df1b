"""Answers of signatories, milestones and proposals over the API: twins of the pages."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.records.hashing import content_hash
from gfmd_platform.stakeholders.api.base import TwinViewSet

from .. import operations
from ..models import Milestone, Service, Signatory
from ..operations.signatories import text_to_confirm
from ..queries import commitments as queries
from ..queries import milestones, services, signatories
from .commitment_shapes import content_json
from .joint_shapes import (
    MilestoneChange,
    MilestoneReach,
    MilestoneReason,
    SignatoryConfirm,
    milestone_json,
    service_json,
    signatory_json,
)

_ANY = OpenApiTypes.OBJECT


@extend_schema_view(retrieve=extend_schema(responses=_ANY))
class SignatoryViewSet(TwinViewSet):
    """Invitations to make a commitment jointly, for those who answer them."""

    permission_classes = [IsAuthenticated]
    queryset = Signatory.objects.none()
    serializer_class = SignatoryConfirm

    def retrieve(self, request: Request, pk: str) -> Response:
        """What you are asked to stand by, with the `text_hash` to confirm."""
        row = signatories.invitation(pk, self.actor)  # type: ignore[arg-type]
        body = signatory_json(row)
        if row.answer in ("invited", "confirmed"):
            text = text_to_confirm(row.commitment)
            body |= {"text": content_json(text), "text_hash": content_hash(text)}
        return Response(body)

    @extend_schema(request=SignatoryConfirm, responses=_ANY)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Make it your stakeholder's commitment too."""
        signatories.invitation(pk, self.actor)  # type: ignore[arg-type]
        values = self.read(SignatoryConfirm)
        return self._done(operations.confirm_part(signatory_id=pk, **values, **self.stamp))  # type: ignore[arg-type]

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Do not take part."""
        return self._done(operations.decline_part(signatory_id=pk, **self.stamp))  # type: ignore[arg-type]

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        """Not be named from now on."""
        return self._done(operations.leave_commitment(signatory_id=pk, **self.stamp))  # type: ignore[arg-type]

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Take back an invitation that was not answered; the owner's focal points."""
        signatories.invited_by(pk, self.actor)  # type: ignore[arg-type]
        return self._done(operations.revoke_signatory(signatory_id=pk, **self.stamp))  # type: ignore[arg-type]

    @staticmethod
    def _done(row: Signatory) -> Response:
        return Response(signatory_json(row))


class MilestoneViewSet(TwinViewSet):
    """Steps of a milestone; `GET /commitments/{id}/` shows it."""

    permission_classes = [IsAuthenticated]
    queryset = Milestone.objects.none()
    serializer_class = MilestoneReason

    def _step(self, operation: Any, shape: Any, pk: str) -> Response:
        milestones.to_report(self.actor, pk)  # type: ignore[arg-type]
        row: Milestone = operation(milestone_id=pk, **self.read(shape), **self.stamp)
        commitment = queries.get_commitment(self.actor, row.commitment_id)
        shown = milestones.of_commitment(commitment, timezone.localdate())
        return Response(next(milestone_json(one) for one in shown if one.milestone.pk == row.pk))

    @extend_schema(request=MilestoneChange, responses=_ANY)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Move its date or put it in other words, with the reason."""
        return self._step(operations.change_milestone, MilestoneChange, pk)

    @extend_schema(request=MilestoneReach, responses=_ANY)
    @action(detail=True, methods=["post"])
    def reach(self, request: Request, pk: str) -> Response:
        """Say that it is reached, with evidence."""
        return self._step(operations.reach_milestone, MilestoneReach, pk)

    @extend_schema(request=MilestoneReason, responses=_ANY)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """Say that it is no longer aimed at, and why."""
        return self._step(operations.drop_milestone, MilestoneReason, pk)

    @extend_schema(request=MilestoneReason, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="take-up")
    def take_up(self, request: Request, pk: str) -> Response:
        """Aim at it again, and why."""
        return self._step(operations.take_up_milestone, MilestoneReason, pk)


@extend_schema_view(retrieve=extend_schema(responses=_ANY))
class ServiceViewSet(TwinViewSet):
    """What is said to serve a commitment, for the two sides."""

    permission_classes = [IsAuthenticated]
    queryset = Service.objects.none()
    serializer_class = SignatoryConfirm

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(pk)

    def _shown(self, pk: str) -> Response:
        return Response(service_json(services.question(pk, self.actor)))  # type: ignore[arg-type]

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that it serves it; both pages then show it."""
        services.question(pk, self.actor)  # type: ignore[arg-type]
        operations.answer_service(service_id=pk, agrees=True, **self.stamp)  # type: ignore[arg-type]
        return self._shown(pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Say that it does not; nobody else sees it."""
        services.question(pk, self.actor)  # type: ignore[arg-type]
        operations.answer_service(service_id=pk, agrees=False, **self.stamp)  # type: ignore[arg-type]
        return self._shown(pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Take it out of both pages."""
        services.question(pk, self.actor)  # type: ignore[arg-type]
        operations.end_service(service_id=pk, **self.stamp)  # type: ignore[arg-type]
        return self._shown(pk)
