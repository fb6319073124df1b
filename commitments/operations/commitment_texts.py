"""The words of a commitment: into rows, and from rows into a version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.text import Truncator

from gfmd_platform.access import Actor
from gfmd_platform.ids import new_id
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.taxonomy import queries as taxonomy

from ..checks import check_terms
from ..content import (
    FIELDS,
    IdentifierShape,
    IndicatorShape,
    columns,
    identifier_values,
    indicator_values,
    shape_values,
    with_signatories,
)
from ..enums import SignatoryAnswer
from ..models import (
    Commitment,
    CommitmentIdentifier,
    CommitmentIndicator,
    CommitmentTerm,
    CommitmentVersion,
    CommitmentVersionIdentifier,
    CommitmentVersionIndicator,
    CommitmentVersionSignatory,
    CommitmentVersionTerm,
    Signatory,
)


def set_terms(commitment: Commitment, terms: Iterable[UUID], *, check: bool = True) -> None:
    wanted = set(terms)
    rows = CommitmentTerm.objects.filter(commitment=commitment)
    before = set(rows.values_list("term_id", flat=True))
    if check:
        check_terms(wanted - before)
    rows.exclude(term_id__in=wanted).delete()
    CommitmentTerm.objects.bulk_create(
        CommitmentTerm(commitment=commitment, term_id=pk) for pk in wanted - before
    )


def set_indicators(commitment: Commitment, shapes: Sequence[IndicatorShape]) -> None:
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
            **_as_named(shape_values(shape)),
        )
        for position, shape in enumerate(shapes)
    )


def _as_named(values: dict[str, Any]) -> dict[str, Any]:
    """A global indicator under its English name and in its unit, as the taxonomy has them now."""
    entry = taxonomy.current().terms.get(values["term_id"]) if values["term_id"] else None
    if entry is None:
        return values
    unit = entry.indicator.unit.english if entry.indicator else ""
    with translation.override("en"):
        return values | {"name": Truncator(entry.numbered).chars(200), "unit": unit[:80]}


def set_identifiers(commitment: Commitment, shapes: Sequence[IdentifierShape]) -> None:
    CommitmentIdentifier.objects.filter(commitment=commitment).delete()
    CommitmentIdentifier.objects.bulk_create(
        CommitmentIdentifier(
            commitment=commitment,
            position=position,
            scheme=shape.scheme,
            code=shape.code.strip(),
            link=shape.link.strip(),
        )
        for position, shape in enumerate(shapes)
    )


def make_version(
    commitment: Commitment,
    text: dict[str, Any],
    *,
    reason: str,
    cause: str,
    by: Actor,
    now: dt.datetime,
) -> CommitmentVersion:
    """The immutable copy of `text`, with whoever has confirmed by now. The caller saves
    `commitment.current_version`."""
    before = commitment.current_version
    confirmed = list(
        Signatory.objects.filter(commitment=commitment, answer=SignatoryAnswer.CONFIRMED)
        .select_related("stakeholder")
        .order_by("answered_at", "pk")
    )
    whole = with_signatories(text, [(row.stakeholder_id, row.part) for row in confirmed])
    version = CommitmentVersion.objects.create(
        subject=commitment,
        no=before.no + 1 if before else 1,
        language=text["language"],
        text_hash=content_hash(text),
        content_hash=content_hash(whole),
        at=now,
        actor_ref=actor_ref(by),
        reason=reason,
        cause=cause,
        **columns({name: text[name] for name in FIELDS}),
    )
    CommitmentVersionTerm.objects.bulk_create(
        CommitmentVersionTerm(version=version, term_id=term) for term in text["terms"]
    )
    source = commitment if cause == "text" else before
    assert source is not None
    CommitmentVersionIndicator.objects.bulk_create(
        CommitmentVersionIndicator(
            version=version, key=row.key, position=row.position, **indicator_values(row)
        )
        for row in source.indicators.all()
    )
    CommitmentVersionIdentifier.objects.bulk_create(
        CommitmentVersionIdentifier(
            version=version, position=row.position, **identifier_values(row)
        )
        for row in source.identifiers.all()
    )
    CommitmentVersionSignatory.objects.bulk_create(
        CommitmentVersionSignatory(
            version=version,
            stakeholder_id=row.stakeholder_id,
            stakeholder_version_id=row.stakeholder.current_version_id,
            part=row.part,
            text_hash=row.text_hash,
        )
        for row in confirmed
    )
    commitment.current_version = version
    return version
