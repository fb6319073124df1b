"""From a draft to an immutable version, exactly once."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, StaleRevision, WrongState
from gfmd_platform.cycles.enums import InvitationState
from gfmd_platform.cycles.operations import note_participation
from gfmd_platform.ledger.operations import actor_ref
from gfmd_platform.records.operations import lock
from gfmd_platform.stakeholders.models import Stakeholder

from ..clearing import chain_of, chain_problems, entries_of, hashes_of
from ..models import (
    CoSignatory,
    Report,
    ReportVersion,
    ReportVersionAnswer,
    ReportVersionCommitmentStatus,
    ReportVersionCoSignatory,
    ReportVersionObservation,
)
from ..periods import cover
from ..report_checks import problems_before_submission, signing_problems
from ..report_content import (
    ReportContent,
    draft_rows,
    fingerprints,
    of_draft,
    of_version,
    signing_now,
)
from ..transitions import REPORT
from .indexing import index

#: Without letters that are mistaken for digits when a receipt is read out.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@transaction.atomic
def submit_report(
    *, report_id: UUID, draft_hash: str, speaks_for: bool, by: Actor, now: dt.datetime
) -> ReportVersion:
    """Hand in what was checked; `draft_hash` names it (`report_content.of_draft(…).hash`).

    With `speaks_for` the submitter confirms to speak for the stakeholder; the version keeps in
    which capacity. The same submission, repeated or in parallel, gives the one version it made.
    Raises NotVisible, NotAllowed, WrongState (no draft open, or the cycle is closed), Invalid, or
    StaleRevision when the draft has changed since it was checked.
    """
    report = lock(Report, report_id)
    check(by, "submit", report)
    done = ReportVersion.objects.filter(subject=report, content_hash=draft_hash).first()
    if done is not None:
        return done
    REPORT.check(report, "submit", by=by)
    if not report.drafting:
        raise WrongState(_("The report was submitted already."), state=report.state)
    if report.current_version_id is None and not report.cycle.takes_reports:
        raise WrongState(
            _(
                "The cycle is closed. Your draft is kept; the Support Unit can open the cycle "
                "again."
            ),
            state=report.state,
        )
    rows = draft_rows(report)
    content = of_draft(report, rows)
    chain = chain_of(report, hashes_of(entries_of(rows)))
    problems = (
        problems_before_submission(content) | chain_problems(chain) | signing_problems(content)
    )
    if not problems and not speaks_for:
        problems = {"speaks_for": [_("Confirm that you speak for your stakeholder.")]}
    if problems:
        raise Invalid(problems)
    if content.hash != draft_hash:
        raise StaleRevision(
            revision=content.no,
            current={"draft_hash": content.hash},
            yours={"draft_hash": draft_hash},
        )
    before = report.current_version
    if before is not None and of_version(before).words() == content.words():
        raise Invalid({"parts": [_("Nothing differs from version %(no)d.") % {"no": before.no}]})
    # Declining takes the same lock, so that the last answer of the two is the one that stands.
    Stakeholder.unscoped.select_for_update(no_key=True).get(pk=report.stakeholder_id)
    signed = signing_now(report, content.text_hash) if report.is_joint else []
    version = write_version(report, content, by=by, now=now, signed=signed)
    report.current_version = version
    report.drafting = False
    REPORT.move(
        report,
        "submit",
        by=by,
        now=now,
        data={"version": version.no, "hash": version.content_hash},
        fields=["current_version", "drafting"],
    )
    if not report.is_joint:  # a joint report is nobody's own
        note_participation(
            cycle_id=report.cycle_id,
            stakeholder_id=report.stakeholder_id,
            state=InvitationState.SUBMITTED,
            now=now,
        )
    index(report)
    return version


def receipt_key() -> str:
    """A random key that people can read out: 16 characters in fours, 80 bits."""
    text = "".join(secrets.choice(_ALPHABET) for _position in range(16))
    return "-".join(text[i : i + 4] for i in range(0, 16, 4))


def write_version(
    report: Report,
    content: ReportContent,
    *,
    by: Actor,
    now: dt.datetime,
    signed: Sequence[CoSignatory] | Sequence[ReportVersionCoSignatory] = (),
) -> ReportVersion:
    """The immutable rows of a version; a step inside the operations that hand in, lodge and leave.

    `signed` are the confirmations that a joint report names, as `content` has them.
    """
    seat = by.seat_in(report.stakeholder_id)
    version = ReportVersion.objects.create(
        subject=report,
        no=content.no,
        questionnaire_id=content.questionnaire_id,
        language=content.language,
        content_hash=content.hash,
        receipt_key=receipt_key(),
        visibility=content.visibility,
        may_quote=bool(content.may_quote),
        capacity=seat.role if seat else "",
        membership_id=seat.membership_id if seat else None,
        fingerprints=fingerprints(content),
        title=content.title,
        authors=[report.stakeholder.name, *(row.name for row in signed)] if report.is_joint else [],
        stakeholder_version_id=report.stakeholder.current_version_id,
        at=now,
        actor_ref=actor_ref(by),
    )
    ReportVersionCoSignatory.objects.bulk_create(
        ReportVersionCoSignatory(
            version=version,
            stakeholder_id=row.stakeholder_id,
            stakeholder_version_id=row.stakeholder_version_id
            if isinstance(row, ReportVersionCoSignatory)
            else row.stakeholder.current_version_id,
            name=row.name,
            text_hash=row.text_hash,
            confirmed_at=row.confirmed_at or now,  # whoever signs has confirmed
            capacity=row.capacity,
            membership_id=row.membership_id,
            actor_ref=row.actor_ref,
        )
        for row in signed
    )
    ReportVersionAnswer.objects.bulk_create(
        ReportVersionAnswer(version=version, **vars(answer)) for answer in content.answers
    )
    ReportVersionCommitmentStatus.objects.bulk_create(
        ReportVersionCommitmentStatus(version=version, **vars(status))
        for status in content.statuses
    )
    rows = []
    for position, observation in enumerate(content.observations):
        start, end = cover(observation.values["period"])
        rows.append(
            ReportVersionObservation(
                version=version,
                term_id=observation.term_id,
                own_indicator_id=observation.own_indicator_id,
                period_start=start,
                period_end=end,
                position=position,
                **observation.values,
            )
        )
    ReportVersionObservation.objects.bulk_create(rows)
    return version
