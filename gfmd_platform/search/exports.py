"""What was found, as open data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gfmd_platform.documents.tables import csv_response, json_response, xlsx_response
from gfmd_platform.taxonomy import queries as taxonomy

from . import queries
from .criteria import Criteria

FORMS = ("csv", "xlsx", "json")
#: Names of columns are a contract with those who read them by program: never translated.
HEADER = (
    "id",
    "kind",
    "title",
    "summary",
    "language",
    "stakeholders",
    "countries",
    "country_codes",
    "themes",
    "published_at",
    "address",
)


def download(criteria: Criteria, form: str) -> HttpResponseBase:
    """A file of everything that is found, newest first; rows are written as they are read."""
    name = "partnerships-platform-search"
    if form == "xlsx":
        return xlsx_response(name, HEADER, rows(criteria), sheet="Search", about=_about(criteria))
    respond = csv_response if form == "csv" else json_response
    return respond(name, HEADER, rows(criteria))


def rows(criteria: Criteria) -> Iterator[list[Any]]:
    terms = taxonomy.current().terms
    for hit in queries.everything(criteria):
        yield [
            str(hit.record_id),
            hit.kind,
            hit.title,
            hit.summary,
            hit.language,
            hit.names,
            [place.name for place in hit.places],
            [place.code for place in hit.places],
            sorted(terms[term_id].ref for term_id in hit.term_ids if term_id in terms),
            hit.published_at,
            urljoin(f"{settings.PUBLIC_URL}/", hit.url),
        ]


def _about(criteria: Criteria) -> str:
    address = urljoin(f"{settings.PUBLIC_URL}/", f"/search/{criteria.querystring()}")
    return "\n".join(
        (
            _("Public entries of the Platform for Partnerships, as found at"),
            address,
            _("Each entry stays its author's: name the stakeholder and the address when quoting."),
        )
    )
