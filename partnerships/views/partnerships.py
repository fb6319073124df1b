"""The pages of partnerships that everybody reads; members find their steps on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gfmd_platform.access import allowed_actions
from gfmd_platform.documents.tables import csv_response

from ..exports import PARTNERSHIP_HEADER, partnership_rows
from ..forms.partnership_filters import PartnershipFilter, sort_of
from ..panels import panels_of
from ..partnership_content import PARTNERSHIP as CONTENT
from ..policies import partnership_steps
from ..queries import deliverables
from ..queries import partnerships as queries
from ..queries.partners import open_invitation, seat_of
from ..showing import changes
from ..transitions import PARTNERSHIP_WRITABLE
from .common import actor_of

PAGE = 25


@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    filters = PartnershipFilter(request.GET, queryset=queries.public())
    filters.offer_choices()
    sort = sort_of(request.GET)
    found = filters.qs if filters.is_valid() else queries.public()
    page = Paginator(found.order_by(*sort.fields), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "partnerships/partnerships/list.html",
        {
            "form": filters.form,
            "page": page,
            "partnerships": queries.listed(page.object_list),
            "sort": sort,
            "is_narrowed": filters.is_valid() and any(filters.form.cleaned_data.values()),
        },
    )


@require_safe
def partnership_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as the filters of the page leave it."""
    filters = PartnershipFilter(request.GET, queryset=queries.public())
    found = filters.qs if filters.is_valid() else queries.public()
    rows = partnership_rows(found.order_by("registered_at", "pk"), request.build_absolute_uri("/"))
    return csv_response("partnerships", PARTNERSHIP_HEADER, rows)


@require_safe
def partnership_detail(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """What is public of it; while it is a draft, the text, for those who may read it."""
    actor = actor_of(request)
    partnership = queries.readable(partnership_id, actor)
    actions = allowed_actions(actor, partnership) if actor.is_signed_in else frozenset()
    version = partnership.current_version
    is_draft = version is None
    shown = queries.shown_version(version) if version else queries.shown_draft(partnership)
    context: dict[str, Any] = {
        "partnership": partnership,
        "shown": shown,
        "partners": queries.shown_partners(partnership),
        "deliverables": deliverables.listed(deliverables.of_partnership(partnership)),
        "versions": [] if is_draft else queries.versions(partnership),
        "panels": [] if is_draft else panels_of(partnership),
        "actions": actions,
        "steps": partnership_steps(partnership, actions),
        "is_draft": is_draft,
        "is_own": "draft" in actions,
        "is_writable": partnership.state in PARTNERSHIP_WRITABLE,
        "takes_part": bool(actions & {"draft", "leave", "plan_deliverable", "moderate"}),
    }
    if actor.is_signed_in:
        context["seat"] = seat_of(partnership, actor)
        context["invitation"] = open_invitation(partnership, actor) if "answer" in actions else None
    if "draft" in actions and not is_draft:
        context["has_changes"] = queries.text_values(partnership) != shown.values
    return render(request, "partnerships/partnerships/detail.html", context)


@require_safe
def partnership_version(request: HttpRequest, partnership_id: UUID, no: int) -> HttpResponse:
    """One public version, and what it changed."""
    partnership = queries.readable(partnership_id, actor_of(request))
    version, earlier = queries.version_and_before(partnership, no)
    shown = queries.shown_version(version)
    before = queries.shown_version(earlier) if earlier else None
    return render(
        request,
        "partnerships/partnerships/version.html",
        {
            "partnership": partnership,
            "shown": shown,
            "before": before,
            "changes": changes(before.values, shown.values, content=CONTENT) if before else [],
            "is_current": version.pk == partnership.current_version_id,
        },
    )
