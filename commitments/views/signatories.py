"""A joint commitment's pages: the owner invites, those who are asked answer, and can leave."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access import allowed_actions
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors
from gfmd_platform.records.hashing import content_hash

from .. import operations
from ..enums import SignatoryAnswer
from ..forms.joint import PartForm, SignatoryForm
from ..models import Commitment, Signatory
from ..operations.signatories import ASKING, text_to_confirm
from ..queries import commitments as queries
from ..queries import signatories
from ..showing import shown_content


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def signatory_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom the owner has asked and what they answered; POST invites one more."""
    actor = actor_of(request)
    commitment = queries.get_commitment_for(actor, "draft", pk)
    choices = signatories.can_be_invited(commitment)
    if request.method != "POST":
        return _list_page(request, commitment, SignatoryForm(choices=choices))
    form = SignatoryForm(request.POST, choices=choices)
    if form.is_valid():
        try:
            signatory = operations.invite_signatory(
                commitment_id=pk,
                stakeholder_id=form.cleaned_data["stakeholder"].pk,
                part=form.cleaned_data["part"],
                by=actor,
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(
                request,
                _("%(stakeholder)s is invited. Its focal points are told by mail.")
                % {"stakeholder": signatory.stakeholder.name},
            )
            return redirect("commitments:signatories", pk)
    return _list_page(request, commitment, form, status=422)


def _list_page(
    request: HttpRequest, commitment: Commitment, form: SignatoryForm, *, status: int = 200
) -> HttpResponse:
    actions = allowed_actions(actor_of(request), commitment)
    return render(
        request,
        "commitments/signatories.html",
        {
            "commitment": commitment,
            "owner": queries.owner_of(commitment),
            "form": form,
            "asked": [_row(row) for row in signatories.asked(commitment)],
            "can_invite": "invite" in actions and commitment.state in ASKING,
        },
        status=status,
    )


def _row(row: Signatory) -> dict[str, Any]:
    return {
        "row": row,
        "label": SignatoryAnswer(row.answer).label,
        "is_open": row.answer == SignatoryAnswer.INVITED,
    }


@signed_in
@require_POST
def signatory_revoke(request: HttpRequest, signatory_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    signatory = signatories.invited_by(signatory_id, actor)
    operations.revoke_signatory(signatory_id=signatory_id, by=actor, now=timezone.now())
    messages.success(request, _("The invitation is taken back. They are told by mail."))
    return redirect("commitments:signatories", signatory.commitment_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def signatory_answer(request: HttpRequest, signatory_id: UUID) -> HttpResponse:
    """What is committed, and the two answers. Reading it changes nothing."""
    actor = actor_of(request)
    signatory = signatories.invitation(signatory_id, actor)
    if request.method != "POST":
        return _answer_page(request, signatory)
    if request.POST.get("answer") == "decline":
        operations.decline_part(signatory_id=signatory_id, by=actor, now=timezone.now())
        messages.success(request, _("Declined. Only the owner of the commitment is told."))
        return redirect("/desk/")
    form = PartForm(request.POST)
    if form.is_valid():
        try:
            operations.confirm_part(
                signatory_id=signatory_id, **form.cleaned_data, by=actor, now=timezone.now()
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("Confirmed. The owner of the commitment is told."))
            return redirect("commitments:detail", signatory.commitment_id)
    return _answer_page(request, signatory, form, status=422)


def _answer_page(
    request: HttpRequest, signatory: Signatory, form: PartForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The text only while an answer is asked for: else the page says what became of it."""
    commitment = signatory.commitment
    answer = SignatoryAnswer(signatory.answer)
    context: dict[str, Any] = {
        "signatory": signatory,
        "commitment": commitment,
        "owner": queries.owner_of(commitment),
        "label": answer.label,
        "is_open": False,
    }
    answerable = answer in (SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED)
    if answerable and commitment.state in ASKING:
        text = text_to_confirm(commitment)
        text_hash = content_hash(text)
        is_again = answer == SignatoryAnswer.CONFIRMED
        if form is not None:
            # What is refused is shown beside the words as they stand now, to be read again.
            form.data = {**form.data.dict(), "text_hash": text_hash}  # type: ignore[attr-defined]
        context |= {
            "is_open": not is_again or signatory.text_hash != text_hash,
            "is_again": is_again,
            "shown": list(shown_content(text)),
            "title": text["title"],
            "language": text["language"],
            "form": form or PartForm(initial={"part": signatory.part, "text_hash": text_hash}),
        }
    return render(request, "commitments/answer.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def signatory_leave(request: HttpRequest, signatory_id: UUID) -> HttpResponse:
    """GET names the consequence, POST leaves."""
    actor = actor_of(request)
    signatory = signatories.invitation(signatory_id, actor)
    if request.method == "POST":
        operations.leave_commitment(signatory_id=signatory_id, by=actor, now=timezone.now())
        messages.success(request, _("You have left. The owner of the commitment is told."))
        return redirect("/desk/")
    if signatory.answer != SignatoryAnswer.CONFIRMED:
        label = SignatoryAnswer(signatory.answer).label
        raise WrongState(_("This does not apply any more: it is now “%s”.") % label)
    return render(
        request,
        "commitments/leave.html",
        {
            "signatory": signatory,
            "owner": queries.owner_of(signatory.commitment),
            "title": queries.public_title(signatory.commitment),
        },
    )
