"""Lodging: the Support Unit's form, the originals, and the focal point's word."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gfmd_platform.access import check_create
from gfmd_platform.access.exceptions import Invalid, NotVisible
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors
from gfmd_platform.cycles.queries import get_cycle
from gfmd_platform.records.files import download

from .. import operations
from ..forms.lodging import LodgedValueFormSet, LodgeForm, rows_of
from ..queries import lodging as queries
from ..queries.reports import get_report, get_report_for, get_version


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def lodge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First for whom, then what came."""
    actor = actor_of(request)
    check_create(actor, "lodging")
    cycle = get_cycle(actor, pk)
    chosen = request.POST.get("for") or request.GET.get("for", "")
    if not chosen:
        waiting = queries.may_be_lodged_for(cycle)
        return render(request, "reports/lodge_for.html", {"cycle": cycle, "stakeholders": waiting})
    try:
        stakeholder = queries.stakeholder_of(cycle, UUID(chosen))
    except ValueError:
        raise NotVisible("No such stakeholder.") from None
    form = LodgeForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        asked=queries.questions_asked(cycle, stakeholder),
        commitments=queries.commitments_of(cycle, stakeholder),
    )
    # A form that was made before values could be entered sends none of them.
    sends_values = "values-TOTAL_FORMS" in request.POST
    values = LodgedValueFormSet(
        request.POST if sends_values else None,
        prefix="values",
        form_kwargs={"cards": queries.indicators_of(cycle, stakeholder)},
    )
    if request.method == "POST" and form.is_valid() and (not sends_values or values.is_valid()):
        try:
            version = operations.lodge_report(
                cycle_id=pk,
                stakeholder_id=stakeholder.pk,
                by=actor,
                now=timezone.now(),
                **form.values(),
                observations=rows_of(values) if sends_values else (),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Lodged. Its focal points are told by mail."))
            return redirect("reports:detail", version.subject_id)
    return render(
        request,
        "reports/lodge.html",
        {"cycle": cycle, "stakeholder": stakeholder, "form": form, "values": values},
        status=422 if request.method == "POST" else 200,
    )


@require_safe
def original(request: HttpRequest, pk: UUID, no: int, position: int) -> FileResponse:
    """An original, for those who may read the version."""
    actor = actor_of(request)
    version = get_version(actor, get_report(actor, pk), no)
    return download(*queries.original(version, position))


@signed_in
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A focal point says that what was lodged is their stakeholder's report."""
    actor = actor_of(request)
    get_report_for(actor, "confirm", pk)
    operations.confirm_lodged(report_id=pk, by=actor, now=timezone.now())
    messages.success(request, _("Confirmed. You can still correct it at any time."))
    return redirect("reports:detail", pk)
