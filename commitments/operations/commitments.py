"""What can be done with a commitment. Every function checks who and when for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.ids import new_id
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.records.operations import begin, check_revision, lock

from ..checks import check_complete, check_content, check_terms
from ..content import (
    FIELDS,
    IndicatorShape,
    draft_content,
    indicator_values,
    shape_of,
    shape_values,
    version_content,
)
from ..enums import CommitmentState
from ..models import (
    Commitment,
    CommitmentIndicator,
    CommitmentTerm,
    CommitmentVersion,
    CommitmentVersionIndicator,
    CommitmentVersionTerm,
)
from ..transitions import COMMITMENT
from .indexing import index


@transaction.atomic
def draft_commitment(
    *,
    owner_id: UUID,
    by: Actor,
    now: dt.datetime,
    language: str = "en",
    terms: Iterable[UUID] = (),
    indicators: Sequence[IndicatorShape] = (),
    **content: str,
) -> Commitment:
    """Begin a commitment of the stakeholder `owner_id`; only its own members see it.

    `content` holds fields of `content.FIELDS`, at least a title. Raises NotAllowed or Invalid.
    """
    check_create(by, "commitment", owner_id)
    values = _clean(dict.fromkeys(FIELDS, "") | content)
    check_content(values, indicators)
    commitment = Commitment.unscoped.create(
        record=begin("commitment", owner_id=owner_id, now=now),
        state=COMMITMENT.initial,
        state_at=now,
        language=language,
        **values,
    )
    _set_terms(commitment, terms)
    _set_indicators(commitment, indicators)
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
    **content: str,
) -> Commitment:
    """Change the text that is worked on. What is public stays as it is until an amendment.

    Raises NotVisible, NotAllowed, WrongState, Invalid, or StaleRevision with both texts.
    """
    commitment = lock(Commitment, commitment_id)
    check(by, "draft", commitment)
    if commitment.state == CommitmentState.WITHDRAWN:
        raise WrongState(
            _("The commitment was withdrawn; its text stands as it was."), state=commitment.state
        )
    values = _clean(content)
    check_revision(
        commitment,
        revision,
        current={name: getattr(commitment, name) for name in FIELDS},
        yours=values,
    )
    check_content({name: getattr(commitment, name) for name in FIELDS} | values, indicators or ())
    for name, value in values.items():
        setattr(commitment, name, value)
    if language is not None:
        commitment.language = language
    if terms is not None:
        _set_terms(commitment, terms)
    if indicators is not None:
        _set_indicators(commitment, indicators)
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
    record_event(verb="commitment.discard", record_id=commitment.pk, by=by, now=now)
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
    _set_terms(
        commitment,
        CommitmentVersionTerm.objects.filter(version=version).values_list("term_id", flat=True),
        check=False,
    )
    _set_indicators(commitment, [shape_of(row) for row in version.indicators.all()])
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
    if before is not None and version_content(before) == content:
        raise Invalid({"__all__": [_("Nothing differs from the text that is public.")]})
    version = CommitmentVersion.objects.create(
        subject=commitment,
        no=before.no + 1 if before else 1,
        language=commitment.language,
        content_hash=content_hash(content),
        at=now,
        actor_ref=actor_ref(by),
        reason=reason,
        **{name: content[name] for name in FIELDS},
    )
    CommitmentVersionTerm.objects.bulk_create(
        CommitmentVersionTerm(version=version, term_id=term) for term in content["terms"]
    )
    CommitmentVersionIndicator.objects.bulk_create(
        CommitmentVersionIndicator(
            version=version, key=row.key, position=row.position, **indicator_values(row)
        )
        for row in CommitmentIndicator.objects.filter(commitment=commitment)
    )
    commitment.current_version = version
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


def _clean(values: dict[str, str]) -> dict[str, str]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise LookupError(f"A commitment has no {sorted(unknown)}")
    return {name: value.replace("\r\n", "\n").strip() for name, value in values.items()}


def _set_terms(commitment: Commitment, terms: Iterable[UUID], *, check: bool = True) -> None:
    wanted = set(terms)
    rows = CommitmentTerm.objects.filter(commitment=commitment)
    before = set(rows.values_list("term_id", flat=True))
    if check:
        check_terms(wanted - before)
    rows.exclude(term_id__in=wanted).delete()
    CommitmentTerm.objects.bulk_create(
        CommitmentTerm(commitment=commitment, term_id=pk) for pk in wanted - before
    )


def _set_indicators(commitment: Commitment, shapes: Sequence[IndicatorShape]) -> None:
    """Replace the rows; a key that this commitment used before is kept, any other is made new."""
    known = set(
        CommitmentIndicator.objects.filter(commitment=commitment).values_list("key", flat=True)
    ) | set(
        CommitmentVersionIndicator.objects.filter(version__subject=commitment).values_list(
            "key", flat=True
        )
    )
    CommitmentIndicator.objects.filter(commitment=commitment).delete()
    CommitmentIndicator.objects.bulk_create(
        CommitmentIndicator(
            commitment=commitment,
            key=shape.key if shape.key in known else new_id(),
            position=position,
            **shape_values(shape),
        )
        for position, shape in enumerate(shapes)
    )
