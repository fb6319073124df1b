"""Leaving the platform, with one's personal data."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import WrongState
from gfmd_platform.access.requests import ActorRequest

from .. import operations
from ..forms import LeaveForm, attempt


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def erase_account(request: ActorRequest) -> HttpResponse:
    """Names the consequence, asks for the address, then erases for good."""
    form = LeaveForm(request.POST or None)
    if request.method == "POST":
        try:
            done = attempt(
                form,
                lambda: operations.leave_platform(
                    **form.cleaned_data, by=request.actor, now=timezone.now()
                ),
            )
        except WrongState as refusal:
            form.add_error(None, str(refusal))
            done = None
        if done is not None:
            logout(request)
            messages.success(request, _("You have left, and your personal data is erased."))
            return redirect("interface:home")
    return render(request, "stakeholders/erase.html", {"form": form})
