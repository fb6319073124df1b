"""A joint report is quoted under the names of all who signed it, and counted for none of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commitments import operations as commitments
from commitments.models import Report
from commitments.report_content import of_draft
from gfmd_platform.cycles.models import Cycle
from reviews import operations
from reviews.models import Quotation
from reviews.presenting import present
from reviews.presenting.charts import plain_blocks
from tests.people import Someone

from .world import NOW, compile_now, document_of, make_cycle, make_report, reporter, submit

pytestmark = pytest.mark.django_db


def sign(cycle: Cycle, lead: Someone, other: Someone) -> None:
    assert lead.stakeholder and other.stakeholder
    report = commitments.start_joint_report(
        cycle_id=cycle.pk, stakeholder_id=lead.stakeholder.pk, title="Pact", by=lead.actor, now=NOW
    )
    where: dict[str, Any] = {"report_id": report.pk, "by": lead.actor, "now": NOW}
    commitments.save_answer(key="a_key_message", value="Together.", revision=0, **where)
    commitments.save_choices(visibility="public", may_quote=True, revision=0, **where)
    row = commitments.invite_co_signatory(stakeholder_id=other.stakeholder.pk, **where)
    commitments.confirm_joint_report(
        co_signatory_id=row.pk,
        text_hash=of_draft(Report.unscoped.get(pk=report.pk)).text_hash,
        by=other.actor,
        now=NOW,
    )
    submit(report, lead)


def figures(document: dict[str, Any]) -> dict[str, Any]:
    return {
        figure["key"]: figure
        for part in document["parts"].values()
        for figure in part.get("figures", ())
    }


def test_figures_with_and_without_it_differ_in_its_own_line_only(support_unit: Someone) -> None:
    lead, other = reporter("Harbour Society"), reporter("Lantern Union")
    cycle = make_cycle(support_unit)
    make_report(cycle, lead)
    review = operations.begin_review(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    before = document_of(compile_now(review, support_unit))
    sign(cycle, lead, other)
    compiled = compile_now(review, support_unit)
    after = document_of(compiled)

    had, has = figures(before), figures(after)
    changed = {key.split("~")[0] for key in has if has[key] != had.get(key)}
    assert changed == {"joint-reports", "versions"}  # the annex counts versions of any kind
    assert has["joint-reports"]["value"] in (1, "1")
    told = [q for q in after["parts"]["voices"]["quotations"] if "joint" in q]
    assert [q["text"] for q in told] == ["Together."]
    assert Quotation.objects.filter(compilation=compiled).count() == 2
    shown = json.dumps([plain_blocks(s) for s in present(after, []).sections], default=str)
    assert "Joint report of Harbour Society and Lantern Union: Pact" in shown
    annex = [e for entries in present(after, []).annex for e in entries.entries]
    assert [e.title for e in annex if e.kind == "joint_report"] == [
        "Joint report of Harbour Society and Lantern Union: Pact"
    ]
