"""To the Chair-in-Office and back, publication, correction."""

from __future__ import annotations

from collections.abc import Sequence
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
from ...forms import CorrectionForm
from ...queries import workspace
from ...sections import SectionKey


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    page = workspace.workspace(actor, pk)
    problems: list[tuple[str, str, list[str]]] = []
    if request.method == "POST":
        try:
            operations.send_to_chair(review_id=pk, by=actor, now=timezone.now())
        except Invalid as refusal:
            problems = [
                (key, str(SectionKey(key).label), found) for key, found in refusal.errors.items()
            ]
        else:
            messages.success(
                request, _("The text is with the Chair-in-Office, who is told by mail.")
            )
            return redirect("reviews:workspace", pk)
    return _step(request, page, "send", problems=problems)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    page = workspace.workspace(actor, pk)
    if request.method == "POST":
        operations.take_back(review_id=pk, by=actor, now=timezone.now())
        messages.success(request, _("The text is yours again. An approval holds no longer."))
        return redirect("reviews:workspace", pk)
    return _step(request, page, "take_back")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    page = workspace.workspace(actor, pk)
    if request.method == "POST":
        published = operations.publish(review_id=pk, by=actor, now=timezone.now())
        messages.success(request, _("Edition %d is public.") % published.no)
        return redirect("reviews:detail", pk)
    return _step(request, page, "publish")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    page = workspace.workspace(actor, pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.prepare_correction(
                review_id=pk, note=form.cleaned_data["note"], by=actor, now=timezone.now()
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("You can write again. The published edition stays."))
            return redirect("reviews:workspace", pk)
    return _step(request, page, "correct", form=form)


def _step(
    request: HttpRequest,
    page: workspace.Workspace,
    verb: str,
    *,
    form: CorrectionForm | None = None,
    problems: Sequence[tuple[str, str, list[str]]] = (),
) -> HttpResponse:
    """A step's own page, which names what follows from it."""
    return render(
        request,
        "reviews/support/step.html",
        {"page": page, "review": page.review, "verb": verb, "form": form, "problems": problems},
    )
