"""Rows of a returned table: taken into the draft, or read anew as somebody says."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.cycles.enums import Part
from gfmd_platform.imports.fates import Fate
from gfmd_platform.records.operations import lock

from ..enums import PieceFate
from ..exchange.values_reading import TAKEN_OUT, read_row
from ..models import DraftObservation, DraftUpload, Report, UploadItem
from ..sections import OBSERVATION, sections_for
from .drafts import open_draft, remove_observation, save_observation
from .observations import RowGiven, put_observations

_WHICH = ("term_id", "indicator_key")


def save_row(subject: UUID | None, values: dict[str, str], common: dict[str, Any]) -> None:
    """Write what a row says, by the operations for values. A value that is new to the file must not
    stand in the draft yet; one that was taken out of the draft meanwhile is new too."""
    report_id, revision = common["report_id"], common["revision"]
    stamp: dict[str, Any] = {"by": common["by"], "now": common["now"]}
    if subject is not None and values == TAKEN_OUT:
        remove_observation(report_id=report_id, observation_id=subject, revision=revision, **stamp)
        return
    if subject is not None:
        changed: dict[str, Any] = {**stamp, **values}
        save_observation(report_id=report_id, observation_id=subject, revision=revision, **changed)
        return
    which: dict[str, Any] = {name: UUID(values[name]) for name in _WHICH if name in values}
    kept = {name: value for name, value in values.items() if name not in _WHICH}
    (done,) = put_observations(
        report_id=report_id, rows=[RowGiven(0, kept, **which, revision=0)], **stamp
    )
    if done.fate == Fate.REFUSED:
        raise Invalid({name: list(words) for name, words in done.errors.items()})


@transaction.atomic
def place_row(
    *,
    upload_id: UUID,
    item_id: UUID,
    indicator: str,
    period: str,
    value: str,
    by: Actor,
    now: dt.datetime,
) -> UploadItem:
    """Say which value a row is about that could not be placed, or could not be read as it came.

    The row is read anew with these three; what it says in its other columns stays. It is taken
    over by `decide_item`. Raises NotVisible, NotAllowed, WrongState when it was decided before,
    Invalid for what is still no value.
    """
    upload = DraftUpload.objects.filter(pk=upload_id).first()
    if upload is None:
        raise NotVisible("No such file.")
    lock(Report, upload.report_id)
    report = open_draft(upload.report_id, by, section=Part.INDICATORS)
    sections = sections_for(by, report)
    own = by.person is not None and upload.by_id == by.person.pk
    item = UploadItem.objects.select_for_update().filter(upload=upload, pk=item_id).first()
    if item is None or not (sections.is_whole or own):
        raise NotVisible("No such piece.")
    if item.fate != PieceFate.OPEN:
        raise WrongState(_("This was decided before."), state=item.fate)
    cells = dict(part.partition("=")[::2] for part in item.notes.get("read", ()))
    cells |= {"indicator": indicator, "period": period, "value": value}
    read = read_row(report, cells, now=now)
    if read.problem:
        raise Invalid({"place": [read.problem]})
    present = DraftObservation.objects.filter(pk=read.subject).first() if read.subject else None
    item.section, item.key, item.subject = Part.INDICATORS.value, OBSERVATION, read.subject
    item.values, item.base, item.problem, item.how = read.values, None, "", read.how
    if present is not None and not read.values:
        item.fate, item.decided_by, item.decided_at = PieceFate.KEPT, by.person, now
    item.save()
    return item
