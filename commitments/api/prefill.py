"""What can be brought into a draft, and what becomes of it, over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.cycles.enums import Part

from .. import operations
from ..proposals import Scope
from ..queries import prefill
from ..queries.reports import get_report_for

Shape = serializers.Serializer[Any]
_ANY = OpenApiTypes.OBJECT


class Which(Shape):
    """One field, one section, or everything that the actor writes."""

    section = serializers.ChoiceField(Part.choices, allow_blank=True, default="")
    key = serializers.CharField(max_length=40, allow_blank=True, default="")
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)
    unchanged = serializers.BooleanField(
        default=False, help_text="Only what comes from the last report and nothing newer."
    )
    seen = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="When you read the draft."
    )


def proposal_json(row: Any) -> dict[str, Any]:
    """Where an entry's text comes from; the last report's version by its address."""
    version = row.origin_version
    return {
        "origin": row.origin,
        "is_kept": row.is_kept,
        "origin_version": {"report": version.subject_id, "no": version.no} if version else None,
    }


class PrefillActions:
    """Mixed into the viewset of reports."""

    @extend_schema(responses=_ANY)
    @action(
        detail=True,
        methods=["get", "post"],
        url_path="draft/last-year",
        permission_classes=[IsAuthenticated],
    )
    def last_year(self: Any, request: Request, pk: str) -> Response:
        """What can be brought in (GET), or bring it in as proposals (POST)."""
        report = get_report_for(self.actor, "bring_in", pk)  # type: ignore[arg-type]
        if request.method == "POST":
            number = operations.bring_in(report_id=report.pk, **self.stamp)
            return Response({"brought_in": number})
        material = prefill.material_for(report)
        version = material.version
        return Response(
            {
                "version": {"report": version.subject_id, "no": version.no} if version else None,
                "answers": [
                    {"key": key, "subject": subject, "value": answer.value}
                    for (key, subject), answer in material.answers.items()
                ],
                "statuses": [
                    {"commitment": pk_, "status": row.status, "note": row.note}
                    for pk_, row in material.statuses.items()
                ],
                "values": [
                    {
                        "indicator": proposed.last.term_id,
                        "own_indicator": proposed.which["indicator_key"],
                        "last_period": proposed.last.period,
                        **proposed.values,
                    }
                    for proposed in material.values.values()
                ],
                "last_values": [
                    {"key": key, "subject": subject, "value": row.value, "year": row.year}
                    for (key, subject), row in material.last_values.items()
                ],
                "facts": [
                    {"commitment": pk_, "at": fact.at, "fact": fact.label}
                    for pk_, facts in material.facts.items()
                    for fact in facts
                ],
                "unplaced": material.unplaced,
            }
        )

    def _decide(self: Any, pk: str, operation: Any, *, looks: bool = True) -> Response:
        report = self._own(pk)
        sent = self.read(Which)
        seen = sent.pop("seen")
        more = {"seen": seen} if looks else {}
        number = operation(report_id=report.pk, scope=Scope(**sent), **more, **self.stamp)
        return Response({"changed": number})

    @extend_schema(request=Which, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="draft/proposals/keep")
    def keep_proposals(self, request: Request, pk: str) -> Response:
        """Say of proposals that they hold this year too."""
        return self._decide(pk, operations.keep_proposals)

    @extend_schema(request=Which, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="draft/proposals/undo")
    def reopen_proposals(self, request: Request, pk: str) -> Response:
        """Make what was kept as it was brought in a proposal again."""
        return self._decide(pk, operations.reopen_proposals, looks=False)

    @extend_schema(request=Which, responses=_ANY)
    @action(detail=True, methods=["post"], url_path="draft/proposals/leave-out")
    def leave_out_proposals(self, request: Request, pk: str) -> Response:
        """Empty the fields whose proposal nobody kept."""
        return self._decide(pk, operations.leave_out_proposals)
