"""The workspace of a review, and the work of its compilation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gfmd_platform.cycles.pages import actor_of, signed_in, whole_number

from ... import operations
from ...queries import figures, manuscript, workspace
from ..public import SOURCES_PER_PAGE, pages_of


@signed_in
@require_safe
def work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The workspace. A script asks for the progress alone, from this same address."""
    page = workspace.workspace(actor_of(request), pk)
    context: dict[str, Any] = {"page": page, "review": page.review, "progress": page.progress}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "reviews/support/_progress.html", context)
    context["outline"] = manuscript.outline_of(page.review, timezone.now())
    return render(request, "reviews/support/workspace.html", context)


@signed_in
@require_POST
def compile_(request: HttpRequest, pk: UUID) -> HttpResponse:
    requested = operations.request_compilation(
        review_id=pk, by=actor_of(request), now=timezone.now()
    )
    if requested.joined:
        messages.info(request, _("A compilation is running already; this is its progress."))
    return redirect(reverse("reviews:workspace", args=[pk]) + "#progress")


@signed_in
@require_POST
def run_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What failed, without the rest."""
    operations.run_failed_again(review_id=pk, by=actor_of(request), now=timezone.now())
    return redirect(reverse("reviews:workspace", args=[pk]) + "#progress")


@signed_in
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    operations.cancel_compilation(review_id=pk, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The compilation was called off. Nothing else has changed."))
    return redirect("reviews:workspace", pk)


@signed_in
@require_safe
def figure(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """How a figure of the compilation in work is known; for its writers and for the Chair."""
    actor = actor_of(request)
    review, compilation = workspace.review_in_work(actor, pk)
    number = whole_number(request.GET.get("page")) or 1
    explained = figures.figure(
        actor,
        compilation=compilation,
        cycle_id=review.cycle_id,
        key=key,
        page=max(1, number),
        size=SOURCES_PER_PAGE,
    )
    return render(
        request,
        "reviews/figure.html",
        {
            "figure": explained,
            "title": review.cycle.title,
            "edition": None,
            "back": reverse(
                "reviews:preview" if actor.is_support_unit else "reviews:approval", args=[pk]
            ),
            "pages": pages_of(explained, number),
        },
    )
