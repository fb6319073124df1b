"""What others ask of a stakeholder, on its desk: to make a commitment jointly, to sign a report, to
say that something serves a commitment."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, DateField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.desk import DeskItem

from .desk_rows import Row, item_of, rows_of
from .enums import SignatoryAnswer
from .queries import services, signatories, signing


def signatories_asked(actor: Actor) -> QuerySet[Any, Any]:
    return rows_of(
        signatories.waiting_for(actor),
        "signatory",
        about="pk",
        stakeholder="stakeholder_id",
        # What is public once it is, not the amendment that its owner prepares.
        title=Coalesce("commitment__current_version__title", "commitment__title"),
        context="stakeholder__name",
        language=Coalesce("commitment__current_version__language", "commitment__language"),
        since=Coalesce("commitment__current_version__at", "invited_at"),
        due=Value(None, output_field=DateField()),
        corrects=ExpressionWrapper(
            Q(answer=SignatoryAnswer.CONFIRMED), output_field=BooleanField()
        ),
    )


def services_proposed(actor: Actor) -> QuerySet[Any, Any]:
    return rows_of(
        services.waiting_for(actor),
        "service",
        about="pk",
        stakeholder="commitment__record__owner_id",
        title="commitment__current_version__title",
        context="commitment__record__owner__stakeholder__name",
        language="commitment__current_version__language",
        since="proposed_at",
        due=Value(None, output_field=DateField()),
        corrects=Value(False),
    )


def co_signatories(actor: Actor) -> QuerySet[Any, Any]:
    return rows_of(
        signing.waiting_for(actor),
        "co_signatory",
        about="pk",
        stakeholder="stakeholder_id",
        title="report__title",
        context="stakeholder__name",
        language="report__language",
        since=Coalesce("reopened_at", "invited_at"),
        due="report__cycle__asked_by",
        corrects=ExpressionWrapper(
            Q(answer=SignatoryAnswer.CONFIRMED), output_field=BooleanField()
        ),
    )


def co_signatory(row: Row) -> DeskItem:
    return item_of(
        row,
        detail=_("The text was changed since your stakeholder confirmed it.")
        if row.corrects
        else _("You are asked to sign this joint report."),
        url=reverse("reports:co-signatory-answer", args=[row.about]),
        action=_("Read and answer"),
    )


def signatory(row: Row) -> DeskItem:
    return item_of(
        row,
        detail=_("The text was amended since your stakeholder confirmed it.")
        if row.corrects
        else _("You are asked to make this commitment jointly."),
        url=reverse("commitments:signatory-answer", args=[row.about]),
        action=_("Read and answer"),
    )


def service(row: Row) -> DeskItem:
    return item_of(
        row,
        detail=_("A partnership or example is said to serve this commitment."),
        url=reverse("commitments:service", args=[row.about]),
        action=_("Read both and answer"),
    )
