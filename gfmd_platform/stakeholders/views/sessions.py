"""Where one is signed in, and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.requests import ActorRequest

from .. import operations
from ..sessions import key_of, sessions_of


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def sessions(request: ActorRequest) -> HttpResponse:
    """The living sessions. A button ends one; another ends all but this one."""
    person, current = request.actor.person, request.session.session_key
    assert person is not None  # only signed-in people come here
    if request.method == "POST":
        now = timezone.now()
        if "end" in request.POST:
            key = key_of(person, request.POST["end"])
            if key == current:
                return redirect("account_logout")
            operations.end_session(session_key=key, by=request.actor, now=now)
            messages.success(request, _("That session is signed out."))
        else:
            operations.end_other_sessions(but=current, by=request.actor, now=now)
            messages.success(request, _("All other sessions are signed out."))
        return redirect("usersessions_list")
    found = sessions_of(person, current)
    return render(request, "usersessions/usersession_list.html", {"sessions": found})
