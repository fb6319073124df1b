"""Indicator values of a draft."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.enums import Part
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.interface import kept

from .. import operations
from ..forms.reports import ObservationForm
from ..queries import drafts, indicators
from ..report_content import draft_rows, observation_values
from .proposals import decide
from .report_drafts import open_draft


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which indicators there are, and what is given of them; POST decides on what was brought
    in."""
    report = open_draft(request, pk, section=Part.INDICATORS)
    if request.method == "POST":
        if "proposal" in request.POST:
            decide(request, pk)
        return redirect("reports:values", pk)
    seen = timezone.now()
    rows = draft_rows(report)
    spoken_of = [*rows.observations, *rows.proposed]
    given = {str(row.term_id or row.indicator_key) for row in spoken_of}
    found = indicators.cards(report)
    return render(
        request,
        "reports/values.html",
        {
            "report": report,
            "values": drafts.draft_values(rows),
            **brought_in(drafts.named_values(rows, [row for row in spoken_of if row.origin]), seen),
            "cards": [card for card in found if card.own or card.key in given],
            "others": [card for card in found if not card.own and card.key not in given],
            "counts": Counter(str(row.term_id or row.indicator_key) for row in rows.observations),
        },
    )


def brought_in(values: Sequence[drafts.DraftValue], seen: dt.datetime) -> dict[str, Any]:
    """What a page shows of values that came from the last report; kept ones stand below."""
    kept_ones = [value for value in values if value.row.is_kept]
    return {
        "brought_in": [v for v in values if not v.row.is_kept] + kept_ones,
        "number_open": len(values) - len(kept_ones),
        "number_kept": len(kept_ones),
        "seen": seen,
    }


@signed_in
@require_safe
def open_grid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the list of choices to the grid of the indicator that was chosen."""
    report = open_draft(request, pk, section=Part.INDICATORS)
    if not request.GET.get("indicator"):
        return redirect("reports:values", pk)
    card = indicators.card_for(report, request.GET["indicator"])
    return redirect("reports:grid", pk, card.ref)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    report = open_draft(request, pk, section=Part.INDICATORS)
    sent = request.POST if request.method == "POST" else kept.take(request)
    form = ObservationForm(sent, own=drafts.own_indicators(report))
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_observation(
                report_id=pk,
                by=actor_of(request),
                now=timezone.now(),
                **form.chosen(),
                **form.values(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The value is kept in the draft."))
            return redirect("reports:values", pk)
    return _form_page(request, {"report": report, "form": form}, sent)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID, value_id: UUID) -> HttpResponse:
    report = open_draft(request, pk, section=Part.INDICATORS)
    rows = draft_rows(report)
    found = [row for row in (*rows.observations, *rows.proposed) if row.pk == value_id]
    value = next(iter(drafts.named_values(rows, found)), None)
    if value is None:
        raise NotVisible("No such value.")
    sent = request.POST if request.method == "POST" else kept.take(request)
    initial = observation_values(value.row)
    initial["value"] = value.row.number
    form = ObservationForm(sent, fixed=value.shown.indicator or "-", initial=initial)
    context: dict[str, Any] = {
        "report": report,
        "form": form,
        "value": value,
        "revision": whole_number(sent.get("revision")) if sent else value.row.revision,
    }
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, pk, value_id, context)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_observation(
                report_id=pk,
                observation_id=value_id,
                revision=context["revision"],
                by=actor_of(request),
                now=timezone.now(),
                **form.values() | {"unit": form.cleaned_data["unit"] or value.row.unit},
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            return _stale_page(request, context, stale)
        else:
            messages.success(request, _("Saved."))
            return redirect("reports:values", pk)
    return _form_page(request, context, sent)


def _remove(
    request: HttpRequest, pk: UUID, value_id: UUID, context: dict[str, Any]
) -> HttpResponse:
    try:
        operations.remove_observation(
            report_id=pk,
            observation_id=value_id,
            revision=context["revision"],
            by=actor_of(request),
            now=timezone.now(),
        )
    except StaleRevision as stale:
        return _stale_page(request, context, stale)
    messages.success(request, _("The value is taken out of the draft."))
    return redirect("reports:values", pk)


def _stale_page(
    request: HttpRequest, context: dict[str, Any], stale: StaleRevision
) -> HttpResponse:
    form = context["form"]
    conflicts = [
        (form.fields[name].label, stale.yours[name], saved)
        for name, saved in stale.current.items()
        if name in stale.yours and stale.yours[name] != saved and name in form.fields
    ]
    return render(
        request,
        "reports/value_form.html",
        context | {"conflicts": conflicts, "is_stale": True, "revision": stale.revision},
        status=409,
    )


def _form_page(request: HttpRequest, context: dict[str, Any], sent: Any) -> HttpResponse:
    is_post = request.method == "POST"
    return render(
        request,
        "reports/value_form.html",
        context | {"is_kept": sent is not None and not is_post},
        status=422 if is_post and context["form"].errors else 200,
    )
