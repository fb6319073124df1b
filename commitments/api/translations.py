"""Translations of what was submitted, over the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.interface.languages import TEXT_LANGUAGES

from .. import operations
from ..models import VersionTranslation
from ..queries import reports as queries
from ..queries.translations import all_translations

Shape = serializers.Serializer[Any]
_ANY = OpenApiTypes.OBJECT


class TranslatedTextWrite(Shape):
    """`revision` is that of the translation you read, 0 for none; an empty text takes it out."""

    key = serializers.CharField(max_length=40)
    subject = serializers.UUIDField(required=False, allow_null=True, default=None)
    text = serializers.CharField(allow_blank=True, max_length=50_000)
    revision = serializers.IntegerField(min_value=0, default=0)


class TranslationWrite(Shape):
    language = serializers.ChoiceField(TEXT_LANGUAGES)
    texts = TranslatedTextWrite(many=True, allow_empty=False)


def translation_json(row: VersionTranslation) -> dict[str, Any]:
    return {
        "language": row.language,
        "key": row.key,
        "subject": row.subject,
        "text": row.text,
        "revision": row.revision,
        "by": str(row.membership.person) if row.membership else "",
        "at": row.at,
    }


class TranslationActions:
    """Mixed into the viewset of reports."""

    @extend_schema(request=TranslationWrite, responses=_ANY)
    @action(
        detail=True, methods=["get", "put"], url_path=r"versions/(?P<no>[0-9]{1,6})/translations"
    )
    def translations(self: Any, request: Request, pk: Any, no: str) -> Response:
        """Translations of a version (GET); add some in one language (PUT). The original stands."""
        if request.method == "PUT":
            queries.get_report_for(self.actor, "translate", pk)
            sent = self.read(TranslationWrite)
            operations.translate_version(
                report_id=pk,
                no=int(no),
                language=sent["language"],
                texts=[operations.TranslatedText(**text) for text in sent["texts"]],
                **self.stamp,
            )
        report = queries.get_report(self.actor, pk)
        version = queries.get_version(self.actor, report, int(no))
        found = all_translations(version)
        return Response([translation_json(row) for rows in found.values() for row in rows.values()])
