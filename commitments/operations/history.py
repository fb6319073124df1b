"""Earlier states of a draft, brought back as a new revision by an ordinary save."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible, StaleRevision, WrongState

from ..asking import asked_questions, can_take, links_of, successor
from ..enums import CommitmentState
from ..models import Commitment, DraftObservation, DraftRevision, Report
from ..queries.commitments import made_by
from ..report_content import OBSERVATION_FIELDS
from ..sections import OBSERVATION, STATUS, section_map, sections_for
from .answers import save_answer
from .drafts import keep, open_draft, remove_observation, save_observation, save_status


@transaction.atomic
def bring_back(
    *,
    report_id: UUID,
    key: str,
    revision: int,
    standing: int,
    by: Actor,
    now: dt.datetime,
    subject: UUID | None = None,
) -> None:
    """Have a field say again what it said at `revision`; `standing` is the revision that was read
    as the present one.

    Raises NotVisible, NotAllowed, WrongState, Invalid, or StaleRevision.
    """
    report = open_draft(report_id, by)
    sections_for(by, report).require(section_map(report).get(key, ""), writing=True)
    row = DraftRevision.objects.filter(
        report=report, key=key, subject=subject, revision=revision
    ).first()
    if row is None:
        raise NotVisible("No such earlier text.")
    _save(report, key, subject, row.value, standing, by=by, now=now)


@transaction.atomic
def bring_back_all(*, report_id: UUID, at: dt.datetime, by: Actor, now: dt.datetime) -> int:
    """Have every field that the actor may write say again what it said at the instant `at`;
    fields that were empty then become empty. Gives how many changed.

    What can no longer be saved stays as it is: answers to questions that are no longer asked, and
    statuses of commitments that were withdrawn. Raises as `bring_back`.
    """
    report = open_draft(report_id, by)
    changed = 0
    for key, subject, then, last in fields_at(report, by, at):
        before = DraftRevision.objects.filter(report=report).count()
        _save(report, key, subject, then, last.revision, by=by, now=now)
        changed += DraftRevision.objects.filter(report=report).count() > before
    return changed


def fields_at(
    report: Report, by: Actor, at: dt.datetime
) -> list[tuple[str, UUID | None, dict[str, Any] | None, DraftRevision]]:
    """Fields that the actor may write and that said something else at `at`: key, subject, what
    they said, and the revision that stands.

    What a question says that was adopted since, it said then under the key that it continues.
    """
    parts, sections = section_map(report), sections_for(by, report)
    asked = asked_questions(report)
    links = links_of(report.cycle_id, report.questionnaire.no)
    registered = set(
        Commitment.unscoped.filter(
            made_by(report.stakeholder_id), state=CommitmentState.REGISTERED
        ).values_list("pk", flat=True)
    )
    moved: dict[tuple[str, UUID | None], DraftRevision] = {}
    last: dict[tuple[str, UUID | None], DraftRevision] = {}
    then: dict[tuple[str, UUID | None], DraftRevision] = {}
    for row in DraftRevision.objects.filter(report=report).order_by("revision"):
        following = None if row.key in asked else successor(row.key, asked, links)
        if following and row.at <= at and parts.get(row.key) in sections.reads:
            moved[(following, row.subject)] = row
        if parts.get(row.key) not in sections.writes:
            continue
        place = (row.key, row.subject)
        last[place] = row
        if row.at <= at:
            then[place] = row
    found = []
    for (key, subject), row in last.items():
        is_status = key == STATUS
        if (is_status and subject not in registered) or (
            key not in asked and key not in (STATUS, OBSERVATION)
        ):
            continue
        earlier = then.get((key, subject))
        if earlier is None and (key, subject) in moved:
            earlier = moved[(key, subject)]
            if not can_take(asked[key], subject, (earlier.value or {}).get("value", "")):
                continue
        said = earlier.value if earlier else None
        if _written(said) != _written(row.value):
            found.append((key, subject, said, row))
    return found


def _written(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """An entry without the marks of what was brought in."""
    if values is None:
        return None
    return {name: value for name, value in values.items() if name not in ("origin", "is_kept")}


def _save(
    report: Report,
    key: str,
    subject: UUID | None,
    values: dict[str, Any] | None,
    standing: int,
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    common: dict[str, Any] = {"report_id": report.pk, "revision": standing, "by": by, "now": now}
    if key == OBSERVATION:
        _save_observation(report, subject, values, common)
    elif key == STATUS:
        assert subject is not None  # statuses are about commitments
        said = values or {}
        save_status(
            commitment_id=subject,
            status=said.get("status", ""),
            note=said.get("note", ""),
            language=said.get("language", ""),
            **common,
        )
    else:
        said = values or {}
        save_answer(
            key=key,
            subject=subject,
            value=said.get("value", ""),
            language=said.get("language", ""),
            **common,
        )


def _save_observation(
    report: Report, subject: UUID | None, values: dict[str, Any] | None, common: dict[str, Any]
) -> None:
    assert subject is not None  # every value has an identity
    exists = DraftObservation.objects.filter(report=report, pk=subject).exists()
    if values is None:
        if exists:
            remove_observation(observation_id=subject, **common)
        return
    said = {name: values[name] for name in OBSERVATION_FIELDS if name in values}
    if exists:
        save_observation(observation_id=subject, **said, **common)
        return
    last = DraftRevision.objects.filter(report=report, key=OBSERVATION, subject=subject).latest(
        "revision"
    )
    if last.revision != common["revision"]:
        raise StaleRevision(revision=last.revision, current={}, yours=said)
    identity = {name: values.get(name) for name in ("term_id", "commitment_id", "indicator_key")}
    if not any(identity.values()):
        raise WrongState(_("It is not known of which indicator this value was. Add it again."))
    row = DraftObservation(id=subject, report=report, revision=last.revision, **identity)
    keep(report, row, said, key=OBSERVATION, subject=subject, by=common["by"], now=common["now"])
