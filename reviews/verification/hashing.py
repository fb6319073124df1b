"""The hash of every counted version, taken anew of its own rows by the rule that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from commitments.content import version_content
from commitments.models import CustodianBatch
from commitments.operations import custodians
from commitments.report_content import of_version
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.stakeholders.operations.profiles import hash_of as hash_of_profile
from partnerships.operations import deliverable_texts, example_texts, partnership_texts

from ..models import CompilationSource
from ..sources import BY_KIND, CUSTODIAN, FORMER, STAKEHOLDER

#: So many versions are held in memory at once.
BATCH = 200

Hashing = Callable[[Any, CompilationSource], str]


def _example(version: Any, source: CompilationSource) -> str:
    return example_texts.hash_of(
        example_texts.values_of_version(version),
        version.files.order_by("position"),
        owner_id=source.owner_id,
    )


def _deliverable(version: Any, source: CompilationSource) -> str:
    return deliverable_texts.hash_of(
        version, partnership_id=version.partnership_id, responsible_id=version.responsible_id
    )


def _report(version: Any, source: CompilationSource) -> str:
    return of_version(version).hash


HASHES: Mapping[str, Hashing] = {
    "report": _report,
    "joint_report": _report,
    "commitment": lambda version, _source: content_hash(version_content(version)),
    "partnership": lambda version, source: partnership_texts.hash_of(
        version, owner_id=source.owner_id
    ),
    "deliverable": _deliverable,
    "example": _example,
    CUSTODIAN.kind: lambda version, _source: custodians.hash_of(version),
    "stakeholder": lambda version, _source: hash_of_profile(version),
}


def hashes_now(sources: QuerySet[CompilationSource]) -> Iterator[tuple[CompilationSource, str]]:
    """Each source with the hash that its version has now; empty where the version is gone.

    Some queries a version: this is proof, not speed. A kind without a rule is passed over.
    """
    for kind in (*BY_KIND, FORMER):
        known = STAKEHOLDER.kind if kind == FORMER else kind
        if known not in HASHES:
            continue
        of_kind = sources.filter(kind=kind).order_by("pk").iterator(chunk_size=BATCH)
        while batch := list(islice(of_kind, BATCH)):
            versions = _versions(known, (source.version_id for source in batch))
            for source in batch:
                version = versions.get(source.version_id)
                yield source, HASHES[known](version, source) if version is not None else ""


def _versions(kind: str, ids: Iterable[UUID]) -> dict[UUID, Any]:
    if kind == CUSTODIAN.kind:
        return CustodianBatch.objects.in_bulk(list(ids))
    subject = apps.get_model(BY_KIND[kind].model)
    model = subject._meta.get_field("versions").related_model
    return model._default_manager.in_bulk(list(ids))  # type: ignore[union-attr,no-any-return]
