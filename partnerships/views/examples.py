"""The public pages of practice examples."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gfmd_platform.access import allowed_actions
from gfmd_platform.documents.tables import csv_response
from gfmd_platform.records.files import download

from ..exports import EXAMPLE_HEADER, example_rows
from ..forms.example_filters import ExampleFilter, sort_of
from ..panels import panels_of
from ..queries import examples as queries
from ..queries.people import public_contacts
from ..showing import changes
from .common import actor_of

PAGE = 25


@require_safe
def example_list(request: HttpRequest) -> HttpResponse:
    filters = ExampleFilter(request.GET, queryset=queries.published())
    filters.offer_choices()
    sort = sort_of(request.GET)
    found = filters.qs if filters.is_valid() else queries.published()
    page = Paginator(found.order_by(*sort.fields), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "partnerships/examples/list.html",
        {
            "form": filters.form,
            "page": page,
            "examples": queries.listed(page.object_list),
            "sort": sort,
            "is_narrowed": filters.is_valid() and any(filters.form.cleaned_data.values()),
        },
    )


@require_safe
def example_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as the filters of the page leave it."""
    filters = ExampleFilter(request.GET, queryset=queries.published())
    found = filters.qs if filters.is_valid() else queries.published()
    rows = example_rows(found.order_by("published_at", "pk"), request.build_absolute_uri("/"))
    return csv_response("examples", EXAMPLE_HEADER, rows)


@require_safe
def example_detail(request: HttpRequest, example_id: UUID) -> HttpResponse:
    """What the public reads; those who may read more are led to where that stands."""
    actor = actor_of(request)
    example = queries.readable(example_id, actor)
    actions = allowed_actions(actor, example) if actor.is_signed_in else frozenset()
    if example.published_version is None:
        page = "example-status" if "draft" in actions else "moderate-example"
        return redirect(f"partnerships:{page}", example_id)
    [shown] = queries.shown(example.published_version)
    return render(
        request,
        "partnerships/examples/detail.html",
        {
            "example": example,
            "owner": queries.owner_of(example),
            "shown": shown,
            "versions": queries.public_versions(example),
            "contacts": [] if shown.values["contact_withheld"] else public_contacts(example),
            "panels": panels_of(example),
            "is_own": "draft" in actions,
            "can_remove": "remove" in actions and example.record.owner_id is None,
        },
    )


@require_safe
def example_version(request: HttpRequest, example_id: UUID, no: int) -> HttpResponse:
    """One public version, and what it changed."""
    example = queries.readable(example_id, actor_of(request))
    shown, before = queries.public_version(example, no)
    return render(
        request,
        "partnerships/examples/version.html",
        {
            "example": example,
            "owner": queries.owner_of(example),
            "shown": shown,
            "before": before,
            "changes": changes(before.values, shown.values) if before else [],
            "is_current": shown.version.pk == example.published_version_id,
        },
    )


@require_safe
def example_file(request: HttpRequest, example_id: UUID, sha256: str) -> HttpResponseBase:
    """A file, for those who may read a text it belongs to."""
    found = queries.readable_file(example_id, sha256, actor_of(request))
    if found is None:
        raise Http404("No such file.")
    return download(found.stored, found.title)
