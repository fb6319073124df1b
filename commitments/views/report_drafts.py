"""A report's draft: the task list, and where commitments stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import Invalid, NotAllowed, StaleRevision, WrongState
from gfmd_platform.cycles.enums import InvitationState, Part
from gfmd_platform.cycles.pages import actor_of, signed_in, whole_number
from gfmd_platform.interface import kept

from .. import operations
from ..enums import ReportState
from ..forms.reports import StatusForm
from ..models import Report
from ..queries import adoption, clearing, drafts, sharing
from ..queries.prefill import facts_of
from ..queries.reports import get_report_and_actions, get_report_for
from ..sections import ALL, Sections, sections_for
from .proposals import decide


def open_draft(
    request: HttpRequest, pk: UUID, action: str = "read_draft", *, section: str = ""
) -> Report:
    """The report whose draft the actor may read; with `section`, that part of which they may
    write. Raises NotVisible or NotAllowed; WrongState when no draft is open."""
    report = get_report_for(actor_of(request), action, pk)
    if section:
        sections_for(actor_of(request), report).require(section, writing=True)
    if not report.drafting:
        raise WrongState(
            _("The report was submitted. To change it, correct it: that makes a new version."),
            state=report.state,
        )
    return report


@signed_in
@require_safe
def tasks(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    report, actions = get_report_and_actions(actor, pk)
    if "read_draft" not in actions:
        raise NotAllowed(_("Your role does not include this page."))
    if not report.drafting:
        return redirect("reports:detail", pk)
    sections = sections_for(actor, report)
    answers = drafts.answers_of(report)
    commitments = drafts.commitment_tasks(report) if Part.COMMITMENTS in sections.reads else []
    extent = drafts.extent_of(report)
    parts = drafts.part_tasks(report, answers)
    assigned = sharing.assignments_of(report)
    held = sharing.by_section(assigned, sections)
    return render(
        request,
        "reports/tasks.html",
        {
            "report": report,
            "sections": sections,
            "parts": [
                (task, _address(report, sections, task.code), held.get(task.code, []))
                for task in parts
                if task.code in sections.reads
            ],
            "mine": [
                (row, _address(report, sections, row.row.section))
                for row in assigned
                if row.is_of(actor)
            ],
            "commitments_href": _address(report, sections, Part.COMMITMENTS),
            "commitments_held": held.get(Part.COMMITMENTS, []),
            "values_href": _address(report, sections, Part.INDICATORS),
            "values_held": held.get(Part.INDICATORS, []),
            "left_behind": sharing.left_behind(assigned) if "invite" in actions else [],
            "vacancies": clearing.vacancies_of(report)
            if extent["n_steps"] and "set_chain" in actions
            else [],
            "newer": extent["asked"] != report.questionnaire_id,
            "may_adopt": sections.writes >= ALL,
            "beside": adoption.number_beside(answers, parts) if sections.is_whole else 0,
            "commitments": commitments,
            "answered": sum(bool(task.status) and not task.is_proposal for task in commitments),
            "number_proposed": sum(task.is_proposal for task in commitments)
            + sum(len(task.proposals) for task in parts if task.code in sections.reads),
            "n_steps": extent["n_steps"],
            "values": extent["n_values"],
            "contributors": extent["n_contributors"],
            "actions": actions,
            "is_first": report.state == ReportState.DRAFT,
            "says": extent["participation"] == InvitationState.IN_PREPARATION,
        },
    )


def _address(report: Report, sections: Sections, code: str) -> str:
    """Where a part is written; for those who may only read it, where it can be read."""
    if code not in sections.writes:
        anchor = {Part.COMMITMENTS: "commitments", Part.INDICATORS: "values"}.get(Part(code))
        return f"{reverse('reports:check', args=[report.pk])}#{anchor or f'part-{code}'}"
    if code == Part.COMMITMENTS:
        return reverse("reports:statuses", args=[report.pk])
    if code == Part.INDICATORS:
        return reverse("reports:values", args=[report.pk])
    return reverse("reports:part", args=[report.pk, code])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def statuses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where each registered commitment of the stakeholder stands."""
    report = open_draft(request, pk, section=Part.COMMITMENTS)
    sent = request.POST if request.method == "POST" else kept.take(request)
    seen = timezone.now()
    tasks_ = drafts.commitment_tasks(report)
    forms = [StatusForm(sent, task=task) for task in tasks_]
    conflicts: list[StaleRevision] = []
    named: list[dict[str, Any]] = []
    revisions = _revisions_by_commitment(request)
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419
        for form in forms:
            # A commitment registered since the page was made has nothing in what was sent.
            revision = revisions.get(str(form.task.commitment.pk))
            if revision is None:
                continue
            try:
                operations.save_status(
                    report_id=pk,
                    commitment_id=form.task.commitment.pk,
                    status=form.cleaned_data["status"],
                    note=form.cleaned_data["note"],
                    revision=revision,
                    by=actor_of(request),
                    now=timezone.now(),
                )
            except StaleRevision as stale:
                conflicts.append(stale)
                named.append(_status_conflict(form, stale))
            except Invalid as refusal:
                for words in refusal.errors.values():
                    form.add_error("note", words)
        if not conflicts and not any(form.errors for form in forms):
            if "proposal" in request.POST:
                decide(request, pk)
                return redirect("reports:statuses", pk)
            messages.success(request, _("Saved."))
            return redirect("reports:draft", pk)
    facts = facts_of(report)
    for form in forms:
        form.facts = facts.get(form.task.commitment.pk, [])
    rows = [(form, _standing(form, conflicts, named)) for form in forms]
    wrong = any(form.errors for form in forms)
    return render(
        request,
        "reports/statuses.html",
        {
            "report": report,
            "rows": rows,
            "forms": forms,
            "conflicts": named,
            "seen": seen,
            "number_open": sum(task.is_proposal for task in tasks_),
            "number_kept": sum(bool(task.mark) and not task.is_proposal for task in tasks_),
            "is_kept": sent is not None and request.method != "POST",
            "save_to": reverse("reports:save", args=[pk]),
        },
        status=409 if named else 422 if wrong else 200,
    )


def _revisions_by_commitment(request: HttpRequest) -> dict[str, int]:
    """The revisions that the page was made with, by the commitment each stands beside."""
    about = request.POST.getlist("about")
    numbers = [whole_number(text) for text in request.POST.getlist("revision")]
    return dict(zip(about, numbers, strict=False))


def _status_conflict(form: StatusForm, stale: StaleRevision) -> dict[str, Any]:
    choices = dict(form.fields["status"].choices)  # type: ignore[attr-defined]

    def words(values: dict[str, Any]) -> str:
        return f"{choices.get(values['status'], '')}\n{values['note']}".strip()

    return {
        "commitment": form.task.commitment,
        "stale": stale,
        "yours": words(stale.yours),
        "theirs": words(stale.current),
        "revision": stale.revision,
    }


def _standing(form: StatusForm, conflicts: list[StaleRevision], named: list[dict[str, Any]]) -> int:
    """The revision to write over: the newer one where a conflict was shown."""
    for row in named:
        if row["commitment"].pk == form.task.commitment.pk:
            return int(row["revision"])
    return form.task.revision
