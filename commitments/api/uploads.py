"""Word and Excel there and back, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.enums import Part
from gfmd_platform.documents.serving import document_response
from gfmd_platform.records.files import download
from gfmd_platform.stakeholders.api.base import UUID_REGEX

from .. import operations
from ..exchange.circular import circular
from ..exchange.slots import slots_of
from ..exchange.workbook import workbook
from ..models import DraftUpload, Report
from ..operations.uploads import readable_upload
from ..queries import returned_values
from ..queries import uploads as queries
from ..queries.indicators import cards, observed_in
from ..sections import sections_for
from .documents import FILE

Shape = serializers.Serializer[Any]
_ANY = OpenApiTypes.OBJECT


class UploadWrite(Shape):
    file = serializers.FileField()


class Decision(Shape):
    """`text` for "merge"; `key` and `subject` name the field for "place". `revision` is that of
    the field written to."""

    choice = serializers.ChoiceField(choices=["take", "keep", "merge", "place", "remark"])
    revision = serializers.IntegerField(min_value=0, default=0)
    text = serializers.CharField(
        allow_blank=True, default="", max_length=50_000, trim_whitespace=False
    )
    key = serializers.CharField(allow_blank=True, default="", max_length=40)
    subject = serializers.UUIDField(allow_null=True, default=None)


class RowPlace(Shape):
    """Which value a row is about; its other columns are read as they came."""

    indicator = serializers.CharField(max_length=500)
    period = serializers.CharField(max_length=40)
    value = serializers.CharField(max_length=60)


class UploadActions:
    """Mixed into the viewset of reports."""

    def _held(self: Any, report: Report, upload: str) -> DraftUpload:
        held = readable_upload(UUID(upload), self.actor)
        if held.report_id != report.pk:
            raise NotVisible("No such file.")
        return held

    def _told(self: Any, held: DraftUpload, report: Report) -> dict[str, Any]:
        sections = sections_for(self.actor, report)
        if held.is_table:
            today = timezone.now().date()
            return table_json(returned_values.shown(held, report, sections, today=today))
        return upload_json(queries.shown(held, report, sections))

    @extend_schema(responses=FILE)
    @action(detail=True, url_path="draft/circular", permission_classes=[IsAuthenticated])
    def circular(self: Any, request: Request, pk: str) -> FileResponse:
        """The draft as a Word file to write in."""
        report = self._own(pk)
        slots = slots_of(report, sections_for(self.actor, report))
        made = circular(report, slots, now=timezone.now())
        name = f"{report.name} {report.cycle.title} draft"
        return document_response(made.content, name=name, form="docx")

    @extend_schema(responses=FILE)
    @action(detail=True, url_path="draft/workbook", permission_classes=[IsAuthenticated])
    def workbook(self: Any, request: Request, pk: str) -> FileResponse:
        """The values of the draft as an Excel file to write in."""
        report = self._own(pk)
        sections_for(self.actor, report).require(Part.INDICATORS)
        made = workbook(report, cards(report), observed_in(report), now=timezone.now())
        name = f"{report.stakeholder.name} {report.cycle.title} values"
        return document_response(made, name=name, form="xlsx")

    @extend_schema(methods=["GET"], operation_id="reports_draft_uploads_list", responses=_ANY)
    @extend_schema(methods=["POST"], request={"multipart/form-data": UploadWrite}, responses=_ANY)
    @action(
        detail=True,
        methods=["get", "post"],
        url_path="draft/uploads",
        permission_classes=[IsAuthenticated],
    )
    def uploads(self: Any, request: Request, pk: str) -> Response:
        """Files that came back (GET); bring one back (POST), which changes nothing yet."""
        report = self._own(pk)
        sections = sections_for(self.actor, report)
        if request.method == "POST":
            upload = operations.upload_circular(
                report_id=report.pk, **self.read(UploadWrite), **self.stamp
            )
            body = self._told(upload, report)
            return Response(body, status=status.HTTP_201_CREATED)
        rows = queries.uploads_of(self.actor, report, sections)
        return Response(
            [
                {"id": row.pk, "name": row.name, "at": row.at, "n_open": row.n_open}  # type: ignore[attr-defined]
                for row in rows
            ]
        )

    @extend_schema(request=None, responses=_ANY)
    @action(
        detail=True,
        methods=["get", "delete"],
        url_path=rf"draft/uploads/(?P<upload>{UUID_REGEX})",
        permission_classes=[IsAuthenticated],
    )
    def upload(self: Any, request: Request, pk: str, upload: str) -> Response:
        """What came back, question by question (GET); remove the file (DELETE)."""
        report = self._own(pk)
        held = self._held(report, upload)
        if request.method == "DELETE":
            operations.remove_upload(upload_id=held.pk, **self.stamp)
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(self._told(held, report))

    @extend_schema(responses=FILE)
    @action(
        detail=True,
        url_path=rf"draft/uploads/(?P<upload>{UUID_REGEX})/file",
        permission_classes=[IsAuthenticated],
    )
    def upload_file(self: Any, request: Request, pk: str, upload: str) -> FileResponse:
        """The file as it came."""
        held = self._held(self._own(pk), upload)
        return download(held.stored, held.name.rpartition(".")[0] or held.name)

    @extend_schema(request=Decision, responses=_ANY)
    @action(
        detail=True,
        methods=["post"],
        url_path=rf"draft/uploads/(?P<upload>{UUID_REGEX})/items/(?P<item>{UUID_REGEX})",
        permission_classes=[IsAuthenticated],
    )
    def upload_item(self: Any, request: Request, pk: str, upload: str, item: str) -> Response:
        """Say what becomes of one piece."""
        report = self._own(pk)
        held = self._held(report, upload)
        operations.decide_item(
            upload_id=held.pk, item_id=UUID(item), **self.read(Decision), **self.stamp
        )
        return Response(self._told(held, report))

    @extend_schema(request=RowPlace, responses=_ANY)
    @action(
        detail=True,
        methods=["post"],
        url_path=rf"draft/uploads/(?P<upload>{UUID_REGEX})/items/(?P<item>{UUID_REGEX})/value",
        permission_classes=[IsAuthenticated],
    )
    def upload_row(self: Any, request: Request, pk: str, upload: str, item: str) -> Response:
        """Say which value a row of a table is about; it is taken by the decision on the piece."""
        report = self._own(pk)
        held = self._held(report, upload)
        operations.place_row(
            upload_id=held.pk, item_id=UUID(item), **self.read(RowPlace), **self.stamp
        )
        return Response(self._told(held, report))


def table_json(shown: returned_values.ShownTable) -> dict[str, Any]:
    """`values` are the fields that a row changes; `warnings` what would look improbable."""
    return {
        "id": shown.upload.pk,
        "name": shown.upload.name,
        "at": shown.upload.at,
        "made_at": shown.upload.made_at,
        "is_of_report": shown.upload.is_of_report,
        "items": [
            {
                "id": row.row.pk,
                "place": row.place,
                "label": row.label,
                "observation": row.standing.pk if row.standing else None,
                "revision": row.revision,
                "placed_by": row.row.how,
                "text": row.row.text,
                "values": row.row.values if row.indicator or not row.is_placed else None,
                "changes": [
                    {"field": c.label, "base": c.base, "after": c.after, "present": c.present}
                    for c in row.changes
                ],
                "beside": row.beside,
                "warnings": row.warnings,
                "problem": row.row.problem,
                "fate": row.row.fate,
            }
            for row in shown.rows
        ],
    }


def upload_json(shown: queries.ShownUpload) -> dict[str, Any]:
    return {
        "id": shown.upload.pk,
        "name": shown.upload.name,
        "at": shown.upload.at,
        "made_at": shown.upload.made_at,
        "is_of_report": shown.upload.is_of_report,
        "missing": shown.upload.missing,
        "items": [
            {
                "id": item.row.pk,
                "section": item.slot.section if item.slot else None,
                "key": item.slot.key if item.slot else None,
                "subject": item.slot.subject if item.slot else None,
                "label": item.label,
                "placed_by": item.row.how,
                "text": item.row.text,
                "values": item.row.values if item.slot else None,
                "base": item.row.base if item.slot else None,
                "present": item.slot.values if item.slot else None,
                "revision": item.slot.revision if item.slot else None,
                "notes": item.row.notes,
                "problem": item.row.problem,
                "fate": item.row.fate,
            }
            for item in shown.items
        ],
    }
