"""The manuscript as a whole: order, length, what is left out, who is quoted, what was said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number

from ... import operations
from ...forms import LeaveOutForm, LimitForm, QuotationsForm, SectionCommentForm, SectionForm
from ...queries import manuscript, workspace
from ...sections import SectionKey

EARLIER_PER_PAGE = 20


def _told(refusal: StaleRevision) -> str:
    """Somebody else was there first; what was asked for here is asked again in a click."""
    if isinstance(refusal, operations.Taken):
        return str(refusal)
    return _("Somebody changed this meanwhile. Look again.")


@signed_in
@require_POST
def arrange(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move a section one place up or down."""
    up = "up" in request.POST
    key = request.POST.get("up") or request.POST.get("down", "")
    try:
        operations.move_section(
            review_id=pk,
            key=key,
            up=up,
            revision=whole_number(request.POST.get("revision")),
            by=actor_of(request),
            now=timezone.now(),
        )
    except StaleRevision as refusal:
        messages.warning(request, _told(refusal))
    except Invalid:
        raise NotVisible(_("There is no such section.")) from None
    return redirect(reverse("reviews:workspace", args=[pk]) + f"#section-{key}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How long the invitation asks the text to be."""
    actor = actor_of(request)
    review = workspace.review_to("write", actor, pk)
    form = LimitForm(request.POST or None, initial={"limit": review.word_limit})
    if request.method == "POST" and form.is_valid():
        try:
            operations.limit_words(
                review_id=pk,
                limit=form.cleaned_data["limit"],
                revision=whole_number(request.POST.get("revision")),
                by=actor,
                now=timezone.now(),
            )
        except StaleRevision as refusal:
            messages.warning(request, _told(refusal))
            return redirect("reviews:limit", pk)
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("reviews:workspace", pk)
    return render(request, "reviews/support/limit.html", {"review": review, "form": form})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Leave a section out of the text, with the reason, or take it in again."""
    actor = actor_of(request)
    review, section = manuscript.section(actor, pk, key)
    form = LeaveOutForm(request.POST or None, initial={"reason": section.hidden})
    taking_in = "show" in request.POST
    if request.method == "POST" and (taking_in or form.is_valid()):
        common: dict[str, Any] = {
            "review_id": pk,
            "key": key,
            "revision": whole_number(request.POST.get("revision")),
            "by": actor,
            "now": timezone.now(),
        }
        try:
            if taking_in:
                operations.show_section(**common)
            else:
                operations.hide_section(reason=form.cleaned_data["reason"], **common)
        except StaleRevision as refusal:
            if not taking_in:
                raise  # the page of both texts keeps the reason that was written
            messages.warning(request, _told(refusal))
            return redirect("reviews:leave-out", pk, key)
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(
                request,
                _("The section stands in the text again.")
                if taking_in
                else _("The section is left out. Its figures stay in the data."),
            )
            return redirect("reviews:workspace", pk)
    context = {
        "review": review,
        "section": section,
        "label": SectionKey(key).label,
        "form": form,
        "may_leave_out": key != SectionKey.INTRODUCTION,
    }
    return render(request, "reviews/support/leave_out.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Choose among the quotations of a part, or go back to the rule's choice."""
    actor = actor_of(request)
    review, section, said = manuscript.quotations(actor, pk, key)
    initial = {"chosen": [s.id for s in said if s.is_printed], "note": section.quotations_note}
    form = QuotationsForm(request.POST or None, initial=initial, said=said)
    by_rule = "rule" in request.POST
    if request.method == "POST" and (by_rule or form.is_valid()):
        try:
            operations.choose_quotations(
                review_id=pk,
                key=key,
                chosen=None if by_rule else form.cleaned_data["chosen"],
                note="" if by_rule else form.cleaned_data["note"],
                revision=whole_number(request.POST.get("revision")),
                by=actor,
                now=timezone.now(),
            )
        except StaleRevision as refusal:
            if not by_rule:
                raise  # the page of both texts keeps the note that was written
            messages.warning(request, _told(refusal))
            return redirect("reviews:choose", pk, key)
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("reviews:section", pk, key)
    context = {
        "review": review,
        "section": section,
        "label": SectionKey(key).label,
        "form": form,
        "said": said,
    }
    return render(request, "reviews/support/quotations.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Everything a section ever said; a text can be brought back."""
    actor = actor_of(request)
    review, section = manuscript.section(actor, pk, key)
    if request.method == "POST":
        try:
            operations.bring_back_section(
                review_id=pk,
                key=key,
                revision=whole_number(request.POST.get("revision")),
                standing=whole_number(request.POST.get("standing")),
                by=actor,
                now=timezone.now(),
            )
        except StaleRevision as refusal:
            messages.warning(request, _told(refusal))
        else:
            messages.success(request, _("Brought back as a new text; the others stay here."))
        return redirect("reviews:section-history", pk, key)
    rows = Paginator(manuscript.revisions(section), EARLIER_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "review": review,
        "section": section,
        "label": SectionKey(key).label,
        "page": rows,
        "lines": manuscript.earlier(section, list(rows)),
    }
    return render(request, "reviews/support/history.html", context)


@signed_in
@require_POST
def comment(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Say something about a section to one's colleagues, or mark what they said as done."""
    actor = actor_of(request)
    page = manuscript.section_page(actor, pk, key, timezone.now())
    back = reverse("reviews:section", args=[pk, key]) + "#comments"
    if "of" in request.POST:
        try:
            comment_id = UUID(request.POST["of"])
        except ValueError:
            raise NotVisible(_("There is no such comment.")) from None
        operations.resolve_section_comment(
            review_id=pk,
            comment_id=comment_id,
            resolved="reopen" not in request.POST,
            by=actor,
            now=timezone.now(),
        )
        return redirect(back)
    form = SectionCommentForm(request.POST)
    if form.is_valid():
        try:
            operations.comment_section(
                review_id=pk,
                key=key,
                body=form.cleaned_data["comment"],
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            return redirect(back)
    context = {
        "page": page,
        "review": page.review,
        "section": page.section,
        "form": SectionForm(initial={"body": page.section.body}),
        "comment_form": form,
    }
    return render(request, "reviews/support/section.html", context, status=422)
