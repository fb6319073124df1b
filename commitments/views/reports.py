"""Submitted reports as their readers see them, and the steps that concern what stands."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.pages import actor_of, signed_in
from gfmd_platform.cycles.queries import cycles_for
from gfmd_platform.documents.tables import csv_response, json_response
from gfmd_platform.interface.sorting import Sort
from gfmd_platform.records.files import download
from gfmd_platform.stakeholders.enums import StakeholderKind

from .. import operations
from ..enums import ReportKind, ReportState
from ..forms.reports import WithdrawalForm
from ..models import Report
from ..policies import reads_whole
from ..queries import answers, signing
from ..queries import reports as queries
from ..queries.lodging import originals_of
from ..queries.questions import beside
from ..queries.translations import spoken
from ..report_rows import HEADER, report_rows

_SORTS: dict[str, str | tuple[str, ...]] = {
    "stakeholder": "stakeholder__sort_name",
    "cycle": ("cycle__year", "cycle__title"),
    "date": "current_version__at",
}


def _narrowed(
    request: HttpRequest, actor: Actor, cycles: Collection[Cycle]
) -> tuple[dict[str, str], QuerySet[Report]]:
    """What is asked for, and what the reader may read of it."""
    asked = {name: request.GET.get(name, "") for name in ("q", "cycle", "kind")}
    cycle = next((c for c in cycles if str(c.pk) == asked["cycle"]), None)
    found = queries.filtered(
        queries.submitted_for(actor),
        cycle=cycle.pk if cycle else None,
        kind=asked["kind"],
        text=asked["q"],
    )
    return asked, found


@require_safe
def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as the filters of the page leave it, to download."""
    actor = actor_of(request)
    _asked, found = _narrowed(request, actor, list(cycles_for(actor)))
    rows = report_rows(found.order_by("current_version__at", "pk"), request.build_absolute_uri("/"))
    return {"csv": csv_response, "json": json_response}[form]("reports", HEADER, rows)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    cycles = list(cycles_for(actor))
    asked, found = _narrowed(request, actor, cycles)
    sort = Sort.of(request.GET, allowed=_SORTS, default="-date")
    return render(
        request,
        "reports/list.html",
        {
            "page": Paginator(found.order_by(*sort.fields), 25).get_page(request.GET.get("page")),
            "sort": sort,
            "asked": asked,
            "narrowed": any(asked.values()),
            "cycles": cycles,
            "kinds": [*StakeholderKind, ReportKind.JOINT],
        },
    )


@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The current version; for its own writers also what they can do."""
    actor = actor_of(request)
    report, actions = queries.get_report_and_actions(actor, pk)
    is_own = reads_whole(actor, report, actions)
    signature = signing.own_signature(report, actor)
    if report.current_version is None:
        if signature is not None and not is_own:
            return redirect("reports:co-signatory-answer", signature.pk)
        return redirect("reports:draft", pk)
    versions = queries.versions_for(actor, report, actions)
    may_write = "draft" in actions
    shows_words = is_own or report.state == ReportState.SUBMITTED
    current = next((v for v in versions if v.pk == report.current_version_id), None)
    return render(
        request,
        "reports/detail.html",
        {
            "report": report,
            "content": queries.shown(current) if current and shows_words else None,
            "version": current,
            "versions": versions,
            "withdrawal": queries.withdrawal_of(report),
            "originals": originals_of(current),
            "signature": signature,
            "signed": queries.signed_by(current),
            "may_confirm": "confirm" in actions,
            "is_own": is_own,
            "may_write": may_write,
            "is_support_unit": actor.is_support_unit,
            "steps": {step.verb for step in queries.steps_for(report, actions)},
            "spoken": spoken(current, request.GET.get("in", "")) if current else None,
            "may_translate": "translate" in actions and current is not None,
            "beside": beside(actor, report, current, may_ask="ask" in actions) if current else None,
        },
    )


@require_safe
def version(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """One version, and what it changed against the one before that the reader may read."""
    actor = actor_of(request)
    report, actions = queries.get_report_and_actions(actor, pk)
    versions = queries.versions_for(actor, report, actions)
    shown = next((v for v in versions if v.no == no), None)
    if shown is None:
        raise NotVisible("No such version.")
    earlier = [v for v in versions if v.no < no]
    return render(
        request,
        "reports/version.html",
        {
            "report": report,
            "version": shown,
            "content": queries.shown(shown),
            "originals": originals_of(shown),
            "signed": queries.signed_by(shown),
            "before": earlier[0] if earlier else None,
            "changes": queries.differences(earlier[0], shown) if earlier else [],
            "is_current": shown.pk == report.current_version_id,
            "spoken": spoken(shown, request.GET.get("in", "")),
            "may_translate": "translate" in actions,
            "beside": beside(actor, report, shown, may_ask="ask" in actions),
        },
    )


@require_safe
def version_file(request: HttpRequest, pk: UUID, no: int, answer_id: UUID) -> FileResponse:
    """A file that answers a question, for those who may read the version."""
    actor = actor_of(request)
    shown = queries.get_version(actor, queries.get_report(actor, pk), no)
    return download(*answers.version_file(shown, answer_id))


_STEPS: dict[str, Callable[..., Any]] = {
    "correct": operations.correct_report,
    "withdraw": operations.withdraw_report,
    "acknowledge": operations.acknowledge_report,
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """GET names the consequence, POST takes the step."""
    actor = actor_of(request)
    report = queries.get_report_for(actor, verb, pk)
    if report.current_version is None:
        raise NotVisible("Nothing was submitted.")
    sent = request.POST if request.method == "POST" else None
    form = WithdrawalForm(sent) if verb == "withdraw" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data if form is not None else {}
        _STEPS[verb](report_id=pk, by=actor, now=timezone.now(), **reason)
        if verb == "correct":
            return redirect("reports:draft", pk)
        messages.success(
            request,
            _("The report is withdrawn; others no longer read its words.")
            if verb == "withdraw"
            else _("Acknowledged. Its focal points are told by mail."),
        )
        return redirect("reports:detail", pk)
    return render(
        request,
        "reports/step.html",
        {"report": report, "verb": verb, "form": form},
        status=422 if form is not None and form.errors else 200,
    )
