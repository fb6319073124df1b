"""The board over the API: twins of the Support Unit's pages on who takes part."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.stakeholders.api.base import TwinViewSet
from gfmd_platform.stakeholders.queries import get_for, require_support_unit

from . import operations, queries
from .board_sources import signed_jointly
from .enums import InvitationState
from .queries import board

_ANY = OpenApiTypes.OBJECT
_WORDS = [
    OpenApiParameter(name, str, required=False)
    for name in ("state", "kind", "region", "contact", "time")
]


class RemindWrite(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    stakeholders = serializers.ListField(child=serializers.UUIDField(), min_length=1)
    sentence = serializers.CharField(allow_blank=True, required=False, default="")
    seen = serializers.CharField(allow_blank=True, required=False, default="")


class BoardTwins(TwinViewSet):
    """Mixed into the twins of cycles."""

    @extend_schema(responses=_ANY, parameters=_WORDS)
    @action(detail=True, permission_classes=[IsAuthenticated])
    def participation(self, request: Request, pk: UUID) -> Response:
        """Who takes part, as far as each stakeholder let the Support Unit know, and what is needed
        to help. Narrowed as the page is: `contact` is "missing" or "named", `time` is "more"."""
        cycle = queries.get_cycle_for(self.actor, "see_participation", pk)
        wanted = board.Wanted.of(request.query_params)
        counted = board.count_all(cycle)
        rows, total = queries.participation_by_kind(board.by_kind_and_state(counted))
        found = board.with_help(board.narrowed(cycle, wanted), timezone.now())
        return Response(
            {
                "states": InvitationState.values,
                "by_kind": [asdict(row) for row in rows],
                "total": asdict(total),
                "by_region_and_kind": [
                    {
                        "region": row.region,
                        "kinds": {cell.kind: cell.count for cell in row.cells},
                        "total": row.total,
                    }
                    for row in board.by_region_and_kind(counted, wanted)
                ],
                "stakeholders": [
                    board.row_json(row) for row in board.board_rows(self.actor, found)
                ],
            }
        )

    @extend_schema(request=RemindWrite, responses=_ANY)
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated])
    def remind(self, request: Request, pk: UUID) -> Response:
        """Without `seen`: who would be written to what, with a mark. With that mark as `seen`, the
        mails go out; `id` is yours, and a repetition under it sends nothing."""
        cycle = queries.get_cycle_for(self.actor, "remind", pk)
        words = self.read(RemindWrite)
        asked: dict[str, Any] = {
            "stakeholder_ids": words["stakeholders"],
            "sentence": words["sentence"],
        }
        stamp: dict[str, Any] = {"by": self.actor, "now": timezone.now()}
        if words["seen"]:
            sent = operations.remind_by_hand(
                cycle_id=pk, reminder_id=words["id"], seen=words["seen"], **asked, **stamp
            )
            return Response({"id": sent.pk, "at": sent.at})
        plan = operations.plan_reminder(cycle=cycle, **asked, **stamp)
        return Response(
            {
                "seen": plan.mark,
                "recipients": [
                    {
                        "stakeholder": each.invitation.stakeholder_id,
                        "name": each.seat.person.name,
                        "email": each.seat.person.email,
                        "language": each.seat.person.language,
                    }
                    for each in plan.recipients
                ],
                "left_out": [asdict(each) for each in plan.left_out],
                "mails": [
                    {"to": each.seat.person.email, "subject": subject, "text": text}
                    for each, subject, text in plan.samples()
                ],
            }
        )

    @extend_schema(
        responses=_ANY, parameters=[OpenApiParameter("stakeholder", UUID, required=True)]
    )
    @action(detail=False, permission_classes=[IsAuthenticated])
    def reporting(self, request: Request) -> Response:
        """One stakeholder in each cycle that it was invited to, with when it was written to."""
        require_support_unit(self.actor)
        found = get_for(self.actor, "see_reporting", _stakeholder(request))
        rows = board.history_of(self.actor, found.pk, now=timezone.now())
        joint = [asdict(row) for row in signed_jointly(self.actor, found.pk)]
        return Response(
            {"stakeholder": found.pk, "cycles": reporting_json(rows), "joint_reports": joint}
        )


def _stakeholder(request: Request) -> UUID:
    try:
        return UUID(request.query_params.get("stakeholder", ""))
    except ValueError:
        raise ValidationError({"stakeholder": [_("Give the id of a stakeholder.")]}) from None


def reporting_json(rows: list[board.BoardRow]) -> list[dict[str, Any]]:
    """One stakeholder's cycles."""
    return [
        board.row_json(row)
        | {
            "cycle": row.invitation.cycle_id,
            "contacts": [
                {"at": each.at, "kind": each.kind, "people": each.people}
                for each in row.invitation.contacts.all()
            ],
        }
        for row in rows
    ]
