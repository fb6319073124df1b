"""Publication at a set time."""

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
from ...consulting_forms import ScheduleForm
from ...queries import workspace


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set when the approved text becomes public, or call that off."""
    actor = actor_of(request)
    page = workspace.workspace(actor, pk)
    review = page.review
    if request.method == "POST" and request.POST.get("step") == "cancel":
        operations.cancel_publication(review_id=pk, by=actor, now=timezone.now())
        messages.success(request, _("No time is set any more. The text stays approved."))
        return redirect("reviews:workspace", pk)
    form = ScheduleForm(request.POST or None, initial={"time_zone": review.cycle.time_zone})
    if request.method == "POST" and form.is_valid():
        try:
            review = operations.schedule_publication(
                review_id=pk, by=actor, now=timezone.now(), **form.cleaned_data
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(
                request, _("It will be published on %(at)s.") % {"at": review.publish_words}
            )
            return redirect("reviews:workspace", pk)
    return render(
        request,
        "reviews/support/schedule.html",
        {"page": page, "review": review, "form": form},
    )
