"""The few things of a report that one form says as a whole: saved over what was read only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.cycles.pages import actor_of, take_errors, whole_number

from ..models import Report


def one_form(
    request: HttpRequest,
    report: Report,
    form: Form,
    *,
    save: Callable[..., Any],
    template: str,
    done: str,
) -> HttpResponse:
    """Save what was sent and go to the page `done`; wrong values and what somebody else saved
    meanwhile are shown in the form's own page, with all that was typed."""
    conflict: StaleRevision | None = None
    if request.method == "POST" and form.is_valid():
        try:
            save(
                report_id=report.pk,
                revision=whole_number(request.POST.get("revision")),
                by=actor_of(request),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            conflict = stale
        else:
            messages.success(request, _("Saved."))
            return redirect(done, report.pk)
    return render(
        request,
        template,
        {
            "report": report,
            "form": form,
            "conflict": conflict,
            "revision": conflict.revision if conflict else report.choice_revision,
        },
        status=409 if conflict else 422 if form.errors else 200,
    )
