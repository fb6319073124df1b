"""Writing the rows behind an example's values: the draft's, and the immutable copy of a version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Max

from gfmd_platform.access import Actor
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.hashing import content_hash
from gfmd_platform.records.models import RecordFile

from ..content import COLUMNS, TERM_FIELDS, Values, values_of
from ..models import (
    Example,
    ExamplePlace,
    ExampleTerm,
    ExampleVersion,
    ExampleVersionFile,
    ExampleVersionPlace,
    ExampleVersionTerm,
)


def values_of_draft(example: Example) -> Values:
    return _values(example)


def values_of_version(version: ExampleVersion) -> Values:
    return _values(version)


def _values(row: Example | ExampleVersion) -> Values:
    return {
        **values_of(
            row,
            terms=row.tags.values_list("term_id", "term__kind"),
            places=row.places.values_list("place_id", flat=True),
        ),
        "language": row.language,
    }


def write_columns(example: Example, values: Values) -> list[str]:
    """Put the values on the row, unsaved; returns the names of its columns."""
    names = [*COLUMNS, "language"]
    for name in names:
        setattr(example, name, values[name])
    return sorted(set(names))


def write_choices(
    example: Example, values: Values, *, editorial: Collection[str] = frozenset()
) -> None:
    """Replace the draft's themes and places; themes of `editorial` fields are marked so."""
    wanted = {
        UUID(term_id): field.name in editorial
        for field in TERM_FIELDS
        for term_id in values[field.name]
    }
    held = dict(example.tags.values_list("term_id", "editorial"))
    if held != wanted:
        example.tags.all().delete()
        ExampleTerm.objects.bulk_create(
            ExampleTerm(example=example, term_id=term_id, editorial=is_editorial)
            for term_id, is_editorial in wanted.items()
        )
    places = set(values["countries"])
    if set(example.places.values_list("place_id", flat=True)) != places:
        example.places.all().delete()
        ExamplePlace.objects.bulk_create(
            ExamplePlace(example=example, place_id=code) for code in sorted(places)
        )


def hash_of(
    values: Values, files: Iterable[RecordFile | ExampleVersionFile], *, owner_id: UUID | None
) -> str:
    """The `content_hash` of a version that says `values` and has `files`, in their order."""
    return content_hash(
        {
            **values,
            "files": [[f.stored_id, f.title, f.alternative] for f in files],
            "owner": str(owner_id or ""),
        }
    )


def make_version(example: Example, *, by: Actor, now: dt.datetime) -> ExampleVersion:
    """The immutable copy of the draft as it stands, with its themes, places and files."""
    values = values_of_draft(example)
    files = list(RecordFile.objects.filter(record_id=example.pk).order_by("position"))
    last = example.versions.aggregate(last=Max("no"))["last"] or 0
    version = ExampleVersion.objects.create(
        subject=example,
        no=last + 1,
        from_revision=example.revision,
        content_hash=hash_of(values, files, owner_id=example.record.owner_id),
        at=now,
        actor_ref=actor_ref(by),
        language=values["language"],
        **{name: values[name] for name in COLUMNS if name != "language"},
    )
    ExampleVersionTerm.objects.bulk_create(
        ExampleVersionTerm(version=version, term_id=tag.term_id, editorial=tag.editorial)
        for tag in example.tags.all()
    )
    ExampleVersionPlace.objects.bulk_create(
        ExampleVersionPlace(version=version, place_id=place.place_id)
        for place in example.places.all()
    )
    ExampleVersionFile.objects.bulk_create(
        ExampleVersionFile(
            version=version,
            stored_id=file.stored_id,
            title=file.title,
            alternative=file.alternative,
            position=file.position,
        )
        for file in files
    )
    return version


def restore_draft(example: Example, version: ExampleVersion) -> list[str]:
    """Make the draft what the version says; returns the columns that were set."""
    values = values_of_version(version)
    write_choices(
        example,
        values,
        editorial=editorial_fields(version),
    )
    RecordFile.objects.filter(record_id=example.pk).delete()
    RecordFile.objects.bulk_create(
        RecordFile(
            record_id=example.pk,
            stored_id=file.stored_id,
            title=file.title,
            alternative=file.alternative,
            position=file.position,
        )
        for file in version.files.all()
    )
    return write_columns(example, values)


def editorial_fields(version: ExampleVersion) -> frozenset[str]:
    kinds = set(version.tags.filter(editorial=True).values_list("term__kind", flat=True))
    return frozenset(field.name for field in TERM_FIELDS if kinds & set(field.term_kinds))
