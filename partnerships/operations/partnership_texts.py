"""The words of a partnership: from values to rows, and from rows to a version."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Max

from gfmd_platform.access import Actor
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.hashing import content_hash

from ..fields import Values
from ..models import (
    Partnership,
    PartnershipPlace,
    PartnershipTerm,
    PartnershipVersion,
    PartnershipVersionPlace,
    PartnershipVersionTerm,
)
from ..partnership_content import PARTNERSHIP as CONTENT
from ..queries.partnerships import text_values


def write(partnership: Partnership, values: Values) -> None:
    """Put the values on the row and into its tags and places; saves them all."""
    for name in CONTENT.columns:
        setattr(partnership, name, values[name])
    partnership.save()
    terms = {UUID(term) for field in CONTENT.term_fields for term in values[field.name]}
    partnership.tags.exclude(term__in=terms).delete()
    PartnershipTerm.objects.bulk_create(
        (PartnershipTerm(partnership=partnership, term_id=term) for term in sorted(terms)),
        ignore_conflicts=True,
    )
    partnership.places.exclude(place__in=values["countries"]).delete()
    PartnershipPlace.objects.bulk_create(
        (PartnershipPlace(partnership=partnership, place_id=c) for c in values["countries"]),
        ignore_conflicts=True,
    )


def hash_of(row: Partnership | PartnershipVersion, *, owner_id: UUID | None) -> str:
    """The `content_hash` of a version, taken of what the row and its tags hold (one query)."""
    return content_hash({**text_values(row), "owner": str(owner_id)})


def make_version(
    partnership: Partnership, *, reason: str, by: Actor, now: dt.datetime
) -> PartnershipVersion:
    """The immutable copy of the working text as it stands."""
    values = text_values(partnership)
    last = partnership.versions.aggregate(last=Max("no"))["last"] or 0
    version = PartnershipVersion.objects.create(
        subject=partnership,
        no=last + 1,
        from_revision=partnership.revision,
        reason=reason,
        content_hash=hash_of(partnership, owner_id=partnership.record.owner_id),
        at=now,
        actor_ref=actor_ref(by),
        **{name: values[name] for name in CONTENT.columns},
    )
    PartnershipVersionTerm.objects.bulk_create(
        PartnershipVersionTerm(version=version, term_id=tag.term_id)
        for tag in partnership.tags.all()
    )
    PartnershipVersionPlace.objects.bulk_create(
        PartnershipVersionPlace(version=version, place_id=place.place_id)
        for place in partnership.places.all()
    )
    return version
