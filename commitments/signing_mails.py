"""Mail that follows the steps of a joint report.

Whoever is asked reads the words on the platform: no mail carries a word of them, nor the title of
what is not submitted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.queries import focal_points

from .enums import SignatoryAnswer
from .models import CoSignatory, Report

#: What the lead hears of an answer.
_ANSWERS = {
    "report.confirm_co_signatory": "confirmed",
    "report.decline_co_signatory": "declined",
    "report.leave_co_signatory": "left",
}
_OPEN = [SignatoryAnswer.INVITED, SignatoryAnswer.CONFIRMED]


def _send(event: Event, template: str, stakeholders: Iterable[UUID], **context: Any) -> None:
    """To each focal point once, also where one speaks for several of them."""
    told = set()
    for seat in focal_points(list(stakeholders)):
        if seat.person_id in told:
            continue
        told.add(seat.person_id)
        queue_mail(
            key=f"joint_report_{template}:{event.pk}:{seat.person_id}",
            to=seat.person.email,
            language=seat.person.language,
            template=f"joint_reports/{template}",
            context={"name": seat.person.name, **context},
            now=event.at,
            record_id=event.record_id,
        )


def _row(event: Event) -> CoSignatory | None:
    return (
        CoSignatory.objects.select_related("report__stakeholder", "report__cycle", "stakeholder")
        .filter(pk=event.data["co_signatory"])
        .first()
    )


def _tell(event: Event, template: str, row: CoSignatory, link: str) -> None:
    _send(
        event,
        template,
        [row.stakeholder_id],
        lead=row.report.stakeholder.name,
        stakeholder=row.stakeholder.name,
        cycle=row.report.cycle.title,
        link=link,
    )


def _answer_page(row: CoSignatory) -> str:
    return reverse("reports:co-signatory-answer", args=[row.pk])


def on_invite(event: Event) -> None:
    """Those who are asked; nothing if it was taken back since."""
    row = _row(event)
    if row is not None and row.answer == SignatoryAnswer.INVITED:
        _tell(event, "invited", row, _answer_page(row))


def on_revoke(event: Event) -> None:
    row = _row(event)
    if row is not None and row.answer == SignatoryAnswer.REVOKED:
        _tell(event, "taken_back", row, "/desk/")


def on_reopen(event: Event) -> None:
    row = _row(event)
    if row is not None and row.answer == SignatoryAnswer.CONFIRMED:
        _tell(event, "reopened", row, _answer_page(row))


def on_correct(event: Event) -> None:
    """A correction is asked to be signed anew."""
    rows = CoSignatory.objects.select_related(
        "report__stakeholder", "report__cycle", "stakeholder"
    ).filter(report=event.record_id, answer__in=_OPEN)
    for row in rows.order_by("pk"):
        _tell(event, "corrected", row, _answer_page(row))


def on_answer(event: Event) -> None:
    row = _row(event)
    if row is not None:
        _send(
            event,
            _ANSWERS[event.verb],
            [row.report.stakeholder_id],
            stakeholder=row.stakeholder.name,
            cycle=row.report.cycle.title,
            link=reverse("reports:detail", args=[row.report_id]),
        )


def on_submit(event: Event) -> None:
    """Whoever is named learns that it was submitted."""
    report = (
        Report.unscoped.select_related("stakeholder", "cycle", "current_version")
        .filter(pk=event.record_id)
        .first()
    )
    if report is None or report.current_version is None or not report.is_joint:
        return
    for row in report.current_version.co_signatories.select_related("stakeholder"):
        _send(
            event,
            "submitted",
            [row.stakeholder_id],
            lead=report.stakeholder.name,
            stakeholder=row.stakeholder.name,
            cycle=report.cycle.title,
            link=reverse("reports:detail", args=[report.pk]),
        )


def tell_of_the_end(event: Event, report: Report) -> None:
    """The draft is about to be deleted: whoever was asked learns that it ended.

    Called by the operation itself.
    """
    rows = report.co_signatories.filter(answer__in=_OPEN)
    _send(
        event,
        "given_up",
        list(rows.values_list("stakeholder_id", flat=True)),
        lead=report.stakeholder.name,
        cycle=report.cycle.title,
        link="/desk/",
    )


CONSUMERS = {
    "joint_reports.invited": (["report.invite_co_signatory"], on_invite),
    "joint_reports.taken_back": (["report.revoke_co_signatory"], on_revoke),
    "joint_reports.reopened": (["report.reopen_co_signatory"], on_reopen),
    "joint_reports.corrected": (["report.correct"], on_correct),
    "joint_reports.answered": (list(_ANSWERS), on_answer),
    "joint_reports.submitted": (["report.submit"], on_submit),
}
