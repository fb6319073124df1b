"""The Support Unit at work: where the year stands, and the workspace of a review."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gfmd_platform.access import check_create
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.interface import autosave

from .. import operations
from ..forms import CorrectionForm, SectionForm
from ..queries import figures, workspace
from ..sections import SectionKey
from .public import SOURCES_PER_PAGE, pages_of


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the year stands, and what comes next."""
    actor = actor_of(request)
    if not actor.is_support_unit:
        raise NotVisible
    places = [
        (reverse("stakeholders:queue"), _("Applications and stakeholders")),
        (reverse("stakeholders:groups"), _("Chair-in-Office and groups")),
        ("/moderation/", _("Entries that wait for moderation")),
        (reverse("desk"), _("Your desk")),
    ]
    return render(
        request,
        "reviews/support/home.html",
        {"rows": workspace.year(actor), "places": places},
    )


@signed_in
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    check_create(actor, "review")
    try:
        cycle_id = UUID(request.POST.get("cycle", ""))
    except ValueError:
        raise NotVisible from None
    review = operations.begin_review(cycle_id=cycle_id, by=actor, now=timezone.now())
    return redirect("reviews:workspace", review.pk)


@signed_in
@require_safe
def work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The workspace. A script asks for the progress alone, from this same address."""
    page = workspace.workspace(actor_of(request), pk)
    whole = not request.htmx  # type: ignore[attr-defined]
    return render(
        request,
        "reviews/support/workspace.html" if whole else "reviews/support/_progress.html",
        {"page": page, "review": page.review, "progress": page.progress},
    )


@signed_in
@require_POST
def compile_(request: HttpRequest, pk: UUID) -> HttpResponse:
    requested = operations.request_compilation(
        review_id=pk, by=actor_of(request), now=timezone.now()
    )
    if requested.joined:
        messages.info(request, _("A compilation is running already; this is its progress."))
    return redirect(reverse("reviews:workspace", args=[pk]) + "#progress")


@signed_in
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    operations.cancel_compilation(review_id=pk, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The compilation was called off. Nothing else has changed."))
    return redirect("reviews:workspace", pk)


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


@signed_in
@require_safe
def figure(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """How a figure of the compilation in work is known; for its writers and for the Chair."""
    actor = actor_of(request)
    review, compilation = workspace.review_in_work(actor, pk)
    number = whole_number(request.GET.get("page")) or 1
    explained = figures.figure(
        actor,
        compilation=compilation,
        cycle_id=review.cycle_id,
        key=key,
        page=max(1, number),
        size=SOURCES_PER_PAGE,
    )
    return render(
        request,
        "reviews/figure.html",
        {
            "figure": explained,
            "title": review.cycle.title,
            "edition": None,
            "back": reverse(
                "reviews:preview" if actor.is_support_unit else "reviews:approval", args=[pk]
            ),
            "pages": pages_of(explained, number),
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    page = workspace.workspace(actor, pk)
    error = ""
    if request.method == "POST":
        try:
            operations.send_to_chair(review_id=pk, by=actor, now=timezone.now())
        except Invalid as refusal:
            error = str(refusal)
        else:
            messages.success(
                request, _("The text is with the Chair-in-Office, who is told by mail.")
            )
            return redirect("reviews:workspace", pk)
    return _step(request, page, "send", error=error)


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
    error: str = "",
) -> HttpResponse:
    """A step's own page, which names what follows from it."""
    return render(
        request,
        "reviews/support/step.html",
        {"page": page, "review": page.review, "verb": verb, "form": form, "error": error},
    )
