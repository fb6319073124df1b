"""Reading partnerships. Every list begins at what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.stakeholders.models import Stakeholder
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

from ..enums import PartnerAnswer, PartnerRole
from ..fields import Values
from ..models import (
    Deliverable,
    Partner,
    Partnership,
    PartnershipVersion,
    PartnershipVersionPlace,
    PartnershipVersionTerm,
)
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
    registered_at: object


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
        partners=[shown_partner(p) for p in partnership.accepted],  # type: ignore[attr-defined]
        places=shown_places(values["countries"]),
        areas=shown_terms(values["action_areas"]),
        registered_at=partnership.registered_at,
    )


def version_values(version: PartnershipVersion) -> Values:
    """The values of a version whose tags (with term) and places are loaded."""
    return CONTENT.values_of(
        version,
        terms=[(tag.term_id, tag.term.kind) for tag in version.tags.all()],
        places=[place.place_id for place in version.places.all()],
    )


def version_sections(version: PartnershipVersion) -> list[ShownSection]:
    return sections(version_values(version), content=CONTENT)


def shown_partner(partner: Partner) -> ShownPartner:
    return ShownPartner(
        partner.stakeholder_id,
        partner.stakeholder.name,
        partner.stakeholder.get_kind_display(),
        partner.role,
        PartnerRole(partner.role).label,
    )


# --- one partnership


def readable(partnership_id: UUID, actor: Actor) -> Partnership:
    """The partnership, if it exists for the actor. Raises NotVisible."""
    return _one(Partnership.unscoped.visible_to(actor), partnership_id)


def own(partnership_id: UUID, actor: Actor) -> Partnership:
    """The partnership, for those who may draft it. Raises NotVisible."""
    return _one(Partnership.unscoped.allowing("draft", actor), partnership_id)


def _one(found: QuerySet[Partnership], partnership_id: UUID) -> Partnership:
    partnership = (
        found.filter(pk=partnership_id)
        .select_related("current_version", _OWNER)
        .prefetch_related(_ACCEPTED)
        .distinct()
        .first()
    )
    if partnership is None:
        raise NotVisible("No such partnership.")
    return partnership


def working_values(partnership: Partnership) -> Values:
    """The text that is worked on (two queries). For those who may draft it."""
    return CONTENT.values_of(
        partnership,
        terms=partnership.tags.values_list("term_id", "term__kind"),
        places=partnership.places.values_list("place_id", flat=True),
    )


def loaded_version(partnership: Partnership, no: int | None = None) -> PartnershipVersion:
    """A version with its tags and places: the current one, or number `no`. Raises NotVisible."""
    wanted = Q(pk=partnership.current_version_id) if no is None else Q(no=no)
    version = partnership.versions.filter(wanted).prefetch_related("tags__term", "places").first()
    if version is None:
        raise NotVisible("No such version.")
    return version


def versions(partnership: Partnership) -> list[PartnershipVersion]:
    return list(partnership.versions.order_by("-no"))


def asked_partners(partnership: Partnership) -> list[Partner]:
    """Everybody who was ever asked, with the answer; for the lead."""
    return list(partnership.partners.select_related("stakeholder").order_by("invited_at", "pk"))


def deliverables(partnership: Partnership) -> list[Deliverable]:
    """All deliverables in the order of their dates, with the partner responsible."""
    return list(
        Deliverable.unscoped.filter(partnership=partnership)
        .select_related("record__owner__stakeholder")
        .order_by("due_on", "pk")
    )


def deliverable(deliverable_id: UUID, actor: Actor) -> Deliverable:
    """A deliverable, if it exists for the actor. Raises NotVisible."""
    found = (
        Deliverable.unscoped.visible_to(actor)
        .filter(pk=deliverable_id)
        .select_related("partnership__current_version", "record__owner__stakeholder")
        .distinct()
        .first()
    )
    if found is None:
        raise NotVisible("No such deliverable.")
    return found


# --- lists of one's own


def own_partnerships(actor: Actor) -> QuerySet[Partnership]:
    return (
        Partnership.unscoped.allowing("draft", actor)
        .select_related("current_version", _OWNER)
        .order_by("-state_at", "pk")
    )


def invitations_for(actor: Actor) -> QuerySet[Partner]:
    """Invitations that wait for this person's answer, the oldest first."""
    return (
        Partner.objects.filter(
            stakeholder__in=actor.stakeholder_ids(FOCAL_POINT), answer=PartnerAnswer.INVITED
        )
        .select_related("partnership__record__owner__stakeholder", "stakeholder")
        .order_by("invited_at", "pk")
    )


def invitation(partner_id: UUID, actor: Actor) -> Partner:
    """An invitation to a stakeholder for which the actor speaks. Raises NotVisible."""
    found = (
        Partner.objects.filter(pk=partner_id, stakeholder__in=actor.stakeholder_ids(FOCAL_POINT))
        .select_related("partnership__record__owner__stakeholder", "stakeholder")
        .first()
    )
    if found is None:
        raise NotVisible("No such invitation.")
    return found


def can_be_invited(partnership: Partnership) -> QuerySet[Stakeholder]:
    """Confirmed stakeholders that are neither partner nor asked, by name."""
    busy = partnership.partners.filter(answer__in=[PartnerAnswer.ACCEPTED, PartnerAnswer.INVITED])
    return Stakeholder.objects.exclude(pk__in=busy.values("stakeholder")).order_by("sort_name")
