"""What of this app can be found by search: public versions, nothing else."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gfmd_platform import search
from gfmd_platform.search import SearchDocument

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


def register() -> None:
    search.register("example", example_document, label=_("Practice example"))
