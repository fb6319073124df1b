"""Parts of a draft in colleagues' hands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number

from .. import operations
from ..forms.sharing import ShareForm
from ..models import Report
from ..queries import sharing
from .report_drafts import open_draft


def uuid_of(text: str) -> UUID:
    """The identifier that a page sent; one that nothing has when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def contributors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who writes what until when; give a part, ask for it again, end access."""
    report = open_draft(request, pk, "invite")
    colleagues = sharing.colleagues_to_invite(report)
    is_step = "remove" in request.POST or "again" in request.POST
    if is_step:
        return _step(request, pk)
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues,
        initial=sharing.terms_of(report, whole_number(request.GET.get("from", ""))),
    )
    if request.method == "POST" and form.is_valid() and _give(request, report, form):
        return redirect("reports:contributors", pk)
    held = sharing.assignments_of(report)
    rows = [
        (row, [h for h in held if h.row.contributor_id == row.pk])
        for row in sharing.contributors_of(report)
    ]
    return render(
        request,
        "reports/contributors.html",
        {"report": report, "form": form, "rows": rows},
        status=422 if form.errors else 200,
    )


def _give(request: HttpRequest, report: Report, form: ShareForm) -> bool:
    common: dict[str, Any] = {
        "report_id": report.pk,
        "by": actor_of(request),
        "now": timezone.now(),
        **form.terms(),
    }
    try:
        if form.membership_id is not None:
            operations.invite_contributor(membership_id=form.membership_id, **common)
        else:
            operations.invite_by_mail(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                language=report.language,
                **common,
            )
    except Invalid as refusal:
        take_errors(form, refusal)
        return False
    messages.success(request, _("Given, and told by mail."))
    return True


def _step(request: HttpRequest, pk: UUID) -> HttpResponse:
    common: dict[str, Any] = {"report_id": pk, "by": actor_of(request), "now": timezone.now()}
    if "remove" in request.POST:
        operations.remove_contributor(contributor_id=whole_number(request.POST["remove"]), **common)
        messages.success(request, _("They can no longer open the draft. What they wrote stays."))
    else:
        operations.ask_again(assignment_id=uuid_of(request.POST["again"]), **common)
        messages.success(request, _("Asked again, and told by mail."))
    return redirect("reports:contributors", pk)


@signed_in
@require_POST
def hand_back(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """ "My part is ready", or not yet after all."""
    ready = request.POST.get("ready") != "no"
    open_draft(request, pk, "draft", section=code)
    operations.hand_back(
        report_id=pk, section=code, ready=ready, by=actor_of(request), now=timezone.now()
    )
    messages.success(
        request,
        _("Handed back. Your focal points see that it is ready; you can still change it.")
        if ready
        else _("Yours again."),
    )
    return redirect("reports:draft", pk)
