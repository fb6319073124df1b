"""Who takes part, and what each of them shows."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access import allowed_actions
from gfmd_platform.access.exceptions import StaleRevision
from gfmd_platform.access.requests import ActorRequest
from gfmd_platform.taxonomy import queries as taxonomy

from .. import operations, queries
from ..enums import StakeholderState
from ..forms import EditForm, FilterForm, attempt
from ..presenters import StakeholderLine, facts_of
from ..shelves import shelves_of

PAGE = 50


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    wanted = form.wanted()
    rows = queries.filtered(queries.taking_part(), **wanted)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "stakeholders/index.html",
        {
            "page": page,
            "lines": [StakeholderLine.of(s) for s in page.object_list],
            "wanted": wanted,
            "narrowed": any(wanted.values()),
            "kinds": queries.kind_counts(),
            "regions": taxonomy.region_choices(),
            "countries": taxonomy.country_choices(),
        },
    )


@never_cache
@require_safe
def detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The public page; for an applicant, where the application stands."""
    stakeholder = queries.get_stakeholder(request.actor, pk)
    allowed = allowed_actions(request.actor, stakeholder)
    context = {
        "stakeholder": stakeholder,
        "facts": facts_of(stakeholder),
        "may_edit": "edit" in allowed and stakeholder.state == StakeholderState.CONFIRMED,
        "may_see_members": "see_members" in allowed,
        "may_decide": "confirm" in allowed,
    }
    if stakeholder.current_version is None:
        return render(request, "stakeholders/application_state.html", context)
    context |= {
        "versions": list(stakeholder.versions.order_by("-no")),
        "contacts": queries.shown_members(request.actor, stakeholder),
        "shelves": shelves_of(stakeholder.pk),
    }
    return render(request, "stakeholders/detail.html", context)


@require_safe
def version(request: ActorRequest, pk: UUID, no: int) -> HttpResponse:
    found = queries.get_version(request.actor, pk, no)
    return render(
        request,
        "stakeholders/version.html",
        {
            "version": found,
            "stakeholder": found.subject,
            "facts": facts_of(found),
            "is_current": found.pk == found.subject.current_version_id,
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    stakeholder = queries.get_for(request.actor, "edit", pk)
    form = EditForm(
        request.POST or None,
        initial=EditForm.initial_of(stakeholder),
        is_state=stakeholder.is_state,
    )
    conflict: StaleRevision | None = None
    if request.method == "POST":
        try:
            version = attempt(
                form,
                lambda: operations.edit_stakeholder(
                    stakeholder=stakeholder,
                    revision=form.cleaned_data["revision"],
                    changes=form.changes(),
                    by=request.actor,
                    now=timezone.now(),
                ),
            )
        except StaleRevision as refusal:
            conflict, version = refusal, None
            data = request.POST.copy()
            data["revision"] = str(refusal.revision)
            form.data = data
        if version is not None:
            words = _("Version %(no)s is what everybody reads now.")
            messages.success(request, words % {"no": version.no})
            return redirect("stakeholders:detail", pk=pk)
    status = 409 if conflict else 200
    texts = [
        (str(form.fields[name].label), theirs, form.data.get(name, ""))
        for name, theirs in (conflict.current if conflict else {}).items()
        if name != "country" and theirs != form.data.get(name, "")
    ]
    return render(
        request,
        "stakeholders/edit.html",
        {"stakeholder": stakeholder, "form": form, "conflict": conflict, "texts": texts},
        status=status,
    )
