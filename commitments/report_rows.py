"""Submitted reports as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django.db.models import QuerySet
from django.urls import reverse

from .models import Report

_CHUNK = 200
#: `lodged` says how a report came that the Support Unit entered; `authors` are those that a joint
#: report names, the lead first. `api` is where the whole of it is read by programs.
HEADER = (
    "id",
    "address",
    "api",
    "cycle",
    "name",
    "stakeholder",
    "stakeholder_kind",
    "joint",
    "authors",
    "lodged",
    "version",
    "submitted_at",
    "language",
    "readers",
    "may_quote",
    "content_hash",
)


def report_rows(found: QuerySet[Report], root: str) -> Iterator[list[Any]]:
    """A row for each of `queries.reports.submitted_for`, read in chunks."""
    for report in found.iterator(chunk_size=_CHUNK):
        yield _row(report, root)


def _row(report: Report, root: str) -> list[Any]:
    version = report.current_version
    assert version is not None
    lodging = getattr(version, "lodging", None)
    return [
        str(report.pk),
        urljoin(root, reverse("reports:detail", args=[report.pk])),
        urljoin(root, reverse("api:report-detail", args=[report.pk])),
        report.cycle.title,
        report.name,
        report.stakeholder.name,
        report.stakeholder.kind,
        report.is_joint,
        version.authors,
        lodging.mark if lodging else "",
        version.no,
        version.at,
        version.language,
        version.visibility,
        version.may_quote,
        version.content_hash,
    ]
