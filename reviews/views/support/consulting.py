"""Asking reporters, groups and delegations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number

from ... import operations
from ...consulting_forms import CheckForm, OutcomeForm, RoundForm
from ...queries import consulting, rounds


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the consultation stands, asking those who are quoted, and planning rounds."""
    actor = actor_of(request)
    page = consulting.consultation(actor, pk)
    step = request.POST.get("step")
    check = CheckForm(request.POST if step == "check" else None)
    round_ = RoundForm(request.POST if step == "round" else None)
    form = {"check": check, "round": round_}.get(step or "")
    if form is not None and form.is_valid():
        ask = operations.open_quotation_check if form is check else operations.plan_round
        try:
            ask(review_id=pk, by=actor, now=timezone.now(), **form.cleaned_data)
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(
                request,
                _("Those who are quoted are asked by mail.")
                if form is check
                else _("The round is planned. The group is told by mail when it opens."),
            )
            return redirect("reviews:consultation", pk)
    return render(
        request,
        "reviews/support/consultation.html",
        {
            "page": page,
            "review": page.review,
            "check_form": check,
            "round_form": round_,
            "rounds": rounds.rounds_of(actor, pk),
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def round_work(request: HttpRequest, pk: UUID, round_id: UUID) -> HttpResponse:
    """The comments of a round, each with what became of it."""
    actor = actor_of(request)
    page = rounds.round_work(actor, pk, round_id)
    answered: OutcomeForm | None = None
    chosen = request.POST.get("comment", "")
    if request.method == "POST" and request.POST.get("step") == "cancel":
        operations.cancel_round(round_id=round_id, by=actor, now=timezone.now())
        messages.success(request, _("The round is called off. Nobody was told of it."))
        return redirect("reviews:consultation", pk)
    if request.method == "POST":
        if chosen not in {str(row.comment.pk) for row in page.comments}:
            raise NotVisible
        answered = OutcomeForm(request.POST, of=chosen)
        if answered.is_valid():
            try:
                operations.settle_comment(
                    comment_id=UUID(chosen),
                    revision=whole_number(request.POST.get("revision")),
                    by=actor,
                    now=timezone.now(),
                    **answered.cleaned_data,
                )
            except Invalid as refusal:
                take_errors(answered, refusal)
            except StaleRevision:
                answered.conflict = True
            else:
                return redirect(request.path + f"#c-{chosen}")
    return render(
        request,
        "reviews/support/round.html",
        {
            "round": page.round,
            "review": page.round.review,
            "rows": [
                (
                    row,
                    answered
                    if answered is not None and str(row.comment.pk) == chosen
                    else OutcomeForm(
                        initial={
                            "outcome": row.comment.outcome,
                            "words": row.comment.outcome_words,
                        },
                        of=row.comment.pk,
                    ),
                )
                for row in page.comments
            ],
        },
    )
