"""The open door, and the Support Unit behind it."""

from __future__ import annotations

from uuid import UUID

from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.requests import ActorRequest

from .. import operations, queries
from ..enums import StakeholderState
from ..forms import ApplicationForm, ConfirmForm, DeclineForm, attempt
from ..limits import may_apply
from ..presenters import StakeholderLine, facts_of

PAGE = 50


@never_cache
@require_http_methods(["GET", "POST"])
def apply(request: ActorRequest) -> HttpResponse:
    person = request.actor.person
    form = ApplicationForm(
        request.POST or None,
        initial={"applicant_name": person.name, "applicant_email": person.email} if person else {},
    )
    if request.method == "POST":
        if not may_apply(request):
            return respond_429(request)
        done = attempt(form, lambda: _apply(request, form))
        if done:
            return redirect("stakeholders:applied")
    return render(request, "stakeholders/apply.html", {"form": form})


def _apply(request: ActorRequest, form: ApplicationForm) -> bool:
    """The answer is the same whatever the address means to us."""
    operations.apply_for(
        **form.cleaned_data,
        language=get_language() or "en",
        by=request.actor,
        now=timezone.now(),
    )
    return True


@require_safe
def applied(request: ActorRequest) -> HttpResponse:
    return render(request, "stakeholders/applied.html")


@login_required
@never_cache
@require_safe
def queue(request: ActorRequest) -> HttpResponse:
    """Applications by state, and the ways to enter a stakeholder or a nomination."""
    queries.require_support_unit(request.actor)
    state = request.GET.get("state", StakeholderState.APPLIED)
    if state not in (StakeholderState.APPLIED, StakeholderState.DECLINED):
        state = StakeholderState.APPLIED
    page = Paginator(queries.applications(state), PAGE).get_page(request.GET.get("page"))
    rows = [{"line": StakeholderLine.of(s), "state_at": s.state_at} for s in page.object_list]
    return render(
        request, "stakeholders/support/queue.html", {"page": page, "rows": rows, "state": state}
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def application(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One application, read and decided. `step` says which button was pressed."""
    queries.require_support_unit(request.actor)
    stakeholder = queries.get_for(request.actor, "confirm", pk)
    step = request.POST.get("step", "")
    confirm_form = ConfirmForm(
        request.POST if step == "confirm" else None,
        initial={"kind": stakeholder.kind},
        prefix="confirm",
    )
    decline_form = DeclineForm(request.POST if step == "decline" else None, prefix="decline")
    done = None
    now = timezone.now()
    if step == "confirm":
        done = attempt(
            confirm_form,
            lambda: operations.confirm(
                stakeholder=stakeholder, **confirm_form.cleaned_data, by=request.actor, now=now
            ),
        )
    elif step == "decline":
        done = attempt(
            decline_form,
            lambda: operations.decline(
                stakeholder=stakeholder, **decline_form.cleaned_data, by=request.actor, now=now
            ),
        )
    elif step == "end":
        done = operations.end_participation(stakeholder=stakeholder, by=request.actor, now=now)
    elif step == "reopen":
        done = operations.reopen(stakeholder=stakeholder, by=request.actor, now=now)
    if done is not None:
        words = {
            "confirm": _("%(name)s takes part from now on. The applicant is told by mail."),
            "decline": _("The applicant of %(name)s is told by mail, with your reason."),
            "end": _("%(name)s no longer takes part."),
            "reopen": _("The application of %(name)s waits for a decision again."),
        }
        messages.success(request, words[step] % {"name": stakeholder.name})
        return redirect("stakeholders:queue")
    return render(
        request,
        "stakeholders/support/application.html",
        {
            "stakeholder": stakeholder,
            "facts": facts_of(stakeholder),
            "confirm_form": confirm_form,
            "decline_form": decline_form,
            "form": confirm_form if step == "confirm" else decline_form,
        },
    )
