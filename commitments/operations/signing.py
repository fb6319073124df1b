"""A joint report: begun by its lead, confirmed by each co-signatory, never counted as one's own."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision, WrongState
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import begin, lock
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import ReportKind, ReportState, SignatoryAnswer
from ..models import CoSignatory, Report
from ..report_content import of_draft, of_version, signed_words
from ..transitions import REPORT
from .clearing import copy_chain
from .drafts import CHOICES, open_draft, remember
from .indexing import index
from .submission import write_version

MOST_WORDS = 200


@transaction.atomic
def start_joint_report(
    *,
    cycle_id: UUID,
    stakeholder_id: UUID,
    title: str,
    by: Actor,
    now: dt.datetime,
    language: str = "en",
) -> Report:
    """Begin a joint report that the stakeholder leads; the same title again gives the same draft.

    Its own report of the cycle is another record. Raises NotVisible, NotAllowed, Invalid, or
    WrongState when the cycle takes no reports.
    """
    cycle = Cycle.unscoped.visible_to(by).filter(pk=cycle_id).first()
    if cycle is None:
        raise NotVisible("No such cycle.")
    check_create(by, "report", stakeholder_id)
    title = _checked_title(title)
    stakeholder = Stakeholder.unscoped.select_for_update(no_key=True).get(pk=stakeholder_id)
    begun = Report.unscoped.filter(
        cycle=cycle,
        stakeholder=stakeholder,
        kind=ReportKind.JOINT,
        title=title,
        state=ReportState.DRAFT,
    ).first()
    if begun is not None:
        return begun
    if not cycle.takes_reports:
        raise WrongState(_("This cycle takes no reports now."), state=cycle.state)
    report = Report.unscoped.create(
        # Its address will be known once it is handed in, and must not tell when it was begun.
        record=begin("report", owner_id=stakeholder_id, now=now, timeless=True),
        state=REPORT.initial,
        state_at=now,
        cycle=cycle,
        stakeholder=stakeholder,
        kind=ReportKind.JOINT,
        title=title,
        questionnaire_id=questionnaire_for(cycle, stakeholder.kind),
        language=language,
    )
    copy_chain(report)
    record_event(
        verb="report.start", record_id=report.pk, by=by, now=now, stakeholder_id=stakeholder_id
    )
    return report


@transaction.atomic
def rename_joint_report(
    *, report_id: UUID, title: str, revision: int, by: Actor, now: dt.datetime
) -> Report:
    """Give the draft another title; what was submitted keeps its own. Confirmations are reopened.

    `revision` is the one of the choices, as read. Raises NotVisible, NotAllowed, WrongState,
    Invalid or StaleRevision.
    """
    report = _open_joint(report_id, by, "submit")
    title = _checked_title(title)
    if title == report.title:
        return report
    if revision != report.choice_revision:
        raise StaleRevision(
            revision=report.choice_revision,
            current={"title": report.title},
            yours={"title": title},
        )
    report.title = title
    report.choice_revision += 1
    report.save(update_fields=["title", "choice_revision"])
    remember(report, CHOICES, None, report.choice_revision, {"title": title}, by=by, now=now)
    return report


@transaction.atomic
def invite_co_signatory(
    *, report_id: UUID, stakeholder_id: UUID, by: Actor, now: dt.datetime
) -> CoSignatory:
    """Ask a stakeholder to sign; its focal points are told, read the words and answer.

    Asking again after a refusal is possible. Raises NotVisible, NotAllowed, WrongState or Invalid.
    """
    report = _open_joint(report_id, by, "invite_co_signatory")
    errors: list[str] = []
    row = report.co_signatories.filter(stakeholder_id=stakeholder_id).first()
    confirmed = Stakeholder.objects.filter(state=StakeholderState.CONFIRMED)
    if stakeholder_id == report.stakeholder_id:
        errors = [_("It leads this report already.")]
    elif not confirmed.filter(pk=stakeholder_id).exists():
        errors = [_("Choose a stakeholder that takes part in the Forum.")]
    elif row and row.answer == SignatoryAnswer.INVITED:
        errors = [_("It is invited already and has not answered yet.")]
    elif row and row.answer == SignatoryAnswer.CONFIRMED:
        errors = [_("It has confirmed already.")]
    if errors:
        raise Invalid({"stakeholder": errors})
    row = row or CoSignatory(report=report, stakeholder_id=stakeholder_id)
    row.answer, row.invited_at = SignatoryAnswer.INVITED, now
    _forget(row)
    row.save()
    _record("invite_co_signatory", row, by, now)
    return row


@transaction.atomic
def revoke_co_signatory(*, co_signatory_id: UUID, by: Actor, now: dt.datetime) -> CoSignatory:
    """Take back an invitation that was not answered."""
    row, report = _lock(co_signatory_id)
    check(by, "invite_co_signatory", report)
    _check_answer(row, SignatoryAnswer.INVITED)
    return _settle(row, SignatoryAnswer.REVOKED, "revoke_co_signatory", by, now)


@transaction.atomic
def confirm_joint_report(
    *, co_signatory_id: UUID, text_hash: str, by: Actor, now: dt.datetime
) -> CoSignatory:
    """Sign these words: `text_hash` is of those that were read. A later edit reopens it.

    Raises NotVisible, NotAllowed, WrongState, or Invalid when the words changed meanwhile.
    """
    row, report = _lock(co_signatory_id)
    _check_speaks(by, row)
    if row.answer != SignatoryAnswer.CONFIRMED:
        _check_answer(row, SignatoryAnswer.INVITED)
    _check_drafting(report)
    check(by, "answer", report)
    if text_hash != of_draft(report).text_hash:
        raise Invalid({"text_hash": [_("The text was changed since you read it. Read it again.")]})
    if row.answer == SignatoryAnswer.CONFIRMED and row.text_hash == text_hash:
        return row
    seat = by.seat_in(row.stakeholder_id)
    row.text_hash, row.reopened_at = text_hash, None
    row.capacity = seat.role if seat else ""
    row.membership_id = seat.membership_id if seat else None
    row.actor_ref = actor_ref(by)
    return _settle(row, SignatoryAnswer.CONFIRMED, "confirm_co_signatory", by, now)


@transaction.atomic
def decline_joint_report(*, co_signatory_id: UUID, by: Actor, now: dt.datetime) -> CoSignatory:
    """Do not sign; nobody but the lead learns of it."""
    row, report = _lock(co_signatory_id)
    _check_speaks(by, row)
    _check_answer(row, SignatoryAnswer.INVITED)
    _check_drafting(report)
    check(by, "answer", report)
    return _settle(row, SignatoryAnswer.DECLINED, "decline_co_signatory", by, now)


@transaction.atomic
def leave_joint_report(*, co_signatory_id: UUID, by: Actor, now: dt.datetime) -> CoSignatory:
    """Not be named from now on. What stands submitted becomes a version with the same words and
    without the name; earlier versions still say that the stakeholder signed."""
    row, report = _lock(co_signatory_id)
    _check_speaks(by, row)
    standing = report.current_version if report.state == ReportState.SUBMITTED else None
    is_named = (
        standing is not None
        and standing.co_signatories.filter(stakeholder=row.stakeholder_id).exists()
    )
    if not is_named:
        _check_answer(row, SignatoryAnswer.CONFIRMED)
        _check_drafting(report)
    check(by, "leave", report)
    told: dict[str, object] = {}
    if is_named and standing is not None:
        content = of_version(standing)
        others = standing.co_signatories.exclude(stakeholder=row.stakeholder_id)
        remaining = list(others.order_by("stakeholder__sort_name", "pk"))
        content.no += 1
        content.co_signatories = signed_words(remaining)
        version = write_version(report, content, by=by, now=now, signed=remaining)
        report.current_version = version
        report.revision += 1
        report.save(update_fields=["current_version", "revision"])
        index(report)
        told = {"version": version.no, "hash": version.content_hash}
    return _settle(row, SignatoryAnswer.LEFT, "leave_co_signatory", by, now, **told)


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Invalid({"title": [_("Give the report a title.")]})
    if len(title) > MOST_WORDS or "\x00" in title:
        raise Invalid({"title": [_("At most %d characters fit.") % MOST_WORDS]})
    return title


def _open_joint(report_id: UUID, by: Actor, action: str) -> Report:
    report = open_draft(report_id, by, action)
    if not report.is_joint:
        raise WrongState(_("This is the report of one stakeholder."), state=report.state)
    return report


def _forget(row: CoSignatory) -> None:
    row.text_hash, row.capacity = "", ""
    row.answered_at = row.reopened_at = row.membership_id = row.actor_ref = None


def _lock(co_signatory_id: UUID) -> tuple[CoSignatory, Report]:
    """The report's row is the lock, so that an answer and a submission cannot cross."""
    found = CoSignatory.objects.filter(pk=co_signatory_id).values_list("report_id", flat=True)
    report_id = found.first()
    if report_id is None:
        raise NotVisible("No such invitation.")
    report = lock(Report, report_id)
    return CoSignatory.objects.select_related("stakeholder").get(pk=co_signatory_id), report


