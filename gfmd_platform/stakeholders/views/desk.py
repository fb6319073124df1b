"""The desk, and one's own account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.requests import ActorRequest

from .. import operations, queries
from ..desk import desk_of, links_of
from ..forms import ProfileForm, attempt
from ..handover import open_matters


@login_required
@never_cache
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    return render(
        request,
        "stakeholders/desk.html",
        {
            "sections": desk_of(actor),
            "actor": actor,
            "seats": actor.seats,
            "links": links_of(actor),
        },
    )


@login_required
@never_cache
@require_safe
def handover(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What is open for a stakeholder, for the focal point who takes over."""
    stakeholder = queries.get_to_take_over(request.actor, pk)
    return render(
        request,
        "stakeholders/handover.html",
        {"stakeholder": stakeholder, "sections": open_matters(request.actor, pk)},
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: ActorRequest) -> HttpResponse:
    """Name, language, ways to sign in, and the seats one has."""
    person = request.actor.person
    assert person is not None  # only signed-in people come here
    kept = {name: getattr(person, name) for name in ("name", "language", "time_zone")}
    form = ProfileForm(request.POST or None, initial=kept)
    done = None
    if request.method == "POST":
        done = attempt(
            form,
            lambda: operations.change_profile(
                **form.cleaned_data, by=request.actor, now=timezone.now()
            ),
        )
    if done is not None:
        messages.success(request, _("Your details are saved."))
        return redirect("account")
    return render(
        request,
        "stakeholders/account.html",
        {
            "form": form,
            "seats": list(queries.with_open_seats(person)),
            "has_password": person.has_usable_password(),
        },
    )
