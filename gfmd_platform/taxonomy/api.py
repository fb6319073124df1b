"""The taxonomy in the API: for reading only, open to everybody, like its pages.

The database chooses and orders the rows of a page; what each says comes from the taxonomy in
memory. (Fields named like an attribute of DRF's own `Field` puzzle mypy only.)
"""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from gfmd_platform.pagination import Pages

from . import queries
from .enums import PlaceKind, Relation, TermKind, UNStatus
from .models import Framework, Place, Term


class FrameworkSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    family = serializers.CharField()
    version = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    short_label = serializers.CharField()
    language = serializers.CharField(help_text="The language of both labels.")
    source = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    retired = serializers.BooleanField()

    def to_representation(self, instance: Framework) -> Any:
        return super().to_representation(queries.current().frameworks[instance.pk])


class LinkSerializer(serializers.Serializer[Any]):
    term = serializers.CharField(source="other.ref", help_text='As in "gcm-2018:5".')
    relation = serializers.ChoiceField(Relation.choices)
    editorial = serializers.BooleanField(help_text="Drawn by the platform, stated by no document.")
    source = serializers.CharField()  # type: ignore[assignment]


class SummitSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    year = serializers.IntegerField()
    place = serializers.CharField(source="place.code", help_text="M49 code.")


class FocusSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    uncertainty = serializers.CharField()


class TermSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    ref = serializers.CharField(help_text='Framework and code, as in "gcm-2018:5".')
    framework = serializers.CharField(source="framework.code")
    code = serializers.CharField()
    kind = serializers.ChoiceField(TermKind.choices)
    parent = serializers.CharField(source="parent.ref", default=None, allow_null=True)  # type: ignore[assignment]
    label = serializers.CharField()  # type: ignore[assignment]
    short_label = serializers.CharField()
    language = serializers.CharField(help_text="The language of both labels.")
    definition = serializers.CharField()
    migration_related = serializers.BooleanField()
    relevance_reason = serializers.CharField()
    source_ref = serializers.CharField()
    uncertainty = serializers.CharField(help_text="What isn't certain about this row.")
    retired = serializers.BooleanField()

    def to_representation(self, instance: Term) -> Any:
        return super().to_representation(queries.current().terms[instance.pk])


class TermDetailSerializer(TermSerializer):
    children = serializers.SerializerMethodField()
    leads_to = LinkSerializer(many=True)
    led_from = LinkSerializer(many=True)
    in_focus = FocusSerializer(source="focus", many=True)
    summit = SummitSerializer(allow_null=True)

    def get_children(self, entry: Any) -> list[str]:
        return [child.ref for child in entry.children]


class IndicatorSerializer(TermSerializer):
    target = serializers.CharField(source="parent.ref")
    unit = serializers.CharField(source="indicator.unit")
    custodians = serializers.ListField(source="indicator.custodians", child=serializers.CharField())
    note = serializers.CharField(source="indicator.note")


@extend_schema_serializer(component_name="M49Place")
class PlaceSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="M49 code; invented countries have one with X.")
    iso2 = serializers.CharField(allow_null=True)
    iso3 = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(PlaceKind.choices)
    un_status = serializers.ChoiceField(UNStatus.choices, allow_blank=True)
    parent = serializers.CharField(source="parent.code", default=None, allow_null=True)  # type: ignore[assignment]
    name = serializers.CharField()
    language = serializers.CharField()
    note = serializers.CharField()
    invented = serializers.BooleanField()
    retired = serializers.BooleanField()

    def to_representation(self, instance: Place) -> Any:
        return super().to_representation(queries.current().places[instance.pk])


class ByDocument(Pages):
    """Terms in the order of their documents."""

    ordering = "place_in_document"


class ByCode(Pages):
    ordering = "code"


class ByPosition(Pages):
    ordering = "position"


@extend_schema_field({"type": "boolean"})
class YesNo(django_filters.TypedChoiceFilter):
    """true or false; anything else is an error and not, as with BooleanFilter, no filter."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("true", "true"), ("false", "false")]
        super().__init__(choices=choices, coerce="true".__eq__, **kwargs)


class FrameworkFilter(django_filters.FilterSet):
    class Meta:
        model = Framework
        fields = ["family"]


class TermFilter(django_filters.FilterSet):
    framework = django_filters.CharFilter(help_text="Code of a framework.")
    kind = django_filters.MultipleChoiceFilter(choices=TermKind.choices)
    parent = django_filters.CharFilter(
        method="below", help_text='Code within `framework`, or a reference as in "sdg-2015:10".'
    )
    migration_related = YesNo()

    class Meta:
        model = Term
        fields = ["framework", "kind", "parent", "code", "migration_related"]

    def below(self, rows: QuerySet[Term], name: str, value: str) -> QuerySet[Term]:
        framework, _, code = value.rpartition(":")
        rows = rows.filter(parent__code=code)
        return rows.filter(framework=framework) if framework else rows


class IndicatorFilter(django_filters.FilterSet):
    target = django_filters.CharFilter(field_name="parent__code", help_text='As in "10.7".')
    custodian = django_filters.CharFilter(method="kept_by", help_text='As in "IOM".')

    class Meta:
        model = Term
        fields = ["framework", "code", "target"]

    def kept_by(self, rows: QuerySet[Term], name: str, value: str) -> QuerySet[Term]:
        return rows.filter(indicator_detail__custodians__contains=[value])


class PlaceFilter(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(choices=PlaceKind.choices)
    parent = django_filters.CharFilter(help_text="M49 code.")
    invented = YesNo()

    class Meta:
        model = Place
        fields = ["kind", "parent", "un_status", "iso2", "iso3", "invented"]


class _ReadOnly(ReadOnlyModelViewSet[Any]):
    """Lists hold what is in force; a single row is found even when retired."""

    permission_classes = [AllowAny]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        return rows.filter(until__isnull=True) if self.action == "list" else rows


class FrameworkViewSet(_ReadOnly):
    """Documents, each in one version."""

    queryset = Framework.objects.all()
    serializer_class = FrameworkSerializer
    filterset_class = FrameworkFilter
    pagination_class = ByPosition


class TermViewSet(_ReadOnly):
    """Clusters, action areas, options, objectives, goals, targets, indicators and the like."""

    queryset = Term.objects.annotate(
        place_in_document=F("framework__position") * 10000 + F("position")
    )
    filterset_class = TermFilter
    pagination_class = ByDocument

    def get_serializer_class(self) -> type[TermSerializer]:
        return TermDetailSerializer if self.action == "retrieve" else TermSerializer


class IndicatorViewSet(_ReadOnly):
    """Global indicators; the custodian's value is the authority."""

    queryset = TermViewSet.queryset.filter(kind=TermKind.INDICATOR)
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    pagination_class = ByDocument


class PlaceViewSet(_ReadOnly):
    """States, areas and regions of the M49 standard."""

    queryset = Place.objects.all()
    serializer_class = PlaceSerializer
    filterset_class = PlaceFilter
    pagination_class = ByCode


def register(router: BaseRouter) -> None:
    router.register("frameworks", FrameworkViewSet, basename="framework")
    router.register("terms", TermViewSet, basename="term")
    router.register("indicators", IndicatorViewSet, basename="indicator")
    router.register("places", PlaceViewSet, basename="place")
