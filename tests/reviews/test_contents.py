"""What a compilation holds beside one cycle's counts: years, goals, news, what to take up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from commitments.enums import Progress
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.taxonomy.models import term_id
from partnerships.operations import deliverables
from reviews import operations
from reviews.compiling import recompute
from reviews.compiling.documents import parse
from reviews.enums import Part
from reviews.models import Compilation, Edition
from reviews.presenting import present
from reviews.presenting.charts import plain_blocks
from reviews.verification import verify_edition
from tests.partnerships import examples
from tests.people import Someone

from .test_pages import published
from .world import (
    LATER,
    NOW,
    World,
    compile_now,
    document_of,
    figures_of,
    make_commitment,
    make_cycle,
    make_deliverable,
    make_partnership,
    make_report,
    reporter,
)

pytestmark = pytest.mark.django_db
GOAL = term_id("sdg-2015", "10")


def second_cycle(world: World) -> Cycle:
    return make_cycle(
        world.support_unit,
        title="Review of 2028",
        year=2028,
        opens_on=dt.date(2027, 11, 1),
        asked_by=dt.date(2028, 5, 15),
        goals=[GOAL],
    )


def blocks(compilation: Compilation, key: str) -> list[dict[str, Any]]:
    """A section's blocks as plain data."""
    for section in present(document_of(compilation), []).sections:
        if section.key == key:
            return plain_blocks(section)
    return []


def table(compilation: Compilation, key: str, caption: str) -> dict[str, list[str]]:
    """The values of a section's table by the labels of its rows."""
    found = next(b for b in blocks(compilation, key) if b.get("caption") == caption)
    return {row["label"]: [n["value"] for n in row["numbers"]] for row in found["rows"]}


def test_a_later_review_stands_beside_what_the_earlier_one_printed(
    world: World, chair: Someone, visitor: Someone
) -> None:
    edition: Edition = published(world, chair)
    cycle = second_cycle(world)
    new = make_commitment(world.harbour, title="Open a help line", now=LATER)
    make_report(cycle, world.harbour, statuses={new: Progress.DONE})
    make_report(cycle, world.belmora, statuses={world.commitments[1]: Progress.DONE})
    review = operations.begin_review(cycle_id=cycle.pk, by=world.support_unit.actor, now=NOW)
    compilation = compile_now(review, world.support_unit)
    figures = figures_of(compilation)

    years = f"reports-over-years~cycle={world.cycle.pk}", f"reports-over-years~cycle={cycle.pk}"
    assert [figures[year] for year in years] == ["4", "2"]
    assert [figures[f"{year}~kind=state"] for year in years] == ["2", "1"]
    assert [figures[f"{year}~region=150"] for year in years] == ["1", "1"]
    assert table(compilation, "participation", "Reports over the years by region") == {
        "Africa": ["1", "0"],
        "Asia": ["1", "0"],
        "Europe": ["1", "1"],
        "No one region": ["1", "1"],
    }
    assert table(compilation, "participation", "Reports over the years") == {"All": ["4", "2"]}
    # Done already in the first review: not finished once more.
    assert figures["commitments-changed~change=finished"] == "1"
    assert figures["commitments-changed~change=new"] == "1"
    assert figures["commitments-changed~change=amended"] == "0"

    assert table(compilation, "change", "In all")["Commitments"] == ["3", "4"]
    by_kind = table(compilation, "change", "Reports by kind of stakeholder")
    assert by_kind["Participating State"] == ["2", "1"]
    before = next(b for b in blocks(compilation, "change") if b.get("caption") == "In all")
    printed = before["rows"][0]["numbers"][0]
    page = visitor.client.get(f"{printed['at']}{printed['key']}/")
    assert page.status_code == 200
    assert f"/reviews/{world.review.pk}/editions/1/" in printed["at"]

    # A figure of an earlier year leads to that year's reports, and everything can be done again.
    unit = world.support_unit.client
    page = unit.get(f"/support/reviews/{review.pk}/figures/{years[0]}~kind=state/")
    assert f"/reports/{world.reports['arvania'].subject_id}/" in page.content.decode()
    assert recompute(compilation) == bytes(compilation.document.content)
    assert verify_edition(edition).breaches == []


def test_the_annex_tells_who_reported_and_the_method_what_is_counted(world: World) -> None:
    shown = present(document_of(compile_now(world.review, world.support_unit)), [])
    who = {e.heading: [x.title for x in e.entries] for e in shown.annex if "reported" in e.heading}
    assert who == {
        "Who reported: Participating State": ["Arvania"],
        "Who reported: Civil society": ["Harbour Network"],
    }
    assert shown.order_rule.startswith("Counted are the versions that stood when")


def test_the_first_review_is_set_beside_nothing(world: World) -> None:
    compilation = compile_now(world.review, world.support_unit)
    assert blocks(compilation, "change") == []
    assert figures_of(compilation)[f"reports-over-years~cycle={world.cycle.pk}"] == "4"
    captions = [b.get("caption") for b in blocks(compilation, "participation")]
    assert "Reports over the years by region" not in captions


