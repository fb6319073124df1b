"""Signatories, milestones and what serves a commitment as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from ..models import Commitment, Milestone, Service, Signatory
from ..operations.services import asked_owner
from ..queries.milestones import ShownMilestone
from ..queries.services import Serving, shown
from ..queries.signatories import Named

Shape = serializers.Serializer[Any]


class SignatoryInvite(Shape):
    stakeholder = serializers.UUIDField()
    part = serializers.CharField(max_length=5000, allow_blank=True, default="")


class SignatoryConfirm(Shape):
    text_hash = serializers.CharField(
        max_length=64, help_text="Of the words you have read (`text_hash` of the invitation)."
    )
    part = serializers.CharField(max_length=5000, allow_blank=True, default="")


class MilestonePlan(Shape):
    title = serializers.CharField(max_length=200)
    due_on = serializers.CharField(max_length=10)


class MilestoneRead(Shape):
    revision = serializers.IntegerField(min_value=1, help_text="The revision you have read.")


class MilestoneChange(MilestoneRead, MilestonePlan):
    reason = serializers.CharField(max_length=5000)


class MilestoneReach(MilestoneRead):
    evidence = serializers.CharField(max_length=5000, allow_blank=True, default="")
    link = serializers.CharField(max_length=500, allow_blank=True, default="")


class MilestoneReason(MilestoneRead):
    reason = serializers.CharField(max_length=5000)


class ServiceProposal(Shape):
    serving = serializers.UUIDField(help_text="The id of a public partnership or example.")


def named_json(row: Named) -> dict[str, Any]:
    return {
        "stakeholder": row.stakeholder_id,
        "name": row.name,
        "kind": row.kind,
        "part": row.part,
        "confirmed_this_text": row.is_of_this_text,
    }


def signatory_json(row: Signatory) -> dict[str, Any]:
    """For the two sides only."""
    return {
        "id": row.pk,
        "commitment": row.commitment_id,
        "stakeholder": row.stakeholder_id,
        "part": row.part,
        "answer": row.answer,
        "invited_at": row.invited_at,
        "answered_at": row.answered_at,
    }


def milestone_json(one: ShownMilestone) -> dict[str, Any]:
    return {
        **_milestone(one.milestone),
        "status": one.status,
        "history": [
            {
                "no": row.no,
                "at": row.at,
                "state": row.state,
                "title": row.title,
                "due_on": row.due_on,
                "evidence": row.evidence,
                "link": row.link,
                "reason": row.reason,
            }
            for row in one.history
        ],
    }


def _milestone(row: Milestone) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "due_on": row.due_on,
        "state": row.state,
        "revision": row.revision,
        "evidence": row.evidence,
        "link": row.link,
        "reason": row.reason,
    }


def serving_json(row: Serving) -> dict[str, Any]:
    return {
        "id": row.service_id,
        "kind": row.kind,
        "record": row.record_id,
        "title": row.title,
        "owner": row.owner_name,
        "address": row.url,
    }


def service_json(row: Service) -> dict[str, Any]:
    """For the two sides only."""
    return {
        **serving_json(shown(row)),
        "commitment": row.commitment_id,
        "proposed_by": row.proposed_by,
        "answer": row.answer,
        "answers": asked_owner(row),
    }


def joint_json(commitment: Commitment, **lists: Any) -> dict[str, Any]:
    return {
        "signatories": [named_json(row) for row in lists["signatories"]],
        "milestones": [milestone_json(row) for row in lists["milestones"]],
        "served_by": [serving_json(row) for row in lists["services"]],
    }
