"""The search for programs: the same criteria, the same counts."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ViewSet

from . import queries
from .criteria import SORTS, Criteria
from .facets import FACETS, LINKED


class OptionSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="Entries with this value alone in its facet.")
    chosen = serializers.BooleanField()


class FacetSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    options = OptionSerializer(many=True)


class PlaceSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="M49.")
    name = serializers.CharField()


class EntrySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="record_id")
    kind = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    url = serializers.CharField(help_text="Address of its page on this host.")
    stakeholders = serializers.ListField(source="names", child=serializers.CharField())
    countries = PlaceSerializer(source="places", many=True)
    themes = serializers.SerializerMethodField(help_text="Terms as framework:code.")
    published_at = serializers.DateTimeField()

    def get_themes(self, hit: queries.Hit) -> list[str]:
        return [term.ref for term in hit.terms]


class FoundSerializer(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    sort = serializers.ChoiceField(choices=SORTS)
    suggestion = serializers.CharField(help_text="A correction, where little was found.")
    facets = FacetSerializer(many=True)
    results = EntrySerializer(many=True)


def _parameter(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, **more)


class SearchViewSet(ViewSet):
    """Full text and facets over everything public."""

    permission_classes = [AllowAny]
    serializer_class = FoundSerializer

    @extend_schema(
        operation_id="search",
        parameters=[
            _parameter("q", 'Words; "a phrase", or, and -not are understood.'),
            *(
                _parameter(facet.name, f"{facet.label}; any of several.", many=True)
                for facet in (*FACETS, *LINKED)
            ),
            _parameter("sort", "Order.", enum=SORTS),
            OpenApiParameter("page", OpenApiTypes.INT),
        ],
        responses=FoundSerializer,
    )
    def list(self, request: Request) -> Response:
        criteria = Criteria.parse(request.query_params)
        if criteria.unknown:
            raise ValidationError(
                {name: [f"“{value}” does not exist."] for name, value in criteria.unknown}
            )
        found = queries.find(criteria)
        answer = FoundSerializer(
            {
                "total": found.total,
                "page": found.page.number,
                "pages": found.page.paginator.num_pages,
                "sort": criteria.sort,
                "suggestion": found.suggestion,
                "facets": found.facets,
                "results": found.hits,
            }
        )
        return Response(answer.data)


def register(router: BaseRouter) -> None:
    router.register("search", SearchViewSet, basename="search")
