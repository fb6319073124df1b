"""Two compilations, or two published editions, beside each other."""

from __future__ import annotations

from typing import Any

import pytest

from commitments.models import Report
from commitments.operations import correct_report, save_answer, withdraw_report
from reviews import operations
from reviews.models import Edition, Review
from tests.people import Someone

from .test_pages import approve_sent, published
from .world import (
    LATER,
    NOW,
    World,
    compile_now,
    make_cycle,
    make_report,
    reporter,
    submit,
)

pytestmark = pytest.mark.django_db


def publish_again(world: World, chair: Someone) -> Edition:
    operations.prepare_correction(
        review_id=world.review.pk,
        note="A report was corrected.",
        by=world.support_unit.actor,
        now=NOW,
    )
    compile_now(world.review, world.support_unit)
    operations.send_to_chair(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)
    approve_sent(world, chair)
    return operations.publish(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)


def correct(world: World) -> None:
    """Harbour says something else, Arvania withdraws, and somebody new reports."""
    harbour = Report.unscoped.get(pk=world.reports["harbour"].subject_id)
    correct_report(report_id=harbour.pk, by=world.harbour.actor, now=LATER)
    answer = harbour.answers.get(key="d_key_message")
    save_answer(
        report_id=harbour.pk,
        key="d_key_message",
        value="Platforms answer to their drivers now.",
        revision=answer.revision,
        by=world.harbour.actor,
        now=LATER,
    )
    submit(harbour, world.harbour)
    arvania = Report.unscoped.get(pk=world.reports["arvania"].subject_id)
    withdraw_report(
        report_id=arvania.pk,
        reason="Sent too early.",
        by=world.arvania.actor,
        now=LATER,
    )
    make_report(world.cycle, reporter("Newcomer", place="X05:150"))


def test_figures_sources_and_quotations_that_differ_are_shown_to_everybody(
    world: World, chair: Someone, visitor: Someone, django_assert_num_queries: Any
) -> None:
    published(world, chair)
    first = f"/reviews/{world.review.pk}/editions/1/differences/"
    assert "nothing to compare with yet" in visitor.client.get(first).content.decode()
    correct(world)
    publish_again(world, chair)
    address = f"/reviews/{world.review.pk}/editions/2/differences/"
    with django_assert_num_queries(3):
        page = visitor.client.get(address).content.decode()
    assert f"{first[:-12]}figures/" in page
    assert "Newcomer" in page
    assert "version 1, then 2" in page
    assert "Sources that went: 1" in page
    assert "Platforms answer to their drivers now." in page
    assert "Platforms hire across borders and answer to nobody." in page
    assert "CANARY" not in page
    found = visitor.api.get(f"/api/v1{address}").json()["difference"]
    changed = {f["key"]: (f["before"], f["after"]) for f in found["figures"]}
    assert "reports" not in changed  # one went, one came
    assert changed["reports~region=002"] == ("1", "0")
    (corrected,) = (s for s in found["sources_changed"] if s["kind"] == "report")
    assert (corrected["title"], corrected["before"], corrected["after"]) == (
        "Harbour Network",
        1,
        2,
    )
    went = [q["text"] for q in found["quotations_went"] if q["by"] == "Arvania"]
    assert len(went) == 2
    assert visitor.client.get(f"{address}?before=elsewhere").status_code == 404


def test_any_two_compilations_are_set_beside_each_other_for_the_support_unit(
    world: World, chair: Someone
) -> None:
    unit = world.support_unit.client
    address = f"/support/reviews/{world.review.pk}/differences/"
    assert "nothing to compare with yet" in unit.get(address).content.decode()
    first = compile_now(world.review, world.support_unit)
    compile_now(world.review, world.support_unit)
    assert "Nothing differs" in unit.get(address).content.decode()
    correct(world)
    third = compile_now(world.review, world.support_unit)
    page = unit.get(f"{address}?before={first.pk}&after={third.pk}").content.decode()
    assert "Sources that came" in page and "Newcomer" in page
    assert world.arvania.client.get(address).status_code == 404
    assert chair.client.get(address).status_code == 404


def test_reports_of_two_cycles_are_set_beside_each_other_by_stakeholder(world: World) -> None:
    first = compile_now(world.review, world.support_unit)
    later = make_cycle(world.support_unit, title="Review of 2028", year=2028)
    make_report(later, world.arvania)
    review: Review = operations.begin_review(
        cycle_id=later.pk, by=world.support_unit.actor, now=NOW
    )
    second = compile_now(review, world.support_unit)
    found = world.support_unit.api.get(
        f"/api/v1/reviews/{review.pk}/differences/?before={first.pk}&after={second.pk}"
    ).json()["difference"]
    reports = {
        name: [s["title"] for s in found[f"sources_{name}"] if s["kind"] == "report"]
        for name in ("came", "went", "changed")
    }
    assert reports == {"came": [], "went": ["Harbour Network"], "changed": ["Arvania"]}
    assert {"kind": "report", "visibility": "support_unit", "before": 1, "after": 0} in found[
        "withheld"
    ]
