"""A report's draft: the task list."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gfmd_platform.access.exceptions import NotAllowed, WrongState
from gfmd_platform.cycles.enums import InvitationState, Part
from gfmd_platform.cycles.pages import actor_of, signed_in

from ..enums import ReportState
from ..models import Report
from ..queries import adoption, clearing, drafts, sharing
from ..queries.reports import get_report_and_actions, get_report_for
from ..report_content import of_draft
from ..sections import ALL, Sections, sections_for


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
            + sum(len(task.proposals) for task in parts if task.code in sections.reads)
            + (extent["n_proposed_values"] if Part.INDICATORS in sections.reads else 0),
            "n_steps": extent["n_steps"],
            "values": extent["n_values"],
            "contributors": extent["n_contributors"],
            "confirmed": len(of_draft(report).co_signatories or [])
            if report.is_joint and sections.is_whole
            else 0,
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
