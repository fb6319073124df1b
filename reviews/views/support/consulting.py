"""Asking reporters, groups and delegations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors

from ... import operations
from ...consulting_forms import CheckForm
from ...queries import consulting


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the consultation stands, and asking those who are quoted."""
    actor = actor_of(request)
    page = consulting.consultation(actor, pk)
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.open_quotation_check(
                review_id=pk, until=form.cleaned_data["until"], by=actor, now=timezone.now()
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Those who are quoted are asked by mail."))
            return redirect("reviews:consultation", pk)
    return render(
        request,
        "reviews/support/consultation.html",
        {"page": page, "review": page.review, "form": form},
    )
