"""Reading practice examples. Every list begins at what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from gfmd_platform.access import Actor, allowed_actions, q_for
from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.records.models import RecordFile
from gfmd_platform.stakeholders.models import Stakeholder
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import PlaceEntry, TermEntry

from ..content import Values, values_of
from ..enums import DecisionVerb, ExampleState
from ..models import (
    Example,
    ExampleVersion,
    ExampleVersionFile,
    ExampleVersionPlace,
    ExampleVersionTerm,
)
from ..panels import with_panels
from ..showing import ShownSection, ShownTerm, sections, shown_places, shown_terms

_WITH_OWNER = "record__owner__stakeholder"
#: Decisions that made a version public.
PUBLISHING = (DecisionVerb.PUBLISH, DecisionVerb.ARCHIVE)


@dataclass(frozen=True)
class Owner:
    """The stakeholder whose entry it is, as it calls itself now."""

    id: UUID
    name: str
    kind: str
    kind_label: str


@dataclass(frozen=True)
class ListedExample:
    """A published example as lists show it."""

    id: UUID
    title: str
    summary: str
    language: str
    kind_label: str
    owner: Owner | None
    by_whom: str
    places: list[PlaceEntry]
    areas: list[ShownTerm]
    is_archive: bool
    published_at: dt.datetime
    values: Values


@dataclass(frozen=True)
class ShownVersion:
    """A version with everything a page shows of it."""

    version: ExampleVersion
    values: Values
    sections: list[ShownSection]
    files: list[ExampleVersionFile]
    editorial: frozenset[UUID]


def owner_of(example: Example) -> Owner | None:
    record = example.record.owner
    if record is None:
        return None
    stakeholder: Stakeholder = record.stakeholder
    return Owner(
        stakeholder.pk,
        stakeholder.name,
        stakeholder.kind,
        stakeholder.get_kind_display(),  # type: ignore[attr-defined]
    )


# --- the public list


def published() -> QuerySet[Example]:
    """Public examples with the version the public reads, for lists of any length."""
    return Example.objects.select_related("published_version", _WITH_OWNER).prefetch_related(
        "published_version__tags", "published_version__places"
    )


def narrowed(
    found: QuerySet[Example],
    *,
    terms: Iterable[TermEntry] = (),
    place: str = "",
    stakeholder_kind: str = "",
    kind: str = "",
    archive: bool | None = None,
) -> QuerySet[Example]:
    """Narrow by the published version, never by a draft. Terms narrow together; an action area
    also finds what realises one of its options."""
    for term in terms:
        ids = [term.id, *(child.id for child in term.children)]
        found = found.filter(
            published_version__in=ExampleVersionTerm.objects.filter(term__in=ids).values("version")
        )
    if place:
        found = found.filter(
            published_version__in=ExampleVersionPlace.objects.filter(place=place).values("version")
        )
    if stakeholder_kind:
        found = found.filter(record__owner__stakeholder__kind=stakeholder_kind)
    if kind:
        found = found.filter(published_version__kind=kind)
    if archive is not None:
        is_archive = Q(record__owner=None)
        found = found.filter(is_archive if archive else ~is_archive)
    return found


def terms_in_use(*kinds: TermKind) -> list[TermEntry]:
    """Terms that public examples carry, in the order of their documents."""
    ids = ExampleVersionTerm.objects.filter(
        version__in=Example.objects.values("published_version")
    ).values_list("term_id", flat=True)
    return [term for term in taxonomy.terms_by_id(ids.distinct()) if term.kind in kinds]


def places_in_use() -> list[PlaceEntry]:
    codes = ExampleVersionPlace.objects.filter(
        version__in=Example.objects.values("published_version")
    ).values_list("place_id", flat=True)
    return shown_places(set(codes))


def listed(examples: Iterable[Example]) -> list[ListedExample]:
    return [_listed(example) for example in examples]


def _listed(example: Example) -> ListedExample:
    version = example.published_version
    assert version is not None
    values = prefetched_values(version)
    return ListedExample(
        id=example.pk,
        title=version.title,
        summary=version.summary,
        language=version.language,
        kind_label=version.get_kind_display(),  # type: ignore[attr-defined]
        owner=owner_of(example),
        by_whom=version.by_whom,
        places=shown_places(values["countries"]),
        areas=shown_terms(values["action_areas"]),
        is_archive=example.record.owner_id is None,
        published_at=example.published_at,  # type: ignore[arg-type]
        values=values,
    )


def prefetched_values(version: ExampleVersion) -> Values:
    """The values of a version whose tags and places are loaded; the taxonomy in memory knows of
    what kind a tag's term is."""
    known = taxonomy.current().terms
    return {
        **values_of(
            version,
            terms=[(t.term_id, known[t.term_id].kind) for t in version.tags.all()],
            places=[place.place_id for place in version.places.all()],
        ),
        "language": version.language,
    }


# --- one example

_COMPLETE = (
    "tags",
    "places",
    Prefetch("files", queryset=ExampleVersionFile.objects.select_related("stored")),
)


def readable(example_id: UUID, actor: Actor) -> Example:
    """The example, if it exists for the actor. Raises NotVisible."""
    return _one(with_panels(Example.unscoped.visible_to(actor)), example_id)


