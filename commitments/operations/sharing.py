"""Parts of a draft in the hands of colleagues: given, handed back, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor, check
from gfmd_platform.access.exceptions import Invalid, NotVisible, WrongState
from gfmd_platform.cycles.enums import Part
from gfmd_platform.ledger.operations import record_event
from gfmd_platform.records.operations import lock
from gfmd_platform.stakeholders.enums import MemberRole
from gfmd_platform.stakeholders.models import Invitation, Membership
from gfmd_platform.stakeholders.operations import invite_member

from ..models import Report, ReportContributor, SectionAssignment
from ..report_checks import check_text
from .drafts import open_draft

_NOTE, _UNIT = 2_000, 150


@transaction.atomic
def invite_contributor(
    *,
    report_id: UUID,
    membership_id: UUID,
    by: Actor,
    now: dt.datetime,
    sections: Iterable[str] | None = None,
    unit: str = "",
    due_on: dt.date | None = None,
    note: str = "",
    reads_all: bool = False,
) -> ReportContributor:
    """Give parts of the draft to a colleague of the same stakeholder; they are told by mail.

    Asked again it changes what they have: parts left out of `sections` are taken back, what was
    written stays. Without `sections` they get all. Raises NotVisible, NotAllowed, WrongState when
    no draft is open, or Invalid.
    """
    report = open_draft(report_id, by, action="invite")
    seat = (
        Membership.objects.current()
        .filter(pk=membership_id, stakeholder=report.stakeholder_id, role=MemberRole.CONTRIBUTOR)
        .first()
    )
    if seat is None:
        raise Invalid({"membership": [_("Choose a contributor of your own organisation.")]})
    chosen = _checked(sections, unit, note)
    row, made = ReportContributor.objects.get_or_create(
        report=report,
        membership=seat,
        defaults={"invited_at": now, "invited_by": by.person},
    )
    gained = _give(row, chosen, unit=unit, due_on=due_on, note=note, reads_all=reads_all, now=now)
    if made or gained:
        _tell(report, seat, by, now)
    return row


@transaction.atomic
def invite_by_mail(
    *,
    report_id: UUID,
    email: str,
    name: str,
    by: Actor,
    now: dt.datetime,
    sections: Iterable[str] | None = None,
    unit: str = "",
    due_on: dt.date | None = None,
    note: str = "",
    reads_all: bool = False,
    language: str = "en",
) -> ReportContributor:
    """Give parts of the draft to somebody who has no seat yet: the invitation brings them one as
    contributor, and leads to their part.

    Raises as `invite_contributor`, and as `stakeholders.operations.invite_member`.
    """
    report = open_draft(report_id, by, action="invite")
    chosen = _checked(sections, unit, note)
    invitation = invite_member(
        stakeholder=report.stakeholder,
        email=email,
        name=name,
        role=MemberRole.CONTRIBUTOR,
        language=language,
        by=by,
        now=now,
    )
    row = ReportContributor.objects.create(
        report=report, invitation=invitation, invited_at=now, invited_by=by.person
    )
    _give(row, chosen, unit=unit, due_on=due_on, note=note, reads_all=reads_all, now=now)
    return row


def take_seat(*, invitation: Invitation, membership: Membership, now: dt.datetime) -> str:
    """Somebody accepted a mailed invitation: what waits for them in drafts becomes theirs.

    Gives the id of the draft that they were invited to, or nothing. Called inside the acceptance.
    """
    rows = list(ReportContributor.objects.filter(invitation=invitation, membership=None))
    for row in rows:
        held = ReportContributor.objects.filter(report=row.report_id, membership=membership).first()
        if held is not None:  # an older invitation, accepted beside a newer one
            row.delete()
            continue
        row.membership = membership
        row.save(update_fields=["membership"])
        if row.unit and not membership.function:
            membership.function = row.unit
            membership.save(update_fields=["function"])
    return str(rows[0].report_id) if rows else ""


@transaction.atomic
def remove_contributor(
    *,
    report_id: UUID,
    by: Actor,
    now: dt.datetime,
    membership_id: UUID | None = None,
    contributor_id: int | None = None,
) -> None:
    """End a colleague's access to the draft. What they wrote stays."""
    report = lock(Report, report_id)
    check(by, "invite", report)
    rows = ReportContributor.objects.filter(report=report)
    rows = (
        rows.filter(pk=contributor_id) if contributor_id else rows.filter(membership=membership_id)
    )
    row = rows.first()
    if row is None or (contributor_id is None and membership_id is None):
        return
    told = {"membership": str(row.membership_id)} if row.membership_id else {}
    row.delete()
    record_event(
        verb="report.uninvite",
        record_id=report.pk,
        by=by,
        now=now,
        data=told,
        stakeholder_id=report.stakeholder_id,
    )


