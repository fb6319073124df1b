"""Comments and suggestions beside a draft, over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.stakeholders.api.base import UUID_REGEX

from .. import operations
from ..models import DraftComment
from ..queries import margins
from ..queries.margins import ShownSuggestion
from ..queries.reports import get_report_for
from ..sections import sections_for

Shape = serializers.Serializer[Any]
_ANY = OpenApiTypes.OBJECT
_SECTION = r"(?P<section>[a-z]{1,20})"


class CommentWrite(Shape):
    """About a part; with `key`, about one field; `answers` names a comment to answer."""

    body = serializers.CharField(max_length=5000)
    key = serializers.CharField(max_length=40, allow_blank=True, default="")
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)
    answers = serializers.UUIDField(required=False, allow_null=True, default=None)


class CommentChange(Shape):
    body = serializers.CharField(max_length=5000, required=False)
    resolved = serializers.BooleanField(required=False)


class SuggestionWrite(Shape):
    key = serializers.CharField(max_length=40)
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=50_000)
    base = serializers.IntegerField(min_value=0, help_text="The revision that you read.")


class SuggestionAnswer(Shape):
    """`revision` is the field's present one, to accept; `word` says why not."""

    accept = serializers.BooleanField()
    revision = serializers.IntegerField(min_value=0, default=0)
    word = serializers.CharField(max_length=300, allow_blank=True, default="")


def comment_json(row: DraftComment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "answers": row.parent_id,
        "key": row.key,
        "subject": row.subject,
        "body": row.body,
        "by": str(row.by) if row.by else "",
        "at": row.at,
        "edited_at": row.edited_at,
        "resolved_at": row.resolved_at,
    }


def suggestion_json(item: ShownSuggestion) -> dict[str, Any]:
    row = item.row
    return {
        "id": row.pk,
        "key": row.key,
        "subject": row.subject,
        "base": row.base,
        "text": row.text,
        "by": str(row.by) if row.by else "",
        "at": row.at,
        "state": row.state,
        "word": row.word,
        "result": row.result,
        "revision": item.revision,
        "is_stale": item.is_stale,
    }


class MarginActions:
    """Mixed into the viewset of reports."""

    def _margin(self: Any, pk: Any, section: str) -> Response:
        report = get_report_for(self.actor, "comment", pk)
        sections_for(self.actor, report).require(section)
        found = margins.margin_of(report, section)
        comments = [c for thread in found.threads for c in (thread.first, *thread.answers)]
        return Response(
            {
                "comments": [comment_json(row) for row in comments],
                "suggestions": [suggestion_json(item) for item in found.suggestions],
            }
        )

    @extend_schema(request=CommentWrite, responses=_ANY)
    @action(
        detail=True,
        methods=["get", "post"],
        url_path=rf"draft/sections/{_SECTION}/margin",
        permission_classes=[IsAuthenticated],
    )
    def margin(self: Any, request: Request, pk: Any, section: str) -> Response:
        """What is said beside a part (GET); a comment (POST)."""
        if request.method == "POST":
            get_report_for(self.actor, "comment", pk)
            sent = self.read(CommentWrite)
            operations.comment(
                report_id=pk,
                section=section,
                parent_id=sent.pop("answers"),
                **sent,
                **self.stamp,
            )
        return self._margin(pk, section)  # type: ignore[no-any-return]

    @extend_schema(request=None, responses={204: None})
    @action(
        detail=True,
        methods=["post"],
        url_path=rf"draft/sections/{_SECTION}/margin/read",
        permission_classes=[IsAuthenticated],
    )
    def margin_read(self: Any, request: Request, pk: Any, section: str) -> Response:
        """Say that you have read what is said beside a part; the desk counts what comes after."""
        get_report_for(self.actor, "comment", pk)
        operations.read_margin(report_id=pk, section=section, **self.stamp)
        return Response(status=204)

    @extend_schema(request=CommentChange, responses=_ANY)
    @action(
        detail=True,
        methods=["patch"],
        url_path=rf"draft/comments/(?P<comment>{UUID_REGEX})",
        permission_classes=[IsAuthenticated],
    )
    def comment(self: Any, request: Request, pk: Any, comment: Any) -> Response:
        """Change your comment, or resolve or reopen its thread."""
        get_report_for(self.actor, "comment", pk)
        sent = self.read(CommentChange)
        row: DraftComment | None = None
        common: dict[str, Any] = {"report_id": pk, "comment_id": comment, **self.stamp}
        if "body" in sent:
            row = operations.edit_comment(body=sent["body"], **common)
        if "resolved" in sent or row is None:
            row = operations.resolve_comment(resolved=sent.get("resolved", True), **common)
        return Response(comment_json(row))

    @extend_schema(request=SuggestionWrite, responses={201: _ANY})
    @action(
        detail=True,
        methods=["post"],
        url_path="draft/suggestions",
        permission_classes=[IsAuthenticated],
    )
    def suggestions(self: Any, request: Request, pk: Any) -> Response:
        """Suggest a text for a field."""
        get_report_for(self.actor, "comment", pk)
        row = operations.suggest(report_id=pk, **self.read(SuggestionWrite), **self.stamp)
        return Response({"id": row.pk, "state": row.state}, status=201)

    @extend_schema(
        operation_id="reports_draft_suggestions_answer", request=SuggestionAnswer, responses=_ANY
    )
    @action(
        detail=True,
        methods=["post"],
        url_path=rf"draft/suggestions/(?P<suggestion>{UUID_REGEX})",
        permission_classes=[IsAuthenticated],
    )
    def suggestion(self: Any, request: Request, pk: Any, suggestion: Any) -> Response:
        """Take a suggested text into the draft, or decline it."""
        get_report_for(self.actor, "comment", pk)
        sent = self.read(SuggestionAnswer)
        common: dict[str, Any] = {"report_id": pk, "suggestion_id": suggestion, **self.stamp}
        if sent["accept"]:
            row = operations.accept_suggestion(revision=sent["revision"], **common)
        else:
            row = operations.decline_suggestion(word=sent["word"], **common)
        return Response({"id": row.pk, "state": row.state, "result": row.result})
