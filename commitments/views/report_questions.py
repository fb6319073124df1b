"""When the questions of a draft changed: adopting the new ones, and what stands beside them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid, NotAllowed, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in

from .. import operations
from ..asking import field_of
from ..queries import adoption
from ..sections import ALL, sections_for
from .report_drafts import open_draft


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET shows what goes where, POST adopts."""
    actor = actor_of(request)
    report = open_draft(request, pk)
    if not sections_for(actor, report).writes >= ALL:
        raise NotAllowed(_("A focal point adopts the new questions for the whole report."))
    wanted = adoption.newer_questionnaire(report)
    if wanted is None:
        return redirect("reports:draft", pk)
    if request.method == "POST":
        sent = request.POST.get("questionnaire", "")
        try:
            operations.adopt_questionnaire(
                report_id=pk,
                questionnaire_id=wanted if sent == str(wanted) else pk,
                by=actor,
                now=timezone.now(),
            )
        except StaleRevision:
            messages.warning(request, _("Other questions were issued meanwhile; look again."))
            return redirect("reports:adopt", pk)
        messages.success(request, _("The report answers the new questions. No answer was dropped."))
        return redirect("reports:draft", pk)
    plan = adoption.plan_of(report, wanted)
    return render(request, "reports/adopt.html", {"report": report, "plan": plan})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answers to questions that are no longer asked; POST copies one into another question."""
    actor = actor_of(request)
    report = open_draft(request, pk)
    problems: list[str] = []
    if request.method == "POST":
        key, subject = field_of(request.POST.get("from", ""))
        to, to_subject = field_of(request.POST.get("to", ""))
        try:
            operations.copy_aside(
                report_id=pk,
                key=key,
                subject=subject,
                to=to,
                to_subject=to_subject,
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            problems = [text for texts in refusal.errors.values() for text in texts]
        else:
            messages.success(request, _("Copied, below what stood there. It stays here too."))
            return redirect("reports:beside", pk)
    return render(
        request,
        "reports/beside.html",
        {
            "report": report,
            "rows": adoption.beside(actor, report),
            "places": adoption.places_to_copy(actor, report),
            "problems": problems,
        },
        status=422 if problems else 200,
    )
