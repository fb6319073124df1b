"""The input that another body asks for: what it asks, how the edition fills it, who got it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.documents.serving import document_response
from gfmd_platform.documents.word import as_word

from ... import operations
from ...forms import HandingOverForm, InputForm, InputHeadingForm
from ...handover.outline import InputHeading, Outline
from ...handover.papers import input_paper
from ...models import Review
from ...queries import handing_over


@signed_in
@require_safe
def handed_input(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The input as it would go out now, with what is longer than asked."""
    page = handing_over.input_page(actor_of(request), pk)
    return render(request, "reviews/handover/input.html", {"page": page, "review": page.review})


@signed_in
@require_safe
def input_word(request: HttpRequest, pk: UUID) -> FileResponse:
    page = handing_over.input_page(actor_of(request), pk, absolute=True)
    if page.found is None or page.edition is None:
        raise NotVisible(_("Nothing has been published yet."))
    with translation.override(page.review.language):
        address = handing_over.site() + handing_over.address(page.edition)
        content = as_word(input_paper(page.found, page.edition, address=address))
    return document_response(content, name=page.outline.title, form="docx")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def outline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Title, date and length of the whole, and the headings in their order."""
    review, stands, revision = handing_over.outline_for(actor_of(request), pk)
    initial = {"title": stands.title, "due_on": stands.due_on, "words": stands.words}
    form = InputForm(request.POST or None, initial=initial)
    stale = False
    if request.method == "POST" and form.is_valid():
        answer = _save(request, review, replace(stands, **form.cleaned_data), form)
        if isinstance(answer, HttpResponse):
            return answer
        stale = answer
    return render(
        request,
        "reviews/handover/outline.html",
        {
            "review": review,
            "outline": stands,
            "revision": revision,
            "form": form,
            "stale": stale,
            "is_starter": revision == 0,
        },
        status=409 if stale else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def heading(request: HttpRequest, pk: UUID, position: int | None = None) -> HttpResponse:
    """One heading; without a position a new one at the end. It can be removed here as well."""
    review, stands, revision = handing_over.outline_for(actor_of(request), pk)
    if position is not None and position >= len(stands.headings):
        raise NotVisible(_("There is no such heading."))
    initial: dict[str, Any] = {"place": len(stands.headings) + 1}
    if position is not None:
        initial = asdict(stands.headings[position]) | {"place": position + 1}
    removes = position is not None and request.POST.get("step") == "remove"
    form = InputHeadingForm(None if removes else request.POST or None, initial=initial)
    stale = False
    if request.method == "POST" and (removes or form.is_valid()):
        if removes and position is not None:
            changed = stands.without(position)
        else:
            values = dict(form.cleaned_data)
            place = values.pop("place")
            made = InputHeading(**values | {"sections": tuple(values["sections"])})
            changed = stands.with_heading(position, made, place - 1)
        answer = _save(request, review, changed, form)
        if isinstance(answer, HttpResponse):
            return answer
        stale = answer
    return render(
        request,
        "reviews/handover/heading.html",
        {
            "review": review,
            "form": form,
            "revision": revision,
            "position": position,
            "stale": stale,
            "saved": stands.headings[position] if position is not None else None,
        },
        status=409 if stale else 200,
    )


def _save(
    request: HttpRequest, review: Review, changed: Outline, form: BaseForm
) -> HttpResponse | bool:
    """Where to go once it is saved; else whether somebody else saved in between."""
    try:
        operations.save_input_outline(
            review_id=review.pk,
            outline=changed,
            revision=whole_number(request.POST.get("revision")),
            by=actor_of(request),
            now=timezone.now(),
        )
    except Invalid as refusal:
        take_errors(form, refusal)
        return False
    except StaleRevision:
        return True
    messages.success(request, _("Saved."))
    return redirect("reviews:outline", review.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say to whom the edition in force was given."""
    actor = actor_of(request)
    page = handing_over.input_page(actor, pk)
    form = HandingOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.note_handing_over(
                review_id=pk, by=actor, now=timezone.now(), **form.cleaned_data
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Noted. It stands on the cycle's page."))
            return redirect("reviews:input", pk)
    return render(
        request,
        "reviews/handover/hand_over.html",
        {"page": page, "review": page.review, "form": form},
    )
