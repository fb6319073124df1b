from __future__ import annotations

from django.contrib.auth import logout
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.access import Actor

from .. import operations
from ..desk import desk_of
from ..models import Person
from ..sessions import key_of, sessions_of
from .base import TwinViewSet
from .serializers import DeskItemOut, LeaveIn, MeOut, ProfileIn, SessionOut


class MeView(TwinViewSet):
    """The signed-in person with their seats and groups."""

    queryset = Person.objects.none()
    serializer_class = MeOut
    permission_classes = [IsAuthenticated]
    pagination_class = None

    @extend_schema(responses=MeOut)
    def list(self, request: Request) -> Response:
        return Response(MeOut(self.actor).data)

    @extend_schema(request=ProfileIn, responses=MeOut)
    def create(self, request: Request) -> Response:
        """Change one's name and the language of one's mail."""
        person = operations.change_profile(**self.read(ProfileIn), **self.stamp)
        return Response(MeOut(Actor.of(person)).data)

    @extend_schema(request=LeaveIn, responses={204: None})
    @action(detail=False, methods=["post"])
    def erase(self, request: Request) -> Response:
        """Leave the platform and have one's personal data erased, for good; `email` confirms."""
        operations.leave_platform(**self.read(LeaveIn), **self.stamp)
        logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SessionsView(TwinViewSet):
    """Where the signed-in person is signed in."""

    queryset = Person.objects.none()
    serializer_class = SessionOut
    permission_classes = [IsAuthenticated]
    pagination_class = None
    lookup_value_regex = "[0-9a-f]{32}"

    @extend_schema(responses=SessionOut(many=True))
    def list(self, request: Request) -> Response:
        found = sessions_of(self._person, request.session.session_key)
        return Response(SessionOut(found, many=True).data)

    @extend_schema(
        responses={204: None},
        parameters=[OpenApiParameter("id", str, OpenApiParameter.PATH)],
    )
    def destroy(self, request: Request, pk: str) -> Response:
        """Sign one of them out."""
        operations.end_session(session_key=key_of(self._person, pk), **self.stamp)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="end-others")
    def end_others(self, request: Request) -> Response:
        """Sign all out but the one that asks."""
        operations.end_other_sessions(but=request.session.session_key, **self.stamp)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @property
    def _person(self) -> Person:
        person = self.actor.person
        assert person is not None  # IsAuthenticated
        return person


class DeskView(TwinViewSet):
    """What waits for the signed-in person, oldest promise first."""

    queryset = Person.objects.none()
    serializer_class = DeskItemOut
    permission_classes = [IsAuthenticated]
    pagination_class = None

    @extend_schema(responses=DeskItemOut(many=True))
    def list(self, request: Request) -> Response:
        items = [item for section in desk_of(self.actor) for item in section.items]
        return Response(DeskItemOut(items, many=True).data)
