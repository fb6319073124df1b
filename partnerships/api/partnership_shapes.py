"""Partnerships, partners and deliverables as JSON: what goes in, what comes out."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from ..deliverable_content import DELIVERABLE
from ..enums import INVITED_ROLES
from ..models import Deliverable, DeliverableVersion, Partner, PartnershipVersion
from ..partnership_content import PARTNERSHIP
from ..queries import deliverables, partnerships
from ..queries.partnerships import ListedPartnership, ShownPartner
from .writing import ContentWrite, content_json, stakeholder_json

# --- what goes in


class PartnershipWrite(ContentWrite):
    """The text that is worked on; what is left out stays as it is."""

    content = PARTNERSHIP

    owner = serializers.UUIDField(
        required=False, help_text="The stakeholder that leads; only when it is begun."
    )
    key = serializers.UUIDField(
        required=False, help_text="The id you choose for a new draft, so that it is made once."
    )


class ReasonedStep(serializers.Serializer):
    revision = serializers.IntegerField(min_value=1, help_text="The revision you have read.")
    reason = serializers.CharField(max_length=2000)


class HoldReason(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class InviteWrite(serializers.Serializer):
    stakeholder = serializers.UUIDField()
    role = serializers.ChoiceField(INVITED_ROLES)
    note = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=2000, help_text="For them alone."
    )


class _DeliverableText(ContentWrite):
    content = DELIVERABLE

    @classmethod
    def names(cls) -> list[str]:
        return ["title", "description", "due_on", "language"]


class DeliverablePlan(_DeliverableText):
    """A new deliverable of a partnership."""

    revision = None  # type: ignore[assignment]
    partnership = serializers.UUIDField()
    responsible = serializers.UUIDField(help_text="The partner; for partners, their own.")


class DeliverableChange(_DeliverableText):
    """Words or date; once it is public, with the reason."""

    revision = serializers.IntegerField(min_value=1, help_text="The revision you have read.")

    @classmethod
    def names(cls) -> list[str]:
        return [*super().names(), "reason"]


class Evidence(serializers.Serializer):
    revision = serializers.IntegerField(min_value=1, help_text="The revision you have read.")
    evidence = serializers.CharField(max_length=4000)
    evidence_link = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=500
    )


# --- what comes out


def partner_json(partner: ShownPartner) -> dict[str, Any]:
    return {"id": partner.id, "name": partner.name, "role": partner.role}


def summary_json(entry: ListedPartnership) -> dict[str, Any]:
    """A row of the public list."""
    return {
        "id": entry.id,
        "address": reverse("partnerships:partnership", args=[entry.id]),
        "state": entry.state,
        "partners": [partner_json(partner) for partner in entry.partners],
        "registered_at": entry.registered_at,
        "version": {"no": entry.version.no, "hash": entry.version.content_hash},
        **content_json(entry.values, PARTNERSHIP),
    }


def version_json(version: PartnershipVersion) -> dict[str, Any]:
    """A version with its text (one query)."""
    return {
        "id": version.pk,
        "no": version.no,
        "at": version.at,
        "hash": version.content_hash,
        "reason": version.reason,
        **content_json(partnerships.text_values(version), PARTNERSHIP),
    }


def asked_json(partner: Partner) -> dict[str, Any]:
    """Somebody who was asked, for the lead's members and for those who were asked."""
    return {
        "id": partner.pk,
        "partnership": partner.partnership_id,
        "stakeholder": stakeholder_json(partner.stakeholder),
        "role": partner.role,
        "answer": partner.answer,
        "note": partner.note,
        "invited_at": partner.invited_at,
        "answered_at": partner.answered_at,
    }


def deliverable_json(deliverable: Deliverable) -> dict[str, Any]:
    shown = deliverables.shown(deliverable)
    return {
        "id": shown.id,
        "address": reverse("partnerships:deliverable", args=[shown.id]),
        "partnership": deliverable.partnership_id,
        "responsible": stakeholder_json(shown.responsible),
        "state": shown.state,
        "state_at": shown.state_at,
        "date_changed": shown.date_changed,
        **content_json(deliverables.values_of(deliverable), DELIVERABLE),
    }


def deliverable_version_json(version: DeliverableVersion) -> dict[str, Any]:
    return {
        "no": version.no,
        "at": version.at,
        "hash": version.content_hash,
        "state": version.state,
        "date_changed": version.date_changed,
        "responsible": stakeholder_json(version.responsible),
        **content_json(deliverables.values_of(version), DELIVERABLE),
    }
