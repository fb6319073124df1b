"""Reading commitments, always beginning with what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, allowed_actions
from gfmd_platform.access.actors import CONTRIBUTOR, FOCAL_POINT
from gfmd_platform.access.exceptions import NotAllowed, NotVisible
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.stakeholders.models import Stakeholder
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.picture import TermEntry

from ..content import draft_content
from ..enums import CommitmentKind, CommitmentState, ReportKind
from ..models import (
    Commitment,
    CommitmentTerm,
    CommitmentVersion,
    CommitmentVersionIndicator,
    CommitmentVersionSignatory,
    CommitmentVersionTerm,
    ReportVersionCommitmentStatus,
    ReportVersionObservation,
)
from ..policies import readable_report_versions


def published() -> QuerySet[Commitment]:
    """Registered and withdrawn commitments with what a list shows of them."""
    return Commitment.objects.select_related("current_version", "record__owner__stakeholder")


def filtered(
    rows: QuerySet[Commitment],
    *,
    text: str = "",
    kind: str = "",
    state: str = "",
    term: str = "",
    stakeholder_kind: str = "",
    owner: UUID | None = None,
) -> QuerySet[Commitment]:
    """Narrowed by words of the title, kind, state, one term ("framework:code") and by whose it is.

    A cluster or goal stands for everything below it; an unknown word narrows to nothing.
    """
    if text.strip():
        rows = rows.filter(current_version__title__icontains=text.strip())
    if kind in CommitmentKind.values:
        rows = rows.filter(current_version__kind=kind)
    if state in CommitmentState.values:
        rows = rows.filter(state=state)
    if stakeholder_kind in StakeholderKind.values:
        rows = rows.filter(record__owner__stakeholder__kind=stakeholder_kind)
    if owner is not None:
        rows = rows.filter(made_by(owner))
    if term:
        entry = taxonomy.term(term)
        ids = [entry.id, *(e.id for e in _below(entry))] if entry else []
        cited = CommitmentVersionTerm.objects.filter(term__in=ids).values("version_id")
        rows = rows.filter(current_version__in=cited)
    return rows


def made_by(stakeholder_id: UUID) -> Q:
    """Its own commitments, and those it has confirmed jointly with others."""
    named = CommitmentVersionSignatory.objects.filter(stakeholder=stakeholder_id)
    return Q(record__owner=stakeholder_id) | Q(current_version__in=named.values("version"))


def _below(entry: TermEntry) -> Iterable[TermEntry]:
    for child in entry.children:
        yield child
        yield from _below(child)


def drafts_of(actor: Actor) -> QuerySet[Commitment]:
    """Commitments not yet registered that the actor may write on."""
    return (
        Commitment.unscoped.allowing("draft", actor)
        .filter(state=CommitmentState.DRAFT)
        .select_related("record__owner__stakeholder")
        .order_by("state_at", "pk")
    )


def get_commitment(actor: Actor, pk: UUID) -> Commitment:
    """Raises NotVisible for what the actor may not read."""
    found = (
        Commitment.unscoped.visible_to(actor)
        .select_related("current_version", "record__owner__stakeholder")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotVisible("No such commitment.")
    return found


def get_commitment_for(actor: Actor, action: str, pk: UUID) -> Commitment:
    """For pages of some only. Raises NotVisible or NotAllowed."""
    commitment = get_commitment(actor, pk)
    if action not in allowed_actions(actor, commitment):
        raise NotAllowed(_("Your role does not include this page."))
    return commitment


def owner_of(commitment: Commitment) -> Stakeholder:
    """Whose commitment it is; every commitment has an owner."""
    owner = commitment.record.owner
    assert owner is not None
    stakeholder: Stakeholder = owner.stakeholder
    return stakeholder


def public_title(commitment: Commitment) -> str:
    """What readers know it by; the draft's own title only while there is no other."""
    version = commitment.current_version
    return version.title if version is not None else str(commitment)


def get_version(commitment: Commitment, no: int) -> CommitmentVersion:
    found = CommitmentVersion.objects.filter(subject=commitment, no=no).first()
    if found is None:
        raise NotVisible("No such version.")
    return found


def owners_for(actor: Actor) -> list[tuple[UUID, str]]:
    """Stakeholders for which the actor may begin a commitment."""
    wanted = actor.stakeholder_ids(FOCAL_POINT) | actor.stakeholder_ids(CONTRIBUTOR)
    return [
        (s.stakeholder_id, s.stakeholder_name) for s in actor.seats if s.stakeholder_id in wanted
    ]


@dataclass(frozen=True)
class TermGroup:
    """Terms of one kind that a commitment cites."""

    kind: str
    label: str
    terms: list[TermEntry]


def grouped_terms(ids: Iterable[UUID]) -> list[TermGroup]:
    groups: dict[str, TermGroup] = {}
    for entry in taxonomy.terms_by_id(ids):
        group = groups.setdefault(entry.kind, TermGroup(entry.kind, entry.kind_label, []))
        group.terms.append(entry)
    return list(groups.values())


