"""The editor of the manuscript, and the preview."""

from __future__ import annotations

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
from ...forms import SectionForm
from ...queries import workspace
from ...sections import SectionKey


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Write the text of a section. A stale text is refused and both are shown."""
    actor = actor_of(request)
    review, standing = workspace.section(actor, pk, key)
    form = SectionForm(request.POST or None, initial={"body": standing.body})
    conflict: dict[str, object] = {}
    if request.method == "POST" and request.POST.get("choice") == "theirs":
        return redirect("reviews:section", pk, key)
    if request.method == "POST" and form.is_valid():
        try:
            operations.write_section(
                review_id=pk,
                key=key,
                body=form.cleaned_data["body"],
                revision=whole_number(request.POST.get("revision")) or 0,
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            conflict = {
                "yours": stale.yours["body"],
                "theirs": stale.current["body"],
                "revision": stale.revision,
            }
        else:
            messages.success(request, _("Saved."))
            return redirect("reviews:workspace", pk)
    return render(
        request,
        "reviews/support/section.html",
        {
            "review": review,
            "section": standing,
            "label": SectionKey(key).label,
            "form": form,
            "conflict": conflict,
        },
        status=409 if conflict else 200,
    )


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
    except StaleRevision as stale:
        return autosave.conflict(theirs=stale.current, revision=stale.revision)
    except Invalid as refusal:
        return autosave.refused(refusal.errors)
    return autosave.saved(revision=saved.revision, at=saved.at)


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