@transaction.atomic
def hand_back(
    *, report_id: UUID, section: str, ready: bool = True, by: Actor, now: dt.datetime
) -> SectionAssignment:
    """ "My part is ready", or not yet after all. Only whoever has the part says so.

    Raises NotVisible, or WrongState when no draft is open.
    """
    report = open_draft(report_id, by)
    seats = [seat.membership_id for seat in by.seats]
    row = SectionAssignment.objects.filter(
        contributor__report=report, contributor__membership__in=seats, section=section
    ).first()
    if row is None:
        raise NotVisible("No such part.")
    if ready != (row.ready_at is not None):
        row.ready_at = now if ready else None
        row.save(update_fields=["ready_at"])
        record_event(
            verb="report.hand_back" if ready else "report.take_up",
            record_id=report.pk,
            by=by,
            now=now,
            data={"section": section},
            stakeholder_id=report.stakeholder_id,
        )
    return row


@transaction.atomic
def ask_again(*, report_id: UUID, assignment_id: UUID, by: Actor, now: dt.datetime) -> None:
    """A focal point gives a part that was handed back to its writer again; they are told.

    Raises NotVisible, NotAllowed, or WrongState when no draft is open or they have no seat any
    more.
    """
    report = open_draft(report_id, by, action="invite")
    row = (
        SectionAssignment.objects.filter(contributor__report=report, pk=assignment_id)
        .select_related("contributor__membership")
        .first()
    )
    if row is None:
        raise NotVisible("No such assignment.")
    if row.contributor.membership is not None and row.contributor.membership.is_over:
        raise WrongState(_("They are no longer a member. Give the part to somebody else."))
    if row.ready_at is None:
        return
    row.ready_at = None
    row.given_at = now
    row.save(update_fields=["ready_at", "given_at"])
    if row.contributor.membership is not None:
        _tell(report, row.contributor.membership, by, now)


def _checked(sections: Iterable[str] | None, unit: str, note: str) -> list[str]:
    asked = set(Part.values if sections is None else sections)
    errors: dict[str, list[str]] = {}
    if not asked or asked - set(Part.values):
        errors["sections"] = [_("Choose at least one part of the report.")]
    if len(unit) > _UNIT or "\x00" in unit:
        errors["unit"] = [_("At most %(length)d characters are kept here.") % {"length": _UNIT}]
    if len(check_text("note", note)) > _NOTE:
        errors["note"] = [_("At most %(length)d characters are kept here.") % {"length": _NOTE}]
    if errors:
        raise Invalid(errors)
    return [code for code in Part.values if code in asked]


def _give(
    row: ReportContributor,
    sections: list[str],
    *,
    unit: str,
    due_on: dt.date | None,
    note: str,
    reads_all: bool,
    now: dt.datetime,
) -> bool:
    """Have the row hold just these parts. True when a part is new to it."""
    row.unit, row.reads_all = unit.strip() or row.unit, reads_all
    row.save(update_fields=["unit", "reads_all"])
    held = {a.section: a for a in row.assignments.all()}
    row.assignments.exclude(section__in=sections).delete()
    for section in sections:
        values = {"due_on": due_on, "note": check_text("note", note).strip()}
        if section in held:
            SectionAssignment.objects.filter(pk=held[section].pk).update(**values)
        else:
            SectionAssignment.objects.create(
                contributor=row, section=section, given_at=now, **values
            )
    return bool(set(sections) - set(held))


def _tell(report: Report, seat: Membership, by: Actor, now: dt.datetime) -> None:
    record_event(
        verb="report.invite",
        record_id=report.pk,
        by=by,
        now=now,
        data={"membership": str(seat.pk)},
        stakeholder_id=report.stakeholder_id,
    )
