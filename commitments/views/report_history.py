"""Earlier texts of a draft, and bringing them back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, whole_number

from .. import operations
from ..operations.history import fields_at
from ..queries import history
from ..sections import sections_for
from .report_drafts import open_draft


@signed_in
@require_safe
def whole(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that was saved, the newest first, of the parts that the reader may read."""
    report = open_draft(request, pk)
    sections = sections_for(actor_of(request), report)
    page = Paginator(history.lines_of(report, sections), 25).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/history.html",
        {
            "report": report,
            "page": page,
            "lines": history.shown(report, page),
            "may_write": bool(sections.writes),
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def of_field(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """All texts of one field; one of them can be brought back."""
    actor = actor_of(request)
    report = open_draft(request, pk)
    sections = sections_for(actor, report)
    subject = _subject(request)
    lines = history.field_lines(report, sections, key, subject)
    here = reverse("reports:field-history", args=[pk, key])
    here = f"{here}?subject={subject}" if subject else here
    if request.method == "POST":
        open_draft(request, pk, "draft", section=lines[0].section)
        try:
            operations.bring_back(
                report_id=pk,
                key=key,
                subject=subject,
                revision=whole_number(request.POST.get("revision")),
                standing=whole_number(request.POST.get("standing")),
                by=actor,
                now=timezone.now(),
            )
        except StaleRevision:
            messages.warning(request, _("Somebody saved this field meanwhile. Look again."))
        except Invalid as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Brought back as a new text; the others stay here."))
        return redirect(here)
    return render(
        request,
        "reports/field_history.html",
        {
            "report": report,
            "lines": lines,
            "here": here,
            "may_write": lines[0].section in sections.writes,
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def back_to(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole draft as it was at an instant: shows what would change, then does it."""
    actor = actor_of(request)
    report = open_draft(request, pk, "draft")
    at = history.moment_of(request.POST.get("at") or request.GET.get("at", ""))
    if at is None:
        return redirect("reports:history", pk)
    if request.method == "POST":
        try:
            number = operations.bring_back_all(report_id=pk, at=at, by=actor, now=timezone.now())
        except Invalid as refusal:
            messages.warning(request, str(refusal))
            return redirect("reports:history", pk)
        messages.success(request, _("Brought back: %(number)d fields.") % {"number": number})
        return redirect("reports:history", pk)
    labels = history.Labels(report)
    changes = [
        history.Changed(
            labels.of(key, subject, then or last.value),
            labels.words(key, last.value),
            labels.words(key, then),
        )
        for key, subject, then, last in fields_at(report, actor, at)
    ]
    return render(
        request, "reports/history_back.html", {"report": report, "at": at, "changes": changes}
    )


def _subject(request: HttpRequest) -> UUID | None:
    text = request.GET.get("subject", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotVisible("No such field.") from None
