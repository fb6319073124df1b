"""A joint commitment: whom the owner asks, what they answer, when they are shown."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.records.operations import lock
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder

from ..content import draft_content, version_text
from ..enums import CommitmentState, SignatoryAnswer, VersionCause
from ..models import Commitment, Signatory
from .commitment_texts import make_version
from .indexing import index

MAX_PART = 5000
#: In these, stakeholders are asked and answer.
ASKING = (CommitmentState.DRAFT, CommitmentState.REGISTERED)


@transaction.atomic
def invite_signatory(
    *, commitment_id: UUID, stakeholder_id: UUID, part: str = "", by: Actor, now: dt.datetime
) -> Signatory:
    """Ask a stakeholder to make the commitment jointly; its focal points are told and answer.

    Asking again after a refusal is possible. Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    commitment = lock(Commitment, commitment_id)
    check(by, "invite", commitment)
    _check_open(commitment)
    errors: dict[str, list[str]] = {}
    confirmed = Stakeholder.objects.filter(state=StakeholderState.CONFIRMED)
    if stakeholder_id == commitment.record.owner_id:
        errors["stakeholder"] = [_("The commitment is its own already.")]
    elif not confirmed.filter(pk=stakeholder_id).exists():
        errors["stakeholder"] = [_("Choose a stakeholder that takes part in the Forum.")]
    signatory = commitment.signatories.filter(stakeholder_id=stakeholder_id).first()
    if signatory and signatory.answer == SignatoryAnswer.INVITED:
        errors["stakeholder"] = [_("It is invited already and has not answered yet.")]
    elif signatory and signatory.answer == SignatoryAnswer.CONFIRMED:
        errors["stakeholder"] = [_("It has confirmed already.")]
    errors |= part_errors(part)
    if errors:
        raise Invalid(errors)
    signatory = signatory or Signatory(commitment=commitment, stakeholder_id=stakeholder_id)
    signatory.part = part.strip()
    signatory.answer = SignatoryAnswer.INVITED
    signatory.text_hash = ""
    signatory.invited_at = now
    signatory.answered_at = None
    signatory.save()
    _record("invite_signatory", signatory, by, now)
    return signatory


@transaction.atomic
def revoke_signatory(*, signatory_id: UUID, by: Actor, now: dt.datetime) -> Signatory:
    """Take back an invitation that was not answered."""
    signatory, commitment = _lock(signatory_id)
    check(by, "invite", commitment)
    _check_answer(signatory, SignatoryAnswer.INVITED)
    return _settle(signatory, SignatoryAnswer.REVOKED, "revoke_signatory", by, now)


@transaction.atomic
def confirm_part(
    *, signatory_id: UUID, text_hash: str, part: str, by: Actor, now: dt.datetime
) -> Signatory:
    """Make the commitment one's own too, with one's part in one's own words.

    `text_hash` is of the words that were read. Who confirms a registered commitment is named from
    now on, by a new version. After an amendment the same step says that one stands by the new
    words. Raises NotVisible, NotAllowed, WrongState, or Invalid when the words changed meanwhile.
    """
    signatory, commitment = _lock(signatory_id)
    _check_speaks(by, signatory)
    text = text_to_confirm(commitment)
    if signatory.answer != SignatoryAnswer.CONFIRMED:
        _check_answer(signatory, SignatoryAnswer.INVITED)
    _check_open(commitment)
    check(by, "answer", commitment)
    if errors := part_errors(part):
        raise Invalid(errors)
    if text_hash != content_hash(text):
        raise Invalid({"text_hash": [_("The text was changed since you read it. Read it again.")]})
    signatory.part = part.strip()
    signatory.text_hash = text_hash
    _settle(signatory, SignatoryAnswer.CONFIRMED, "confirm_signatory", by, now)
    _add_version(commitment, VersionCause.CONFIRMED, by, now)
    return signatory


