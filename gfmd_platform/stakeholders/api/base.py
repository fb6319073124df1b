from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from gfmd_platform.access import Actor

UUID_REGEX = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class TwinViewSet(GenericViewSet[Any]):
    """Reads the input, then calls one operation, as the page does."""

    lookup_field = "pk"
    lookup_value_regex = UUID_REGEX
    request: Request

    @property
    def actor(self) -> Actor:
        return self.request.actor  # type: ignore[attr-defined, no-any-return]

    @property
    def stamp(self) -> dict[str, Any]:
        """Who and when, for an operation."""
        return {"by": self.actor, "now": timezone.now()}

    def read(self, shape: type[Serializer[Any]]) -> dict[str, Any]:
        """The request's values in the shape asked for. Raises ValidationError."""
        serializer = shape(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


def language() -> str:
    return get_language() or "en"
