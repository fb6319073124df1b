"""The archive of 2017: entries that the source names and nobody has claimed.

Only the platform itself writes here (loaders and importers, `Actor.system()`).
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid, WrongState
from gfmd_platform.records.operations import lock
from gfmd_platform.search.operations import index

from ..cleaning import cleaned
from ..content import Values
from ..enums import DecisionVerb, ExampleState
from ..models import Example
from ..transitions import EXAMPLE
from .example_texts import make_version, values_of_draft, write_choices, write_columns
from .examples import KIND, create
from .moderation import _decide, show_to_public

#: When the source was printed: what the archive says has been public since then.
PRINTED_AT = dt.datetime(2017, 11, 22, tzinfo=dt.UTC)


@transaction.atomic
def archive_example(
    *, values: Values, by: Actor, now: dt.datetime, editorial: frozenset[str] = frozenset()
) -> Example:
    """Put an entry without owner into the archive: public, and marked unconfirmed.

    `editorial` names the fields whose themes are the platform's own reading of the source.
    """
    check_create(by, KIND, None)
    example = create(owner_id=None, values=values, by=by, now=now, editorial=editorial)
    _require(values_of_draft(example))
    _publish(example, by=by, now=now)
    EXAMPLE.move(
        example,
        "archive",
        by=by,
        now=now,
        fields=["submitted_version", "published_version", "published_at"],
    )
    index(KIND, example.pk)
    return example


@transaction.atomic
def correct_archive(
    *,
    example_id: UUID,
    values: Values,
    by: Actor,
    now: dt.datetime,
    editorial: frozenset[str] = frozenset(),
) -> Example:
    """A new version of an unclaimed entry, when its table was corrected."""
    example = lock(Example, example_id)
    check(by, "archive", example)
    if example.state != ExampleState.ARCHIVE:
        raise WrongState(_("It is no longer in the archive."), state=example.state)
    after = cleaned(values, known=values_of_draft(example))
    _require(after)
    columns = write_columns(example, after)
    write_choices(example, after, editorial=editorial)
    example.revision += 1
    _publish(example, by=by, now=now)
    example.save(
        update_fields=[
            *columns,
            "revision",
            "submitted_version",
            "published_version",
            "published_at",
        ]
    )
    index(KIND, example.pk)
    return example


def _require(values: Values) -> None:
    errors = {
        name: [_("An archive entry needs this.")]
        for name in ("title", "summary")
        if not values[name]
    }
    if errors:
        raise Invalid(errors)


def _publish(example: Example, *, by: Actor, now: dt.datetime) -> None:
    example.submitted_version = make_version(example, by=by, now=now)
    _decide(example, DecisionVerb.ARCHIVE, by=by, now=now)
    show_to_public(example, now=PRINTED_AT)
