"""Reporters see how they are quoted, and may object."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.pages import actor_of, signed_in

from .. import operations
from ..queries import quotations


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's quotations in their place, each with its button."""
    actor = actor_of(request)
    page = quotations.own_quotations(actor, pk)
    kept: dict[str, str] = {}
    if request.method == "POST":
        chosen = request.POST.get("quotation", "")
        words = request.POST.get("words", "")
        try:
            if request.POST.get("answer") == "withdraw":
                operations.withdraw_objection(
                    review_id=pk, quotation=chosen, by=actor, now=timezone.now()
                )
                messages.success(request, _("Your objection is withdrawn."))
            else:
                operations.object_to_quotation(
                    review_id=pk, quotation=chosen, words=words, by=actor, now=timezone.now()
                )
                messages.success(
                    request, _("The quotation is left out of what is published from now on.")
                )
            return redirect("reviews:quotations", pk)
        except Invalid as refusal:
            kept = {"id": chosen, "words": words, "error": str(refusal)}
    return render(
        request,
        "reviews/quotations.html",
        {"page": page, "review": page.review, "kept": kept},
        status=422 if kept else 200,
    )
