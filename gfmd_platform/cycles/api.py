"""Review cycles over the API: the twins of the pages, through the same operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from gfmd_platform.pagination import Pages
from gfmd_platform.stakeholders.api.base import TwinViewSet
from gfmd_platform.taxonomy import queries as taxonomy

from . import operations, queries
from .enums import WRITTEN_PARTS, CycleKind, InvitationState, QuestionType
from .models import GENEVA, Cycle
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

    def validate_goals(self, refs: list[str]) -> list[UUID]:
        return term_ids(refs)


class CycleChange(CycleWrite):
    revision = serializers.IntegerField(min_value=1)
    time_zone = serializers.CharField(required=False)


class QuestionWrite(serializers.Serializer[Any]):
    key = serializers.SlugField(max_length=40)
    part = serializers.ChoiceField(choices=[(p.value, p.label) for p in WRITTEN_PARTS])
    type = serializers.ChoiceField(choices=QuestionType.choices)
    label = serializers.CharField(max_length=200)  # type: ignore[assignment]
    hint = serializers.CharField(allow_blank=True, required=False, default="")
    word_guide = serializers.IntegerField(
        min_value=1, max_value=5000, required=False, allow_null=True, default=None
    )
    is_key_message = serializers.BooleanField(required=False, default=False)
    choices = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2),
        required=False,
        default=list,
    )


class QuestionnaireWrite(serializers.Serializer[Any]):
    questions = QuestionWrite(many=True)


def term_ids(refs: list[str]) -> list[UUID]:
    """Ids of terms written as "framework:code". Raises DRF's ValidationError for unknown ones."""
    found = [(ref, taxonomy.term(ref)) for ref in refs]
    unknown = [ref for ref, term in found if term is None]
    if unknown:
        raise serializers.ValidationError([f"No such term: {ref}" for ref in unknown])
    return [term.id for _ref, term in found if term is not None]


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
    }


class CyclePages(Pages):
    ordering = ("-year", "pk")


@extend_schema_view(
    list=extend_schema(operation_id="cycles_list", responses=_ANY),
    retrieve=extend_schema(responses=_ANY),
    create=extend_schema(request=CycleWrite, responses={201: _ANY}),
    partial_update=extend_schema(request=CycleChange, responses=_ANY),
)
class CycleViewSet(TwinViewSet):
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
        body = cycle_json(cycle) | {
            "goals": [goal.ref for goal in queries.goals_of(cycle)],
            "questions": [
                {
                    "key": q.key,
                    "part": q.part,
                    "type": q.type,
                    "label": q.label,
                    "hint": q.hint,
                    "word_guide": q.word_guide,
                    "is_key_message": q.is_key_message,
                    "choices": q.choices,
                }
                for part in queries.questions_of(cycle.questionnaire_id)
                for q in part.questions
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
            by=self.actor,
            now=timezone.now(),
        )
        return Response(self._detail(pk))

    @extend_schema(responses=_ANY)
    @action(detail=True, permission_classes=[IsAuthenticated])
    def participation(self, request: Request, pk: UUID) -> Response:
        """Who takes part, as far as each stakeholder let the Support Unit know."""
        cycle = queries.get_cycle_for(self.actor, "edit", pk)
        rows, total = queries.participation_by_kind(cycle)
        return Response(
            {
                "states": InvitationState.values,
                "by_kind": [asdict(row) for row in rows],
                "total": asdict(total),
                "stakeholders": [
                    {
                        "stakeholder": row.stakeholder_id,
                        "name": row.stakeholder.name,
                        "kind": row.stakeholder.kind,
                        "state": row.state,
                        "reason": row.reason,
                        "since": row.answered_at or row.invited_at,
                    }
                    for row in queries.invitations_of(cycle)
                ],
            }
        )


def register(router: BaseRouter) -> None:
    router.register("cycles", CycleViewSet, basename="cycle")
