"""Questions as JSON: what goes in, what comes out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers

from gfmd_platform.taxonomy import queries as taxonomy

from .enums import WRITTEN_PARTS, ColumnType, QuestionType
from .handbooks import heading_choices
from .models import QuestionContent
from .questionnaire import shape_of


def _pairs() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2),
        required=False,
        default=list,
    )


def _number() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=24, decimal_places=6, required=False, allow_null=True, default=None
    )


class ColumnWrite(serializers.Serializer[Any]):
    key = serializers.SlugField(max_length=40)
    label = serializers.CharField(max_length=200)  # type: ignore[assignment]
    type = serializers.ChoiceField(ColumnType.choices, default=ColumnType.TEXT)
    unit = serializers.CharField(max_length=80, allow_blank=True, default="")


class QuestionWrite(serializers.Serializer[Any]):
    key = serializers.SlugField(max_length=40)
    part = serializers.ChoiceField(choices=[(p.value, p.label) for p in WRITTEN_PARTS])
    type = serializers.ChoiceField(choices=QuestionType.choices)
    label = serializers.CharField(max_length=200)  # type: ignore[assignment]
    hint = serializers.CharField(allow_blank=True, required=False, default="")
    word_guide = serializers.IntegerField(
        min_value=1, max_value=5000, required=False, allow_null=True, default=None
    )
    is_key_message = serializers.BooleanField(required=False, default=False)
    choices = _pairs()

    per_commitment = serializers.BooleanField(required=False, default=False)
    unit = serializers.CharField(max_length=80, allow_blank=True, required=False, default="")
    minimum = _number()
    maximum = _number()
    columns = ColumnWrite(many=True, required=False, default=list)
    fixed_rows = _pairs()
    continues = serializers.SlugField(max_length=40, allow_blank=True, required=False, default="")
    fills = serializers.ListField(
        child=serializers.ChoiceField(heading_choices()), required=False, default=list
    )


def term_ids(refs: list[str]) -> list[UUID]:
    """Ids of terms written as "framework:code". Raises DRF's ValidationError for unknown ones."""
    found = [(ref, taxonomy.term(ref)) for ref in refs]
    unknown = [ref for ref, term in found if term is None]
    if unknown:
        raise serializers.ValidationError([f"No such term: {ref}" for ref in unknown])
    return [term.id for _ref, term in found if term is not None]


def question_json(question: QuestionContent) -> dict[str, Any]:
    shape = shape_of(question)
    return shape.values() | {"minimum": shape.minimum, "maximum": shape.maximum}
