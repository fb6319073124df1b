"""A joint report's pages: the lead begins it and asks, those who are asked answer and can leave."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    WrongState,
)
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors
from gfmd_platform.cycles.queries import get_cycle

from .. import operations
from ..enums import SignatoryAnswer
from ..forms.signing import CoSignatoryForm, StartJointForm, TitleForm
from ..models import CoSignatory, Report
from ..queries import drafts, signing
from ..queries.reports import get_report_and_actions
from ..report_content import DraftRows, draft_rows, of_draft
from .report_choices import one_form
from .report_drafts import open_draft
from .report_steps import own_place


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a joint report; one's own is another."""
    actor = actor_of(request)
    cycle = get_cycle(actor, pk)
    place = own_place(request, cycle)
    if place is None:
        places = drafts.own_places(actor, cycle)
        return render(
            request,
            "reports/choose_place.html",
            {"cycle": cycle, "places": places, "leads": True},
        )
    form = StartJointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report = operations.start_joint_report(
                cycle_id=pk,
                stakeholder_id=place.stakeholder_id,
                by=actor,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            return redirect("reports:co-signatories", report.pk)
    return render(
        request,
        "reports/start_joint.html",
        {"cycle": cycle, "place": place, "form": form},
        status=422 if form.errors else 200,
    )


def _open_joint(request: HttpRequest, pk: UUID, action: str = "read_draft") -> Report:
    report = open_draft(request, pk, action)
    if not report.is_joint:
        raise NotVisible("No joint report.")
    return report


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def title(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = _open_joint(request, pk, "submit")
    form = TitleForm(
        request.POST if request.method == "POST" else None, initial={"title": report.title}
    )
    return one_form(
        request,
        report,
        form,
        save=operations.rename_joint_report,
        template="reports/joint_title.html",
        done="reports:co-signatories",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def co_signatories(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom the lead has asked and what they answered; POST asks one more."""
    actor = actor_of(request)
    report, actions = get_report_and_actions(actor, pk)
    if ("invite_co_signatory" if request.method == "POST" else "read_draft") not in actions:
        raise NotAllowed(_("Your role does not include this page."))
    if not report.is_joint:
        raise NotVisible("No joint report.")
    if not report.drafting:
        return redirect("reports:detail", pk)
    choices = signing.can_be_asked(report)
    form = CoSignatoryForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.invite_co_signatory(
                report_id=pk,
                stakeholder_id=form.cleaned_data["stakeholder"].pk,
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(
                request,
                _("%(stakeholder)s is invited. Its focal points are told by mail.")
                % {"stakeholder": row.stakeholder.name},
            )
            return redirect("reports:co-signatories", pk)
    return render(
        request,
        "reports/co_signatories.html",
        {
            "report": report,
            "form": form,
            "asked": signing.asked(report, of_draft(report).text_hash),
            "can_invite": "invite_co_signatory" in actions,
        },
        status=422 if form.errors else 200,
    )


@signed_in
@require_POST
def revoke(request: HttpRequest, co_signatory_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = signing.asked_by(co_signatory_id, actor)
    operations.revoke_co_signatory(co_signatory_id=row.pk, by=actor, now=timezone.now())
    messages.success(request, _("The invitation is taken back. They are told by mail."))
    return redirect("reports:co-signatories", row.report_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, co_signatory_id: UUID) -> HttpResponse:
    """What is to be signed, and the two answers. Reading it changes nothing."""
    actor = actor_of(request)
    row = signing.invitation(co_signatory_id, actor)
    if request.method != "POST":
        return _answer_page(request, row)
    if request.POST.get("answer") == "decline":
        operations.decline_joint_report(co_signatory_id=row.pk, by=actor, now=timezone.now())
        messages.success(request, _("Declined. Only the lead of the report is told."))
        return redirect("/desk/")
    try:
        operations.confirm_joint_report(
            co_signatory_id=row.pk,
            text_hash=request.POST.get("text_hash", ""),
            by=actor,
            now=timezone.now(),
        )
    except Invalid:
        messages.warning(request, _("The text was changed since you read it. Read it again."))
    else:
        messages.success(request, _("Confirmed, as it stands now. A later edit reopens it."))
    return redirect("reports:co-signatory-answer", row.pk)


def _answer_page(request: HttpRequest, row: CoSignatory) -> HttpResponse:
    """The words only while an answer is asked for or stands: else what became of it."""
    report = row.report
    answers = (SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED)
    context: dict[str, Any] = {
        "row": row,
        "report": report,
        "label": SignatoryAnswer(row.answer).label,
        "is_named": signing.is_named(row),
        "is_read": False,
    }
    if row.answer in answers and report.drafting:
        rows = draft_rows(report)
        content = of_draft(report, rows)
        is_again = row.answer == SignatoryAnswer.CONFIRMED
        context |= {
            "is_read": True,
            "is_again": is_again,
            "is_confirmed": is_again and row.text_hash == content.text_hash,
            "text_hash": content.text_hash,
            **_words(report, rows),
        }
    return render(request, "reports/co_sign.html", context)


def _words(report: Report, rows: DraftRows) -> dict[str, Any]:
    """What would be submitted now: nothing of what is left out, proposed or kept beside."""
    tasks = drafts.part_tasks(report, rows.answers, rows.asked)
    parts = [(task, [r for r in task.rows if r.value and not r.is_proposal]) for task in tasks]
    commitments = drafts.commitment_tasks(report, rows.statuses)
    return {
        "parts": [(task, said) for task, said in parts if said],
        "commitments": [task for task in commitments if task.status and not task.is_proposal],
        "shown_values": [value.shown for value in drafts.draft_values(rows)],
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, co_signatory_id: UUID) -> HttpResponse:
    """GET names the consequence, POST leaves."""
    actor = actor_of(request)
    row = signing.invitation(co_signatory_id, actor)
    if request.method == "POST":
        operations.leave_joint_report(co_signatory_id=row.pk, by=actor, now=timezone.now())
        messages.success(request, _("You have left. The lead of the report is told."))
        return redirect("/desk/")
    is_named = signing.is_named(row)
    if row.answer != SignatoryAnswer.CONFIRMED and not is_named:
        label = SignatoryAnswer(row.answer).label
        raise WrongState(_("This does not apply any more: it is now “%s”.") % label)
    return render(request, "reports/co_sign_leave.html", {"row": row, "is_named": is_named})
