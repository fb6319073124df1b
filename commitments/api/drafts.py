"""A draft as JSON: the parts of it that the reader may read."""

from __future__ import annotations

from typing import Any

from gfmd_platform.access import Actor
from gfmd_platform.cycles.enums import Part
from gfmd_platform.cycles.queries import questionnaire_for

from ..models import Report
from ..queries import drafts, sharing
from ..queries.sharing import Held
from ..report_checks import problems_before_submission, signing_problems
from ..report_content import DraftRows, draft_rows, of_draft
from ..sections import Sections, section_map, sections_for
from .prefill import proposal_json
from .shapes import observation_json


def draft_json(actor: Actor, report: Report) -> dict[str, Any]:
    """The hash and what is missing are told to those who read the whole draft."""
    sections = sections_for(actor, report)
    rows = draft_rows(report)
    held = sharing.by_section(sharing.assignments_of(report), sections)
    body: dict[str, Any] = {
        "id": report.pk,
        "cycle": report.cycle_id,
        "stakeholder": report.stakeholder_id,
        "kind": report.kind,
        "title": report.title,
        "state": report.state,
        "drafting": report.drafting,
        "language": report.language,
        "questionnaire": report.questionnaire_id,
        "asked": questionnaire_for(report.cycle, report.stakeholder.kind),
        "sections": {"reads": sorted(sections.reads), "writes": sorted(sections.writes)},
        "answers": _answers(report, rows, sections),
        "statuses": _statuses(rows) if Part.COMMITMENTS in sections.reads else [],
        "observations": _observations(rows) if Part.INDICATORS in sections.reads else [],
        "assignments": [assignment_json(row) for part in held.values() for row in part],
    }
    if sections.is_whole:
        content = of_draft(report, rows)
        body |= {
            "readers": {
                "visibility": report.visibility,
                "may_quote": report.may_quote,
                "revision": report.choice_revision,
            },
            "contributors": [
                {
                    "id": row.pk,
                    "membership": row.membership_id,
                    "name": row.name,
                    "has_seat": row.membership is not None and not row.membership.is_over,
                    "unit": row.unit,
                    "reads_all": row.reads_all,
                }
                for row in sharing.contributors_of(report)
            ],
            "next_version": content.no,
            "hash": content.hash,
            "missing": problems_before_submission(content) | signing_problems(content),
        }
    return body


def assignment_json(held: Held) -> dict[str, Any]:
    row = held.row
    return {
        "id": row.pk,
        "section": row.section,
        "contributor": row.contributor_id,
        "name": row.contributor.name,
        "unit": row.contributor.unit,
        "due_on": row.due_on,
        "note": row.note,
        "state": held.state,
        "ready_at": row.ready_at,
    }


def _answers(report: Report, rows: DraftRows, sections: Sections) -> list[dict[str, Any]]:
    parts = section_map(report)
    return [
        {
            "key": row.key,
            "subject": row.subject_id,
            "value": row.value,
            "language": row.language,
            "revision": row.revision,
            "is_asked": row.key in rows.asked,
            **proposal_json(row),
        }
        for row in rows.answers.values()
        if parts.get(row.key) in sections.reads
    ]


def _statuses(rows: DraftRows) -> list[dict[str, Any]]:
    return [
        {
            "commitment": row.commitment_id,
            "status": row.status,
            "note": row.note,
            "revision": row.revision,
            **proposal_json(row),
        }
        for row in rows.statuses
    ]


def _observations(rows: DraftRows) -> list[dict[str, Any]]:
    return [
        {
            "id": value.row.pk,
            "indicator": value.shown.indicator,
            "commitment": value.row.commitment_id,
            "revision": value.row.revision,
            **observation_json(value.row),
            **proposal_json(value.row),
        }
        for value in drafts.named_values(rows, [*rows.observations, *rows.proposed])
    ]
