"""Values of an indicator over the API: the twin of its page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.stakeholders.api.base import TwinViewSet

from ..disaggregation import NoSuchCategory, canonical, split
from ..models import ReportVersionObservation
from ..queries import trends
from .shapes import Says, observation_json


class IndicatorValueViewSet(TwinViewSet):
    """Reported values of an indicator, the custodian's first where they are kept."""

    permission_classes = [AllowAny]
    queryset = ReportVersionObservation.objects.none()
    serializer_class = Says  # nothing is written here
    lookup_field = "ref"
    lookup_value_regex = r"[-a-zA-Z0-9.:]{1,80}"

    @extend_schema(
        parameters=[
            OpenApiParameter("ref", location="path", description="sdg-2015:10.7.1, or a key."),
            OpenApiParameter("dims", description="As age=18-24;sex=female; the total without."),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def retrieve(self, request: Request, ref: str) -> Response:
        card = trends.card_in_public(ref)
        try:
            dims = canonical(request.query_params.get("dims", ""))
        except NoSuchCategory as error:
            raise ValidationError({"dims": [str(error)]}) from None
        page = trends.indicator_page(self.actor, card, dims=dims)
        return Response(
            {
                "indicator": card.ref,
                "name": card.name,
                "unit": card.unit,
                "custodians": list(card.custodians),
                "dims": split(dims),
                "combinations": [split(text) for text in page.combinations],
                "custodian_values": [
                    {"place": value.place_id, "source": line.source, **_value(value)}
                    for line, cells in page.rows
                    if line.is_custodian
                    for value in cells
                    if value is not None
                ],
                "values": [
                    {
                        "stakeholder": row.version.subject.stakeholder_id,
                        "name": row.version.subject.name,
                        "joint": row.version.subject.is_joint,
                        "report": row.version.subject_id,
                        "version": row.version.no,
                        **observation_json(row),
                    }
                    for row in page.observations
                ],
            }
        )


def _value(row: Any) -> dict[str, Any]:
    return {
        "period": row.period,
        "value": row.number,
        "unit": row.unit,
        "published_on": row.batch.published_on,
    }
