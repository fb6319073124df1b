"""What the search finds of commitments and reports: what a visitor may read, and nothing else."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from gfmd_platform.search.registry import SearchDocument

from .enums import ReportState
from .models import Commitment, Report, ReportVersion, ReportVersionCoSignatory
from .queries.reports import shown


def commitment_document(record_id: UUID) -> SearchDocument | None:
    """The current version of a registered commitment; withdrawn ones stay findable as such."""
    commitment = (
        Commitment.objects.select_related("current_version", "record__owner__stakeholder")
        .filter(pk=record_id)
        .first()
    )
    if commitment is None or commitment.current_version is None:
        return None
    version = commitment.current_version
    owner = commitment.record.owner.stakeholder
    indicators = [row.name for row in version.indicators.all()]
    elsewhere = [row.code for row in version.identifiers.all()]
    signatories = [
        row.stakeholder for row in version.signatories.select_related("stakeholder").order_by("pk")
    ]
    parts = version.signatories.exclude(part="").order_by("pk").values_list("part", flat=True)
    everybody = [owner, *signatories]
    return SearchDocument(
        title=version.title,
        url=reverse("commitments:detail", args=[record_id]),
        language=version.language,
        published_at=version.at,
        summary=version.wording,
        text="\n".join(
            [
                version.beneficiaries,
                version.verification,
                version.resources,
                version.with_whom,
                *parts,
                *indicators,
                *elsewhere,
            ]
        ),
        names=[one.name for one in everybody],
        countries=list(dict.fromkeys(one.country_id for one in everybody if one.country_id)),
        terms=list(version.term_rows.values_list("term_id", flat=True)),
        stakeholders=[one.pk for one in everybody],
        stakeholder_kinds=list(dict.fromkeys(one.kind for one in everybody)),
    )


def report_document(record_id: UUID) -> SearchDocument | None:
    """The current version of a report that everybody may read."""
    report = (
        Report.objects.select_related("current_version", "stakeholder", "cycle")
        .filter(pk=record_id, state=ReportState.SUBMITTED)
        .first()
    )
    if report is None or report.current_version is None:
        return None
    version = report.current_version
    said = [answer for part in shown(version).parts for answer in part.answers]
    said.sort(key=lambda answer: answer.key)
    answers = [answer.value for answer in said]
    messages = [answer.value for answer in said if answer.is_key_message]
    notes = version.statuses.exclude(note="").values_list("note", flat=True)
    owner = report.stakeholder
    everybody = [owner, *(row.stakeholder for row in _signed(version))]
    return SearchDocument(
        title=f"{report.name}: {report.cycle.title}"
        if not report.is_joint
        else f"{report.name} – {report.cycle.title}",
        url=reverse("reports:detail", args=[record_id]),
        language=version.language,
        published_at=version.at,
        summary=messages[0] if messages else next(iter(answers), ""),
        text="\n".join([*answers, *notes]),
        names=[one.name for one in everybody],
        countries=list(dict.fromkeys(one.country_id for one in everybody if one.country_id)),
        terms=[
            term
            for term in version.observations.values_list("term_id", flat=True)
            if term is not None
        ],
        stakeholders=[one.pk for one in everybody],
        stakeholder_kinds=list(dict.fromkeys(one.kind for one in everybody)),
    )


def _signed(version: ReportVersion) -> list[ReportVersionCoSignatory]:
    """Whoever a joint report names beside its lead."""
    return list(version.co_signatories.select_related("stakeholder").order_by("name", "pk"))
