"""The codes of the invented people: on demonstration instances only, so that a stranger can sign in
as any of them without a telephone."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..invented import current_codes


@never_cache
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404("Codes are shown on demonstration instances only.")
    rows, seconds = current_codes(timezone.now())
    return render(request, "account/demo_codes.html", {"rows": rows, "seconds": seconds})
