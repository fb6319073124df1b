"""What of cycles, reports and commitments waits on a desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.cycles.enums import CycleState, InvitationState
from gfmd_platform.cycles.models import Cycle, CycleInvitation
from gfmd_platform.stakeholders.desk import DeskGroup, DeskItem, DeskLink

from .desk_joint import (
    co_signatories,
    co_signatory,
    service,
    services_proposed,
    signatories_asked,
    signatory,
)
from .desk_rows import Row, item_of, rows_of
from .desk_unit import MOST, answered, to_acknowledge
from .enums import QuestionState, ReportKind, ReportState
from .models import Report, SupportQuestion
from .models.questions import TEXT
from .queries.clearing import chain_state
from .queries.commitments import drafts_of
from .queries.drafts import open_drafts
from .queries.sharing import parts_in_hands_of
from .queries.unread import unread_comments, unread_suggestions
from .sections import label_of_section


def links(actor: Actor) -> Iterator[DeskLink]:
    """Whoever has a seat can begin a commitment."""
    for seat in actor.seats:
        new = reverse("commitments:new")
        yield DeskLink(seat.stakeholder_name, _("Register a commitment"), new)


def provide(actor: Actor) -> Iterator[DeskItem]:
    """One query for what waits on members and two for the Support Unit; more only where a chain
    names the actor, to see whose turn it is."""
    if actor.seats:
        yield from _for_members(actor)
    if actor.is_support_unit:
        yield from to_acknowledge(actor)
        yield from answered(actor)


def _for_members(actor: Actor) -> Iterator[DeskItem]:
    """Invitations, drafts of reports and drafts of commitments, in one statement."""
    worded = {
        "invitation": _invitation,
        "report": _report,
        "part": _part,
        "commitment": _commitment,
        "signatory": signatory,
        "service": service,
        "lodged": _lodged,
        "question": _question,
        "comments": _remark,
        "suggestions": _remark,
        "co_signatory": co_signatory,
    }
    found = _invitations(actor).union(
        _reports(actor),
        _parts(actor),
        _commitments(actor),
        signatories_asked(actor),
        services_proposed(actor),
        _lodgings(actor),
        _questions(actor),
        _remarks(unread_comments(actor), "comments"),
        _remarks(unread_suggestions(actor), "suggestions"),
        _clearances(actor),
        co_signatories(actor),
        all=True,
    )
    to_clear: list[UUID] = []
    for values in found.order_by("d_since", "d_about")[: 11 * MOST]:
        row = Row(*values)
        if row.kind == "clearance":
            to_clear.append(row.about)
        else:
            yield worded[row.kind](row)
    if to_clear:
        yield from _to_clear(actor, to_clear)


def _invitations(actor: Actor) -> QuerySet[Any, Any]:
    begun = Report.unscoped.filter(
        kind=ReportKind.OWN, cycle=OuterRef("cycle"), stakeholder=OuterRef("stakeholder")
    ).allowing("read", actor)
    waiting = CycleInvitation.objects.filter(
        ~Exists(begun),
        stakeholder__in=actor.stakeholder_ids(FOCAL_POINT),
        state=InvitationState.INVITED,
        cycle__in=Cycle.objects.filter(state=CycleState.OPEN),
    )
    return rows_of(
        waiting,
        "invitation",
        about="cycle_id",
        stakeholder="stakeholder_id",
        title="cycle__title",
        context="stakeholder__name",
        language="cycle__language",
        since="invited_at",
        due="cycle__asked_by",
        corrects=Value(False),
    )


def _reports(actor: Actor) -> QuerySet[Any, Any]:
    """Whole drafts, of those who speak for their stakeholder."""
    own = actor.stakeholder_ids(FOCAL_POINT)
    return rows_of(
        open_drafts(actor).filter(stakeholder__in=own),
        "report",
        about="record_id",
        stakeholder="stakeholder_id",
        title=_title(),
        context="stakeholder__name",
        language="cycle__language",
        since=Coalesce("current_version__at", "record__created_at"),
        due="cycle__asked_by",
        corrects=ExpressionWrapper(Q(current_version__isnull=False), output_field=BooleanField()),
    )


def _title() -> Coalesce:
    """What a report's draft is called on its writers' desks: a joint one by its own title."""
    return Coalesce(NullIf("title", Value("")), "cycle__title")


def _parts(actor: Actor) -> QuerySet[Any, Any]:
    """Parts that a colleague was asked to write and has not handed back."""
    return rows_of(
        parts_in_hands_of(actor),
        "part",
        about="contributor__report_id",
        stakeholder="contributor__report__stakeholder_id",
        title="contributor__report__cycle__title",
        context="contributor__report__stakeholder__name",
        language="contributor__report__cycle__language",
        since="given_at",
        due="due_on",
        corrects=Value(False),
        section="section",
    )


def _commitments(actor: Actor) -> QuerySet[Any, Any]:
    return rows_of(
        drafts_of(actor),
        "commitment",
        about="record_id",
        stakeholder="record__owner_id",
        title="title",
        context="record__owner__stakeholder__name",
        language="language",
        since="state_at",
        due=Value(None, output_field=DateField()),
        corrects=Value(False),
    )


def _lodgings(actor: Actor) -> QuerySet[Any, Any]:
    """What the Support Unit lodged and no focal point has confirmed."""
    waiting = Report.unscoped.allowing("confirm", actor).filter(
        state=ReportState.SUBMITTED,
        current_version__lodging__isnull=False,
        current_version__confirmation=None,
    )
    return rows_of(
        waiting,
        "lodged",
        about="record_id",
        stakeholder="stakeholder_id",
        title="cycle__title",
        context="stakeholder__name",
        language="cycle__language",
        since="current_version__at",
        due=Value(None, output_field=DateField()),
        corrects=Value(False),
    )


def _lodged(row: Row) -> DeskItem:
    return item_of(
        row,
        detail=_("The Support Unit lodged a report that you sent."),
        url=reverse("reports:detail", args=[row.about]),
        action=_("Read it, confirm or correct it"),
    )


def _questions(actor: Actor) -> QuerySet[Any, Any]:
    """What the Support Unit asks, of those who answer for their stakeholder."""
    waiting = SupportQuestion.unscoped.allowing("answer", actor).filter(state=QuestionState.OPEN)
    return rows_of(
        waiting,
        "question",
        about="record_id",
        stakeholder="record__owner_id",
        title=Coalesce("version__subject__cycle__title", "commitment_version__title"),
        context="record__owner__stakeholder__name",
        language=Coalesce("version__subject__cycle__language", "commitment_version__language"),
        since="state_at",
        due=Value(None, output_field=DateField()),
        corrects=Value(False),
        section="section",
    )


def _question(row: Row) -> DeskItem:
    return item_of(
        row,
        detail=_("The Support Unit asks for clarification about your commitment.")
        if row.section == TEXT
        else _("The Support Unit asks about your report: %(part)s.")
        % {"part": label_of_section(row.section)},
        url=reverse("reports:question", args=[row.about]),
        action=_("Read and answer"),
    )


def _remarks(rows: QuerySet[Any], kind: str) -> QuerySet[Any, Any]:
    """What others said beside a part and the actor has not read: one row a part, counted."""
    shown = {
        "d_kind": Value(kind, output_field=CharField()),
        "d_about": F("report"),
        "d_stakeholder": F("report__stakeholder"),
        "d_title": F("report__cycle__title"),
        "d_context": F("report__stakeholder__name"),
        "d_language": F("report__cycle__language"),
        "d_due": Value(None, output_field=DateField()),
        "d_corrects": Value(False, output_field=BooleanField()),
        "d_section": F("section"),
    }
    by_part = rows.order_by().annotate(**shown).values(*shown)
    counted = by_part.annotate(d_number=Count("pk"), d_since=Min("at"))
    return counted.values_list(*(f"d_{name}" for name in Row._fields))


def _remark(row: Row) -> DeskItem:
    words = {"n": row.number, "part": label_of_section(row.section)}
    return item_of(
        row,
        detail=(
            ngettext("%(n)d new comment: %(part)s.", "%(n)d new comments: %(part)s.", row.number)
            if row.kind == "comments"
            else ngettext(
                "%(n)d suggested text: %(part)s.", "%(n)d suggested texts: %(part)s.", row.number
            )
        )
        % words,
        url=reverse("reports:margin", args=[row.about, row.section]),
        action=_("Read it"),
    )


def _invitation(row: Row) -> DeskItem:
    url = reverse("reports:start", args=[row.about])
    return item_of(
        row,
        detail=_("You are invited to report, if you wish."),
        url=f"{url}?for={row.stakeholder}",
        action=_("Begin a report, or say that you will not"),
    )


def _report(row: Row) -> DeskItem:
    return item_of(
        row,
        detail=_("A correction of your report is open.")
        if row.corrects
        else _("Your progress report is being written."),
        url=reverse("reports:draft", args=[row.about]),
        action=_("Go on writing"),
        group=DeskGroup.DRAFTS,
    )


def _part(row: Row) -> DeskItem:
    return item_of(
        row,
        detail=_("You are asked to write: %(part)s.") % {"part": label_of_section(row.section)},
        url=reverse("reports:draft", args=[row.about]),
        action=_("Write your part"),
    )


def _commitment(row: Row) -> DeskItem:
    return item_of(
        row,
        detail=_("A commitment, not yet registered."),
        url=reverse("commitments:check", args=[row.about]),
        action=_("Go on, or register it"),
        group=DeskGroup.DRAFTS,
    )


def _clearances(actor: Actor) -> QuerySet[Any, Any]:
    """Drafts whose chain names the actor; whether it is their turn is computed afterwards."""
    return rows_of(
        Report.unscoped.allowing("clear", actor).filter(drafting=True),
        "clearance",
        about="record_id",
        stakeholder="stakeholder_id",
        title="cycle__title",
        context="stakeholder__name",
        language="cycle__language",
        since="record__created_at",
        due="cycle__asked_by",
        corrects=Value(False),
    )


def _to_clear(actor: Actor, reports: Sequence[UUID]) -> Iterator[DeskItem]:
    """Steps that name the actor and whose turn has come: whether they stand cleared is computed,
    so each such draft is read."""
    drafts = Report.unscoped.filter(pk__in=reports).order_by("pk")
    seats = {seat.membership_id for seat in actor.seats}
    for report in drafts.select_related("cycle", "stakeholder", "record")[:MOST]:
        chain = chain_state(report)
        turn = next((state for state in chain if not state.is_cleared), None)
        if turn is None or not turn.step.members.filter(pk__in=seats).exists():
            continue
        yield DeskItem(
            title=report.cycle.title,
            detail=_("Your clearance is asked for: %(step)s.") % {"step": turn.step.name},
            url=reverse("reports:clearance", args=[report.pk]),
            action=_("Read and clear"),
            since=turn.last.at if turn.last else report.record.created_at,
            context=report.stakeholder.name,
            language=report.cycle.language,
        )
