"""Pages on themes and places: for reading only, the same for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import pages, queries


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Clusters with their action areas, objectives, goals, and the other documents."""
    return render(request, "taxonomy/themes.html", {"page": pages.overview()})


@require_safe
def framework(request: HttpRequest, framework: str) -> HttpResponse:
    entry = queries.framework(framework)
    if entry is None:
        raise Http404(_("There is no such document."))
    return render(
        request,
        "taxonomy/framework.html",
        {"framework": entry, "groups": pages.framework_groups(entry)},
    )


@require_safe
def term(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """A term by its code; retired ones too, since records still name them."""
    entry = queries.term(f"{framework}:{code}")
    if entry is None:
        raise Http404(_("There is no such theme."))
    return render(request, "taxonomy/term.html", {"page": pages.term_page(entry)})


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    return render(request, "taxonomy/places.html", {"tables": pages.regions()})
