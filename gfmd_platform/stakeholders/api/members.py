from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from .. import operations, queries
from ..models import Invitation, Membership
from .base import TwinViewSet, language
from .serializers import (
    AcceptIn,
    DescribeIn,
    HandOverIn,
    InvitationOut,
    MembershipOut,
    RenewIn,
)


class InvitationSeen(serializers.Serializer[Any]):
    """What a link offers. `has_account` tells its holder to sign in first."""

    purpose = serializers.CharField(source="invitation.purpose")
    stakeholder = serializers.CharField(source="invitation.stakeholder.name", default="")
    role = serializers.CharField(source="invitation.role")
    inviter = serializers.CharField(source="invitation.invited_by.name", default="")
    email = serializers.CharField(source="invitation.email")
    state = serializers.CharField()
    has_account = serializers.BooleanField()


class TokenIn(serializers.Serializer[Any]):
    token = serializers.CharField(max_length=100)


class InvitationViewSet(TwinViewSet):
    queryset = Invitation.objects.none()
    serializer_class = InvitationOut
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=InvitationOut)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: str) -> Response:
        """Mail a new link; the old one is void."""
        found = queries.get_invitation(self.actor, UUID(pk))
        done = operations.resend_invitation(invitation=found, **self.stamp)
        return Response(InvitationOut(done).data)

    @extend_schema(request=None, responses=InvitationOut)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        found = queries.get_invitation(self.actor, UUID(pk))
        done = operations.revoke_invitation(invitation=found, **self.stamp)
        return Response(InvitationOut(done).data)

    @extend_schema(request=TokenIn, responses=InvitationSeen)
    @action(detail=False, methods=["post"], permission_classes=[AllowAny])
    def look(self, request: Request) -> Response:
        """What a mailed link offers. Changes nothing; the token stays out of addresses and logs."""
        seen = queries.invitation_by_token(
            self.read(TokenIn)["token"], self.actor, self.stamp["now"]
        )
        return Response(InvitationSeen(seen).data)

    @extend_schema(request=AcceptIn, responses={200: InvitationOut})
    @action(detail=False, methods=["post"], permission_classes=[AllowAny])
    def accept(self, request: Request) -> Response:
        """Accept. Somebody without an account gets one, and signs in as chosen."""
        accepted = operations.accept_invitation(
            **self.read(AcceptIn), language=language(), **self.stamp
        )
        return Response(InvitationOut(accepted.invitation).data)


class MembershipViewSet(TwinViewSet):
    queryset = Membership.objects.none()
    serializer_class = MembershipOut
    permission_classes = [IsAuthenticated]

    @extend_schema(request=DescribeIn, responses=MembershipOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """One's own function, and to whom one's contact is shown."""
        seat = queries.get_own_membership(self.actor, UUID(pk))
        done = operations.describe_membership(
            membership=seat, **self.read(DescribeIn), **self.stamp
        )
        return Response(MembershipOut(done).data)

    @extend_schema(request=None, responses=MembershipOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a membership: one's own or, as focal point, a colleague's."""
        seat = queries.get_membership(self.actor, UUID(pk))
        done = operations.end_membership(membership=seat, **self.stamp)
        return Response(MembershipOut(done).data)

    @extend_schema(request=RenewIn, responses=MembershipOut)
    @action(detail=True, methods=["post"], url_path="renew-access")
    def renew_access(self, request: Request, pk: str) -> Response:
        """The stakeholder stands by a member who lost every way to sign in: their factors go, their
        sessions end, a one-time link is mailed. For the Support Unit."""
        queries.require_support_unit(self.actor)
        seat = queries.get_membership(self.actor, UUID(pk))
        operations.renew_nomination(
            membership=seat, **self.read(RenewIn), language=language(), **self.stamp
        )
        return Response(MembershipOut(seat).data)

    @extend_schema(request=HandOverIn, responses=MembershipOut)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """Leave as focal point; a colleague takes over."""
        seat = queries.get_own_membership(self.actor, UUID(pk))
        to = queries.get_membership(self.actor, self.read(HandOverIn)["to"])
        done = operations.hand_over(membership=seat, to=to, **self.stamp)
        return Response(MembershipOut(done).data, status=status.HTTP_200_OK)
