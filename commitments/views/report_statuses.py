"""Where each commitment stands: saved one by one, and never over somebody else's words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.enums import Part
from gfmd_platform.cycles.pages import actor_of, signed_in, whole_number
from gfmd_platform.interface import kept
from gfmd_platform.interface.merging import three_way

from .. import operations
from ..enums import Progress
from ..forms.reports import StatusForm
from ..models import Report
from ..queries import drafts
from ..queries.history import values_at
from ..queries.prefill import facts_of
from ..sections import STATUS
from .proposals import decide
from .report_drafts import open_draft


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def statuses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where each registered commitment of the stakeholder stands."""
    report = open_draft(request, pk, section=Part.COMMITMENTS)
    if request.method == "POST":
        if request.POST.get("choice") == "theirs":
            return redirect("reports:statuses", pk)
        _take_mine(request)
    sent = request.POST if request.method == "POST" else kept.take(request)
    seen = timezone.now()
    tasks = drafts.commitment_tasks(report)
    about = _revisions_sent(sent)
    # Only what was sent: the page of a conflict sends one, and one may have been registered since.
    forms = [
        StatusForm(sent if str(task.commitment.pk) in about else None, task=task) for task in tasks
    ]
    revisions = {form: form.task.revision for form in forms}
    conflicts: list[dict[str, Any]] = []
    if request.method == "POST":
        bound = [form for form in forms if form.is_bound]
        if about and not bound:
            raise NotVisible("No such commitment.")
        if all([form.is_valid() for form in bound]):  # noqa: C419
            conflicts = _save(request, report, bound, about, revisions)
            if not conflicts and not any(form.errors for form in forms):
                return _onward(request, pk)
    facts = facts_of(report)
    for form in forms:
        form.facts = facts.get(form.task.commitment.pk, [])
    wrong = any(form.errors for form in forms)
    return render(
        request,
        "reports/statuses.html",
        {
            "report": report,
            "rows": [(form, revisions[form]) for form in forms],
            "forms": forms,
            "conflicts": conflicts,
            "seen": seen,
            "number_open": sum(task.is_proposal for task in tasks),
            "number_kept": sum(bool(task.mark) and not task.is_proposal for task in tasks),
            "is_kept": sent is not None and request.method != "POST",
            "save_to": reverse("reports:save", args=[pk]),
        },
        status=409 if conflicts else 422 if wrong else 200,
    )


def _onward(request: HttpRequest, pk: UUID) -> HttpResponse:
    if "proposal" in request.POST:
        decide(request, pk)
        return redirect("reports:statuses", pk)
    messages.success(request, _("Saved."))
    if "field" in request.POST:
        return redirect("reports:statuses", pk)
    return redirect("reports:draft", pk)


def _take_mine(request: HttpRequest) -> None:
    """The page of a conflict sends the proposal and what the writer had; they chose theirs."""
    if request.POST.get("choice") == "mine" and {"mine", "field"} <= set(request.POST):
        sent = request.POST.copy()
        note = request.POST["field"]
        sent[note] = request.POST["mine"]
        sent[f"{note.removesuffix('-note')}-status"] = request.POST.get("mine_status", "")
        request.POST = sent  # type: ignore[assignment]


def _revisions_sent(sent: Any) -> dict[str, int]:
    """The revisions that the page was made with, by the commitment each stands beside."""
    if sent is None:
        return {}
    numbers = [whole_number(text) for text in sent.getlist("revision")]
    return dict(zip(sent.getlist("about"), numbers, strict=False))


def _save(
    request: HttpRequest,
    report: Report,
    bound: list[StatusForm],
    sent: dict[str, int],
    revisions: dict[Any, int],
) -> list[dict[str, Any]]:
    """Save each that was sent, and put down what the page has read then; gives the conflicts."""
    conflicts: list[dict[str, Any]] = []
    for form in bound:
        revision = sent[str(form.task.commitment.pk)]
        try:
            revisions[form] = operations.save_status(
                report_id=report.pk,
                commitment_id=form.task.commitment.pk,
                status=form.cleaned_data["status"],
                note=form.cleaned_data["note"],
                revision=revision,
                by=actor_of(request),
                now=timezone.now(),
            ).revision
        except StaleRevision as stale:
            conflicts.append(_conflict(report, form, revision, stale))
            form.shows(stale.current["status"], stale.current["note"])
            revisions[form] = stale.revision
        except Invalid as refusal:
            for words in refusal.errors.values():
                form.add_error("note", words)
    return conflicts


def _conflict(
    report: Report, form: StatusForm, revision: int, stale: StaleRevision
) -> dict[str, Any]:
    """Both notes with a proposal, and both statuses with the writer's chosen where they chose."""
    task = form.task
    base = values_at(report, STATUS, task.commitment.pk, revision) or {}
    proposal = three_way(base.get("note", ""), stale.yours["note"], stale.current["note"])
    mine, theirs = stale.yours["status"], stale.current["status"]
    choice = StatusForm(task=task, auto_id="merge_%s")
    choice.initial["status"] = theirs if mine == base.get("status", "") else mine
    return {
        "about": task.commitment.pk,
        "name": f"{task.commitment.pk}-note",
        "label": task.title,
        "merged": proposal.text,
        "clashes": proposal.clashes,
        "yours": stale.yours["note"],
        "theirs": stale.current["note"],
        "status": choice["status"],
        "your_status": mine,
        "differs": mine != theirs,
        "your_label": Progress(mine).label if mine else _("No answer"),
        "their_label": Progress(theirs).label if theirs else _("No answer"),
        "revision": stale.revision,
    }
