"""What can be done with a commitment. Every function checks who and when for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.records.models import Record
from gfmd_platform.records.operations import check_revision, lock

from ..checks import check_complete, check_content
from ..content import (
    FIELDS,
    IdentifierShape,
    IndicatorShape,
    columns,
    draft_content,
    field_values,
    identifier_values,
    shape_of,
)
from ..enums import CommitmentState, SignatoryAnswer, VersionCause
from ..models import (
    Commitment,
    CommitmentVersion,
    CommitmentVersionTerm,
    Signatory,
)
from ..money import read_amount
from ..periods import plain_number
from ..transitions import COMMITMENT
from .commitment_texts import make_version, set_identifiers, set_indicators, set_terms
from .indexing import index


def draft_commitment(
    *,
    owner_id: UUID,
    by: Actor,
    now: dt.datetime,
    commitment_id: UUID | None = None,
    revision: int | None = None,
    language: str = "en",
    terms: Iterable[UUID] | None = None,
    indicators: Sequence[IndicatorShape] | None = None,
    identifiers: Sequence[IdentifierShape] | None = None,
    **content: str,
) -> Commitment:
    """Begin a commitment of the stakeholder `owner_id`; only its own members see it.

    `content` holds fields of `content.FIELDS`. With `commitment_id`, chosen where the form was
    made, sending the same form twice makes one draft; `revision` is then what the form had read
    of it. Raises NotAllowed or Invalid; StaleRevision when that draft was changed since.
    """
    check_create(by, "commitment", owner_id)
    values = _clean(dict.fromkeys(FIELDS, "") | content)
    check_content(values, indicators or (), identifiers or ())
    try:
        with transaction.atomic():
            commitment = _begin(commitment_id, owner_id, language, values, by, now)
            set_terms(commitment, terms or ())
            set_indicators(commitment, indicators or ())
            set_identifiers(commitment, identifiers or ())
            return commitment
    except IntegrityError:
        if commitment_id is None or not Record.objects.filter(pk=commitment_id).exists():
            raise
    return edit_commitment(
        commitment_id=commitment_id,
        revision=revision,
        terms=terms,
        indicators=indicators,
        identifiers=identifiers,
        by=by,
        now=now,
        **content,
    )


def _begin(
    commitment_id: UUID | None,
    owner_id: UUID,
    language: str,
    values: dict[str, str],
    by: Actor,
    now: dt.datetime,
) -> Commitment:
    identity = {"id": commitment_id} if commitment_id else {}
    record = Record.objects.create(kind="commitment", owner_id=owner_id, created_at=now, **identity)
    commitment = Commitment.unscoped.create(
        record=record,
        state=COMMITMENT.initial,
        state_at=now,
        language=language,
        **columns(values),
    )
    record_event(
        verb="commitment.draft",
        record_id=commitment.pk,
        by=by,
        now=now,
        stakeholder_id=owner_id if by.seat_in(owner_id) else None,
    )
    return commitment


@transaction.atomic
def edit_commitment(
    *,
    commitment_id: UUID,
    revision: int | None,
    by: Actor,
    now: dt.datetime,
    language: str | None = None,
    terms: Iterable[UUID] | None = None,
    indicators: Sequence[IndicatorShape] | None = None,
    identifiers: Sequence[IdentifierShape] | None = None,
    **content: str,
) -> Commitment:
    """Change the text that is worked on. What is public stays as it is until an amendment.

    What is left out stays. Raises NotVisible, NotAllowed, WrongState, Invalid, or StaleRevision
    with both texts.
    """
    commitment = lock(Commitment, commitment_id)
    check(by, "draft", commitment)
    if commitment.state == CommitmentState.WITHDRAWN:
        raise WrongState(
            _("The commitment was withdrawn; its text stands as it was."), state=commitment.state
        )
    values = _clean(content)
    standing = field_values(commitment)
    check_revision(commitment, revision, current=standing, yours=values)
    check_content(standing | values, indicators or (), identifiers or ())
    for name, value in columns(values).items():
        setattr(commitment, name, value)
    if language is not None:
        commitment.language = language
    if terms is not None:
        set_terms(commitment, terms)
    if indicators is not None:
        set_indicators(commitment, indicators)
    if identifiers is not None:
        set_identifiers(commitment, identifiers)
    commitment.revision += 1
    commitment.save()
    return commitment


@transaction.atomic
def register_commitment(
    *, commitment_id: UUID, revision: int | None, by: Actor, now: dt.datetime
) -> CommitmentVersion:
    """Make it public at once, as version 1.

    Raises NotVisible, NotAllowed, WrongState, StaleRevision, or Invalid when something is missing.
    """
    return _publish("register", commitment_id, revision, reason="", by=by, now=now)


@transaction.atomic
def amend_commitment(
    *, commitment_id: UUID, revision: int | None, reason: str, by: Actor, now: dt.datetime
) -> CommitmentVersion:
    """Publish the edited text as the next version, with the reason; earlier versions stay.

    Raises as `register_commitment`, and Invalid when nothing differs or no reason is given.
    """
    if not reason.strip():
        raise Invalid({"reason": [_("Say in a sentence why the commitment is amended.")]})
    return _publish("amend", commitment_id, revision, reason=reason.strip(), by=by, now=now)


@transaction.atomic
def withdraw_commitment(
    *, commitment_id: UUID, reason: str, by: Actor, now: dt.datetime
) -> Commitment:
    """Show the commitment as withdrawn, with the reason; its versions stay readable.

    Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    commitment = lock(Commitment, commitment_id)
    COMMITMENT.check(commitment, "withdraw", by=by)
    if not reason.strip():
        raise Invalid({"reason": [_("Say in a sentence why the commitment is withdrawn.")]})
    commitment.withdrawal_reason = reason.strip()
    COMMITMENT.move(commitment, "withdraw", by=by, now=now, fields=["withdrawal_reason"])
    index(commitment)
    return commitment


