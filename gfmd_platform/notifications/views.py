"""The page of sent mail: on demonstration instances only, so that a tester needs no mail server."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import queries


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404("Sent mail is shown on demonstration instances only.")


@never_cache
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    _demo_only()
    page = Paginator(queries.recent(), 50).get_page(request.GET.get("page"))
    return render(request, "notifications/mail_list.html", {"page": page})


@never_cache
@require_safe
def mail_detail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    _demo_only()
    letter = queries.letter(mail_id)
    if letter is None:
        raise Http404("There is no such mail.")
    return render(request, "notifications/mail_detail.html", {"letter": letter})