def version_terms(version: CommitmentVersion) -> list[TermGroup]:
    rows = CommitmentVersionTerm.objects.filter(version=version)
    return grouped_terms(rows.values_list("term_id", flat=True))


def draft_terms(commitment: Commitment) -> list[TermGroup]:
    rows = CommitmentTerm.objects.filter(commitment=commitment)
    return grouped_terms(rows.values_list("term_id", flat=True))


def clusters_of(versions: Iterable[UUID]) -> dict[UUID, list[TermEntry]]:
    """The thematic clusters of the action areas each version cites (one query)."""
    by_id = taxonomy.current().terms
    found: dict[UUID, list[TermEntry]] = {}
    rows = CommitmentVersionTerm.objects.filter(version__in=list(versions))
    for version_id, term_id in rows.values_list("version_id", "term_id"):
        entry = by_id.get(term_id)
        if entry is None or entry.kind != "action_area" or entry.parent is None:
            continue
        clusters = found.setdefault(version_id, [])
        if entry.parent not in clusters:
            clusters.append(entry.parent)
    for clusters in found.values():
        clusters.sort(key=lambda cluster: cluster.position)
    return found


def reported_statuses(actor: Actor, commitment: Commitment) -> list[ReportVersionCommitmentStatus]:
    """What reports that the actor may read said of it, the newest first."""
    return list(
        ReportVersionCommitmentStatus.objects.filter(
            Q(version__in=readable_report_versions(actor)), commitment=commitment
        )
        .select_related("version__subject__cycle", "commitment_version")
        .order_by("-version__at", "-pk")
    )


@dataclass(frozen=True)
class Observed:
    """One indicator, as its latest wording calls it, with what was reported of it. `who` reported
    it, where it is a global one."""

    indicator: CommitmentVersionIndicator
    rows: list[ReportVersionObservation]
    who: str = ""

    @property
    def label(self) -> str:
        return f"{self.indicator.label} – {self.who}" if self.who else self.indicator.label


def observations_of(
    actor: Actor,
    commitment: Commitment,
    indicators: Iterable[CommitmentVersionIndicator],
    signatories: Iterable[UUID],
) -> list[Observed]:
    """Values of what it is measured by in reports that the actor may read, by period (one query):
    of its own indicators, and of the global ones among `indicators` as its owner and `signatories`
    gave them in their own reports."""
    globals_: dict[UUID | None, CommitmentVersionIndicator] = {
        row.term_id: row for row in indicators if row.term_id
    }
    reported = Q(own_indicator__version__subject=commitment)
    if globals_:
        reported |= Q(
            term__in=globals_,
            version__subject__kind=ReportKind.OWN,
            version__subject__stakeholder__in=[commitment.record.owner_id, *signatories],
        )
    rows = (
        ReportVersionObservation.objects.filter(
            reported, version__in=readable_report_versions(actor)
        )
        .select_related("own_indicator", "version__subject__cycle", "version__subject__stakeholder")
        .order_by("period_start", "period_end", "version__at", "position")
    )
    found: dict[tuple[UUID, str], Observed] = {}
    for row in rows:
        indicator = row.own_indicator or globals_[row.term_id]
        who = "" if row.own_indicator else row.version.subject.stakeholder.name
        one = found.setdefault((indicator.key, who), Observed(indicator, [], who))
        one.rows.append(row)
    return sorted(
        found.values(), key=lambda one: (one.indicator.position, one.indicator.name, one.who)
    )


def has_amendment(commitment: Commitment) -> bool:
    """Whether the text that is worked on differs from what is public (three queries)."""
    version = commitment.current_version
    return (
        commitment.state == CommitmentState.REGISTERED
        and version is not None
        and content_hash(draft_content(commitment)) != version.text_hash
    )


def terms_of(commitment_id: UUID, kinds: Iterable[str]) -> list[UUID]:
    """What a draft cites of these kinds."""
    rows = CommitmentTerm.objects.filter(commitment=commitment_id, term__kind__in=list(kinds))
    return list(rows.values_list("term_id", flat=True))


def rows_in_words(commitment_id: UUID, name: str) -> list[str]:
    """A draft's indicators, or its numbers in other registers, for a reader to compare."""
    from ..showing import indicator_name, shown_identifier, shown_indicator

    content = draft_content(Commitment.unscoped.get(pk=commitment_id))
    if name == "identifiers":
        return [shown_identifier(row) for row in content["identifiers"]]
    return [f"{indicator_name(row)}: {shown_indicator(row)}" for row in content["indicators"]]


def terms_but(commitment_id: UUID, kinds: Iterable[str]) -> list[UUID]:
    """What a draft cites, but for terms of these kinds."""
    rows = CommitmentTerm.objects.filter(commitment=commitment_id)
    return list(rows.exclude(term__kind__in=list(kinds)).values_list("term_id", flat=True))


@dataclass(frozen=True)
class Change:
    """One field in two versions, in words."""

    label: str
    before: str
    after: str


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What differs between two contents (`content.draft_content`, `content.version_content`)."""
    from ..showing import shown_content

    old, new = dict(shown_content(before)), dict(shown_content(after))
    labels = [*old, *(label for label in new if label not in old)]
    return [
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]
