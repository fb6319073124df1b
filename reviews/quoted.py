"""Whose words a quotation is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from commitments.models import ReportVersion
from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT

from .models import Edition, Quotation, QuotationCheck, Review
from .objections import passage_id


def said_by(stakeholder_ids: Collection[UUID]) -> Q:
    """Quotations of reports that one of these handed in, alone or jointly."""
    joint = ReportVersion.objects.filter(
        Q(subject__stakeholder__in=stakeholder_ids)
        | Q(co_signatories__stakeholder__in=stakeholder_ids)
    )
    return Q(source__kind="report", source__owner_id__in=stakeholder_ids) | Q(
        source__kind="joint_report", source__version_id__in=joint.values("pk")
    )


def quoted_focal_point(actor: Actor) -> Q | None:
    """Once the Support Unit asked the reporters to look, and whenever their words are public."""
    ids = actor.stakeholder_ids(FOCAL_POINT)
    if not ids:
        return None
    asked = QuotationCheck.objects.filter(review=OuterRef("pk"))
    mine = Quotation.objects.filter(said_by(ids))
    return Q(Exists(asked), Exists(mine.filter(compilation=OuterRef("compilation")))) | Q(
        Exists(mine.filter(compilation=OuterRef("current_edition__compilation")))
    )


@dataclass(frozen=True)
class Passage:
    """A quotation as the database knows it. `stakeholder_id` is which of those who ask said it;
    `in_work` tells whether it is of the compilation that the next edition prints, `in_edition`
    whether of that of the edition in force."""

    id: str
    report_id: UUID
    key: str
    text_hash: str
    stakeholder_id: UUID | None
    in_work: bool
    in_edition: bool

    @property
    def words(self) -> tuple[UUID, str, str]:
        """What an objection is about, in whatever version it stands."""
        return self.report_id, self.key, self.text_hash


def passages(review: Review, stakeholder_ids: Collection[UUID]) -> dict[str, Passage]:
    """Quotations of these stakeholders by id: of the compilation in work and of the published
    edition (two queries)."""
    edition = None
    if review.current_edition_id is not None:
        edition = Edition.objects.get(pk=review.current_edition_id).compilation_id
    rows = list(
        Quotation.objects.filter(
            said_by(stakeholder_ids),
            compilation__in=[c for c in (review.compilation_id, edition) if c],
        )
        .select_related("source")
        .order_by("position")
    )
    signed = _signed(rows, stakeholder_ids)
    held: dict[UUID | None, set[str]] = {None: set()}
    for row in rows:
        ids = held.setdefault(row.compilation_id, set())
        ids.add(passage_id(row.source.version_id, row.key))
    return {
        i: Passage(
            id=i,
            report_id=row.source.record_id,
            key=row.key,
            text_hash=row.text_hash,
            stakeholder_id=signed.get(row.source.version_id) or row.source.owner_id,
            in_work=i in held.get(review.compilation_id, set()),
            in_edition=i in held.get(edition, set()),
        )
        for row in rows
        for i in [passage_id(row.source.version_id, row.key)]
    }


def _signed(rows: list[Quotation], stakeholder_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Which of these stakeholders a joint version is of: its lead, or one that signed it."""
    joint = {row.source.version_id for row in rows if row.source.kind == "joint_report"}
    if not joint:
        return {}
    pairs = ReportVersion.objects.filter(pk__in=joint).values_list(
        "pk", "subject__stakeholder", "co_signatories__stakeholder"
    )
    return {
        version: stakeholder
        for version, *parties in pairs
        for stakeholder in parties
        if stakeholder in stakeholder_ids
    }
