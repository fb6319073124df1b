"""Questions of the Support Unit over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.cycles.enums import Part
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.pagination import Pages
from gfmd_platform.stakeholders.api.base import TwinViewSet

from .. import operations
from ..enums import QuestionState
from ..models import SupportQuestion
from ..operations.questions import LONGEST
from ..queries import commitments, reports
from ..queries import questions as queries

Shape = serializers.Serializer[Any]
_ANY = OpenApiTypes.OBJECT


class QuestionWords(Shape):
    text = serializers.CharField(max_length=LONGEST)
    language = serializers.ChoiceField(TEXT_LANGUAGES, default="en")


class AskWrite(QuestionWords):
    """About a part (`section`); with `key`, about one field of it: a question's key, `status` or
    `observation` with the commitment's or the value's id as `subject`."""

    section = serializers.ChoiceField(Part.choices)
    key = serializers.CharField(max_length=40, allow_blank=True, default="")
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)


class AskCommitment(QuestionWords):
    """About the whole; with `key`, about one field of it, such as `wording` or `indicators`."""

    key = serializers.CharField(max_length=40, allow_blank=True, default="")


class QuestionRead(Shape):
    revision = serializers.IntegerField(min_value=0, help_text="The revision that you read.")


class QuestionSay(QuestionWords, QuestionRead):
    pass


def question_json(row: SupportQuestion) -> dict[str, Any]:
    """With what was said, the earliest first; `said` must be fetched."""
    return {
        "id": row.pk,
        "report": row.of.subject_id if row.version else None,
        "commitment": None if row.version else row.of.subject_id,
        "version": row.of.no,
        "section": row.section,
        "key": row.key,
        "subject": row.subject,
        "state": row.state,
        "state_at": row.state_at,
        "revision": row.revision,
        "entries": [
            {
                "no": entry.no,
                "kind": entry.kind,
                "text": entry.text,
                "language": entry.language,
                "at": entry.at,
                "by": str(entry.membership.person) if entry.membership else "",
            }
            for entry in row.said  # type: ignore[attr-defined]
        ],
    }


class QuestionPages(Pages):
    ordering = ("state_at", "pk")


class QuestionViewSet(TwinViewSet):
    """Between the Support Unit and the stakeholder whose report it is; for nobody else."""

    permission_classes = [IsAuthenticated]
    queryset = SupportQuestion.objects.none()
    serializer_class = QuestionSay
    pagination_class = QuestionPages

    @extend_schema(
        operation_id="questions_list",
        parameters=[OpenApiParameter("state", enum=QuestionState.values)],
        responses=_ANY,
    )
    def list(self, request: Request) -> Response:
        rows = queries.with_entries(
            queries.questions_for(self.actor, state=request.query_params.get("state", ""))
        )
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response([question_json(row) for row in page])

    @extend_schema(responses=_ANY)
    def retrieve(self, request: Request, pk: Any) -> Response:
        return self._shown(pk)

    def _shown(self, pk: Any) -> Response:
        return Response(question_json(queries.question_and_actions(self.actor, pk)[0]))

    def _step(self, operation: Any, pk: Any, shape: type[Shape]) -> Response:
        queries.question_and_actions(self.actor, pk)
        operation(question_id=pk, **self.read(shape), **self.stamp)
        return self._shown(pk)

    @extend_schema(request=QuestionSay, responses=_ANY)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: Any) -> Response:
        """Answer for your stakeholder, or add to an answer."""
        return self._step(operations.answer_question, pk, QuestionSay)

    @extend_schema(request=QuestionSay, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="follow-up")
    def follow_up(self, request: Request, pk: Any) -> Response:
        """Ask on; what was closed is open again."""
        return self._step(operations.follow_up_question, pk, QuestionSay)

    @extend_schema(request=QuestionRead, responses=_ANY)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: Any) -> Response:
        """Say that nothing more is asked."""
        return self._step(operations.close_question, pk, QuestionRead)


class QuestionActions:
    """Mixed into the viewset of reports."""

    @extend_schema(
        operation_id="reports_versions_questions", request=None, responses=_ANY, methods=["GET"]
    )
    @extend_schema(
        operation_id="reports_versions_ask", request=AskWrite, responses=_ANY, methods=["POST"]
    )
    @action(
        detail=True,
        methods=["get", "post"],
        url_path=r"versions/(?P<no>[0-9]{1,6})/questions",
        permission_classes=[IsAuthenticated],
    )
    def questions(self: Any, request: Request, pk: Any, no: str) -> Response:
        """What was asked about a version (GET); ask the Support Unit's question (POST)."""
        if request.method == "POST":
            reports.get_report_for(self.actor, "ask", pk)
            row = operations.ask_question(
                report_id=pk, no=int(no), **self.read(AskWrite), **self.stamp
            )
            found = queries.question_and_actions(self.actor, row.pk)[0]
            return Response(question_json(found), status=status.HTTP_201_CREATED)
        report = reports.get_report(self.actor, pk)
        version = reports.get_version(self.actor, report, int(no))
        asked = queries.beside(self.actor, report, version, may_ask=False)
        return Response([question_json(row) for rows in asked.at.values() for row in rows])


class CommitmentQuestionActions:
    """Mixed into the viewset of commitments."""

    @extend_schema(
        operation_id="commitments_versions_questions",
        request=None,
        responses=_ANY,
        methods=["GET"],
    )
    @extend_schema(
        operation_id="commitments_versions_ask",
        request=AskCommitment,
        responses=_ANY,
        methods=["POST"],
    )
    @action(
        detail=True,
        methods=["get", "post"],
        url_path=r"versions/(?P<no>[0-9]{1,6})/questions",
        permission_classes=[IsAuthenticated],
    )
    def questions(self: Any, request: Request, pk: Any, no: str) -> Response:
        """What was asked about a version (GET); the Support Unit asks for clarification (POST)."""
        if request.method == "POST":
            commitments.get_commitment_for(self.actor, "ask", pk)
            row = operations.ask_about_commitment(
                commitment_id=pk, no=int(no), **self.read(AskCommitment), **self.stamp
            )
            found = queries.question_and_actions(self.actor, row.pk)[0]
            return Response(question_json(found), status=status.HTTP_201_CREATED)
        commitment = commitments.get_commitment(self.actor, pk)
        version = commitments.get_version(commitment, int(no))
        asked = queries.beside_commitment(self.actor, commitment, version, may_ask=False)
        return Response([question_json(row) for rows in asked.at.values() for row in rows])
