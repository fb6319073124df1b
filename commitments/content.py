"""What a commitment says, as plain values: the same for a draft and for a version.

Hashes, differences and the question "was it changed?" all read from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from .enums import Direction
from .models import (
    Commitment,
    CommitmentIdentifier,
    CommitmentIndicator,
    CommitmentTerm,
    CommitmentVersion,
    CommitmentVersionIdentifier,
    CommitmentVersionIndicator,
    CommitmentVersionSignatory,
    CommitmentVersionTerm,
)
from .periods import plain_number

FIELDS = (
    "title",
    "wording",
    "kind",
    "starts_on",
    "due_on",
    "beneficiaries",
    "verification",
    "resource_kind",
    "amount",
    "currency",
    "resources",
    "with_whom",
)
IDENTIFIER_FIELDS = ("scheme", "code", "link")
INDICATOR_FIELDS = (
    "name",
    "unit",
    "direction",
    "baseline_value",
    "baseline_on",
    "target_value",
    "target_on",
    "custodian",
    "term_id",
)
#: Fields of indicators that came later. Left out of the hash where nothing is said, so that the
#: hashes of earlier versions stay true.
_LATER = ("custodian", "term_id")


@dataclass(frozen=True)
class IndicatorShape:
    """An indicator before it is a row; without `key` it is a new one. With `term_id` it is a
    global one, and its name and unit are the taxonomy's."""

    name: str
    unit: str
    direction: str = Direction.INCREASE
    baseline_value: Decimal | None = None
    baseline_on: str = ""
    target_value: Decimal | None = None
    target_on: str = ""
    custodian: str = ""
    term_id: UUID | None = None
    key: UUID | None = None


@dataclass(frozen=True)
class IdentifierShape:
    """What a commitment is called in another register."""

    scheme: str
    code: str = ""
    link: str = ""


def field_values(row: Commitment | CommitmentVersion) -> dict[str, str]:
    """The fields of `FIELDS` as texts, numbers in one form."""
    values = {name: getattr(row, name) for name in FIELDS}
    return values | {"amount": plain_number(row.amount)}


def columns(values: dict[str, str]) -> dict[str, Any]:
    """Texts as the database's columns take them; they were checked before."""
    if "amount" not in values:
        return values
    return values | {"amount": Decimal(values["amount"]) if values["amount"] else None}


def identifier_values(row: CommitmentIdentifier | CommitmentVersionIdentifier) -> dict[str, str]:
    return {name: getattr(row, name) for name in IDENTIFIER_FIELDS}


def indicator_values(row: CommitmentIndicator | CommitmentVersionIndicator) -> dict[str, Any]:
    return {name: getattr(row, name) for name in INDICATOR_FIELDS}


def shape_of(row: CommitmentIndicator | CommitmentVersionIndicator) -> IndicatorShape:
    return IndicatorShape(key=row.key, **indicator_values(row))


def shape_values(shape: IndicatorShape) -> dict[str, Any]:
    values = asdict(shape)
    values.pop("key")
    return values


def draft_content(commitment: Commitment) -> dict[str, Any]:
    """The draft's words (three queries)."""
    return _content(
        commitment,
        CommitmentTerm.objects.filter(commitment=commitment).values_list("term_id", flat=True),
        list(CommitmentIndicator.objects.filter(commitment=commitment)),
        list(CommitmentIdentifier.objects.filter(commitment=commitment)),
    )


def version_text(version: CommitmentVersion) -> dict[str, Any]:
    """A version's words (three queries); its `text_hash` is `content_hash` of this."""
    return _content(
        version,
        CommitmentVersionTerm.objects.filter(version=version).values_list("term_id", flat=True),
        list(CommitmentVersionIndicator.objects.filter(version=version)),
        list(CommitmentVersionIdentifier.objects.filter(version=version)),
    )


def version_content(version: CommitmentVersion) -> dict[str, Any]:
    """A version's words and who had confirmed (four queries); hashed as `content_hash`."""
    rows = CommitmentVersionSignatory.objects.filter(version=version)
    return with_signatories(version_text(version), rows.values_list("stakeholder_id", "part"))


def with_signatories(
    text: dict[str, Any], signatories: Iterable[tuple[UUID, str]]
) -> dict[str, Any]:
    rows = [{"stakeholder": str(pk), "part": part} for pk, part in signatories]
    return text | {"signatories": sorted(rows, key=lambda row: row["stakeholder"])}


def _content(
    row: Commitment | CommitmentVersion,
    terms: Iterable[UUID],
    indicators: Sequence[CommitmentIndicator] | Sequence[CommitmentVersionIndicator],
    identifiers: Sequence[CommitmentIdentifier] | Sequence[CommitmentVersionIdentifier],
) -> dict[str, Any]:
    return {
        **field_values(row),
        "language": row.language,
        "terms": sorted(str(term) for term in terms),
        "indicators": [{"key": str(i.key), **_indicator(i)} for i in indicators],
        "identifiers": [identifier_values(i) for i in identifiers],
    }


def _indicator(row: CommitmentIndicator | CommitmentVersionIndicator) -> dict[str, Any]:
    """Numbers in one form, whether fresh from a form or back from the database."""
    return {
        name: plain_number(value) if isinstance(value, Decimal) else value
        for name, value in indicator_values(row).items()
        if value or name not in _LATER
    }
