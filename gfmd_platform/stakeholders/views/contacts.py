"""Whom the Support Unit can reach: members who chose to show their contact, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gfmd_platform.access.requests import ActorRequest
from gfmd_platform.documents.tables import csv_response

from .. import queries
from ..enums import StakeholderKind
from ..models import Membership

PAGE = 100
#: Names of columns are a contract with those who read them by program: never translated.
HEADER = (
    "stakeholder",
    "kind",
    "name",
    "role",
    "function",
    "email",
    "language",
    "shown_to",
    "consented_on",
)


@login_required
@never_cache
@require_safe
def contacts(request: ActorRequest) -> HttpResponse:
    queries.require_support_unit(request.actor)
    kind = request.GET.get("kind", "")
    rows = queries.shared_contacts(request.actor, kind=kind)
    return render(
        request,
        "stakeholders/support/contacts.html",
        {
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "kinds": StakeholderKind.choices,
            "kind": kind,
        },
    )


@login_required
@never_cache
@require_safe
def table(request: ActorRequest) -> HttpResponseBase:
    queries.require_support_unit(request.actor)
    rows = queries.shared_contacts(request.actor, kind=request.GET.get("kind", ""))
    return csv_response("contacts", HEADER, _cells(rows))


def _cells(rows: Iterable[Membership]) -> Iterator[list[str]]:
    for seat in rows:
        yield [
            seat.stakeholder.name,
            seat.stakeholder.kind,
            seat.person.name,
            seat.role,
            seat.function,
            seat.person.email,
            seat.person.language,
            seat.contact_audience,
            seat.contact_consented_at.date().isoformat() if seat.contact_consented_at else "",
        ]
