"""What everybody may read of a cycle: what is asked, and when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import panels, queries
from ..enums import CycleState
from ..pages import actor_of
from ..queries import building


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    cycles = list(queries.cycles_for(actor))
    now = timezone.now()
    return render(
        request,
        "cycles/list.html",
        {
            "open": [(c, queries.date_has_passed(c, now)) for c in cycles if c.takes_reports],
            "planned": [c for c in cycles if c.state == CycleState.PLANNED],
            "closed": [c for c in cycles if c.state == CycleState.CLOSED],
            "may_plan": actor.is_support_unit,
        },
    )


@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    cycle, goals = queries.get_cycle_with_goals(actor, pk)
    return render(
        request,
        "cycles/detail.html",
        {
            "cycle": cycle,
            "goals": goals,
            "asked": queries.questions_by_audience(cycle),
            "has_passed": queries.date_has_passed(cycle, timezone.now()),
            "panels": panels.panels_of(actor, cycle),
            "is_support_unit": actor.is_support_unit,
        },
    )


@require_safe
def asked(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """One questionnaire as it was issued, and what it changed."""
    cycle = queries.get_cycle(actor_of(request), pk)
    questionnaire = building.get_questionnaire(cycle, no)
    before, changes = building.changes_of(questionnaire)
    return render(
        request,
        "cycles/asked.html",
        {
            "cycle": cycle,
            "questionnaire": questionnaire,
            "parts": queries.questions_of(questionnaire.pk),
            "targets": building.targets_of(questionnaire),
            "before": before,
            "changes": changes,
        },
    )
