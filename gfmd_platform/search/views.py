"""The search page and its downloads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from . import exports, queries
from .criteria import Criteria
from .facets import LINKED

SORT_LABELS = {
    "relevance": _("Best match"),
    "newest": _("Newest first"),
    "title": _("By title"),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    criteria = Criteria.parse(request.GET)
    found = queries.find(criteria)
    sorts = [name for name in SORT_LABELS if name != "relevance" or criteria.query.typed]
    return render(
        request,
        "search/search.html",
        {
            "found": found,
            "criteria": criteria,
            "address": criteria.querystring(page=found.page.number),
            "sorts": [
                {
                    "label": SORT_LABELS[name],
                    "href": criteria.querystring(sort=name),
                    "here": name == criteria.sort,
                }
                for name in sorts
            ],
            "kept": [
                (facet.name, value)
                for facet in LINKED
                for value in criteria.chosen.get(facet.name, ())
            ],
            "downloads": [
                {"label": form.upper() if form != "xlsx" else _("Excel"), "form": form}
                for form in exports.FORMS
            ],
            "query": criteria.querystring(),
            "corrected": criteria.querystring(q=found.suggestion) if found.suggestion else "",
            "without_text": criteria.without_text().querystring(),
        },
    )


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Everything found, as a file. An address that means nothing is refused, not widened."""
    if form not in exports.FORMS:
        raise Http404("Downloads exist as CSV, XLSX and JSON.")
    criteria = Criteria.parse(request.GET)
    if criteria.unknown:
        words = ", ".join(f"{name}={value}" for name, value in criteria.unknown)
        return HttpResponse(
            _("This address asks for something that does not exist: %(words)s") % {"words": words},
            status=400,
            content_type="text/plain; charset=utf-8",
        )
    return exports.download(criteria, form)