def test_goals_in_focus_gather_what_speaks_of_them(world: World) -> None:
    cycle = second_cycle(world)
    review = operations.begin_review(cycle_id=cycle.pk, by=world.support_unit.actor, now=NOW)
    make_report(cycle, world.arvania, statuses={world.commitments[0]: Progress.UNDER_WAY})
    compilation = compile_now(review, world.support_unit)
    shown = table(compilation, "focus", "The goals in focus")
    assert list(shown.values()) == [["2", "1", "0"]]
    by_status = table(compilation, "focus", "Commitments by goal in focus and status")
    assert list(by_status.values()) == [["2", "0", "1", "0", "0", "0", "1"]]


def test_what_others_can_take_up_is_told_by_facts(world: World) -> None:
    examples.published(world.harbour, world.support_unit)
    examples.published(
        world.arvania, world.support_unit, title="Told", to_repeat="Two clerks and a room."
    )
    partnership = make_partnership(world.arvania)
    open_, done = (make_deliverable(partnership, world.arvania) for _ in range(2))
    deliverables.deliver(
        deliverable_id=done.pk,
        revision=done.revision,
        evidence="It is in force.",
        by=world.arvania.actor,
        now=NOW,
    )
    compilation = compile_now(world.review, world.support_unit)
    figures = figures_of(compilation)
    assert (figures["examples"], figures["examples-to-repeat"]) == ("2", "1")
    assert figures["examples-to-repeat~basis=given"] == "0"
    assert figures["deliverables-evidenced"] == "1"
    area = "deliverables-by-area~area=gfmd-recollection-2017:C2.1"
    assert (figures[area], figures[f"{area}~state=delivered"]) == ("2", "1")
    listed = {
        block["heading"]: [entry["record"] for entry in block["entries"]]
        for block in blocks(compilation, "examples")
        if block["shape"] == "entries" and block["heading"].startswith("What others")
    }
    told, delivered = listed.values()
    assert len(told) == 1
    assert delivered == [str(done.pk)]
    assert str(open_.pk) not in delivered


def test_what_was_compiled_by_the_first_rules_is_computed_by_them_for_ever(world: World) -> None:
    compilation = compile_now(world.review, world.support_unit)
    first = {
        **{key: 1 for key in compilation.measures if key not in SINCE_THEN},
        "indicator-values": 2,
    }
    old = {"focus", "earlier", "since", "messages_per_part"}
    Compilation.objects.filter(pk=compilation.pk).update(
        rules=1, measures=first, facts={k: v for k, v in compilation.facts.items() if k not in old}
    )
    compilation.parts.filter(part__in=[Part.FOCUS, Part.CHANGE]).delete()
    document = parse(recompute(Compilation.objects.get(pk=compilation.pk)))
    assert set(document["parts"]) == set(Part.values) - {"focus", "change"}
    assert set(document["parts"]["partnerships"]) == {"figures", "partnerships"}
    assert set(document["parts"]["indicators"]) == {"figures", "values"}
    assert {m["key"] for m in document["measures"]} == set(first)
    assert "custodian_series" not in document["labels"]["source"]
    assert not {"change", "cycle"} & set(document["labels"])
    shown = {section.key for section in present(document, []).sections}
    assert not {"focus", "change"} & shown


SINCE_THEN = frozenset(
    {
        "reports-over-years",
        "commitments-by-goal",
        "commitments-changed",
        "reports-by-objective",
        "reports-by-goal",
        "indicators-by-goal",
        "deliverables-by-area",
        "deliverables-by-objective",
        "deliverables-by-target",
        "deliverables-evidenced",
        "examples-to-repeat",
        "indicator-values-earlier",
        "indicator-coverage",
        "indicator-dimensions",
        "custodian-values",
        "custodian-coverage",
    }
)


def test_as_many_key_messages_are_printed_as_the_cycle_says_and_the_rest_is_data(
    world: World,
) -> None:
    Cycle.unscoped.filter(pk=world.cycle.pk).update(messages_per_part=1)
    world.review.refresh_from_db()
    make_report(world.cycle, reporter("Belfry", "academia"), answers={"a_key_message": "Also."})
    compilation = compile_now(world.review, world.support_unit)
    document = document_of(compilation)
    assert len([q for q in document["parts"]["voices"]["quotations"] if q["part"] == "a"]) == 2
    shown = [block for block in blocks(compilation, "a") if block["shape"] in ("quotes", "words")]
    assert [len(block.get("quotes", ())) for block in shown] == [1, 0]
    assert shown[1]["text"].startswith("1 of 2 key messages")
    emerging = [block for block in blocks(compilation, "d") if block["shape"] == "quotes"]
    assert [len(block["quotes"]) for block in emerging] == [1, 1]
    assert "the first 1 " in document["rules"]["quotations"]
