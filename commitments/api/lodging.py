"""Lodging over the API: the twin of the Support Unit's form."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.access import check_create
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.stakeholders.api.base import TwinViewSet

from .. import operations
from ..enums import Channel, Progress, Visibility
from ..models import ReportVersion
from ..operations import StatusGiven
from ..operations.observations import RowGiven
from .shapes import ObservationWrite, Shape, version_line_json


class LodgedStatus(Shape):
    commitment = serializers.UUIDField()
    status = serializers.ChoiceField(Progress.choices)
    note = serializers.CharField(max_length=20_000, allow_blank=True, default="")


class LodgingWrite(Shape):
    """`answers` is a JSON object of question key → text as received, `statuses` a JSON list of
    {commitment, status, note}, `observations` one of values as for a draft; all may be left out."""

    cycle = serializers.UUIDField()
    stakeholder = serializers.UUIDField()
    channel = serializers.ChoiceField(Channel.choices)
    reference = serializers.CharField(max_length=120, required=False, default="")
    dated_on = serializers.DateField()
    received_on = serializers.DateField()
    description = serializers.CharField(max_length=2000, required=False, default="")
    answers = serializers.JSONField(required=False, default=dict)
    statuses = serializers.JSONField(required=False, default=list)  # type: ignore[arg-type]
    observations = serializers.JSONField(required=False, default=list)  # type: ignore[arg-type]
    visibility = serializers.ChoiceField(
        Visibility.choices, required=False, default=Visibility.SUPPORT_UNIT
    )
    may_quote = serializers.BooleanField(required=False, default=False)
    language = serializers.ChoiceField(TEXT_LANGUAGES, required=False, default="en")
    files = serializers.ListField(child=serializers.FileField(), allow_empty=False)

    def validate_answers(self, value: object) -> object:
        if not isinstance(value, dict):
            raise serializers.ValidationError("Give an object.")
        return value

    def validate_statuses(self, value: object) -> list[StatusGiven]:
        shape = LodgedStatus(data=value, many=True)
        shape.is_valid(raise_exception=True)
        return [
            StatusGiven(row["commitment"], row["status"], row["note"])
            for row in shape.validated_data
        ]

    def validate_observations(self, value: object) -> list[RowGiven]:
        shape = ObservationWrite(data=value, many=True)
        shape.is_valid(raise_exception=True)
        return [
            RowGiven(
                line,
                row,
                term_id=row.pop("indicator", None),
                indicator_key=row.pop("own_indicator", None),
            )
            for line, row in enumerate(shape.validated_data, start=1)
        ]


class LodgingViewSet(TwinViewSet):
    """What came by note verbale or mail, handed in by the Support Unit as it was received."""

    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser]
    queryset = ReportVersion.objects.none()
    serializer_class = LodgingWrite

    @extend_schema(
        request={"multipart/form-data": LodgingWrite}, responses={201: OpenApiTypes.OBJECT}
    )
    def create(self, request: Request) -> Response:
        check_create(self.actor, "lodging")
        sent = self.read(LodgingWrite)
        version = operations.lodge_report(
            cycle_id=sent.pop("cycle"),
            stakeholder_id=sent.pop("stakeholder"),
            **sent,
            **self.stamp,
        )
        return Response(
            {"id": version.subject_id} | version_line_json(version),
            status=status.HTTP_201_CREATED,
        )
