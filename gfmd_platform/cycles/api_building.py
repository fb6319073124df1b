"""Questionnaires being built, over the API: twins of the builder's pages, one operation each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.stakeholders.api.base import TwinViewSet

from . import operations, queries
from .api_shapes import QuestionWrite, question_json, term_ids
from .differences import QuestionChange
from .models import DraftQuestion, QuestionnaireDraft
from .queries import building
from .questionnaire import from_row

_ANY = OpenApiTypes.OBJECT
_UUID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_DRAFTS = "question-drafts"
_DRAFT = rf"{_DRAFTS}/(?P<draft_id>{_UUID})"
_KEY = r"(?P<key>[-a-zA-Z0-9_]{1,40})"


class BeginWrite(serializers.Serializer[Any]):
    """For an `audience` of the cycle, or for everybody else; with the questions of `copy_of`, a
    questionnaire of any cycle."""

    audience = serializers.UUIDField(required=False, allow_null=True, default=None)
    copy_of = serializers.UUIDField(required=False, allow_null=True, default=None)


class QuestionAdd(QuestionWrite):
    """Without a key it gets one made of its words."""

    key = serializers.SlugField(max_length=40, required=False, allow_blank=True, default="")


class QuestionChangeWrite(QuestionWrite):
    """The key in the address stays; `revision` is the one that was read."""

    key = None  # type: ignore[assignment]
    revision = serializers.IntegerField(min_value=1)


class RevisionWrite(serializers.Serializer[Any]):
    revision = serializers.IntegerField(min_value=1)


class MoveWrite(serializers.Serializer[Any]):
    up = serializers.BooleanField()


class TargetsWrite(serializers.Serializer[Any]):
    """Written as "framework:code"."""

    targets = serializers.ListField(child=serializers.CharField(), allow_empty=True)

    def validate_targets(self, refs: list[str]) -> list[UUID]:
        return term_ids(refs)


def _line_json(draft: QuestionnaireDraft) -> dict[str, Any]:
    audience = draft.audience
    return {
        "id": draft.pk,
        "audience": {"id": audience.pk, "name": audience.name} if audience else None,
        "begun_at": draft.begun_at,
    }


def _question_json(row: DraftQuestion) -> dict[str, Any]:
    return question_json(row) | {"revision": row.revision}


def _change_json(change: QuestionChange) -> dict[str, Any]:
    lines = [{"what": what, "before": b, "after": a} for what, b, a in change.lines]
    return {"kind": change.kind, "key": change.key, "label": change.label, "lines": lines}


class BuildingTwins(TwinViewSet):
    """Mixed into the twins of cycles. What is being built is seen by the Support Unit alone."""

    def _built(self, pk: UUID, draft_id: str) -> QuestionnaireDraft:
        cycle = queries.get_cycle_for(self.actor, "edit", pk)
        return building.get_draft(cycle, UUID(draft_id))

    def _draft_answer(self, draft: QuestionnaireDraft, code: int = status.HTTP_200_OK) -> Response:
        """All that the pages show: the questions as they would be asked, and what would change."""
        parts = queries.by_parts(draft.questions.all())
        body = _line_json(draft) | {
            "targets": [entry.ref for entry in building.targets_of(draft)],
            "questions": [_question_json(q) for part in parts for q in part.questions],
            "changes": [_change_json(change) for change in building.changes_of_draft(draft)],
            "earlier": [{"key": k, "label": words} for k, words in building.earlier_keys(draft)],
        }
        return Response(body, status=code)

    def _common(self, draft: QuestionnaireDraft) -> dict[str, Any]:
        return {"draft_id": draft.pk, "by": self.actor, "now": timezone.now()}

    @extend_schema(methods=["get"], operation_id="cycles_question_drafts_list", responses=_ANY)
    @extend_schema(methods=["post"], request=BeginWrite, responses={201: _ANY})
    @action(
        detail=True,
        methods=["get", "post"],
        url_path=_DRAFTS,
        permission_classes=[IsAuthenticated],
    )
    def question_drafts(self, request: Request, pk: UUID) -> Response:
        """What is being built; POST begins a draft, or goes on with the one there is."""
        cycle = queries.get_cycle_for(self.actor, "edit", pk)
        if request.method == "GET":
            return Response([_line_json(draft) for draft in building.drafts_of(cycle)])
        sent = self.read(BeginWrite)
        draft = operations.begin_draft(
            cycle_id=pk, audience_id=sent["audience"], copy_of=sent["copy_of"], **self.stamp
        )
        return self._draft_answer(draft, status.HTTP_201_CREATED)

    @extend_schema(methods=["get"], responses=_ANY)
    @extend_schema(methods=["delete"], responses={204: None})
    @action(
        detail=True,
        methods=["get", "delete"],
        url_path=_DRAFT,
        permission_classes=[IsAuthenticated],
    )
    def question_draft(self, request: Request, pk: UUID, draft_id: str) -> Response:
        """The draft as it would be asked, and what issuing it would change; DELETE gives it up."""
        draft = self._built(pk, draft_id)
        if request.method == "GET":
            return self._draft_answer(draft)
        operations.discard_draft(**self._common(draft))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=TargetsWrite, responses=_ANY)
    @action(
        detail=True,
        methods=["put"],
        url_path=f"{_DRAFT}/targets",
        permission_classes=[IsAuthenticated],
    )
    def question_draft_targets(self, request: Request, pk: UUID, draft_id: str) -> Response:
        """Put these targets in focus."""
        draft = self._built(pk, draft_id)
        operations.set_targets(targets=self.read(TargetsWrite)["targets"], **self._common(draft))
        return self._draft_answer(draft)

    @extend_schema(request=QuestionAdd, responses={201: _ANY})
    @action(
        detail=True,
        methods=["post"],
        url_path=f"{_DRAFT}/questions",
        permission_classes=[IsAuthenticated],
    )
    def question_draft_questions(self, request: Request, pk: UUID, draft_id: str) -> Response:
        """Add a question at the end of its part."""
        draft = self._built(pk, draft_id)
        shape = from_row(self.read(QuestionAdd))
        row = operations.add_question(question=shape, **self._common(draft))
        return Response(_question_json(row), status=status.HTTP_201_CREATED)

    @extend_schema(methods=["put"], request=QuestionChangeWrite, responses=_ANY)
    @extend_schema(methods=["delete"], request=RevisionWrite, responses={204: None})
    @action(
        detail=True,
        methods=["put", "delete"],
        url_path=f"{_DRAFT}/questions/{_KEY}",
        permission_classes=[IsAuthenticated],
    )
    def question_draft_question(
        self, request: Request, pk: UUID, draft_id: str, key: str
    ) -> Response:
        """Change a question, or ask it no longer; `revision` is the one you have read."""
        draft = self._built(pk, draft_id)
        if request.method == "DELETE":
            revision = self.read(RevisionWrite)["revision"]
            operations.remove_question(key=key, revision=revision, **self._common(draft))
            return Response(status=status.HTTP_204_NO_CONTENT)
        sent = self.read(QuestionChangeWrite)
        revision = sent.pop("revision")
        row = operations.edit_question(
            key=key,
            question=from_row(sent | {"key": key}),
            revision=revision,
            **self._common(draft),
        )
        return Response(_question_json(row))

    @extend_schema(request=MoveWrite, responses=_ANY)
    @action(
        detail=True,
        methods=["post"],
        url_path=f"{_DRAFT}/questions/{_KEY}/move",
        permission_classes=[IsAuthenticated],
    )
    def question_draft_move(self, request: Request, pk: UUID, draft_id: str, key: str) -> Response:
        """Put a question before the one above it in its part, or after the one below."""
        draft = self._built(pk, draft_id)
        operations.move_question(key=key, up=self.read(MoveWrite)["up"], **self._common(draft))
        return self._draft_answer(draft)

    @extend_schema(request=None, responses={201: _ANY})
    @action(
        detail=True,
        methods=["post"],
        url_path=f"{_DRAFT}/issue",
        permission_classes=[IsAuthenticated],
    )
    def question_draft_issue(self, request: Request, pk: UUID, draft_id: str) -> Response:
        """Make it the next questionnaire; writers of open drafts are told, and adopt it."""
        made = operations.issue_questionnaire(**self._common(self._built(pk, draft_id)))
        return Response({"id": made.pk, "no": made.no}, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    @action(
        detail=True,
        methods=["delete"],
        url_path=rf"audiences/(?P<audience_id>{_UUID})",
        permission_classes=[IsAuthenticated],
    )
    def audience(self, request: Request, pk: UUID, audience_id: str) -> Response:
        """Ask these kinds of stakeholders the main questions again."""
        queries.get_cycle_for(self.actor, "edit", pk)
        operations.remove_audience(cycle_id=pk, audience_id=UUID(audience_id), **self.stamp)
        return Response(status=status.HTTP_204_NO_CONTENT)