def own(example_id: UUID, actor: Actor) -> Example:
    """The example, for those who may draft it. Raises NotVisible."""
    return _one(Example.unscoped.allowing("draft", actor), example_id)


def moderated(example_id: UUID, actor: Actor) -> Example:
    """The example, for those who may answer to it. Raises NotVisible."""
    return _one(_answerable(actor), example_id)


def _one(found: QuerySet[Example], example_id: UUID) -> Example:
    example = (
        found.filter(pk=example_id)
        .select_related("published_version", "submitted_version", _WITH_OWNER)
        .first()
    )
    if example is None:
        raise NotVisible("No such practice example.")
    return example


def _answerable(actor: Actor) -> QuerySet[Example]:
    conditions = [
        q for a in ("moderate", "decide") if (q := q_for("example", a, actor)) is not None
    ]
    if not conditions:
        return Example.unscoped.none()
    combined = conditions[0]
    for q in conditions[1:]:
        combined |= q
    return Example.unscoped.filter(combined)


def shown(*versions: ExampleVersion) -> list[ShownVersion]:
    """Versions ready to be shown (three queries, however many)."""
    prefetch_related_objects(versions, *_COMPLETE)
    return [_shown(version) for version in versions]


def _shown(version: ExampleVersion) -> ShownVersion:
    values = prefetched_values(version)
    editorial = frozenset(tag.term_id for tag in version.tags.all() if tag.editorial)
    return ShownVersion(
        version,
        values,
        sections(values, editorial=editorial),
        list(version.files.all()),
        editorial,
    )


def public_versions(example: Example) -> list[ExampleVersion]:
    """The versions that were ever published, newest first."""
    return list(example.versions.filter(decisions__verb__in=PUBLISHING).distinct().order_by("-no"))


def public_version(example: Example, no: int) -> tuple[ShownVersion, ShownVersion | None]:
    """Version `no` of a public example, and the public one before it. Raises NotVisible."""
    found = list(
        example.versions.filter(decisions__verb__in=PUBLISHING, no__lte=no)
        .distinct()
        .order_by("-no")[:2]
    )
    if not found or found[0].no != no or example.published_version_id is None:
        raise NotVisible("No such version.")
    this, *before = shown(*found)
    return this, before[0] if before else None


# --- lists of one's own


def drafts_of(actor: Actor) -> QuerySet[Example]:
    """Everything the actor may draft, what changed last first."""
    return (
        Example.unscoped.allowing("draft", actor)
        .select_related("submitted_version", _WITH_OWNER)
        .order_by("-state_at", "pk")
    )


def waiting_for(actor: Actor) -> QuerySet[Example]:
    """What waits for this moderator's answer, the oldest first."""
    conditions: list[Q] = []
    for action, state in (("moderate", ExampleState.SUBMITTED), ("decide", ExampleState.REFERRED)):
        q = q_for("example", action, actor)
        if q is not None:
            conditions.append(q & Q(state=state))
    if not conditions:
        return Example.unscoped.none()
    combined = conditions[0]
    for q in conditions[1:]:
        combined |= q
    return (
        Example.unscoped.filter(combined)
        .select_related("submitted_version", _WITH_OWNER)
        .order_by("state_at", "pk")
    )


def with_the_chair(actor: Actor) -> QuerySet[Example]:
    """What the Support Unit has referred and the Chair-in-Office has not answered."""
    return (
        Example.unscoped.allowing("moderate", actor)
        .filter(state=ExampleState.REFERRED)
        .select_related("submitted_version", _WITH_OWNER)
        .order_by("state_at", "pk")
    )


def draft_values(example: Example) -> Values:
    """The values of the draft (two queries). For those who may draft it."""
    return {
        **values_of(
            example,
            terms=example.tags.values_list("term_id", "term__kind"),
            places=example.places.values_list("place_id", flat=True),
        ),
        "language": example.language,
    }


def owners_for(actor: Actor) -> list[tuple[str, str]]:
    """Stakeholders for which the actor may begin an example."""
    return [(str(seat.stakeholder_id), seat.stakeholder_name) for seat in actor.seats]


# --- files


def draft_files(example: Example) -> list[RecordFile]:
    return list(RecordFile.objects.filter(record_id=example.pk).select_related("stored"))


def readable_file(
    example_id: UUID, sha256: str, actor: Actor
) -> ExampleVersionFile | RecordFile | None:
    """The file, where the actor may read a text that has it: authors every text, moderators what
    was submitted, the public what was published."""
    example = Example.unscoped.visible_to(actor).filter(pk=example_id).first()
    if example is None:
        return None
    actions = allowed_actions(actor, example) if actor.is_signed_in else frozenset()
    files = ExampleVersionFile.objects.filter(
        version__subject=example, stored=sha256
    ).select_related("stored")
    if "draft" in actions:
        own_files = RecordFile.objects.filter(record_id=example.pk, stored=sha256)
        return own_files.select_related("stored").first() or files.first()
    if actions & {"moderate", "decide"}:
        return files.first()
    return files.filter(version__decisions__verb__in=PUBLISHING).first()
