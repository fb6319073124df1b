"""Reading partnerships. Every list begins at what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet, TextField, Value
from django.db.models.functions import Cast

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

from ..enums import PartnerAnswer, PartnerRole, PartnershipState
from ..fields import Values
from ..models import (
    Partner,
    Partnership,
    PartnershipVersion,
    PartnershipVersionPlace,
    PartnershipVersionTerm,
)
from ..panels import with_panels
from ..partnership_content import PARTNERSHIP as CONTENT
from ..showing import ShownSection, ShownTerm, sections, shown_places, shown_terms

_OWNER = "record__owner__stakeholder"
_ACCEPTED = Prefetch(
    "partners",
    queryset=Partner.objects.filter(answer=PartnerAnswer.ACCEPTED)
    .select_related("stakeholder")
    .order_by("answered_at", "pk"),
    to_attr="accepted",
)
_PLACE = "place"
PUBLIC = (PartnershipState.REGISTERED, PartnershipState.CONCLUDED)
_VERSION = ("current_version__tags__term", "current_version__places")


@dataclass(frozen=True)
class ShownPartner:
    id: UUID
    name: str
    kind_label: str
    role: str
    role_label: str


@dataclass(frozen=True)
class ListedPartnership:
    """A public partnership as lists show it."""

    id: UUID
    title: str
    summary: str
    language: str
    state: str
    partners: list[ShownPartner]
    places: list[PlaceEntry]
    areas: list[ShownTerm]
    registered_at: dt.datetime
    version: PartnershipVersion
    values: Values

    @property
    def lead(self) -> ShownPartner | None:
        return next((p for p in self.partners if p.role == PartnerRole.LEAD), None)

    @property
    def others(self) -> list[ShownPartner]:
        return [p for p in self.partners if p.role != PartnerRole.LEAD]


@dataclass(frozen=True)
class ShownText:
    """A public version, or the text that is worked on, with everything a page shows of it."""

    values: Values
    sections: list[ShownSection]
    version: PartnershipVersion | None = None


def public() -> QuerySet[Partnership]:
    """Public partnerships with version and partners, for lists of any length."""
    return (
        Partnership.objects.select_related("current_version")
        .prefetch_related(_ACCEPTED, *_VERSION)
        .order_by("-registered_at", "pk")
    )


def narrowed(
    found: QuerySet[Partnership],
    *,
    terms: Iterable[TermEntry] = (),
    place: str = "",
    stakeholder: UUID | None = None,
    state: str = "",
) -> QuerySet[Partnership]:
    """Narrow by the public version and by partners that accepted."""
    for term in terms:
        found = found.filter(
            current_version__in=PartnershipVersionTerm.objects.filter(term=term.id).values(
                "version"
            )
        )
    if place:
        found = found.filter(
            current_version__in=PartnershipVersionPlace.objects.filter(place=place).values(
                "version"
            )
        )
    if stakeholder:
        found = found.filter(
            pk__in=Partner.objects.filter(
                stakeholder=stakeholder, answer=PartnerAnswer.ACCEPTED
            ).values("partnership")
        )
    if state:
        found = found.filter(state=state)
    return found


def terms_in_use(*kinds: TermKind) -> list[TermEntry]:
    """Terms that public partnerships carry, in the order of their documents."""
    ids = PartnershipVersionTerm.objects.filter(version__in=_current()).values_list(
        "term_id", flat=True
    )
    return [term for term in taxonomy.terms_by_id(ids.distinct()) if term.kind in kinds]


def places_in_use() -> list[PlaceEntry]:
    codes = PartnershipVersionPlace.objects.filter(version__in=_current())
    return shown_places(set(codes.values_list("place_id", flat=True)))


def _current() -> QuerySet[Partnership]:
    return Partnership.objects.values("current_version")


def listed(partnerships: Iterable[Partnership]) -> list[ListedPartnership]:
    return [_listed(partnership) for partnership in partnerships]


def _listed(partnership: Partnership) -> ListedPartnership:
    version = partnership.current_version
    assert version is not None
    values = version_values(version)
    return ListedPartnership(
        id=partnership.pk,
        title=version.title,
        summary=version.summary,
        language=version.language,
        state=partnership.state,
        partners=shown_partners(partnership),
        places=shown_places(values["countries"]),
        areas=shown_terms(values["action_areas"]),
        registered_at=partnership.registered_at,  # type: ignore[arg-type]
        version=version,
        values=values,
    )


def version_values(version: PartnershipVersion) -> Values:
    """The values of a version whose tags (with term) and places are loaded."""
    return CONTENT.values_of(
        version,
        terms=[(tag.term_id, tag.term.kind) for tag in version.tags.all()],
        places=[place.place_id for place in version.places.all()],
    )


def shown_version(version: PartnershipVersion) -> ShownText:
    """A version as its page shows it (one query)."""
    values = text_values(version)
    return ShownText(values, sections(values, content=CONTENT), version)


def shown_draft(partnership: Partnership) -> ShownText:
    """The text that is worked on; for those who may read a draft."""
    values = text_values(partnership)
    return ShownText(values, sections(values, content=CONTENT))


def shown_partners(partnership: Partnership) -> list[ShownPartner]:
    """Those who have accepted, the lead first; `partnership` comes from one of these queries."""
    accepted: list[Partner] = partnership.accepted  # type: ignore[attr-defined]
    return sorted(
        (shown_partner(partner) for partner in accepted), key=lambda p: p.role != PartnerRole.LEAD
    )


def shown_partner(partner: Partner) -> ShownPartner:
    return ShownPartner(
        partner.stakeholder_id,
        partner.stakeholder.name,
        partner.stakeholder.get_kind_display(),
        partner.role,
        str(PartnerRole(partner.role).label),
    )


# --- one partnership


def readable(partnership_id: UUID, actor: Actor) -> Partnership:
    """The partnership, if it exists for the actor. Raises NotVisible."""
    return _one(with_panels(Partnership.unscoped.visible_to(actor)), partnership_id)


def own(partnership_id: UUID, actor: Actor) -> Partnership:
    """The partnership, for those who may draft it. Raises NotVisible."""
    return _one(Partnership.unscoped.allowing("draft", actor), partnership_id)


def _one(found: QuerySet[Partnership], partnership_id: UUID) -> Partnership:
    partnership = (
        found.filter(pk=partnership_id)
        .select_related("current_version", _OWNER)
        .prefetch_related(_ACCEPTED)
        .first()
    )
    if partnership is None:
        raise NotVisible("No such partnership.")
    return partnership


def lead_name(partnership: Partnership) -> str:
    owner = partnership.record.owner
    return owner.stakeholder.name if owner else ""


def title_of(partnership: Partnership) -> str:
    """What readers know it by: the public title, or that of the draft."""
    version = partnership.current_version
    return version.title if version else str(partnership)


def text_values(row: Partnership | PartnershipVersion) -> Values:
    """The values of the text that is worked on, or of a version (one query)."""
    terms = row.tags.values_list(Cast("term_id", TextField()), "term__kind")
    places = row.places.values_list("place_id", Value(_PLACE, output_field=TextField()))
    found = list(terms.union(places, all=True))
    return CONTENT.values_of(
        row,
        terms=[(pk, kind) for pk, kind in found if kind != _PLACE],
        places=[code for code, kind in found if kind == _PLACE],
    )


def versions(partnership: Partnership) -> list[PartnershipVersion]:
    """All public versions, the newest first (one query)."""
    return list(partnership.versions.order_by("-no"))


def version_and_before(
    partnership: Partnership, no: int
) -> tuple[PartnershipVersion, PartnershipVersion | None]:
    """Version `no`, and the one that it followed (one query). Raises NotVisible."""
    found = list(partnership.versions.filter(no__in=[no, no - 1]).order_by("-no"))
    if not found or found[0].no != no:
        raise NotVisible("No such version.")
    return found[0], found[1] if len(found) > 1 else None


# --- lists of one's own


def owners_for(actor: Actor) -> list[tuple[str, str]]:
    """Stakeholders for which the actor may begin a partnership."""
    return [(str(seat.stakeholder_id), seat.stakeholder_name) for seat in actor.seats]


def own_partnerships(actor: Actor) -> QuerySet[Partnership]:
    """Everything the actor may draft, what changed last first."""
    return (
        Partnership.unscoped.allowing("draft", actor)
        .select_related("current_version", _OWNER)
        .order_by("-state_at", "pk")
    )


def to_be_looked_at(actor: Actor) -> QuerySet[Partnership]:
    """Partnerships on hold whose lead has published changes since, for the Support Unit."""
    return (
        Partnership.unscoped.allowing("moderate", actor)
        .filter(state=PartnershipState.ON_HOLD, current_version__at__gte=F("state_at"))
        .select_related("current_version", _OWNER)
        .order_by("state_at", "pk")
    )


def on_hold(actor: Actor) -> QuerySet[Partnership]:
    """Partnerships that the Support Unit has taken from the public, for those who may release."""
    return (
        Partnership.unscoped.allowing("moderate", actor)
        .filter(state=PartnershipState.ON_HOLD)
        .select_related("current_version", _OWNER)
        .order_by("state_at", "pk")
    )


def of_stakeholder(stakeholder_id: UUID) -> QuerySet[Partnership]:
    """Public partnerships in which a stakeholder takes part, the newest first."""
    found = narrowed(Partnership.objects.all(), stakeholder=stakeholder_id)
    return found.select_related("current_version").order_by("-registered_at", "pk")
