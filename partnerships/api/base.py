"""What the endpoints of this app share."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.serializers import Serializer

from gfmd_platform.stakeholders.api import base


class TwinViewSet(base.TwinViewSet):
    """Readable by everybody as far as the permission table goes; writing needs a person."""

    permission_classes = (IsAuthenticatedOrReadOnly,)

    def sent(self, shape: type[Serializer]) -> Any:
        """The request in its shape; raises DRF's ValidationError."""
        serializer = shape(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return serializer
