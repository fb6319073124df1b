"""Checking a published edition against its sources, and a compilation against another."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.cycles.pages import actor_of, signed_in

from ... import operations
from ...queries import checking, differences, workspace


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check_(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """What the latest check found; a script asks for that alone, from this same address."""
    actor = actor_of(request)
    if request.method == "POST":
        asked = operations.request_check(review_id=pk, no=no, by=actor, now=timezone.now())
        if asked.joined:
            messages.info(request, _("A check of this edition is on its way already."))
        return redirect("reviews:check", pk, no)
    page = checking.check_page(actor, pk, no)
    whole = not request.htmx  # type: ignore[attr-defined]
    return render(
        request,
        "reviews/support/check.html" if whole else "reviews/support/_check.html",
        {"page": page, "edition": page.edition, "review": page.edition.review, "found": page.found},
    )


@signed_in
@require_safe
def compared(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Any two compilations beside each other."""
    actor = actor_of(request)
    page = differences.between_compilations(
        actor, pk, before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    return render(
        request,
        "reviews/support/differences.html",
        {"page": page, "review": workspace.review_to("write", actor, pk)},
    )
