"""Review cycles over the API: the twins of the pages, through the same operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from gfmd_platform.pagination import Pages
from gfmd_platform.stakeholders.api.base import TwinViewSet
from gfmd_platform.stakeholders.enums import StakeholderKind

from . import operations, queries
from .api_board import BoardTwins
from .api_building import BuildingTwins
from .api_shapes import QuestionWrite, question_json, term_ids
from .enums import CycleKind
from .models import GENEVA, Cycle
from .queries.building import Asked
from .queries.cycles import AskedPart
from .queries.reminders import ladder_of
from .questionnaire import from_rows
from .views.paper import blank_response

_ANY = OpenApiTypes.OBJECT


class CycleWrite(serializers.Serializer[Any]):
    """Dates are local days in `time_zone`; `goals` are written as "framework:code"."""

    title = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=CycleKind.choices)
    year = serializers.IntegerField()
    theme = serializers.CharField(allow_blank=True, required=False)
    goals = serializers.ListField(child=serializers.CharField(), required=False)
    opens_on = serializers.DateField()
    asked_by = serializers.DateField()
    time_zone = serializers.CharField(required=False, default=GENEVA)
    messages_per_part = serializers.IntegerField(required=False, min_value=1, max_value=200)

    def validate_goals(self, refs: list[str]) -> list[UUID]:
        return term_ids(refs)


class CycleChange(CycleWrite):
    revision = serializers.IntegerField(min_value=1)
    time_zone = serializers.CharField(required=False)


class RemindersWrite(serializers.Serializer[Any]):
    days = serializers.ListField(child=serializers.IntegerField())


class MoreTime(serializers.Serializer[Any]):
    stakeholder = serializers.UUIDField()
    until = serializers.DateField(allow_null=True)


class Mute(serializers.Serializer[Any]):
    stakeholder = serializers.UUIDField()
    mutes = serializers.BooleanField()


class QuestionnaireWrite(serializers.Serializer[Any]):
    """`audience` is one of the cycle's; without it everybody else is asked. `targets` are written
    as "framework:code"."""

    questions = QuestionWrite(many=True)
    audience = serializers.UUIDField(required=False, allow_null=True, default=None)
    targets = serializers.ListField(child=serializers.CharField(), required=False, default=list)

    def validate_targets(self, refs: list[str]) -> list[UUID]:
        return term_ids(refs)


class AudienceWrite(serializers.Serializer[Any]):
    """Kinds of stakeholders that are asked questions of their own."""

    name = serializers.CharField(max_length=80)
    kinds = serializers.ListField(child=serializers.ChoiceField(StakeholderKind.choices))
    audience = serializers.UUIDField(required=False, allow_null=True, default=None)


def cycle_json(cycle: Cycle) -> dict[str, Any]:
    return {
        "id": cycle.pk,
        "title": cycle.title,
        "language": cycle.language,
        "kind": cycle.kind,
        "year": cycle.year,
        "state": cycle.state,
        "theme": cycle.theme,
        "opens_on": cycle.opens_on,
        "asked_by": cycle.asked_by,
        "time_zone": cycle.time_zone,
        "asked_by_instant": cycle.asked_by_instant,
        "messages_per_part": cycle.messages_per_part,
    }


def _asked_json(row: Asked, parts: list[AskedPart]) -> dict[str, Any]:
    """`questionnaire` is its number, as the blank form takes it."""
    return {
        "questionnaire": row.no,
        "targets": [target.ref for target in row.targets],
        "questions": [question_json(q) for part in parts for q in part.questions],
    }


class CyclePages(Pages):
    ordering = ("-year", "pk")


@extend_schema_view(
    list=extend_schema(operation_id="cycles_list", responses=_ANY),
    retrieve=extend_schema(responses=_ANY),
    create=extend_schema(request=CycleWrite, responses={201: _ANY}),
    partial_update=extend_schema(request=CycleChange, responses=_ANY),
)
class CycleViewSet(BoardTwins, BuildingTwins, TwinViewSet):
    """Review cycles: what is asked and when. Planning them is the Support Unit's."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    queryset = Cycle.objects.none()
    serializer_class = CycleWrite
    pagination_class = CyclePages

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(queries.cycles_for(self.actor)) or []
        return self.get_paginated_response([cycle_json(cycle) for cycle in page])

    def retrieve(self, request: Request, pk: UUID) -> Response:
        """One cycle with its goals in focus and its questions."""
        return Response(self._detail(pk))

    def _detail(self, pk: UUID) -> dict[str, Any]:
        cycle = queries.get_cycle(self.actor, pk)
        asked = queries.questions_by_audience(cycle)
        main = [_asked_json(*pair) for pair in asked if pair[0].audience is None]
        body = cycle_json(cycle) | {
            "goals": [goal.ref for goal in queries.goals_of(cycle)],
            **(main[0] if main else {"questionnaire": None, "targets": [], "questions": []}),
            "audiences": [
                {
                    "id": row.audience.pk,
                    "name": row.name,
                    "kinds": row.audience.kinds,
                    **_asked_json(row, parts),
                }
                for row, parts in asked
                if row.audience is not None
            ],
        }
        if self.actor.is_support_unit:
            body["revision"] = cycle.revision
            body["steps"] = [step.verb for step in queries.steps_for(self.actor, cycle)]
        return body

    def create(self, request: Request) -> Response:
        """Plan a cycle; it is seen by the Support Unit only until it opens."""
        sent = CycleWrite(data=request.data)
        sent.is_valid(raise_exception=True)
        cycle = operations.create_cycle(**sent.validated_data, by=self.actor, now=timezone.now())
        return Response(self._detail(cycle.pk), status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change a cycle; `revision` is the one you have read."""
        sent = CycleChange(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        values = dict(sent.validated_data)
        operations.edit_cycle(
            cycle_id=pk,
            revision=values.pop("revision", 0),
            by=self.actor,
            now=timezone.now(),
            **values,
        )
        return Response(self._detail(pk))

    def _step(self, operation: Callable[..., Any], pk: UUID) -> Response:
        operation(cycle_id=pk, by=self.actor, now=timezone.now())
        return Response(self._detail(pk))

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: UUID) -> Response:
        """Make it public and invite every confirmed stakeholder."""
        return self._step(operations.open_cycle, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: UUID) -> Response:
        """Take no more first reports."""
        return self._step(operations.close_cycle, pk)

    @extend_schema(request=None, responses=_ANY)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: UUID) -> Response:
        """Take reports again."""
        return self._step(operations.reopen_cycle, pk)

    @extend_schema(
        parameters=[OpenApiParameter("no", OpenApiTypes.INT)],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path="blank/(?P<form>docx|pdf)")
    def blank(self, request: Request, pk: UUID, form: str) -> FileResponse:
        """The questionnaire to print; `no` for another than the cycle's main one."""
        cycle = queries.get_cycle(self.actor, pk)
        return blank_response(cycle, form, request.query_params.get("no"))

    @extend_schema(request=QuestionnaireWrite, responses=_ANY)
    @action(detail=True, methods=["post"])
    def questions(self, request: Request, pk: UUID) -> Response:
        """Ask anew: the whole questionnaire, which gets the next number."""
        sent = QuestionnaireWrite(data=request.data)
        sent.is_valid(raise_exception=True)
        operations.revise_questionnaire(
            cycle_id=pk,
            questions=from_rows(sent.validated_data["questions"]),
            audience_id=sent.validated_data["audience"],
            targets=sent.validated_data["targets"],
            by=self.actor,
            now=timezone.now(),
        )
        return Response(self._detail(pk))

    @extend_schema(request=AudienceWrite, responses=_ANY)
    @action(detail=True, methods=["post"])
    def audiences(self, request: Request, pk: UUID) -> Response:
        """Say which kinds of stakeholders are asked questions of their own."""
        queries.get_cycle_for(self.actor, "edit", pk)
        sent = AudienceWrite(data=request.data)
        sent.is_valid(raise_exception=True)
        row = operations.save_audience(
            cycle_id=pk,
            audience_id=sent.validated_data["audience"],
            name=sent.validated_data["name"],
            kinds=sent.validated_data["kinds"],
            by=self.actor,
            now=timezone.now(),
        )
        return Response({"id": row.pk, "name": row.name, "kinds": row.kinds})

    @extend_schema(request=RemindersWrite, responses=_ANY)
    @action(detail=True, methods=["put"])
    def reminders(self, request: Request, pk: UUID) -> Response:
        """On which days focal points are reminded, counted from the day reports are asked for."""
        queries.get_cycle_for(self.actor, "edit", pk)
        sent = RemindersWrite(data=request.data)
        sent.is_valid(raise_exception=True)
        operations.set_reminders(
            cycle_id=pk, days=sent.validated_data["days"], by=self.actor, now=timezone.now()
        )
        cycle = queries.get_cycle(self.actor, pk)
        return Response({"days": [rung.days for rung in ladder_of(cycle)]})

    @extend_schema(request=MoreTime, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="more-time")
    def more_time(self, request: Request, pk: UUID) -> Response:
        """Ask one stakeholder for its report by a later day; null gives it the cycle's again."""
        queries.get_cycle_for(self.actor, "edit", pk)
        sent = MoreTime(data=request.data)
        sent.is_valid(raise_exception=True)
        row = operations.give_more_time(
            cycle_id=pk,
            stakeholder_id=sent.validated_data["stakeholder"],
            until=sent.validated_data["until"],
            by=self.actor,
            now=timezone.now(),
        )
        return Response({"stakeholder": row.stakeholder_id, "until": row.extended_to})

    @extend_schema(request=Mute, responses={204: None})
    @action(detail=True, methods=["post"])
    def mute(self, request: Request, pk: UUID) -> Response:
        """Get no reminders of this cycle for your stakeholder, or get them again."""
        queries.get_cycle(self.actor, pk)
        sent = Mute(data=request.data)
        sent.is_valid(raise_exception=True)
        operations.mute_reminders(
            cycle_id=pk,
            stakeholder_id=sent.validated_data["stakeholder"],
            mutes=sent.validated_data["mutes"],
            by=self.actor,
            now=timezone.now(),
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


def register(router: BaseRouter) -> None:
    router.register("cycles", CycleViewSet, basename="cycle")
