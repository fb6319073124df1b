"""The editor of a section, and the preview of the whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.interface import autosave

from ... import operations
from ...forms import SectionCommentForm, SectionForm
from ...queries import manuscript, workspace


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Write the text of a section. A stale text is refused and both are shown; so is that of
    somebody whose section was taken over, who may take it back with their words."""
    actor = actor_of(request)
    now = timezone.now()
    page = manuscript.section_page(actor, pk, key, now)
    choice = request.POST.get("choice", "")
    if choice == "theirs":
        return redirect("reviews:section", pk, key)
    sent = request.POST.copy()
    if choice == "mine" and "mine" in sent:
        sent["body"] = str(sent["mine"])  # the page of a conflict also sends the proposal
    form = SectionForm(sent or None, initial={"body": page.section.body})
    conflict: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        read = whole_number(sent.get("revision"))
        try:
            if choice == "over":
                operations.take_section(review_id=pk, key=key, over=True, by=actor, now=now)
            operations.write_section(
                review_id=pk,
                key=key,
                body=form.cleaned_data["body"],
                revision=read,
                by=actor,
                now=now,
                leave="stay" not in sent,
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            conflict = _both_texts(pk, key, read, stale)
        else:
            messages.success(request, _("Saved."))
            if "stay" in sent:
                return redirect("reviews:section", pk, key)
            return redirect("reviews:workspace", pk)
    return render(
        request,
        "reviews/support/section.html",
        {
            "page": page,
            "review": page.review,
            "section": page.section,
            "form": form,
            "comment_form": SectionCommentForm(),
            "conflict": conflict,
        },
        status=409 if conflict else 200,
    )


def _both_texts(pk: UUID, key: str, read: int, stale: StaleRevision) -> dict[str, Any]:
    yours, theirs = stale.yours["body"], stale.current["body"]
    merged = manuscript.proposal(pk, key, read=read, yours=yours, theirs=theirs)
    return {
        "yours": yours,
        "theirs": theirs,
        "revision": stale.revision,
        "merged": merged.text if merged else "",
        "clashes": merged.clashes if merged else 0,
        "taken": str(stale) if isinstance(stale, operations.Taken) else "",
    }


@require_POST
def autosave_section(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """The editor's script saves here while somebody writes."""
    actor = actor_of(request)
    if not actor.is_signed_in:
        return autosave.signed_out()
    try:
        change = autosave.Change.of(request, fields=["body"])
    except autosave.Unreadable as error:
        return autosave.unreadable(error)
    now = timezone.now()
    try:
        saved = operations.write_section(
            review_id=pk, key=key, body=change.value, revision=change.revision, by=actor, now=now
        )
    except operations.Taken as taken:
        # Nothing to merge yet: the words stay in the field, and a press on Save shows both texts.
        return autosave.refused({"body": [str(taken)]})
    except StaleRevision as stale:
        yours, theirs = stale.yours["body"], stale.current["body"]
        merged = manuscript.proposal(pk, key, read=change.revision, yours=yours, theirs=theirs)
        return autosave.conflict(
            theirs=stale.current,
            revision=stale.revision,
            merged={"text": merged.text, "clashes": merged.clashes} if merged else None,
        )
    except Invalid as refusal:
        return autosave.refused(refusal.errors)
    return autosave.saved(revision=saved.revision, at=saved.at)


@signed_in
@require_POST
def take(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Take a section over from whoever writes it, or leave it to others."""
    actor = actor_of(request)
    now = timezone.now()
    manuscript.section(actor, pk, key)
    if "leave" in request.POST:
        operations.leave_section(review_id=pk, key=key, by=actor, now=now)
        messages.success(request, _("Others can write this section now."))
        return redirect("reviews:workspace", pk)
    operations.take_section(review_id=pk, key=key, over=True, by=actor, now=now)
    messages.success(
        request, _("You write this section now. Whoever wrote it keeps the words in their page.")
    )
    return redirect("reviews:section", pk, key)


@signed_in
@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Figures and text as they would be published now."""
    found = workspace.draft(actor_of(request), pk)
    return render(
        request,
        "reviews/support/preview.html",
        {
            "draft": found,
            "review": found.review,
            "cycle": found.document["cycle"],
            "sections": found.shown.sections,
            "page": found,
            "figures_at": reverse("reviews:workspace", args=[pk]) + "figures/",
            "withdrawn": frozenset(str(version) for version in found.drift.withdrawn),
            "readable": frozenset(
                q["report"] for q in found.document["parts"]["voices"]["quotations"]
            ),
        },
    )
