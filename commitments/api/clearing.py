"""The clearance chain and earlier texts of a draft, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.cycles.enums import Part
from gfmd_platform.stakeholders.api.base import UUID_REGEX

from .. import operations
from ..models import Report
from ..operations import StepShape
from ..queries import history
from ..queries.clearing import ShownStep, shown_chain
from ..queries.reports import get_report_for
from ..sections import Sections, sections_for

Shape = serializers.Serializer[Any]
_ANY = OpenApiTypes.OBJECT
#: The newest revisions; older ones by `before`.
_MOST = 200


class StepWrite(Shape):
    name = serializers.CharField(max_length=150)
    sections = serializers.ListField(child=serializers.ChoiceField(Part.choices))
    members = serializers.ListField(child=serializers.UUIDField())


class ChainWrite(Shape):
    steps = StepWrite(many=True)
    as_usual = serializers.BooleanField(default=False)


class Clear(Shape):
    text_hash = serializers.CharField(max_length=64, help_text="Of the text that you read.")


class BringBack(Shape):
    key = serializers.CharField(max_length=40)
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)
    revision = serializers.IntegerField(min_value=1, help_text="The one to bring back.")
    standing = serializers.IntegerField(min_value=0, help_text="The present one that you read.")


class BringBackAll(Shape):
    at = serializers.DateTimeField()


def step_json(step: ShownStep, sections: Sections) -> dict[str, Any]:
    """The hash names a text, and a short text can be guessed from it: for its readers only."""
    state = step.state
    readable = set(state.step.sections) <= sections.reads
    return {
        "id": state.step.pk,
        "name": state.step.name,
        "sections": state.step.sections,
        "members": step.members,
        "former_members": step.former,
        "state": state.state,
        "text_hash": state.text_hash if readable else "",
        "cleared_at": state.last.at if state.last else None,
        "cleared_by": step.cleared_by,
        "changed": [code for code in state.changed if code in sections.reads],
        "may_clear": step.may_clear,
    }


class ClearingActions:
    """Mixed into the viewset of reports."""

    def _chain(self: Any, report: Report) -> Response:
        sections = sections_for(self.actor, report)
        steps = shown_chain(self.actor, report, sections)
        return Response({"steps": [step_json(step, sections) for step in steps]})

    @extend_schema(request=ChainWrite, responses=_ANY)
    @action(
        detail=True,
        methods=["get", "put"],
        url_path="draft/clearance",
        permission_classes=[IsAuthenticated],
    )
    def clearance(self: Any, request: Request, pk: Any) -> Response:
        """How the chain stands (GET); who clears what, in order (PUT)."""
        if request.method == "PUT":
            get_report_for(self.actor, "set_chain", pk)
            sent = self.read(ChainWrite)
            steps = [StepShape(**step) for step in sent["steps"]]
            operations.set_chain(report_id=pk, steps=steps, as_usual=sent["as_usual"], **self.stamp)
        return self._chain(self._own(pk))  # type: ignore[no-any-return]

    @extend_schema(request=Clear, responses=_ANY)
    @action(
        detail=True,
        methods=["post"],
        url_path=rf"draft/clearance/(?P<step>{UUID_REGEX})",
        permission_classes=[IsAuthenticated],
    )
    def clear(self: Any, request: Request, pk: Any, step: Any) -> Response:
        """Clear a step's text as you read it."""
        report = get_report_for(self.actor, "clear", pk)
        operations.clear_step(report_id=pk, step_id=UUID(step), **self.read(Clear), **self.stamp)
        return self._chain(report)  # type: ignore[no-any-return]

    @extend_schema(parameters=[OpenApiParameter("before", OpenApiTypes.DATETIME)], responses=_ANY)
    @action(detail=True, url_path="draft/history", permission_classes=[IsAuthenticated])
    def history(self: Any, request: Request, pk: Any) -> Response:
        """Texts that were saved in the parts you may read, the newest first."""
        report = self._own(pk)
        rows = history.lines_of(report, sections_for(self.actor, report))
        before = history.moment_of(request.query_params.get("before", ""))
        if before is not None:
            rows = rows.filter(at__lt=before)
        return Response(
            {
                "revisions": [
                    {
                        "key": row.key,
                        "subject": row.subject,
                        "revision": row.revision,
                        "value": row.value,
                        "by": str(row.by) if row.by else "",
                        "at": row.at,
                    }
                    for row in rows[:_MOST]
                ]
            }
        )

    @extend_schema(request=BringBack, responses={204: None})
    @action(
        detail=True,
        methods=["post"],
        url_path="draft/history/bring-back",
        permission_classes=[IsAuthenticated],
    )
    def bring_back(self: Any, request: Request, pk: Any) -> Response:
        """Have a field say again what it said at a revision."""
        self._own(pk)
        operations.bring_back(report_id=pk, **self.read(BringBack), **self.stamp)
        return Response(status=204)

    @extend_schema(request=BringBackAll, responses=_ANY)
    @action(
        detail=True,
        methods=["post"],
        url_path="draft/history/bring-back-all",
        permission_classes=[IsAuthenticated],
    )
    def bring_back_all(self: Any, request: Request, pk: Any) -> Response:
        """Have the parts you may write say again what they said at an instant."""
        self._own(pk)
        number = operations.bring_back_all(report_id=pk, **self.read(BringBackAll), **self.stamp)
        return Response({"changed": number})
