"""What the API says of examples, described for its readers. Only the description is made of these:
the answers themselves are plain (`shapes`)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from ..content import FIELDS
from ..enums import ExampleKind, ExampleState
from ..fields import Field, Shape


def _described(field: Field) -> serializers.Field:
    about: dict[str, Any] = {"help_text": str(field.label)}
    match field.shape:
        case Shape.FLAG:
            return serializers.BooleanField(**about)
        case Shape.KIND:
            return serializers.ChoiceField(ExampleKind.choices, allow_blank=True, **about)
        case Shape.PLACES | Shape.TERMS | Shape.LINKS | Shape.WORDS:
            return serializers.ListField(child=serializers.CharField(), **about)
        case _:
            return serializers.CharField(allow_blank=True, **about)


class ExampleText(serializers.Serializer):
    """Themes as "framework:code", countries as M49 codes, dates as precise as they are known."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {**super().get_fields(), **{field.name: _described(field) for field in FIELDS}}


class ExampleOwner(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()


class ExampleHash(serializers.Serializer):
    no = serializers.IntegerField()
    hash = serializers.CharField()


class ExampleRow(ExampleText):
    """A published example in the public list."""

    id = serializers.UUIDField()
    address = serializers.CharField()
    archive = serializers.BooleanField()
    owner = ExampleOwner(allow_null=True)
    published_at = serializers.DateTimeField()
    version = ExampleHash()


class ExampleSubmission(serializers.Serializer):
    id = serializers.UUIDField()
    no = serializers.IntegerField()
    at = serializers.DateTimeField()


class ExampleInWork(serializers.Serializer):
    """An example in a list of one's own or of what waits for an answer."""

    id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    owner = ExampleOwner(allow_null=True)
    state = serializers.ChoiceField(ExampleState.choices)
    state_at = serializers.DateTimeField()
    version = ExampleSubmission(allow_null=True)


class ExampleFileOut(serializers.Serializer):
    title = serializers.CharField()
    alternative = serializers.CharField(allow_blank=True)
    sha256 = serializers.CharField()


class ExampleVersionOut(ExampleText):
    """An immutable version; `editorial` names the themes that are the platform's own reading."""

    id = serializers.UUIDField()
    no = serializers.IntegerField()
    at = serializers.DateTimeField()
    hash = serializers.CharField()
    editorial = serializers.ListField(child=serializers.CharField())
    files = ExampleFileOut(many=True)


class ExampleVersionListed(ExampleHash):
    at = serializers.DateTimeField()


class ExampleRemarkOut(serializers.Serializer):
    field = serializers.CharField()
    reason = serializers.CharField()
    text = serializers.CharField()


class ExampleStepOut(serializers.Serializer):
    at = serializers.DateTimeField()
    what = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    by = serializers.CharField(allow_blank=True, help_text="The capacity, never a person.")
    reason = serializers.CharField(allow_blank=True)
    remarks = ExampleRemarkOut(many=True)


class ExampleDetail(serializers.Serializer):
    """What is public; where you may draft or answer, also where it stands."""

    id = serializers.UUIDField()
    owner = ExampleOwner(allow_null=True)
    archive = serializers.BooleanField()
    published = ExampleVersionOut(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    versions = ExampleVersionListed(many=True)
    draft = ExampleText(required=False, help_text="For those who may draft it.")
    revision = serializers.IntegerField(required=False)
    submitted = ExampleVersionOut(required=False, help_text="For those who may answer.")
    state = serializers.ChoiceField(ExampleState.choices, required=False)
    history = ExampleStepOut(many=True, required=False)
    steps = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="What you can do now."
    )


class ExampleGone(serializers.Serializer):
    """The step took the record out of your sight."""

    id = serializers.UUIDField()


class ExampleReceiptOut(ExampleHash):
    id = serializers.UUIDField()


class ExampleReceipt(ExampleDetail):
    """After submitting: the version that was made, or that had been made before."""

    receipt = ExampleReceiptOut()


class ExampleFileAdded(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    sha256 = serializers.CharField()


LISTED = PolymorphicProxySerializer(
    component_name="ExampleListed",
    serializers=[ExampleRow, ExampleInWork],
    resource_type_field_name=None,
    many=True,
)
AFTER_A_STEP = PolymorphicProxySerializer(
    component_name="ExampleAfterStep",
    serializers=[ExampleDetail, ExampleGone],
    resource_type_field_name=None,
)
