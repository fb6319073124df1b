"""The life of a progress report around its drafts and versions."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check, check_create
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.cycles.enums import InvitationState
from gfmd_platform.cycles.models import Cycle, CycleInvitation
from gfmd_platform.cycles.operations import note_participation
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.ledger.operations import actor_ref, record_event
from gfmd_platform.records.operations import begin, lock
from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import ReportKind, ReportState
from ..models import Report, ReportAcknowledgement, ReportWithdrawal
from ..queries.prefill import material_for
from ..signing_mails import tell_of_the_end
from ..transitions import REPORT
from . import confirmations
from .clearing import copy_chain
from .indexing import index
from .prefill import fill


@transaction.atomic
def start_report(
    *,
    cycle_id: UUID,
    stakeholder_id: UUID,
    by: Actor,
    now: dt.datetime,
    language: str = "en",
    brings_in: bool = False,
) -> Report:
    """Begin the stakeholder's draft in a cycle, or give the one that was begun.

    With `brings_in`, a draft that is begun has what `prefill.bring_in` proposes. Nobody else learns
    of it. Raises NotVisible, NotAllowed, or WrongState when the cycle takes no
    reports.
    """
    cycle = Cycle.unscoped.visible_to(by).filter(pk=cycle_id).first()
    if cycle is None:
        raise NotVisible("No such cycle.")
    check_create(by, "report", stakeholder_id)
    # Two focal points who begin at once meet at this lock.
    stakeholder = Stakeholder.unscoped.select_for_update(no_key=True).get(pk=stakeholder_id)
    begun = own_report(cycle.pk, stakeholder_id)
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
        stakeholder_id=stakeholder_id,
        questionnaire_id=questionnaire_for(cycle, stakeholder.kind),
        language=language,
    )
    copy_chain(report)
    if brings_in:
        fill(report, material_for(report), by=by, now=now)
    record_event(
        verb="report.start",
        record_id=report.pk,
        by=by,
        now=now,
        stakeholder_id=stakeholder_id,
    )
    return report


@transaction.atomic
def say_in_preparation(*, report_id: UUID, says: bool, by: Actor, now: dt.datetime) -> None:
    """Let the Support Unit know that a first report is being written, or take that back.

    Raises NotVisible, NotAllowed, or WrongState once a version was submitted.
    """
    report = lock(Report, report_id)
    check(by, "submit", report)
    if report.is_joint:
        raise WrongState(
            _("A joint report is nobody's own, and says nothing of who reports."),
            state=report.state,
        )
    if report.state != ReportState.DRAFT:
        raise WrongState(_("The report was submitted already."), state=report.state)
    note_participation(
        cycle_id=report.cycle_id,
        stakeholder_id=report.stakeholder_id,
        state=InvitationState.IN_PREPARATION if says else InvitationState.INVITED,
        now=now,
    )


@transaction.atomic
def decline_cycle(
    *, cycle_id: UUID, stakeholder_id: UUID, reason: str, by: Actor, now: dt.datetime
) -> CycleInvitation:
    """Say that the stakeholder will not report in this cycle; the reason is its own to give.

    A draft that was begun stays with its writers, and submitting it later is welcome. Raises
    NotVisible, NotAllowed, Invalid, or WrongState when a report stands submitted.
    """
    cycle = _open_cycle(cycle_id, stakeholder_id, by)
    if len(reason) > 2000 or "\x00" in reason:
        raise Invalid({"reason": [_("At most 2,000 characters are kept here.")]})
    row = note_participation(
        cycle_id=cycle.pk,
        stakeholder_id=stakeholder_id,
        state=InvitationState.DECLINED,
        reason=reason.strip(),
        now=now,
    )
    record_event(
        verb="cycle.decline", record_id=cycle.pk, by=by, now=now, stakeholder_id=stakeholder_id
    )
    return row


@transaction.atomic
def take_part_after_all(
    *, cycle_id: UUID, stakeholder_id: UUID, by: Actor, now: dt.datetime
) -> CycleInvitation:
    """Take back that the stakeholder will not report. Raises as `decline_cycle`."""
    cycle = _open_cycle(cycle_id, stakeholder_id, by)
    row = note_participation(
        cycle_id=cycle.pk,
        stakeholder_id=stakeholder_id,
        state=InvitationState.INVITED,
        now=now,
    )
    record_event(
        verb="cycle.rejoin", record_id=cycle.pk, by=by, now=now, stakeholder_id=stakeholder_id
    )
    return row


@transaction.atomic
def correct_report(*, report_id: UUID, by: Actor, now: dt.datetime) -> Report:
    """Open a draft from what was submitted. The versions stay; nobody else learns of the draft.

    Raises NotVisible, NotAllowed or WrongState.
    """
    report = lock(Report, report_id)
    REPORT.check(report, "correct", by=by)
    if report.drafting:
        return report
    report.drafting = True
    REPORT.move(report, "correct", by=by, now=now, fields=["drafting"])
    confirmations.ask_anew(report, now=now)
    return report


@transaction.atomic
def withdraw_report(*, report_id: UUID, reason: str, by: Actor, now: dt.datetime) -> Report:
    """Take the report back: others then read when and why it was withdrawn, and not its words.

    Raises NotVisible, NotAllowed, WrongState, or Invalid without a reason.
    """
    report = lock(Report, report_id)
    REPORT.check(report, "withdraw", by=by)
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": [_("Say in a sentence why the report is withdrawn.")]})
    if len(reason) > 2000 or "\x00" in reason:
        raise Invalid({"reason": [_("At most 2,000 characters are kept here.")]})
    version = report.current_version
    assert version is not None  # a constraint: what is submitted has a version
    ReportWithdrawal.objects.create(version=version, reason=reason, at=now, actor_ref=actor_ref(by))
    REPORT.move(report, "withdraw", by=by, now=now, data={"version": version.no})
    if not report.is_joint:
        note_participation(
            cycle_id=report.cycle_id,
            stakeholder_id=report.stakeholder_id,
            state=InvitationState.INVITED,
            now=now,
        )
    index(report)
    return report


@transaction.atomic
def acknowledge_report(*, report_id: UUID, by: Actor, now: dt.datetime) -> ReportAcknowledgement:
    """Say that the current version arrived and was read; a second time says nothing new.

    Raises NotVisible, NotAllowed or WrongState.
    """
    report = lock(Report, report_id)
    REPORT.check(report, "acknowledge", by=by)
    version = report.current_version
    assert version is not None  # a constraint: what is submitted has a version
    done = ReportAcknowledgement.objects.filter(version=version).first()
    if done is not None:
        return done
    row = ReportAcknowledgement.objects.create(version=version, at=now, actor_ref=actor_ref(by))
    REPORT.move(report, "acknowledge", by=by, now=now, data={"version": version.no})
    return row


@transaction.atomic
def discard_report(*, report_id: UUID, by: Actor, now: dt.datetime) -> None:
    """Delete a draft that was never submitted, with all its history, for good.

    Raises NotVisible, NotAllowed, or WrongState when a version was submitted.
    """
    report = lock(Report, report_id)
    check(by, "discard", report)
    if report.state != ReportState.DRAFT:
        raise WrongState(
            _("A submitted report cannot be deleted; it can be withdrawn."), state=report.state
        )
    in_preparation = CycleInvitation.objects.filter(
        cycle=report.cycle_id,
        stakeholder=report.stakeholder_id,
        state=InvitationState.IN_PREPARATION,
    )
    if not report.is_joint and in_preparation.exists():
        note_participation(
            cycle_id=report.cycle_id,
            stakeholder_id=report.stakeholder_id,
            state=InvitationState.INVITED,
            now=now,
        )
    event = record_event(
        verb="report.discard",
        record_id=report.pk,
        by=by,
        now=now,
        stakeholder_id=report.stakeholder_id,
    )
    if report.is_joint:
        tell_of_the_end(event, report)
    report.record.delete()


def own_report(cycle_id: UUID, stakeholder_id: UUID) -> Report | None:
    """The stakeholder's own report of the cycle. Joint ones that it leads are other records."""
    rows = Report.unscoped.filter(kind=ReportKind.OWN)
    return rows.filter(cycle=cycle_id, stakeholder=stakeholder_id).first()


def _open_cycle(cycle_id: UUID, stakeholder_id: UUID, by: Actor) -> Cycle:
    cycle = Cycle.unscoped.visible_to(by).filter(pk=cycle_id).first()
    if cycle is None:
        raise NotVisible("No such cycle.")
    check_create(by, "report", stakeholder_id)
    if not cycle.takes_reports:
        raise WrongState(_("This cycle takes no reports now."), state=cycle.state)
    Stakeholder.unscoped.select_for_update(no_key=True).get(pk=stakeholder_id)
    own = own_report(cycle.pk, stakeholder_id)
    if own is not None and own.state == ReportState.SUBMITTED:
        raise WrongState(_("Your report stands submitted; you can withdraw it."))
    return cycle
