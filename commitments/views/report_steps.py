"""Steps around a draft: begin, choose, invite, check and submit, decline, delete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotAllowed, StaleRevision
from gfmd_platform.cycles.enums import InvitationState, Part
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.pages import actor_of, signed_in
from gfmd_platform.cycles.queries import get_cycle

from .. import operations
from ..asking import set_aside
from ..clearing import chain_problems
from ..enums import ReportState
from ..forms.reports import BringInForm, ChoicesForm, ConfirmForm, DeclineForm, StartForm
from ..models import Report
from ..queries import drafts, signing
from ..queries.clearing import chain_state
from ..queries.indicators import doubts_of
from ..queries.prefill import before_report, material_for
from ..queries.reports import get_report_for
from ..report_checks import problems_before_submission, signing_problems
from ..report_content import draft_rows, of_draft
from ..sections import sections_for
from .report_choices import one_form
from .report_drafts import open_draft


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, if only an empty form."""
    return request.POST if request.method == "POST" else None


def own_place(request: HttpRequest, cycle: Cycle) -> drafts.OwnPlace | None:
    """The stakeholder this is for; None when the person must choose first. Raises NotAllowed for
    whoever speaks for nobody."""
    places = drafts.own_places(actor_of(request), cycle)
    if not places:
        raise NotAllowed(_("Reports are begun by focal points."))
    asked = request.POST.get("for") or request.GET.get("for", "")
    chosen = next((p for p in places if str(p.stakeholder_id) == asked), None)
    return chosen or (places[0] if len(places) == 1 else None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    cycle = get_cycle(actor, pk)
    place = own_place(request, cycle)
    if place is None:
        places = drafts.own_places(actor, cycle)
        return render(request, "reports/choose_place.html", {"cycle": cycle, "places": places})
    if place.report is not None:
        return redirect("reports:draft", place.report.pk)
    material = material_for(before_report(cycle, place.stakeholder_id))
    before = material.version.language if material.version else ""
    form = (BringInForm if material.places else StartForm)(_sent(request), before=before)
    if request.method == "POST" and form.is_valid():
        report = operations.start_report(
            cycle_id=pk,
            stakeholder_id=place.stakeholder_id,
            language=form.cleaned_data["language"],
            brings_in=form.cleaned_data.get("brings_in", False),
            by=actor,
            now=timezone.now(),
        )
        return redirect("reports:draft", report.pk)
    return render(
        request,
        "reports/start.html",
        {"cycle": cycle, "place": place, "form": form, "material": material},
        status=422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the stakeholder will not report, or take that back."""
    actor = actor_of(request)
    cycle = get_cycle(actor, pk)
    place = own_place(request, cycle)
    if place is None:
        places = drafts.own_places(actor, cycle)
        return render(
            request,
            "reports/choose_place.html",
            {"cycle": cycle, "places": places, "declines": True},
        )
    declined = place.invitation is not None and place.invitation.state == InvitationState.DECLINED
    form = DeclineForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        common: dict[str, Any] = {
            "cycle_id": pk,
            "stakeholder_id": place.stakeholder_id,
            "by": actor,
            "now": timezone.now(),
        }
        if declined:
            operations.take_part_after_all(**common)
            messages.success(request, _("Taken back. You can report when you wish."))
        else:
            operations.decline_cycle(reason=form.cleaned_data["reason"], **common)
            messages.success(request, _("The Support Unit knows. You can change your mind."))
        return redirect("cycles:detail", pk)
    return render(
        request,
        "reports/decline.html",
        {"cycle": cycle, "place": place, "form": form, "declined": declined},
        status=422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who may read the report once it is submitted, and whether it may be quoted."""
    report = open_draft(request, pk, "submit")
    quote = {True: "yes", False: "no"}.get(report.may_quote)  # type: ignore[arg-type]
    form = ChoicesForm(
        _sent(request), initial={"visibility": report.visibility, "may_quote": quote}
    )
    return one_form(
        request,
        report,
        form,
        save=operations.save_choices,
        template="reports/choices.html",
        done="reports:draft",
    )


@signed_in
@require_POST
def in_preparation(request: HttpRequest, pk: UUID) -> HttpResponse:
    says = request.POST.get("says") == "yes"
    get_report_for(actor_of(request), "submit", pk)
    operations.say_in_preparation(report_id=pk, says=says, by=actor_of(request), now=timezone.now())
    messages.success(
        request,
        _("The Support Unit sees “in preparation”, and nothing of what you write.")
        if says
        else _("The Support Unit no longer sees that you are writing."),
    )
    return redirect("reports:draft", pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check your answers; submitting names its consequence and sends what is shown here."""
    actor = actor_of(request)
    report = get_report_for(actor, "submit" if request.method == "POST" else "read_draft", pk)
    if request.method == "POST":
        form = ConfirmForm(request.POST, stakeholder=report.stakeholder.name)
        try:
            version = operations.submit_report(
                report_id=pk,
                draft_hash=request.POST.get("draft", ""),
                speaks_for=form.is_valid(),
                by=actor,
                now=timezone.now(),
            )
        except StaleRevision:
            messages.warning(
                request, _("The draft was changed since you checked it. Check it again.")
            )
            return redirect("reports:check", pk)
        except Invalid as refusal:
            refused = None if "speaks_for" in refusal.errors else refusal.errors
            return _check_page(request, report, refused, form)
        return redirect("reports:receipt", pk, version.no)
    if not report.drafting:
        return redirect("reports:detail", pk)
    return _check_page(request, report, None, ConfirmForm(stakeholder=report.stakeholder.name))


def _check_page(
    request: HttpRequest,
    report: Report,
    problems: dict[str, list[str]] | None,
    form: ConfirmForm,
) -> HttpResponse:
    sections = sections_for(actor_of(request), report)
    seen = timezone.now()
    rows = draft_rows(report)
    content = of_draft(report, rows)
    found = problems
    if found is None:
        found = (
            problems_before_submission(content)
            | chain_problems(chain_state(report, rows))
            | signing_problems(content)
        )
    if not sections.is_whole:
        found = {}
    tasks = drafts.part_tasks(report, rows.answers, rows.asked)
    parts = [task for task in tasks if task.code in sections.reads]
    commitments = (
        drafts.commitment_tasks(report, rows.statuses) if Part.COMMITMENTS in sections.reads else []
    )
    reads_values = Part.INDICATORS in sections.reads
    return render(
        request,
        "reports/check.html",
        {
            "report": report,
            "content": content,
            "form": form,
            "sections": sections,
            "parts": parts,
            "beside": len(set_aside(rows.answers.values(), rows.asked)) if sections.is_whole else 0,
            "commitments": commitments,
            "proposed": [row.label for task in parts for row in task.proposals]
            + [task.title for task in commitments if task.is_proposal]
            + [v.label for v in drafts.named_values(rows, rows.proposed) if reads_values],
            "seen": seen,
            "shown_values": [v.shown for v in drafts.draft_values(rows)] if reads_values else [],
            "doubts": [
                doubt
                for doubt in doubts_of(report, rows.observations, today=timezone.now().date())
                if not doubt.is_explained
            ]
            if reads_values
            else [],
            "problems": found,
            "unnamed": [
                one
                for one in signing.asked(report, content.text_hash)
                if one.is_open or one.state == signing.REOPENED
            ]
            if report.is_joint and sections.is_whole
            else [],
            "was_refused": problems is not None,
            "is_focal_point": report.stakeholder_id
            in actor_of(request).stakeholder_ids(FOCAL_POINT),
        },
        status=422 if form.is_bound else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a first draft for good, or give up a correction."""
    actor = actor_of(request)
    report = open_draft(request, pk, "discard")
    is_first = report.state == ReportState.DRAFT
    if request.method == "POST":
        now = timezone.now()
        if is_first:
            operations.discard_report(report_id=pk, by=actor, now=now)
            messages.success(request, _("The draft is deleted."))
            return redirect("/desk/")
        operations.discard_correction(report_id=pk, by=actor, now=now)
        messages.success(request, _("The correction is given up; what was submitted stands."))
        return redirect("reports:detail", pk)
    return render(request, "reports/discard.html", {"report": report, "is_first": is_first})
