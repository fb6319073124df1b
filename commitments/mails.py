"""Which mail follows which event of a report; those of a commitment stand in `joint_mails`.

Words stand in templates/mail/reports/.

Nothing of a draft goes to anybody but whom a focal point invited to write it.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.operations import queue_mail
from gfmd_platform.stakeholders.models import Membership, Person
from gfmd_platform.stakeholders.queries import focal_points, support_unit_addresses

from .joint_mails import CONSUMERS as JOINT
from .models import Report, ReportContributor, ReportVersion, SupportQuestion
from .queries.questions import asked_in
from .signing_mails import CONSUMERS as SIGNING


def _send(event: Event, template: str, person: Person, **context: Any) -> None:
    queue_mail(
        key=f"report_{template}:{event.pk}:{person.pk}",
        to=person.email,
        language=person.language,
        template=f"reports/{template}",
        context={"name": person.name, **context},
        now=event.at,
        record_id=event.record_id,
    )


def _report(event: Event) -> Report | None:
    return Report.unscoped.select_related("cycle", "stakeholder").filter(pk=event.record_id).first()


def on_submit(event: Event) -> None:
    """The receipt to all its focal points; a notice to the Support Unit."""
    report = _report(event)
    if report is None:
        return
    version = ReportVersion.objects.get(subject=report, no=event.data["version"])
    common = {
        "stakeholder": report.stakeholder.name,
        "cycle": report.cycle.title,
        "no": version.no,
        "at": version.at,
    }
    for seat in focal_points([report.stakeholder_id]):
        _send(
            event,
            "receipt",
            seat.person,
            **common,
            receipt=version.receipt_key,
            hash=version.content_hash,
            readers=version.get_visibility_display(),
            may_quote=version.may_quote,
            link=reverse("reports:receipt", args=[report.pk, version.no]),
        )
    for person in support_unit_addresses():
        _send(
            event,
            "handed_in",
            person,
            **common,
            link=reverse("reports:detail", args=[report.pk]),
        )


def on_acknowledge(event: Event) -> None:
    report = _report(event)
    if report is None:
        return
    for seat in focal_points([report.stakeholder_id]):
        _send(
            event,
            "acknowledged",
            seat.person,
            stakeholder=report.stakeholder.name,
            cycle=report.cycle.title,
            no=event.data["version"],
            link=reverse("reports:detail", args=[report.pk]),
        )


def on_withdraw(event: Event) -> None:
    report = _report(event)
    if report is None:
        return
    for person in support_unit_addresses():
        _send(
            event,
            "withdrawn",
            person,
            stakeholder=report.stakeholder.name,
            cycle=report.cycle.title,
            link=reverse("reports:detail", args=[report.pk]),
        )


def on_invite(event: Event) -> None:
    """The invited colleague learns where to write, unless the invitation was ended since."""
    report = _report(event)
    seat = (
        Membership.objects.current()
        .select_related("person")
        .filter(pk=event.data["membership"], person__is_active=True)
        .first()
    )
    if report is None or seat is None:
        return
    invitation = (
        ReportContributor.objects.select_related("invited_by")
        .filter(report=report, membership=seat)
        .first()
    )
    if invitation is None:
        return
    _send(
        event,
        "write_along",
        seat.person,
        by=str(invitation.invited_by or report.stakeholder.name),
        stakeholder=report.stakeholder.name,
        cycle=report.cycle.title,
        link=reverse("reports:draft", args=[report.pk]),
    )


def on_lodge(event: Event) -> None:
    """Its focal points learn that something was lodged; what it says is behind their sign-in."""
    report = _report(event)
    if report is None:
        return
    for seat in focal_points([report.stakeholder_id]):
        _send(
            event,
            "lodged",
            seat.person,
            stakeholder=report.stakeholder.name,
            cycle=report.cycle.title,
            link=reverse("reports:detail", args=[report.pk]),
        )


def on_ask(event: Event) -> None:
    """Its focal points learn that something is asked; what it is stands behind their sign-in."""
    question = asked_in(event.record_id)
    for seat in focal_points([question.stakeholder.pk]):
        _about_question(event, "asked", question, seat.person)


def on_answer(event: Event) -> None:
    question = asked_in(event.record_id)
    for person in support_unit_addresses():
        _about_question(event, "answered", question, person)


def _about_question(event: Event, template: str, question: SupportQuestion, person: Person) -> None:
    _send(
        event,
        template,
        person,
        stakeholder=question.stakeholder.name,
        about_commitment=question.version is None,
        title=question.title,
        no=event.data["version"],
        link=reverse("reports:question", args=[question.pk]),
    )


CONSUMERS = {
    "reports.asked": (["question.ask", "question.follow_up"], on_ask),
    "reports.answered": (["question.answer"], on_answer),
    "reports.lodged": (["report.lodge"], on_lodge),
    **JOINT,
    **SIGNING,
    "reports.submitted": (["report.submit"], on_submit),
    "reports.acknowledged": (["report.acknowledge"], on_acknowledge),
    "reports.withdrawn": (["report.withdraw"], on_withdraw),
    "reports.invited": (["report.invite"], on_invite),
}
