"""What of this app can be found by search: public versions, nothing else."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gfmd_platform import search
from gfmd_platform.search import SearchDocument

from .queries import partnerships
from .queries.deliverables import of_partnership
from .queries.examples import owner_of, prefetched_values, published

_TEXTS = ("by_whom", "reach", "cost", "results", "results_basis", "lessons", "to_repeat")


def example_document(record_id: UUID) -> SearchDocument | None:
    """The published version of an example; None when it has none."""
    example = published().filter(pk=record_id).first()
    if example is None or example.published_version is None:
        return None
    version = example.published_version
    values = prefetched_values(version)
    owner = owner_of(example)
    return SearchDocument(
        title=version.title,
        url=reverse("partnerships:example", args=[example.pk]),
        language=version.language,
        published_at=example.published_at,  # type: ignore[arg-type]
        summary=version.summary,
        text="\n\n".join(filter(None, (values[name] for name in _TEXTS))),
        names=[owner.name] if owner else [],
        countries=values["countries"],
        terms=[tag.term_id for tag in version.tags.all()],
        stakeholders=[owner.id] if owner else [],
        stakeholder_kinds=[owner.kind] if owner else [],
    )


def partnership_document(record_id: UUID) -> SearchDocument | None:
    """The public version of a partnership with the partners that accepted; None when not public."""
    partnership = partnerships.public().filter(pk=record_id).first()
    if partnership is None or partnership.current_version is None:
        return None
    version = partnership.current_version
    values = partnerships.version_values(version)
    taking_part = [partner.stakeholder for partner in partnership.accepted]  # type: ignore[attr-defined]
    return SearchDocument(
        title=version.title,
        url=reverse("partnerships:partnership", args=[partnership.pk]),
        language=version.language,
        published_at=partnership.registered_at,  # type: ignore[arg-type]
        summary=version.summary,
        text="\n\n".join(
            filter(
                None,
                (
                    *(values[name] for name in ("why", "beneficiaries", "resources", "measured")),
                    *(deliverable.title for deliverable in of_partnership(partnership)),
                ),
            )
        ),
        names=[stakeholder.name for stakeholder in taking_part],
        countries=values["countries"],
        terms=[tag.term_id for tag in version.tags.all()],
        stakeholders=[stakeholder.pk for stakeholder in taking_part],
        stakeholder_kinds=[stakeholder.kind for stakeholder in taking_part],
    )


def register() -> None:
    search.register("example", example_document, label=_("Practice example"))
    search.register("partnership", partnership_document, label=_("Partnership"))
