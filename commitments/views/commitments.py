"""Commitments as everybody reads them."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gfmd_platform.access import allowed_actions
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.cycles.pages import actor_of
from gfmd_platform.interface.sorting import Sort
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind

from ..content import field_values, version_content
from ..enums import CommitmentKind, CommitmentState
from ..queries import commitments as queries
from ..queries import milestones, services, signatories
from ..queries.questions import beside_commitment
from ..schemes import scheme_label
from ..showing import citation, shown_amount

_SORTS: dict[str, str | tuple[str, ...]] = {
    "title": "current_version__title",
    "due": "current_version__due_on",
    "registered": "state_at",
    "stakeholder": "record__owner__stakeholder__sort_name",
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    names = ("q", "kind", "state", "term", "by", "owner")
    asked = {name: request.GET.get(name, "") for name in names}
    found = queries.filtered(
        queries.published(),
        text=asked["q"],
        kind=asked["kind"],
        state=asked["state"],
        term=asked["term"],
        stakeholder_kind=asked["by"],
        owner=_uuid(asked["owner"]),
    )
    sort = Sort.of(request.GET, allowed=_SORTS, default="-registered")
    page = Paginator(found.order_by(*sort.fields), 25).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    versions = {row.pk: row.current_version_id or row.pk for row in rows}
    clusters = queries.clusters_of(versions.values())
    joint = signatories.names_by_version(versions.values())
    actor = actor_of(request)
    return render(
        request,
        "commitments/list.html",
        {
            "page": page,
            "rows": [
                (row, clusters.get(versions[row.pk], []), joint.get(versions[row.pk], []))
                for row in rows
            ],
            "sort": sort,
            "asked": asked,
            "term": taxonomy.term(asked["term"]) if asked["term"] else None,
            "narrowed": any(asked.values()),
            "kinds": list(CommitmentKind),
            "states": [CommitmentState.REGISTERED, CommitmentState.WITHDRAWN],
            "stakeholder_kinds": list(StakeholderKind),
            "clusters": taxonomy.terms(TermKind.CLUSTER, framework=taxonomy.RECOLLECTION),
            "objectives": taxonomy.terms(TermKind.OBJECTIVE, framework=taxonomy.COMPACT),
            "may_draft": bool(queries.owners_for(actor)),
        },
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    commitment = queries.get_commitment(actor, pk)
    actions = allowed_actions(actor, commitment) if actor.is_signed_in else frozenset()
    version = commitment.current_version
    answer = signatories.own_answer(commitment, actor) if "answer" in actions else None
    if version is None and "draft" not in actions and answer is not None:
        return redirect("commitments:signatory-answer", answer.pk)
    if version is None:
        return redirect("commitments:check", pk)
    statuses = queries.reported_statuses(actor, commitment)
    named = signatories.named(version)
    indicators = list(version.indicators.all())
    is_own = commitment.record.owner_id in actor.stakeholder_ids()
    is_registered = commitment.state == CommitmentState.REGISTERED
    return render(
        request,
        "commitments/detail.html",
        {
            "commitment": commitment,
            "owner": queries.owner_of(commitment),
            "version": version,
            "amount": shown_amount(field_values(version)),
            "terms": queries.version_terms(version),
            "indicators": indicators,
            "identifiers": [(scheme_label(row.scheme), row) for row in version.identifiers.all()],
            "signatories": named,
            "milestones": milestones.of_commitment(commitment, timezone.localdate()),
            "services": services.confirmed_for(commitment, actor),
            "versions": list(commitment.versions.order_by("-no")),
            "statuses": statuses,
            "latest": statuses[0] if statuses else None,
            "observed": queries.observations_of(
                actor, commitment, indicators, [row.stakeholder_id for row in named]
            ),
            "actions": actions,
            "beside": beside_commitment(
                actor, commitment, version, may_ask=is_registered and "ask" in actions
            ),
            "may_withdraw": is_registered and "withdraw" in actions,
            "may_plan": is_registered and "plan_milestone" in actions,
            "may_link": is_registered and bool(actor.stakeholder_ids(FOCAL_POINT)),
            "answer": answer,
            "is_own": is_own,
            "has_amendment": is_own and queries.has_amendment(commitment),
            "citation": citation(
                version,
                [queries.owner_of(commitment).name, *(row.name for row in named)],
                request.build_absolute_uri(f"{request.path}versions/{version.no}/"),
            ),
        },
    )


@require_safe
def version(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """One version, and what it changed."""
    actor = actor_of(request)
    commitment = queries.get_commitment(actor, pk)
    shown = queries.get_version(commitment, no)
    content = version_content(shown)
    before = queries.get_version(commitment, no - 1) if no > 1 else None
    return render(
        request,
        "commitments/version.html",
        {
            "commitment": commitment,
            "owner": queries.owner_of(commitment),
            "version": shown,
            "amount": shown_amount(content),
            "terms": queries.version_terms(shown),
            "indicators": list(shown.indicators.all()),
            "identifiers": [(scheme_label(row.scheme), row) for row in shown.identifiers.all()],
            "signatories": signatories.named(shown),
            "changes": queries.changes(version_content(before), content) if before else [],
            "is_current": shown.pk == commitment.current_version_id,
            "beside": beside_commitment(
                actor,
                commitment,
                shown,
                may_ask=actor.is_support_unit and commitment.state == CommitmentState.REGISTERED,
            ),
        },
    )
