"""Indicators as everybody reads them: values by reporter and period, the custodian's first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gfmd_platform.cycles.pages import actor_of
from gfmd_platform.documents.tables import csv_response

from ..disaggregation import NoSuchCategory, canonical, describe
from ..queries import trends
from ..showing import value_header, value_rows


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/list.html", {"listed": trends.listed(actor_of(request))})


def _dims(request: HttpRequest) -> str:
    """The part of the whole that is asked for; the total where it is none."""
    try:
        return canonical(request.GET.get("dims", ""))
    except NoSuchCategory:
        return ""


@require_safe
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    card = trends.card_in_public(ref)
    if card.ref != ref:
        return redirect("indicators:detail", card.ref)
    dims, who = _dims(request), request.GET.get("who", "")
    page = trends.indicator_page(actor_of(request), card, dims=dims, who=who)
    reporters = {trends.reporter_of(o): o.version.subject.name for o in page.observations}
    return render(
        request,
        "indicators/detail.html",
        {
            "card": card,
            "page": page,
            "dims": dims,
            "who": who,
            "dims_label": describe(dims),
            "combinations": [(text, describe(text)) for text in page.combinations if text != dims],
            "reporters": reporters.items() if who or len(reporters) > 1 else (),
        },
    )


@require_safe
def export(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Every value that the reader may see, as CSV."""
    card = trends.card_in_public(ref)
    found = trends.observations_for(actor_of(request), card)
    name = f"indicator-{card.ref}".replace(":", "-")
    return csv_response(name, value_header(), value_rows(card.ref, card.name, found))
