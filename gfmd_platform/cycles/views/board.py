"""The Support Unit's board: who takes part, and who can be written to."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gfmd_platform.documents.tables import csv_response
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.stakeholders.presenters import facts_of
from gfmd_platform.stakeholders.queries import get_for

from .. import queries
from ..board_sources import board_panels, signed_jointly
from ..enums import InvitationState
from ..pages import actor_of, signed_in
from ..queries import board as asked

PAGE = 100


class CountedPages(Paginator):
    """Pages of rows whose number is known already."""

    number = 0

    @property
    def count(self) -> int:  # type: ignore[override]
        return self.number


@signed_in
@require_safe
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who takes part, as far as each stakeholder let the Support Unit know."""
    actor, now = actor_of(request), timezone.now()
    cycle, actions = queries.get_cycle_and_actions(actor, "see_participation", pk)
    wanted = asked.Wanted.of(request.GET)
    counted = asked.count_all(cycle)
    kinds, total = queries.participation_by_kind(asked.by_kind_and_state(counted))
    found = asked.with_help(asked.narrowed(cycle, wanted), now)
    pages = CountedPages(found, PAGE)
    pages.number = sum(each.number for each in counted if each.fits(wanted))
    page = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "cycles/board.html",
        {
            "cycle": cycle,
            "steps": queries.steps_for(actor, cycle, actions),
            "states": list(InvitationState),
            "kinds": StakeholderKind.choices,
            "regions": asked.region_choices(),
            "wanted": wanted,
            "by_kind": kinds,
            "total": total,
            "by_region": asked.by_region_and_kind(counted, wanted),
            "page": page,
            "rows": asked.board_rows(actor, page.object_list),
            "more_time": asked.more_time_given(cycle),
            "panels": board_panels(actor, cycle),
            "may_remind": "remind" in actions and cycle.takes_reports,
            "has_passed": queries.date_has_passed(cycle, now),
        },
    )


@signed_in
@require_safe
def table(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The board as a table, narrowed as the page is."""
    actor = actor_of(request)
    cycle = queries.get_cycle_for(actor, "see_participation", pk)
    found = asked.narrowed(cycle, asked.Wanted.of(request.GET))
    rows = asked.board_rows(actor, asked.with_help(found, timezone.now()))
    return csv_response(
        f"participation-{cycle.year}", asked.CSV_HEADER, asked.csv_rows(cycle, rows)
    )


@signed_in
@require_safe
def stakeholder(request: HttpRequest, stakeholder_id: UUID) -> HttpResponse:
    """One stakeholder in each cycle it was invited to."""
    actor = actor_of(request)
    found = get_for(actor, "see_reporting", stakeholder_id)
    return render(
        request,
        "cycles/stakeholder.html",
        {
            "stakeholder": found,
            "facts": facts_of(found),
            "rows": asked.history_of(actor, stakeholder_id, now=timezone.now()),
            "joint": signed_jointly(actor, stakeholder_id),
        },
    )
