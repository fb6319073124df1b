"""What all endpoints of a review share."""

from __future__ import annotations

from typing import Any

from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from gfmd_platform.access import Actor

from ..models import Review


class ReviewEndpoints(GenericViewSet[Review]):
    queryset = Review.objects.none()

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    def _valid(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        sent = serializer(data=self.request.data)
        sent.is_valid(raise_exception=True)
        values: dict[str, Any] = sent.validated_data
        return values
