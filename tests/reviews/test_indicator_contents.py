"""Indicators in a review: whose value stands first, over time, who gave one, what is missing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from commitments import operations as commitments
from commitments.models import CustodianValue, Report
from commitments.operations.custodians import import_custodian_values
from commitments.report_content import of_draft
from gfmd_platform.access import Actor
from reviews import operations
from reviews.compiling import recompute
from reviews.models import CompilationSource
from reviews.sources import drift
from tests.people import Someone

from .test_contents import blocks, second_cycle, table
from .test_pages import published
from .world import (
    NOW,
    World,
    a_value,
    compile_now,
    document_of,
    figures_of,
    make_report,
    reporter,
    submit,
)

pytestmark = pytest.mark.django_db
REF = "sdg-2015:10.7.1"


def custodian(*values: tuple[str, str, str], source: str = "ILO", on: str = "2026-05-01") -> None:
    """A table of the custodian's: (place, period, value)."""
    rows = [
        {
            "indicator": "10.7.1",
            "place": place,
            "period": period,
            "value": value,
            "unit": "per cent",
            "footnote": "",
        }
        for place, period, value in values
    ]
    import_custodian_values(
        rows=list(enumerate(rows, 2)),
        source=source,
        published_on=dt.date.fromisoformat(on),
        by=Actor.system(),
        now=NOW,
    )


def values_of(compilation: Any) -> list[list[str]]:
    found = [b for b in blocks(compilation, "indicators") if b["shape"] == "values"]
    return [[row["by"], row["number"]["value"]] for row in found[0]["rows"]]


def test_the_custodians_value_of_a_state_stands_above_its_own(world: World) -> None:
    custodian(("X01", "2025", "11"), ("X02", "2025", "7"))
    custodian(("X01", "2025", "11.4"), source="ILO, corrected", on="2026-06-01")
    compilation = compile_now(world.review, world.support_unit)
    assert values_of(compilation) == [
        ["Custodian agency, for Country X01", "11.4"],
        ["Arvania", "12.5"],
    ]
    notes = [b["note"] for b in blocks(compilation, "indicators") if b["shape"] == "values"]
    assert notes[0] == "Custodian: ILO, World Bank."
    assert notes[1].endswith("Custodian: Central bank of Arvania.")
    figures = figures_of(compilation)
    assert figures[f"custodian-coverage~indicator={REF}"] == "2"
    key = document_of(compilation)["parts"]["indicators"]["custodian_values"][0]["figure"]
    page = world.support_unit.client.get(f"/support/reviews/{world.review.pk}/figures/{key}/")
    assert "ILO, corrected, 2026-06-01" in page.content.decode()
    # What an agency publishes later changes nothing here, and is noticed.
    custodian(("X01", "2025", "99"), source="ILO", on="2026-09-01")
    assert recompute(compilation) == bytes(compilation.document.content)
    assert drift(compilation_id=compilation.pk, cycle_id=world.cycle.pk).added == 1
    assert CompilationSource.objects.filter(kind="custodian_series").count() == 2
    assert CustodianValue.objects.count() == 4


def test_values_are_told_by_who_gave_them_and_by_what_they_are_broken_down(world: World) -> None:
    make_report(
        world.cycle,
        reporter("Dorvia", "state", "X07:142"),
        values=(a_value(value=Decimal(4)), a_value(value=Decimal(6), dims={"sex": "female"})),
    )
    compilation = compile_now(world.review, world.support_unit)
    covered = table(compilation, "indicators", "Who gave a value of which indicator")
    # The report for the Support Unit alone is counted here, and its value stands nowhere.
    assert list(covered.values()) == [["3", "3", "1", "0"]]
    figures = figures_of(compilation)
    by = f"indicator-dimensions~indicator={REF}~dimension=disaggregation-2026:"
    assert (figures[f"{by}sex"], figures[f"{by}age"]) == ("1", "0")
    missing = table(compilation, "gaps", "Indicators without a value")
    assert set(map(tuple, missing.values())) == {("0", "0")}
    assert not any(label.startswith("10.7.1 ") for label in missing)
    assert "99.125" not in bytes(compilation.document.content).decode()


def test_a_series_goes_on_from_the_reports_of_earlier_cycles(world: World, chair: Someone) -> None:
    custodian(("X01", "2025", "11"), ("X01", "2026", "10"))
    published(world, chair)
    cycle = second_cycle(world)
    make_report(cycle, world.arvania, values=(a_value(period="2026", value=Decimal("11.75")),))
    make_report(cycle, world.harbour, values=(a_value(period="2026"),))
    review = operations.begin_review(cycle_id=cycle.pk, by=world.support_unit.actor, now=NOW)
    compilation = compile_now(review, world.support_unit)
    trend = next(b for b in blocks(compilation, "indicators") if b["shape"] == "trend")
    assert trend["periods"] == ["2025", "2026"]
    assert {row["label"]: [n["value"] for n in row["numbers"]] for row in trend["rows"]} == {
        "Custodian agency, for Country X01": ["11", "10"],
        "Arvania": ["12.5", "11.75"],
    }
    earlier = document_of(compilation)["parts"]["indicators"]["earlier_values"]
    assert [(e["period"], e["value"], e["cycle"]) for e in earlier] == [
        ("2025", "12.5", str(world.cycle.pk))
    ]
    page = world.support_unit.client.get(
        f"/support/reviews/{review.pk}/figures/{earlier[0]['figure']}/"
    )
    assert f"/reports/{world.reports['arvania'].subject_id}/" in page.content.decode()
    assert recompute(compilation) == bytes(compilation.document.content)


def test_joint_values_stand_under_all_names(world: World) -> None:
    lead, other = world.arvania, world.harbour
    assert lead.stakeholder and other.stakeholder
    report = commitments.start_joint_report(
        cycle_id=world.cycle.pk,
        stakeholder_id=lead.stakeholder.pk,
        title="Pact",
        by=lead.actor,
        now=NOW,
    )
    where: dict[str, Any] = {"report_id": report.pk, "by": lead.actor, "now": NOW}
    commitments.save_answer(key="a_key_message", value="Together.", revision=0, **where)
    commitments.add_observation(**where, **a_value(value=Decimal(8)))
    commitments.save_choices(visibility="public", may_quote=True, revision=0, **where)
    row = commitments.invite_co_signatory(stakeholder_id=other.stakeholder.pk, **where)
    commitments.confirm_joint_report(
        co_signatory_id=row.pk,
        text_hash=of_draft(Report.unscoped.get(pk=report.pk)).text_hash,
        by=other.actor,
        now=NOW,
    )
    submit(report, lead)
    compilation = compile_now(world.review, world.support_unit)
    assert sorted(values_of(compilation)) == [
        ["Arvania", "12.5"],
        ["Joint report of Arvania and Harbour Network: Pact", "8"],
    ]
    assert figures_of(compilation)[f"indicator-coverage~indicator={REF}"] == "2"
