"""A commitment's own pages: write, check, register, amend, withdraw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gfmd_platform.access import Actor, allowed_actions
from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.ids import new_id
from gfmd_platform.interface import kept

from .. import operations
from ..content import draft_content, version_text
from ..enums import CommitmentState
from ..forms.commitments import (
    CommitmentForm,
    IdentifierFormSet,
    IndicatorFormSet,
    ReasonForm,
    identifiers_initial,
    identifiers_of,
    indicators_initial,
    shapes_of,
)
from ..models import Commitment
from ..queries import commitments as queries
from ..queries import signatories
from ..showing import label_of, shown_content

Rows = tuple[Any, Any]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    owners = queries.owners_for(actor)
    if not owners:
        return render(request, "commitments/no_seat.html", status=403)
    asked = request.POST.get("owner") or request.GET.get("for", "")
    owner = next((o for o in owners if str(o[0]) == asked), owners[0] if len(owners) == 1 else None)
    if owner is None:
        return render(request, "commitments/choose_owner.html", {"owners": owners})
    sent = request.POST if request.method == "POST" else kept.take(request)
    form = CommitmentForm(sent)
    rows = (
        IndicatorFormSet(sent, prefix="indicators"),
        IdentifierFormSet(_with_rows(sent), prefix="identifiers"),
    )
    context: dict[str, Any] = {
        "owner": owner,
        "is_kept": False,
        "key": _key(sent),
        "revision": whole_number(sent.get("revision")) or 1 if sent else 1,
    }
    if request.method != "POST":
        return _form_page(request, form, rows, **context | {"is_kept": sent is not None})
    if all([form.is_valid(), *(row.is_valid() for row in rows)]):
        try:
            commitment = operations.draft_commitment(
                owner_id=owner[0],
                commitment_id=context["key"],
                revision=context["revision"],
                by=actor,
                now=timezone.now(),
                **_sent_values(form, rows),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            return _conflict_page(request, form, rows, stale, **context)
        else:
            return _after_save(request, commitment.pk)
    return _form_page(request, form, rows, **context)


def _key(sent: Any) -> UUID:
    """Chosen where the form is made, so that an autosaved or repeated form is the same draft."""
    try:
        return UUID(sent.get("key", "")) if sent else new_id()
    except ValueError:
        return new_id()


def _with_rows(sent: Any) -> Any:
    """A form that was made before there were rows for other registers sends none of them."""
    if sent is None or "identifiers-TOTAL_FORMS" in sent:
        return sent
    return {"identifiers-TOTAL_FORMS": "0", "identifiers-INITIAL_FORMS": "0"}


def _sent_values(form: CommitmentForm, rows: Rows) -> dict[str, Any]:
    return {
        "terms": form.terms(),
        "indicators": shapes_of(rows[0]),
        "identifiers": identifiers_of(rows[1]),
        **form.content(),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    commitment = queries.get_commitment_for(actor, "draft", pk)
    if commitment.state == CommitmentState.WITHDRAWN:
        return redirect("commitments:detail", pk)
    sent = request.POST if request.method == "POST" else kept.take(request)
    form = CommitmentForm(sent, initial=CommitmentForm.initial_of(commitment))
    rows = (
        IndicatorFormSet(sent, prefix="indicators", initial=indicators_initial(commitment)),
        IdentifierFormSet(
            _with_rows(sent), prefix="identifiers", initial=identifiers_initial(commitment)
        ),
    )
    context: dict[str, Any] = {
        "commitment": commitment,
        "owner": (commitment.record.owner_id, queries.owner_of(commitment).name),
        "revision": whole_number(sent.get("revision")) if sent else commitment.revision,
        "is_kept": sent is not None and request.method != "POST",
    }
    if request.method != "POST":
        return _form_page(request, form, rows, **context)
    if all([form.is_valid(), *(row.is_valid() for row in rows)]):
        try:
            operations.edit_commitment(
                commitment_id=pk,
                revision=context["revision"],
                by=actor,
                now=timezone.now(),
                **_sent_values(form, rows),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        except StaleRevision as stale:
            return _conflict_page(request, form, rows, stale, **context)
        else:
            return _after_save(request, pk)
    return _form_page(request, form, rows, **context)


def _conflict_page(
    request: HttpRequest, form: CommitmentForm, rows: Rows, stale: StaleRevision, **context: Any
) -> HttpResponse:
    """Both texts; the form keeps the writer's, and saving it again is their decision."""
    return _form_page(
        request,
        form,
        rows,
        status=409,
        conflicts=[
            (label_of(name), stale.yours[name], saved)
            for name, saved in stale.current.items()
            if name in stale.yours and stale.yours[name] != saved
        ],
        is_stale=True,
        **context | {"revision": stale.revision},
    )


