"""Checking a receipt over the API: the twin of `/receipts/`."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from ..forms.receipts import ReceiptForm
from ..models import ReportVersion
from ..views.receipts import may_check
from .standing import joint_json


class ReceiptShape(serializers.Serializer):  # type: ignore[type-arg]
    key = serializers.CharField(required=False, allow_blank=True, max_length=40)
    file = serializers.FileField(required=False)


class ReceiptViewSet(GenericViewSet):  # type: ignore[type-arg]
    """Whoever has a receipt may ask whether what is stored is what was handed in."""

    permission_classes = [AllowAny]
    queryset = ReportVersion.objects.none()
    serializer_class = ReceiptShape

    @extend_schema(request=ReceiptShape, responses=OpenApiTypes.OBJECT)
    def create(self, request: Request) -> Response:
        if not may_check(request._request):
            raise Throttled
        sent = ReceiptShape(data=request.data)
        sent.is_valid(raise_exception=True)
        form = ReceiptForm({"key": sent.validated_data.get("key", "")}, request.FILES)
        checked = form.checked() if form.is_valid() else None
        if checked is None:
            raise ValidationError(
                {name: [str(text) for text in said] for name, said in form.errors.items()}
            )
        version, seal = checked.version, checked.proof.seal if checked.proof else None
        return Response(
            {
                "valid": checked.is_valid,
                "stakeholder": version.subject.stakeholder.name,
                "joint": joint_json(version),
                "cycle": version.subject.cycle.title,
                "version": version.no,
                "at": version.at,
                "hash": version.content_hash,
                "seal": {"no": seal.no, "root": seal.root} if seal else None,
            }
        )
