from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from .. import operations, queries
from ..models import GroupMembership
from .base import TwinViewSet, language
from .serializers import (
    EndMandateIn,
    InvitationOut,
    MandateIn,
    MandateOut,
    PersonInviteIn,
)


class MandateViewSet(TwinViewSet):
    """Mandates of stakeholders in groups; for the Support Unit."""

    queryset = GroupMembership.objects.none()
    serializer_class = MandateOut
    permission_classes = [IsAuthenticated]
    pagination_class = None

    @extend_schema(responses=MandateOut(many=True))
    def list(self, request: Request) -> Response:
        queries.require_support_unit(self.actor)
        return Response(MandateOut(queries.mandates(), many=True).data)

    @extend_schema(request=MandateIn, responses={201: MandateOut})
    def create(self, request: Request) -> Response:
        queries.require_support_unit(self.actor)
        made = operations.record_mandate(**self.read(MandateIn), **self.stamp)
        return Response(MandateOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EndMandateIn, responses=MandateOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        queries.require_support_unit(self.actor)
        mandate = queries.get_group_membership(UUID(pk))
        done = operations.end_mandate(mandate=mandate, **self.read(EndMandateIn), **self.stamp)
        return Response(MandateOut(done).data)


class SupportUnitViewSet(TwinViewSet):
    """The Support Unit invites its own colleagues, and lets them go."""

    queryset = GroupMembership.objects.none()
    serializer_class = InvitationOut
    permission_classes = [IsAuthenticated]

    @extend_schema(request=PersonInviteIn, responses={201: InvitationOut})
    @action(detail=False, methods=["post"])
    def invite(self, request: Request) -> Response:
        queries.require_support_unit(self.actor)
        sent = operations.invite_to_support_unit(
            **self.read(PersonInviteIn), language=language(), **self.stamp
        )
        return Response(InvitationOut(sent).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        queries.require_support_unit(self.actor)
        membership = queries.get_group_membership(UUID(pk))
        operations.leave_support_unit(membership=membership, **self.stamp)
        return Response(status=status.HTTP_204_NO_CONTENT)
