"""The clearance chain: read, set, cleared step by step."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in

from .. import operations
from ..forms.clearing import step_forms
from ..queries import clearing
from ..queries.reports import get_report_and_actions
from ..sections import sections_for
from .report_drafts import open_draft
from .report_sharing import uuid_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the chain stands; whoever a step names reads its text and clears it."""
    actor = actor_of(request)
    if request.method == "POST":
        open_draft(request, pk, "clear")
        try:
            operations.clear_step(
                report_id=pk,
                step_id=uuid_of(request.POST.get("step", "")),
                text_hash=request.POST.get("text", ""),
                by=actor,
                now=timezone.now(),
            )
        except StaleRevision:
            messages.warning(
                request, _("The text was changed while you read it. Read it again, then clear it.")
            )
        else:
            messages.success(request, _("Cleared, as it stands now. A later edit reopens it."))
        return redirect("reports:clearance", pk)
    report = open_draft(request, pk)
    _report, actions = get_report_and_actions(actor, pk)
    return render(
        request,
        "reports/clearance.html",
        {
            "report": report,
            "steps": clearing.shown_chain(actor, report, sections_for(actor, report)),
            "may_set": "set_chain" in actions,
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def chain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whose clearance is asked, in which order."""
    report = open_draft(request, pk, "set_chain")
    sent = request.POST if request.method == "POST" else None
    forms = step_forms(sent, clearing.steps_of(report), clearing.seats_of(report))
    refused: list[str] = []
    if sent is not None and all([form.is_valid() for form in forms]):  # noqa: C419
        shapes = [shape for form in forms if (shape := form.shape()) is not None]
        try:
            operations.set_chain(
                report_id=pk,
                steps=shapes,
                as_usual="as_usual" in request.POST,
                by=actor_of(request),
                now=timezone.now(),
            )
        except Invalid as refusal:
            refused = refusal.errors["steps"]
        else:
            messages.success(request, _("The chain is set, and recorded."))
            return redirect("reports:clearance", pk)
    wrong = bool(refused) or any(form.errors for form in forms if form.is_bound)
    return render(
        request,
        "reports/chain.html",
        {"report": report, "forms": forms, "refused": refused},
        status=422 if wrong else 200,
    )