def _form_page(
    request: HttpRequest,
    form: CommitmentForm,
    rows: Rows,
    *,
    status: int | None = None,
    **context: Any,
) -> HttpResponse:
    wrong = bool(form.errors) or any(row.is_bound and not row.is_valid() for row in rows)
    commitment = context.get("commitment")
    key = commitment.pk if commitment else context["key"]
    save_to = reverse("commitments:autosave", args=[key])
    if commitment is None:
        save_to += f"?for={context['owner'][0]}"
    return render(
        request,
        "commitments/form.html",
        {
            "form": form,
            "indicators": rows[0],
            "identifiers": rows[1],
            "save_to": save_to,
            "theirs": reverse("commitments:edit", args=[key]),
            **context,
        },
        status=status or (422 if request.method == "POST" and wrong else 200),
    )


def _after_save(request: HttpRequest, pk: UUID) -> HttpResponse:
    if "check" in request.POST:
        return redirect("commitments:check", pk)
    messages.success(request, _("Saved. Only your own members can read it."))
    return redirect("commitments:edit", pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check your answers; registering names its consequence. For an amendment: what it changes."""
    actor = actor_of(request)
    commitment = queries.get_commitment_for(actor, "draft", pk)
    if commitment.state == CommitmentState.WITHDRAWN:
        return redirect("commitments:detail", pk)
    amends = commitment.state == CommitmentState.REGISTERED
    form = ReasonForm(request.POST or None) if amends else None
    problems: dict[str, list[str]] = {}
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _publish(commitment, form, request, actor)
        except Invalid as refusal:
            problems = refusal.errors
        except StaleRevision:
            messages.warning(
                request, _("The text was changed since you checked it. Check it again.")
            )
            return redirect("commitments:check", pk)
        else:
            messages.success(
                request, _("The amendment is public.") if amends else _("Registered, and public.")
            )
            return redirect("commitments:detail", pk)
    return _check_page(request, actor, commitment, form, problems)


def _publish(
    commitment: Commitment, form: ReasonForm | None, request: HttpRequest, actor: Actor
) -> None:
    common: dict[str, Any] = {
        "commitment_id": commitment.pk,
        "revision": whole_number(request.POST.get("revision")),
        "by": actor,
        "now": timezone.now(),
    }
    if form is None:
        operations.register_commitment(**common)
    else:
        operations.amend_commitment(reason=form.cleaned_data["reason"], **common)


def _check_page(
    request: HttpRequest,
    actor: Actor,
    commitment: Commitment,
    form: ReasonForm | None,
    problems: dict[str, list[str]],
) -> HttpResponse:
    content = draft_content(commitment)
    standing = commitment.current_version
    actions = allowed_actions(actor, commitment)
    return render(
        request,
        "commitments/check.html",
        {
            "commitment": commitment,
            "owner": queries.owner_of(commitment),
            "form": form,
            "shown": list(shown_content(content)),
            "asked": signatories.asked_before_publishing(commitment, content),
            "changes": queries.changes(version_text(standing), content) if standing else [],
            "problems": [message for messages_ in problems.values() for message in messages_],
            "may_publish": ("amend" if standing else "register") in actions,
            "may_discard": "discard" in actions,
        },
        status=422 if problems or (form is not None and form.errors) else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    commitment = queries.get_commitment_for(actor, "withdraw", pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.withdraw_commitment(
                commitment_id=pk,
                reason=form.cleaned_data["reason"],
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The commitment is shown as withdrawn."))
            return redirect("commitments:detail", pk)
    return render(
        request,
        "commitments/withdraw.html",
        {"commitment": commitment, "form": form},
        status=422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a draft, or give up an amendment."""
    actor = actor_of(request)
    commitment = queries.get_commitment_for(actor, "discard", pk)
    is_draft = commitment.state == CommitmentState.DRAFT
    if request.method == "POST":
        now = timezone.now()
        if is_draft:
            operations.discard_commitment(commitment_id=pk, by=actor, now=now)
            messages.success(request, _("The draft is deleted."))
            return redirect("/desk/")
        operations.discard_amendment(commitment_id=pk, by=actor, now=now)
        messages.success(request, _("The amendment is given up; the public text stands."))
        return redirect("commitments:detail", pk)
    return render(
        request, "commitments/discard.html", {"commitment": commitment, "is_draft": is_draft}
    )
