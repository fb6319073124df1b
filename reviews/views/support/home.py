"""Where the year stands for the Support Unit."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gfmd_platform.access import check_create
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.pages import actor_of, signed_in

from ... import operations, year


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the year stands, and what comes next."""
    actor = actor_of(request)
    if not actor.is_support_unit:
        raise NotVisible
    found = year.lines(actor, timezone.now())
    places = [
        (reverse("stakeholders:queue"), _("Applications and stakeholders")),
        (reverse("stakeholders:groups"), _("Chair-in-Office and groups")),
        ("/moderation/", _("Entries that wait for moderation")),
        (reverse("desk"), _("Your desk")),
    ]
    return render(
        request,
        "reviews/support/home.html",
        {
            "waiting": year.waiting(found),
            "lines": [line for line in found if not line.is_finished],
            "finished": [line for line in found if line.is_finished],
            "places": places,
        },
    )


@signed_in
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    check_create(actor, "review")
    try:
        cycle_id = UUID(request.POST.get("cycle", ""))
    except ValueError:
        raise NotVisible from None
    review = operations.begin_review(cycle_id=cycle_id, by=actor, now=timezone.now())
    return redirect("reviews:workspace", review.pk)
