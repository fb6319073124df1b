"""Practice examples as JSON: what goes in, what comes out.

Themes are written "framework:code" (`gcm-2018:5`), countries as M49 codes, dates as precise as they
are known ("2014", "2014-05").
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from ..content import EXAMPLE, FIELDS, WRITTEN, Shape, Values
from ..enums import RemarkReason
from ..exports import cell
from ..models import Example, ExampleVersion
from ..queries.examples import ListedExample, ShownVersion, owner_of
from ..queries.moderation import Step
from . import writing
from .writing import ContentWrite


class ExampleWrite(ContentWrite):
    """The draft; what is left out stays as it is."""

    content = EXAMPLE

    owner = serializers.UUIDField(
        required=False, help_text="The stakeholder whose example it is; only when it is begun."
    )
    key = serializers.UUIDField(
        required=False, help_text="The id you choose for a new draft, so that it is made once."
    )


class AttachedFile(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True)
    title = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    alternative = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=300
    )


class AnsweredVersion(serializers.Serializer):
    version = serializers.UUIDField(help_text="The submitted version you have read.")


class Reasoned(AnsweredVersion):
    reason = serializers.CharField(max_length=2000)


class RemarkIn(serializers.Serializer):
    field = serializers.ChoiceField([field.name for field in WRITTEN])
    reason = serializers.ChoiceField(RemarkReason.choices)
    text = serializers.CharField(max_length=2000)


class ChangesAsked(AnsweredVersion):
    remarks = RemarkIn(many=True, allow_empty=False)


# --- what comes out


def owner_json(example: Example) -> dict[str, Any] | None:
    owner = owner_of(example)
    if owner is None:
        return None
    return {"id": owner.id, "name": owner.name, "kind": owner.kind}


def content_json(values: Values) -> dict[str, Any]:
    return writing.content_json(values, EXAMPLE)


def summary_json(entry: ListedExample, version: ExampleVersion, owner: Any) -> dict[str, Any]:
    """A row of the public list."""
    return {
        "id": entry.id,
        "address": reverse("partnerships:example", args=[entry.id]),
        "archive": entry.is_archive,
        "owner": owner,
        "published_at": entry.published_at,
        "version": {"no": version.no, "hash": version.content_hash},
        **content_json(entry.values),
    }


def version_json(shown: ShownVersion) -> dict[str, Any]:
    version = shown.version
    return {
        "id": version.pk,
        "no": version.no,
        "at": version.at,
        "hash": version.content_hash,
        "editorial": sorted(
            ref
            for field in FIELDS
            if field.shape is Shape.TERMS
            for ref in cell(
                field, [i for i in shown.values[field.name] if i in map(str, shown.editorial)]
            )
        ),
        "files": [
            {"title": f.title, "alternative": f.alternative, "sha256": f.stored_id}
            for f in shown.files
        ],
        **content_json(shown.values),
    }


def step_json(step: Step) -> dict[str, Any]:
    return {
        "at": step.at,
        "what": str(step.label),
        "version": step.version,
        "by": step.decided_as,
        "reason": step.reason,
        "remarks": [
            {"field": remark.field, "reason": remark.reason, "text": remark.text}
            for remark in step.remarks
        ],
    }