@transaction.atomic
def decline_part(*, signatory_id: UUID, by: Actor, now: dt.datetime) -> Signatory:
    """Do not take part; nobody but the owner learns of it."""
    signatory, commitment = _lock(signatory_id)
    _check_speaks(by, signatory)
    _check_answer(signatory, SignatoryAnswer.INVITED)
    _check_open(commitment)
    check(by, "answer", commitment)
    return _settle(signatory, SignatoryAnswer.DECLINED, "decline_signatory", by, now)


@transaction.atomic
def leave_commitment(*, signatory_id: UUID, by: Actor, now: dt.datetime) -> Signatory:
    """Not be named from now on. Earlier versions still say that the stakeholder was."""
    signatory, commitment = _lock(signatory_id)
    _check_speaks(by, signatory)
    _check_answer(signatory, SignatoryAnswer.CONFIRMED)
    _check_open(commitment)
    check(by, "answer", commitment)
    _settle(signatory, SignatoryAnswer.LEFT, "leave_signatory", by, now)
    _add_version(commitment, VersionCause.LEFT, by, now)
    return signatory


def text_to_confirm(commitment: Commitment) -> dict[str, object]:
    """What a signatory is asked to stand by: the public words, or the draft's before there are."""
    version = commitment.current_version
    return version_text(version) if version is not None else draft_content(commitment)


def part_errors(part: str) -> dict[str, list[str]]:
    if len(part) > MAX_PART:
        return {"part": [_("This text is too long: at most 5,000 characters are kept.")]}
    if "\x00" in part:
        return {"part": [_("The text holds a character that cannot be kept (NUL).")]}
    return {}


def _add_version(commitment: Commitment, cause: str, by: Actor, now: dt.datetime) -> None:
    """The public words again, with who stands behind them now; an amendment in preparation is
    not touched."""
    version = commitment.current_version
    if version is None:
        return
    make_version(commitment, version_text(version), reason="", cause=cause, by=by, now=now)
    commitment.save(update_fields=["current_version"])
    index(commitment)


def _lock(signatory_id: UUID) -> tuple[Signatory, Commitment]:
    """The commitment's row is the lock, so that two answers cannot cross."""
    found = Signatory.objects.filter(pk=signatory_id).values_list("commitment_id", flat=True)
    commitment_id = found.first()
    if commitment_id is None:
        raise NotVisible("No such invitation.")
    commitment = lock(Commitment, commitment_id)
    return Signatory.objects.get(pk=signatory_id), commitment


def _check_speaks(by: Actor, signatory: Signatory) -> None:
    if signatory.stakeholder_id not in by.stakeholder_ids(FOCAL_POINT):
        raise NotVisible("No such invitation.")


def _check_open(commitment: Commitment) -> None:
    if commitment.state not in ASKING:
        label = CommitmentState(commitment.state).label
        raise WrongState(
            _("This does not apply any more: the commitment is “%s”.") % label,
            state=commitment.state,
        )


def _check_answer(signatory: Signatory, expected: SignatoryAnswer) -> None:
    if signatory.answer != expected:
        label = SignatoryAnswer(signatory.answer).label
        raise WrongState(_("This does not apply any more: it is now “%s”.") % label)


def _settle(
    signatory: Signatory, answer: SignatoryAnswer, verb: str, by: Actor, now: dt.datetime
) -> Signatory:
    signatory.answer = answer
    signatory.answered_at = now
    signatory.save()
    _record(verb, signatory, by, now)
    return signatory


def _record(verb: str, signatory: Signatory, by: Actor, now: dt.datetime) -> None:
    seat = by.seat_in(signatory.stakeholder_id)
    record_event(
        verb=f"commitment.{verb}",
        record_id=signatory.commitment_id,
        by=by,
        now=now,
        data={"signatory": str(signatory.pk), "stakeholder": str(signatory.stakeholder_id)},
        stakeholder_id=signatory.stakeholder_id if seat else None,
    )