@transaction.atomic
def discard_commitment(*, commitment_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Delete a draft that was never registered, for good.

    Raises NotVisible, NotAllowed, or WrongState when it was registered.
    """
    commitment = lock(Commitment, commitment_id)
    check(by, "discard", commitment)
    if commitment.state != CommitmentState.DRAFT:
        raise WrongState(
            _("A registered commitment cannot be deleted; it can be withdrawn."),
            state=commitment.state,
        )
    event = record_event(verb="commitment.discard", record_id=commitment.pk, by=by, now=now)
    # Here and not by a consumer: afterwards nothing is left to tell from.
    from ..joint_mails import tell_of_the_end

    tell_of_the_end(event, commitment)
    commitment.record.delete()


@transaction.atomic
def discard_amendment(*, commitment_id: UUID, by: Actor, now: dt.datetime) -> Commitment:
    """Put the text that is worked on back to what is public."""
    commitment = lock(Commitment, commitment_id)
    check(by, "discard", commitment)
    version = commitment.current_version
    if commitment.state != CommitmentState.REGISTERED or version is None:
        raise WrongState(_("There is no amendment to discard."), state=commitment.state)
    for name in (*FIELDS, "language"):
        setattr(commitment, name, getattr(version, name))
    set_terms(
        commitment,
        CommitmentVersionTerm.objects.filter(version=version).values_list("term_id", flat=True),
        check=False,
    )
    set_indicators(commitment, [shape_of(row) for row in version.indicators.all()])
    set_identifiers(
        commitment, [IdentifierShape(**identifier_values(row)) for row in version.identifiers.all()]
    )
    commitment.revision += 1
    commitment.save()
    return commitment


def _publish(
    verb: str,
    commitment_id: UUID,
    revision: int | None,
    *,
    reason: str,
    by: Actor,
    now: dt.datetime,
) -> CommitmentVersion:
    commitment = lock(Commitment, commitment_id)
    COMMITMENT.check(commitment, verb, by=by)
    content = draft_content(commitment)
    check_revision(commitment, revision, current={name: content[name] for name in FIELDS}, yours={})
    check_complete(content)
    before = commitment.current_version
    if before is not None and before.text_hash == content_hash(content):
        raise Invalid({"__all__": [_("Nothing differs from the text that is public.")]})
    _ask_again(commitment, content_hash(content), is_first=before is None)
    version = make_version(
        commitment, content, reason=reason, cause=VersionCause.TEXT, by=by, now=now
    )
    COMMITMENT.move(
        commitment,
        verb,
        by=by,
        now=now,
        data={"version": version.no, "hash": version.content_hash},
        fields=["current_version"],
    )
    index(commitment)
    return version


def _ask_again(commitment: Commitment, text_hash: str, *, is_first: bool) -> None:
    """Whoever confirmed other words than those that become public first is not named under them;
    it is asked again. An amendment keeps those who stood by the text before, and asks them too
    (`queries.signatories`)."""
    if is_first:
        Signatory.objects.filter(commitment=commitment, answer=SignatoryAnswer.CONFIRMED).exclude(
            text_hash=text_hash
        ).update(answer=SignatoryAnswer.INVITED, answered_at=None)


def _clean(values: dict[str, str]) -> dict[str, str]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise LookupError(f"A commitment has no {sorted(unknown)}")
    cleaned = {name: value.replace("\r\n", "\n").strip() for name, value in values.items()}
    if amount := cleaned.get("amount"):
        number = read_amount(amount)
        cleaned["amount"] = plain_number(number) if number is not None else amount
    return cleaned
