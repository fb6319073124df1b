"""Commitments as JSON: what goes in, what comes out. As in `shapes`, terms are written
"framework:code", dates as precise as they are known, numbers as texts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers

from ..content import (
    FIELDS,
    IDENTIFIER_FIELDS,
    INDICATOR_FIELDS,
    IdentifierShape,
    IndicatorShape,
    field_values,
)
from ..enums import CommitmentKind, Direction, ResourceKind
from ..models import Commitment, CommitmentVersion
from ..queries.commitments import owner_of
from ..schemes import schemes
from ..showing import label_of
from .shapes import Reason, Shape, term_ids, term_refs


class CommitmentRevision(Shape):
    revision = serializers.IntegerField(min_value=1, help_text="The revision you have read.")


class Amendment(CommitmentRevision, Reason):
    pass


class IndicatorWrite(Shape):
    """`key` keeps an indicator the same from version to version; a new one has none. A global one
    is named by `indicator`, such as "sdg-2015:10.7.1", and takes its name and unit from there."""

    key = serializers.UUIDField(required=False, allow_null=True, default=None)
    indicator = serializers.CharField(
        max_length=80, required=False, allow_null=True, default=None, source="term_id"
    )
    name = serializers.CharField(max_length=200, allow_blank=True, default="")
    unit = serializers.CharField(max_length=80, allow_blank=True, default="")
    direction = serializers.ChoiceField(Direction.choices, default=Direction.INCREASE)
    baseline_value = serializers.DecimalField(
        max_digits=24, decimal_places=6, required=False, allow_null=True, default=None
    )
    baseline_on = serializers.CharField(max_length=10, allow_blank=True, default="")
    target_value = serializers.DecimalField(
        max_digits=24, decimal_places=6, required=False, allow_null=True, default=None
    )
    target_on = serializers.CharField(max_length=10, allow_blank=True, default="")
    custodian = serializers.CharField(max_length=200, allow_blank=True, default="")

    def validate_indicator(self, ref: str | None) -> UUID | None:
        return term_ids([ref])[0] if ref else None


class IdentifierWrite(Shape):
    """`scheme` is a code of the list of registers: `gcm-pledge`, `national` …"""

    scheme = serializers.ChoiceField([(code, s.name) for code, s in schemes().items()])
    code = serializers.CharField(max_length=120, allow_blank=True, default="")
    link = serializers.CharField(max_length=500, allow_blank=True, default="")


_LIMITS = {"title": 200, "starts_on": 10, "due_on": 10, "amount": 24, "currency": 3}
_CHOICES = {"kind": CommitmentKind.choices, "resource_kind": ResourceKind.choices}


def _text(name: str) -> serializers.Field[Any, Any, Any, Any]:
    limit = _LIMITS.get(name, 20_000)
    if name in _CHOICES:
        return serializers.ChoiceField(
            _CHOICES[name], allow_blank=True, required=False, help_text=label_of(name)
        )
    return serializers.CharField(
        max_length=limit, allow_blank=True, required=False, help_text=label_of(name)
    )


class CommitmentWrite(Shape):
    """The draft; what is left out stays as it is."""

    owner = serializers.UUIDField(
        required=False, help_text="Whose commitment it is; only when it is begun."
    )
    revision = serializers.IntegerField(
        min_value=1, required=False, help_text="The revision you have read."
    )
    terms = serializers.ListField(child=serializers.CharField(max_length=80), required=False)
    indicators = IndicatorWrite(many=True, required=False)
    identifiers = IdentifierWrite(many=True, required=False)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **{name: _text(name) for name in FIELDS}}

    def validate_terms(self, refs: list[str]) -> list[UUID]:
        return term_ids(refs)

    def values(self) -> dict[str, Any]:
        """What the operations take."""
        data = self.validated_data
        values = {name: data[name] for name in (*FIELDS, "terms") if name in data}
        if "indicators" in data:
            values["indicators"] = [IndicatorShape(**row) for row in data["indicators"]]
        if "identifiers" in data:
            values["identifiers"] = [IdentifierShape(**row) for row in data["identifiers"]]
        return values


# --- what comes out


def owner_json(commitment: Commitment) -> dict[str, Any]:
    owner = owner_of(commitment)
    return {"id": owner.pk, "name": owner.name, "kind": owner.kind}


def commitment_json(commitment: Commitment) -> dict[str, Any]:
    """What is public of a registered commitment, for lists."""
    version = commitment.current_version
    assert version is not None
    return {
        "id": commitment.pk,
        "owner": owner_json(commitment),
        "state": commitment.state,
        "withdrawal_reason": commitment.withdrawal_reason,
        "version": version.no,
        "at": version.at,
        "language": version.language,
        **field_values(version),
    }


def commitment_version_json(version: CommitmentVersion, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "no": version.no,
        "at": version.at,
        "reason": version.reason,
        "cause": version.cause,
        "hash": version.content_hash,
        "text_hash": version.text_hash,
        "signatories": content["signatories"],
        **content_json(content),
    }


def content_json(content: dict[str, Any]) -> dict[str, Any]:
    """A draft's or a version's content, with terms as references."""
    return {
        **{name: content[name] for name in (*FIELDS, "language")},
        "terms": term_refs(content["terms"]),
        "indicators": [
            {
                "key": row["key"],
                "indicator": _ref(row.get("term_id")),
                **{name: row.get(name, "") for name in INDICATOR_FIELDS if name != "term_id"},
            }
            for row in content["indicators"]
        ],
        "identifiers": [
            {name: row[name] for name in IDENTIFIER_FIELDS} for row in content["identifiers"]
        ],
    }


def _ref(term_id: UUID | None) -> str | None:
    return term_refs([term_id])[0] if term_id else None
