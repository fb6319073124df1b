"""The Chair-in-Office reads, and approves or returns."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access import can
from gfmd_platform.access.exceptions import Invalid, NotVisible
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number

from .. import operations
from ..enums import ReviewState
from ..forms import AnswerForm
from ..queries import visibility, workspace


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text as it would be published, and the two answers below it."""
    actor = actor_of(request)
    if not actor.is_chair:
        raise NotVisible
    found = workspace.draft(actor, pk)
    review = found.review
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = request.POST.get("answer")
        answer = operations.approve if verb == "approve" else operations.return_with_words
        try:
            answer(
                review_id=pk,
                revision=whole_number(request.POST.get("revision")),
                words=form.cleaned_data["words"],
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(
                request,
                _("You have approved this text. The Support Unit publishes it.")
                if verb == "approve"
                else _("The text is with the Support Unit again, with your words."),
            )
            return redirect("desk")
    quoted = {q["report"] for q in found.document["parts"]["voices"]["quotations"]}
    return render(
        request,
        "reviews/approval.html",
        {
            "form": form,
            "review": review,
            "cycle": found.document["cycle"],
            "sections": found.shown.sections,
            "page": found,
            "figures_at": reverse("reviews:workspace", args=[pk]) + "figures/",
            "withdrawn": frozenset(str(version) for version in found.drift.withdrawn),
            "readable": visibility.readable_reports(actor, quoted),
            "may_answer": review.state == ReviewState.WITH_CHAIR and can(actor, "approve", review),
        },
    )
