"""A group of the Forum reads the circulated text and comments; delegations add reservations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.interface.languages import language_of_page

from .. import operations
from ..consulting_forms import CommentForm, ReservationForm
from ..queries import figures, rounds
from .public import SOURCES_PER_PAGE, pages_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def circulated(request: HttpRequest, pk: UUID, round_id: UUID) -> HttpResponse:
    """The text as it went to the group, its comments, and a form for another."""
    actor = actor_of(request)
    page = rounds.round_page(actor, pk, round_id, timezone.now())
    form = CommentForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        section, _colon, paragraph = form.cleaned_data["place"].partition(":")
        try:
            operations.comment(
                round_id=round_id,
                section=section,
                paragraph=paragraph,
                text=form.cleaned_data["text"],
                stakeholder_id=UUID(form.cleaned_data["stakeholder"]),
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Your comment is with the Support Unit and the group."))
            return redirect(reverse("reviews:round", args=[pk, round_id]) + "#comments")
    return render(
        request,
        "reviews/round.html",
        {
            "page": page,
            "round": page.round,
            "review": page.review,
            "cycle": page.document["cycle"],
            "sections": page.shown.sections,
            "figures_at": reverse("reviews:round", args=[pk, round_id]) + "figures/",
            "readable": page.readable,
            "withdrawn": frozenset(),
            "form": form if page.may_comment else None,
        },
    )


@signed_in
@require_safe
def figure(request: HttpRequest, pk: UUID, round_id: UUID, key: str) -> HttpResponse:
    """How a figure of the circulated text is known, with the sources that this reader may see."""
    actor = actor_of(request)
    round_ = rounds.round_to("read", actor, pk, round_id)
    if round_.compilation is None:
        raise NotVisible
    number = whole_number(request.GET.get("page")) or 1
    explained = figures.figure(
        actor,
        compilation=round_.compilation,
        cycle_id=round_.review.cycle_id,
        key=key,
        page=max(1, number),
        size=SOURCES_PER_PAGE,
    )
    return render(
        request,
        "reviews/figure.html",
        {
            "figure": explained,
            "title": round_.review.cycle.title,
            "edition": None,
            "back": reverse("reviews:round", args=[pk, round_id]),
            "pages": pages_of(explained, number),
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reservations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reservations of one's delegation: add one, or take one back."""
    actor = actor_of(request)
    page = rounds.own_reservations(actor, pk)
    if request.method == "POST" and request.POST.get("withdraw"):
        try:
            chosen = UUID(request.POST["withdraw"])
        except ValueError:
            raise NotVisible from None
        operations.withdraw_reservation(reservation_id=chosen, by=actor, now=timezone.now())
        messages.success(request, _("The reservation is withdrawn and will not be printed."))
        return redirect("reviews:reservations", pk)
    form = ReservationForm(
        request.POST or None,
        states=page.states,
        initial={"language": language_of_page(get_language())},
    )
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            operations.add_reservation(
                review_id=pk,
                text=sent["text"],
                section=sent["section"],
                language=sent["language"],
                stakeholder_id=UUID(sent["stakeholder"]),
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The reservation will be printed as you wrote it."))
            return redirect("reviews:reservations", pk)
    return render(
        request,
        "reviews/reservations.html",
        {"page": page, "review": page.review, "form": form if page.may_write else None},
    )
