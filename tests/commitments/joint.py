"""Joint commitments for tests, made through the operations that people use."""

from __future__ import annotations

import datetime as dt

from commitments import operations
from commitments.models import Commitment, Signatory
from commitments.operations.signatories import text_to_confirm
from gfmd_platform.records.hashing import content_hash
from tests.people import Someone

from .making import NOW


def invite(
    commitment: Commitment, owner: Someone, asked: Someone, part: str = "Trains inspectors"
) -> Signatory:
    assert asked.stakeholder is not None
    return operations.invite_signatory(
        commitment_id=commitment.pk,
        stakeholder_id=asked.stakeholder.pk,
        part=part,
        by=owner.actor,
        now=NOW,
    )


def text_hash(commitment: Commitment) -> str:
    return content_hash(text_to_confirm(Commitment.unscoped.get(pk=commitment.pk)))


def confirm(
    signatory: Signatory,
    someone: Someone,
    *,
    part: str = "We train inspectors.",
    now: dt.datetime = NOW,
) -> Signatory:
    return operations.confirm_part(
        signatory_id=signatory.pk,
        text_hash=text_hash(signatory.commitment),
        part=part,
        by=someone.actor,
        now=now,
    )


def joint(commitment: Commitment, owner: Someone, other: Someone) -> Signatory:
    """Invited and confirmed."""
    return confirm(invite(commitment, owner, other), other)
