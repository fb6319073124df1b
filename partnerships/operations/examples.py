"""The author's steps with a practice example."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError, transaction

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid, NotVisible
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records import files
from gfmd_platform.records.models import Record, RecordFile
from gfmd_platform.records.operations import check_revision, lock
from gfmd_platform.search.operations import index

from ..cleaning import cleaned
from ..content import WRITTEN, Values, empty_values, missing
from ..enums import ExampleState
from ..models import Example, ExampleVersion
from ..policies import (
    check_can_discard,
    check_is_update,
    check_is_writable,
    check_was_submitted,
)
from ..transitions import EXAMPLE
from .example_texts import (
    make_version,
    restore_draft,
    values_of_draft,
    write_choices,
    write_columns,
)

KIND = "example"
_WRITTEN = frozenset(field.name for field in WRITTEN)


def begin_example(
    *,
    owner_id: UUID,
    values: Values,
    by: Actor,
    now: dt.datetime,
    example_id: UUID | None = None,
    revision: int = 1,
) -> Example:
    """A new draft of the stakeholder `owner_id`.

    With `example_id`, chosen where the form was made, sending the same form twice makes one draft;
    `revision` is then what the form had read of it. Raises NotAllowed, Invalid; StaleRevision when
    that draft was changed since.
    """
    check_create(by, KIND, owner_id)
    _refuse_archive_fields(values)
    try:
        with transaction.atomic():
            return create(owner_id=owner_id, values=values, by=by, now=now, example_id=example_id)
    except IntegrityError:
        if example_id is None or not Record.objects.filter(pk=example_id).exists():
            raise
    return save_example(example_id=example_id, revision=revision, values=values, by=by, now=now)


def create(
    *,
    owner_id: UUID | None,
    values: Values,
    by: Actor,
    now: dt.datetime,
    example_id: UUID | None = None,
    editorial: frozenset[str] = frozenset(),
) -> Example:
    """The rows of a new draft and its event; the caller has checked that it may be."""
    content = cleaned(values, known=empty_values())
    identity = {"id": example_id} if example_id else {}
    record = Record.objects.create(kind=KIND, owner_id=owner_id, created_at=now, **identity)
    example = Example(record=record, state=EXAMPLE.initial, state_at=now)
    write_columns(example, content)
    example.save(force_insert=True)
    write_choices(example, content, editorial=editorial)
    record_event(
        verb="example.begin",
        record_id=example.pk,
        by=by,
        now=now,
        stakeholder_id=owner_id if by.seat_in(owner_id) else None,
    )
    return example


def _refuse_archive_fields(values: Values) -> None:
    errors = {
        name: ["This belongs to the archive of 2017."] for name in values if name not in _WRITTEN
    }
    if errors:
        raise Invalid(errors)


@transaction.atomic
def save_example(
    *, example_id: UUID, revision: int, values: Values, by: Actor, now: dt.datetime
) -> Example:
    """Save the draft; fields that `values` leaves out stay as they are. Writes no event.

    Saving what already stands changes nothing. Raises NotVisible, NotAllowed, WrongState, Invalid,
    and StaleRevision with both texts when somebody else saved in between.
    """
    example = lock(Example, example_id)
    check(by, "draft", example)
    _refuse_archive_fields(values)
    check_is_writable(example)
    before = values_of_draft(example)
    after = cleaned(values, known=before)
    if after == before:
        return example
    check_revision(example, revision, current=before, yours=after)
    columns = write_columns(example, after)
    example.revision += 1
    example.save(update_fields=[*columns, "revision"])
    write_choices(example, after)
    return example


@transaction.atomic
def submit_example(
    *, example_id: UUID, revision: int, by: Actor, now: dt.datetime
) -> ExampleVersion:
    """Send the draft to the Support Unit as a new immutable version.

    The same submission repeated (two tabs, a lost answer) gives the version it made the first time.
    Raises Invalid with what is still missing, by field.
    """
    example = lock(Example, example_id)
    check(by, "submit", example)
    sent = example.submitted_version
    if (
        example.state == ExampleState.SUBMITTED
        and sent is not None
        and sent.from_revision == revision
    ):
        return sent
    EXAMPLE.check(example, "submit", by=by)
    values = values_of_draft(example)
    check_revision(example, revision, current=values, yours=values)
    if errors := missing(values):
        raise Invalid(errors)
    version = make_version(example, by=by, now=now)
    example.submitted_version = version
    EXAMPLE.move(
        example,
        "submit",
        by=by,
        now=now,
        data={"version": str(version.pk), "no": version.no},
        fields=["submitted_version"],
    )
    return version


@transaction.atomic
def recall_example(*, example_id: UUID, by: Actor, now: dt.datetime) -> Example:
    """Take a submission back to change it, before anybody has answered."""
    example = lock(Example, example_id)
    EXAMPLE.move(example, "recall", by=by, now=now)
    return example


@transaction.atomic
def revise_example(*, example_id: UUID, by: Actor, now: dt.datetime) -> Example:
    """Begin an update; the published version stays what the public reads."""
    example = lock(Example, example_id)
    EXAMPLE.move(example, "revise", by=by, now=now)
    return example


@transaction.atomic
def reopen_example(*, example_id: UUID, by: Actor, now: dt.datetime) -> Example:
    """Go on with the text of a declined or withdrawn example, as a draft."""
    example = lock(Example, example_id)
    EXAMPLE.move(example, "reopen", by=by, now=now)
    return example


@transaction.atomic
def drop_update(*, example_id: UUID, by: Actor, now: dt.datetime) -> Example:
    """Give up an update: the draft becomes again what is published."""
    example = lock(Example, example_id)
    EXAMPLE.check(example, "drop_update", by=by)
    check_is_update(example)
    assert example.published_version is not None
    columns = restore_draft(example, example.published_version)
    EXAMPLE.move(example, "drop_update", by=by, now=now, fields=columns)
    return example


@transaction.atomic
def withdraw_example(*, example_id: UUID, by: Actor, now: dt.datetime) -> Example:
    """Take it from the public and from moderation. Its versions stay on record."""
    example = lock(Example, example_id)
    EXAMPLE.check(example, "withdraw", by=by)
    check_was_submitted(example)
    take_from_public(example)
    EXAMPLE.move(example, "withdraw", by=by, now=now, fields=["published_version", "published_at"])
    index(KIND, example.pk)
    return example


def take_from_public(example: Example) -> None:
    """Set on the row, for the caller to save."""
    example.published_version = None
    example.published_at = None


@transaction.atomic
def discard_example(*, example_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Really delete a draft that was never submitted."""
    example = lock(Example, example_id)
    check(by, "discard", example)
    check_can_discard(example)
    owner_id = example.record.owner_id
    record_event(
        verb="example.discard", record_id=example.pk, by=by, now=now, stakeholder_id=owner_id
    )
    example.record.delete()


@transaction.atomic
def attach_file(
    *,
    example_id: UUID,
    file: File[bytes],
    title: str,
    alternative: str,
    by: Actor,
    now: dt.datetime,
) -> RecordFile:
    """Add a file to the draft. Raises Invalid when it is too large, too many or in disguise."""
    example = lock(Example, example_id)
    check(by, "draft", example)
    check_is_writable(example)
    return files.attach(
        record_id=example.pk, file=file, title=title, alternative=alternative, now=now
    )


@transaction.atomic
def remove_file(*, example_id: UUID, file_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Take a file out of the draft; versions that have it keep it."""
    example = lock(Example, example_id)
    check(by, "draft", example)
    check_is_writable(example)
    deleted, _rows = RecordFile.objects.filter(record_id=example.pk, pk=file_id).delete()
    if not deleted:
        raise NotVisible("No such file.")
