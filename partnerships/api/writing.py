"""What the endpoints of written records share: a `Content` as a serializer, and JSON of values."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import ExampleKind
from ..exports import cell
from ..fields import Content, Field, Shape, Values


class Choice(serializers.ChoiceField):
    """A choice that may be left open while it is a draft."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, allow_blank=True, **kwargs)


def writable(field: Field) -> serializers.Field:
    options: dict[str, Any] = {"required": False, "help_text": str(field.label)}
    match field.shape:
        case Shape.FLAG:
            return serializers.BooleanField(**options)
        case Shape.KIND:
            return Choice(ExampleKind.choices, **options)
        case Shape.LANGUAGE:
            return serializers.ChoiceField(TEXT_LANGUAGES, **options)
        case Shape.LINKS:
            return serializers.ListField(child=serializers.URLField(max_length=500), **options)
        case Shape.PLACES | Shape.TERMS:
            child = serializers.CharField(max_length=80)
            return serializers.ListField(child=child, max_length=field.limit, **options)
        case Shape.DATE:
            return serializers.CharField(max_length=10, allow_blank=True, **options)
        case _:
            return serializers.CharField(max_length=field.limit, allow_blank=True, **options)


class ContentWrite(serializers.Serializer):
    """A text as it is sent; what is left out stays as it is."""

    content: ClassVar[Content]
    revision = serializers.IntegerField(
        min_value=1, required=False, help_text="The revision you have read."
    )

    @classmethod
    def names(cls) -> list[str]:
        return [field.name for field in cls.content.written]

    def get_fields(self) -> dict[str, serializers.Field]:
        written = {name: writable(self.content.by_name[name]) for name in self.names()}
        return {**super().get_fields(), **written}

    def values(self) -> Values:
        data = self.validated_data
        return {name: data[name] for name in self.names() if name in data}


class Revision(serializers.Serializer):
    revision = serializers.IntegerField(min_value=1, help_text="The revision you have read.")


def content_json(values: Values, content: Content) -> dict[str, Any]:
    return {field.name: cell(field, values[field.name]) for field in content.fields}


def stakeholder_json(stakeholder: Stakeholder) -> dict[str, Any]:
    return {"id": stakeholder.pk, "name": stakeholder.name, "kind": stakeholder.kind}
