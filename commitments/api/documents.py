"""Reports as files, over the API."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from ..exchange import papers
from ..queries import reports as queries
from ..sections import sections_for
from ..views.report_documents import served

FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class DocumentActions:
    """Mixed into the viewset of reports."""

    @extend_schema(responses=FILE)
    @action(detail=True, url_path=r"versions/(?P<no>[0-9]{1,6})/document/(?P<form>docx|pdf)")
    def version_document(self: Any, request: Request, pk: str, no: str, form: str) -> FileResponse:
        """One version as a file."""
        report = queries.get_report(self.actor, pk)  # type: ignore[arg-type]
        version = queries.get_version(self.actor, report, int(no))
        name = f"{report.name} {report.cycle.title} {no}"
        return served(papers.of_version(report, queries.shown(version)), form, name)

    @extend_schema(responses=FILE)
    @action(
        detail=True,
        url_path="draft/document/(?P<form>docx|pdf)",
        permission_classes=[IsAuthenticated],
    )
    def draft_document(self: Any, request: Request, pk: str, form: str) -> FileResponse:
        """The parts of the draft that you may read, as a file."""
        report = self._own(pk)
        paper = papers.of_draft(report, sections_for(self.actor, report))
        return served(paper, form, f"{report.name} {report.cycle.title}")
