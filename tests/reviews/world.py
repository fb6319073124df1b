"""A cycle with reports for the review's tests, made through the operations that people use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from commitments import operations as commitments
from commitments.content import IndicatorShape
from commitments.enums import Progress, Visibility
from commitments.models import Commitment, CommitmentIndicator, Report, ReportVersion
from commitments.report_content import of_draft
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.operations import create_cycle, open_cycle
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.taxonomy.models import term_id
from partnerships.models import Deliverable, Partnership
from partnerships.operations import deliverables, partnerships
from reviews import operations
from reviews.compiling.documents import parse
from reviews.models import Compilation, Review
from tests.people import Someone, StakeholderFactory, make_place, seat

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)

AREA = term_id("gfmd-recollection-2017", "C1.1")
OTHER_AREA = term_id("gfmd-recollection-2017", "C2.1")
OBJECTIVE = term_id("gcm-2018", "20")
TARGET = term_id("sdg-2015", "10.7")
INDICATOR = term_id("sdg-2015", "10.7.1")


def make_cycle(support_unit: Someone, **values: Any) -> Cycle:
    values = {
        "title": "Review of 2027",
        "kind": "hlpf",
        "year": 2027,
        "theme": "Leaving nobody behind",
        "opens_on": dt.date(2026, 11, 1),
        "asked_by": dt.date(2027, 5, 15),
    } | values
    cycle = create_cycle(by=support_unit.actor, now=NOW, **values)
    open_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    return Cycle.unscoped.get(pk=cycle.pk)


def reporter(name: str, kind: str = StakeholderKind.CIVIL_SOCIETY, place: str = "") -> Someone:
    """The focal point of a new stakeholder; `place` is "X05:150" for a country in a region."""
    country = None
    if place:
        code, region = place.split(":")
        country = make_place(code, f"Country {code}", region)
    return seat(StakeholderFactory(name=name, kind=kind, country=country), name=f"{name} speaker")


def make_commitment(
    someone: Someone,
    *,
    terms: tuple[UUID, ...] = (AREA, OBJECTIVE, TARGET),
    now: dt.datetime = NOW,
    **values: Any,
) -> Commitment:
    assert someone.stakeholder is not None
    values = {
        "title": "Lower the cost of sending money home",
        "wording": "Bring the average cost of a transfer below three per cent.",
        "kind": "policy",
        "due_on": "2030",
        "beneficiaries": "Migrant workers and their families",
    } | values
    made = commitments.draft_commitment(
        owner_id=someone.stakeholder.pk, by=someone.actor, now=now, terms=terms, **values
    )
    commitments.register_commitment(
        commitment_id=made.pk, revision=made.revision, by=someone.actor, now=now
    )
    return Commitment.unscoped.get(pk=made.pk)


def own_indicator() -> IndicatorShape:
    return IndicatorShape(
        name="Cost of a transfer",
        unit="per cent",
        direction="decrease",
        baseline_value=Decimal("6.4"),
        baseline_on="2024",
        target_value=Decimal("3"),
        target_on="2030",
        custodian="Central bank of Arvania",
    )


def make_report(
    cycle: Cycle,
    someone: Someone,
    *,
    answers: dict[str, str] | None = None,
    statuses: dict[Commitment, Progress] | None = None,
    values: tuple[dict[str, Any], ...] = (),
    visibility: str = Visibility.PUBLIC,
    may_quote: bool = True,
    language: str = "en",
) -> ReportVersion:
    """A submitted report."""
    assert someone.stakeholder is not None
    by = someone.actor
    report = commitments.start_report(
        cycle_id=cycle.pk, stakeholder_id=someone.stakeholder.pk, by=by, now=NOW, language=language
    )
    for key, text in (answers or {"a_key_message": "Fees were abolished."}).items():
        commitments.save_answer(
            report_id=report.pk, key=key, value=text, revision=0, by=by, now=NOW
        )
    for commitment, status in (statuses or {}).items():
        commitments.save_status(
            report_id=report.pk,
            commitment_id=commitment.pk,
            status=status,
            note="",
            revision=0,
            by=by,
            now=NOW,
        )
    for value in values:
        commitments.add_observation(report_id=report.pk, by=by, now=NOW, **value)
    report = Report.unscoped.get(pk=report.pk)
    commitments.save_choices(
        report_id=report.pk,
        visibility=visibility,
        may_quote=may_quote,
        revision=report.choice_revision,
        by=by,
        now=NOW,
    )
    return submit(report, someone)


def submit(report: Report, someone: Someone) -> ReportVersion:
    report = Report.unscoped.get(pk=report.pk)
    return commitments.submit_report(
        report_id=report.pk,
        draft_hash=of_draft(report).hash,
        speaks_for=True,
        by=someone.actor,
        now=NOW,
    )


def a_value(**values: Any) -> dict[str, Any]:
    return {
        "term_id": INDICATOR,
        "period": "2025",
        "value": Decimal("12.5"),
        "unit": "per cent",
        "source": "Labour force survey",
    } | values


def own_value(commitment: Commitment, **values: Any) -> dict[str, Any]:
    key = CommitmentIndicator.objects.get(commitment=commitment).key
    return {
        "indicator_key": key,
        "period": "2025",
        "value": Decimal("5.9"),
        "unit": "per cent",
        "source": "Central bank",
    } | values


@dataclass
class World:
    """What `full_world` made."""

    cycle: Cycle
    review: Review
    support_unit: Someone
    arvania: Someone
    belmora: Someone
    harbour: Someone
    quiet: Someone
    commitments: list[Commitment] = field(default_factory=list)
    reports: dict[str, ReportVersion] = field(default_factory=dict)


def full_world(support_unit: Someone) -> World:
    """Two States and two others report: one for participants, one for the Support Unit alone."""
    cycle = make_cycle(support_unit)
    arvania = reporter("Arvania", StakeholderKind.STATE, "X01:002")
    belmora = reporter("Belmora", StakeholderKind.STATE, "X02:150")
    harbour = reporter("Harbour Network")
    quiet = reporter("Quiet Canary", StakeholderKind.ACADEMIA, "X04:142")
    first = make_commitment(arvania, indicators=[own_indicator()])
    second = make_commitment(belmora, title="Register births abroad", terms=(OTHER_AREA,))
    third = make_commitment(quiet, title="Publish what we measure")
    review = operations.begin_review(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    world = World(
        cycle, review, support_unit, arvania, belmora, harbour, quiet, [first, second, third]
    )
    world.reports = {
        "arvania": make_report(
            cycle,
            arvania,
            answers={
                "a_narrative": "A long story.",
                "a_key_message": "Nurses waited eleven weeks, down from thirty.",
                "d_key_message": "Heat drives people from the coast.",
            },
            statuses={first: Progress.UNDER_WAY},
            values=(a_value(), own_value(first)),
        ),
        "belmora": make_report(
            cycle,
            belmora,
            answers={"a_key_message": "Births abroad are registered in a week."},
            statuses={second: Progress.DONE},
            visibility=Visibility.PARTICIPANTS,
            may_quote=False,
        ),
        "harbour": make_report(
            cycle,
            harbour,
            answers={
                "b_key_message": "العمال يدفعون رسوماً أقل.",
                "d_key_message": "Platforms hire across borders and answer to nobody.",
            },
        ),
        "quiet": make_report(
            cycle,
            quiet,
            answers={"a_key_message": "CANARY-WORDS nobody may read."},
            statuses={third: Progress.CHANGED},
            values=(a_value(value=Decimal("99.125"), source="CANARY-SOURCE"),),
            visibility=Visibility.SUPPORT_UNIT,
        ),
    }
    return world


def compile_now(review: Review, by: Someone, *, now: dt.datetime = NOW) -> Compilation:
    """Request a compilation and do its work, as a worker would."""
    made = operations.request_compilation(review_id=review.pk, by=by.actor, now=now).compilation
    while operations.run_next_part(compilation_id=made.pk, now=now):
        pass
    review.refresh_from_db()
    return Compilation.objects.get(pk=made.pk)


def document_of(compilation: Compilation) -> dict[str, Any]:
    return parse(compilation.document.content)


def figures_of(compilation: Compilation) -> dict[str, str]:
    return {
        figure["key"]: figure["value"]
        for part in document_of(compilation)["parts"].values()
        for figure in part["figures"]
    }


def make_partnership(
    lead: Someone, *, title: str = "Corridor for carers", area: str = "gfmd-recollection-2017:C2.1"
) -> Partnership:
    """Registered, with one deliverable of the lead's own."""
    assert lead.stakeholder is not None
    made = partnerships.draft_partnership(
        owner_id=lead.stakeholder.pk,
        values=text_values(title, area),
        by=lead.actor,
        now=NOW,
    )
    made = Partnership.unscoped.get(pk=made.pk)
    partnerships.register_partnership(
        partnership_id=made.pk, revision=made.revision, by=lead.actor, now=NOW
    )
    return Partnership.unscoped.get(pk=made.pk)


def text_values(title: str, area: str) -> dict[str, Any]:
    return {
        "title": title,
        "summary": "Recognise what carers have learnt.",
        "language": "en",
        "since": "2026",
        "action_areas": [str(term_id(*area.split(":")))],
    }


def make_deliverable(partnership: Partnership, lead: Someone) -> Deliverable:
    assert lead.stakeholder is not None
    return deliverables.plan_deliverable(
        partnership_id=partnership.pk,
        responsible_id=lead.stakeholder.pk,
        values={"title": "A table of recognised diplomas", "due_on": "2027-06"},
        by=lead.actor,
        now=NOW,
    )