def _check_speaks(by: Actor, row: CoSignatory) -> None:
    if row.stakeholder_id not in by.stakeholder_ids(FOCAL_POINT):
        raise NotVisible("No such invitation.")


def _check_drafting(report: Report) -> None:
    if not report.drafting:
        raise WrongState(
            _("The report was submitted. Its lead can ask you again with a correction."),
            state=report.state,
        )


def _check_answer(row: CoSignatory, expected: SignatoryAnswer) -> None:
    if row.answer != expected:
        label = SignatoryAnswer(row.answer).label
        raise WrongState(_("This does not apply any more: it is now “%s”.") % label)


def _settle(
    row: CoSignatory,
    answer: SignatoryAnswer,
    verb: str,
    by: Actor,
    now: dt.datetime,
    **told: object,
) -> CoSignatory:
    row.answer, row.answered_at = answer, now
    row.save()
    _record(verb, row, by, now, **told)
    return row


def _record(verb: str, row: CoSignatory, by: Actor, now: dt.datetime, **told: object) -> None:
    seat = by.seat_in(row.stakeholder_id)
    record_event(
        verb=f"report.{verb}",
        record_id=row.report_id,
        by=by,
        now=now,
        data={"co_signatory": str(row.pk), "stakeholder": str(row.stakeholder_id), **told},
        stakeholder_id=row.stakeholder_id if seat else None,
    )
