"""Cycles, commitments and reports as axe sees them: empty, filled, in conflict, with errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from commitments import operations
from commitments.models import Report
from commitments.proposals import Scope
from commitments.queries.clearing import chain_state
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.operations import begin_draft, revise_questionnaire
from tests.looking import EVERY_APPEARANCE, Pages
from tests.people import Someone

from .asked import EVERY_TYPE
from .making import (
    LATER,
    NOW,
    choose,
    make_commitment,
    make_cycle,
    make_report,
    start,
    submit,
    write,
)
from .second_year import bring_in
from .test_commitment_pages import filled
from .test_commitments import COST
from .test_report_drafts import invite, observe

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def pages(
    focal_point: Someone,
    colleague: Someone,
    other_focal_point: Someone,
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
) -> Pages:
    cycle = make_cycle(support_unit, theme="Recruitment without fees")
    make_cycle(support_unit, opened=False, title="Review of 2028")
    commitment = make_commitment(focal_point, indicators=[COST])
    registered = make_commitment(other_focal_point, title="حقوق العمال", indicators=[COST])
    operations.withdraw_commitment(
        commitment_id=make_commitment(focal_point, title="Gone").pk,
        reason="Overtaken",
        by=focal_point.actor,
        now=NOW,
    )
    theirs = make_report(cycle, other_focal_point, text="What was done.\n\nWhat was not.")
    operations.correct_report(report_id=theirs.pk, by=other_focal_point.actor, now=LATER)
    write(theirs, other_focal_point, "A key message", key="a_key_message")
    operations.save_status(
        report_id=theirs.pk,
        commitment_id=registered.pk,
        status="changed",
        note="Later",
        revision=0,
        by=other_focal_point.actor,
        now=NOW,
    )
    observe(theirs, other_focal_point, population="Women")
    submit(theirs, other_focal_point, now=LATER)
    draft = start(cycle, focal_point)
    write(draft, focal_point, "Ours, half written")
    value = observe(draft, focal_point)
    invite(draft, focal_point, colleague)
    choose(draft, focal_point)
    _discuss(draft, focal_point, colleague)

    def report(name: str, *more: object) -> str:
        return reverse(f"reports:{name}", args=[draft.pk, *more])

    def cyc(name: str) -> str:
        return reverse(f"cycles:{name}", args=[cycle.pk])

    asking = make_cycle(support_unit, title="Review of 2029", questions=EVERY_TYPE)
    building = begin_draft(cycle_id=asking.pk, by=support_unit.actor, now=NOW)
    typed = start(asking, focal_point)
    write(typed, focal_point, "3", key="fees")
    write(typed, focal_point, "Nothing new", key="d_narrative")

    def typed_page(name: str, *more: object) -> str:
        return reverse(f"reports:{name}", args=[typed.pk, *more])

    def asked(name: str, *more: object) -> str:
        return reverse(f"cycles:{name}", args=[asking.pk, *more])

    other = start(make_cycle(support_unit, title="Review of 2030", questions=EVERY_TYPE), submitter)
    write(other, submitter, "Kept beside", key="d_narrative")
    for number in (8, 9):
        revise_questionnaire(
            cycle_id=other.cycle_id, questions=EVERY_TYPE[:number], by=support_unit.actor, now=NOW
        )
        if number == 8:
            operations.adopt_questionnaire(
                report_id=other.pk,
                questionnaire_id=Cycle.unscoped.get(pk=other.cycle_id).questionnaire_id,
                by=submitter.actor,
                now=NOW,
            )
    stale = {"a_narrative": "Mine", "a_key_message": "x", "revision": ["0", "0"]}
    return {
        "cycles": (support_unit, reverse("cycles:index"), None),
        "cycle": (focal_point, cyc("detail"), None),
        "cycle form with errors": (support_unit, reverse("cycles:new"), {"title": ""}),
        "questions": (support_unit, cyc("questionnaire"), None),
        "building": (support_unit, asked("build", building.pk), None),
        "question": (support_unit, asked("question", building.pk, "corridors"), None),
        "preview": (support_unit, asked("preview", building.pk), None),
        "issuing": (support_unit, asked("issue", building.pk), None),
        "questionnaire": (visitor, asked("asked", 1), None),
        "reminders": (support_unit, asked("reminders"), None),
        "part of every type": (focal_point, typed_page("part", "b"), None),
        "part of every type with errors": (
            focal_point,
            typed_page("part", "b"),
            {"asked": ["fees"], "revision": ["1"], "fees": "many"},
        ),
        "part with files and commitments": (focal_point, typed_page("part", "c"), None),
        "adopting": (submitter, reverse("reports:adopt", args=[other.pk]), None),
        "beside": (submitter, reverse("reports:beside", args=[other.pk]), None),
        "closing": (support_unit, cyc("close"), None),
        "board": (support_unit, cyc("board"), None),
        "remind": (support_unit, cyc("remind"), None),
        "reporting of a stakeholder": (
            support_unit,
            reverse("cycles:stakeholder-reporting", args=[theirs.stakeholder_id]),
            None,
        ),
        "contacts": (support_unit, reverse("stakeholders:contacts"), None),
        "taking over": (
            focal_point,
            reverse("stakeholders:handover", args=[draft.stakeholder_id]),
            None,
        ),
        "commitments": (visitor, reverse("commitments:index"), None),
        "no commitments": (visitor, reverse("commitments:index") + "?q=zzz", None),
        "commitment": (
            focal_point,
            reverse("commitments:detail", args=[registered.pk]),
            None,
        ),
        "commitment form": (focal_point, reverse("commitments:edit", args=[commitment.pk]), None),
        "commitment form with errors": (
            focal_point,
            reverse("commitments:new"),
            filled(title="", **{"indicators-0-unit": ""}),
        ),
        "amendment": (focal_point, reverse("commitments:check", args=[commitment.pk]), None),
        "withdrawing": (focal_point, reverse("commitments:withdraw", args=[commitment.pk]), None),
        "reports": (visitor, reverse("reports:index"), None),
        "report": (support_unit, reverse("reports:detail", args=[theirs.pk]), None),
        "version": (visitor, reverse("reports:version", args=[theirs.pk, 2]), None),
        "other reviews": (
            visitor,
            reverse("reports:version-other-reviews", args=[theirs.pk, 2]),
            None,
        ),
        "receipt": (other_focal_point, reverse("reports:receipt", args=[theirs.pk, 2]), None),
        "beginning": (submitter, reverse("reports:start", args=[cycle.pk]), None),
        "declining": (submitter, reverse("reports:decline", args=[cycle.pk]), None),
        "task list": (focal_point, report("draft"), None),
        "part": (focal_point, report("part", "a"), None),
        "part in conflict": (focal_point, report("part", "a"), stale),
        "statuses": (focal_point, report("statuses"), None),
        "values": (focal_point, report("values"), None),
        "grid": (
            focal_point,
            report("grid", "sdg-2015:10.7.1") + "?periods=2024,2025&dimensions=sex",
            None,
        ),
        "grid with errors": (
            focal_point,
            report("grid", "sdg-2015:10.7.1"),
            {"cell": ["2024|"], "revision": ["0"], "was": [""], "2024|": "many"},
        ),
        "table of values": (focal_point, report("value-table"), None),
        "indicators": (visitor, reverse("indicators:index"), None),
        "indicator": (visitor, reverse("indicators:detail", args=["sdg-2015:10.7.1"]), None),
        "value with errors": (focal_point, report("value-new"), {"value": "many"}),
        "value": (focal_point, report("value", value.pk), None),
        "readers": (focal_point, report("choices"), None),
        "colleagues": (focal_point, report("contributors"), None),
        "check": (focal_point, report("check"), None),
        "clearance": (focal_point, report("clearance"), None),
        "clearance chain": (focal_point, report("chain"), None),
        "clearance chain with errors": (focal_point, report("chain"), {"step0-name": "Mission"}),
        "earlier texts": (focal_point, report("history"), None),
        "earlier texts of a field": (focal_point, report("field-history", "a_narrative"), None),
        "margin": (focal_point, report("margin", "a"), None),
        "margin with errors": (focal_point, report("margin", "a"), {"do": "comment"}),
        "deleting": (focal_point, report("discard"), None),
        **_second_year(support_unit, other_focal_point),
    }


def _second_year(support_unit: Someone, someone: Someone) -> Pages:
    """What was reported is brought into one draft, could be into another, and waits for a third."""

    def cycle(year: int) -> Cycle:
        return make_cycle(support_unit, title=f"Review of {year}", year=year)

    marked, bare = start(cycle(2031), someone), start(cycle(2032), someone)
    bring_in(marked, someone)
    scope = Scope(key="a_key_message")
    operations.keep_proposals(report_id=marked.pk, scope=scope, by=someone.actor, now=NOW)

    def page(name: str, *more: object) -> tuple[Someone, str, None]:
        return someone, reverse(f"reports:{name}", args=[marked.pk, *more]), None

    return {
        "beginning with proposals": (
            someone,
            reverse("reports:start", args=[cycle(2033).pk]),
            None,
        ),
        "last year": (someone, reverse("reports:last-year", args=[bare.pk]), None),
        "part with marks": page("part", "a"),
        "statuses with marks": page("statuses"),
        "check with marks": page("check"),
        "statuses in conflict": (
            someone,
            reverse("reports:statuses", args=[marked.pk]),
            {
                "about": [row.commitment_id for row in marked.statuses.all()],
                "revision": ["0"],
                **{f"{row.commitment_id}-note": "Ours" for row in marked.statuses.all()},
            },
        ),
        "nothing to bring in": page("last-year"),
    }


def _discuss(draft: Report, focal_point: Someone, colleague: Someone) -> None:
    """A chain that was cleared and reopened, a thread, and a suggestion on an older text."""
    seat = colleague.person.memberships.get()  # type: ignore[union-attr]
    common: dict[str, Any] = {"report_id": draft.pk, "now": NOW}
    steps = [operations.StepShape("Ministry of Labour", ["a"], [seat.pk])]
    operations.set_chain(steps=steps, by=focal_point.actor, **common)
    state = chain_state(draft)[0]
    operations.clear_step(
        step_id=state.step.pk, text_hash=state.text_hash, by=colleague.actor, **common
    )
    thread = operations.comment(section="a", body="Which year?", by=colleague.actor, **common)
    operations.comment(
        section="a", body="2026", parent_id=thread.pk, by=focal_point.actor, **common
    )
    operations.suggest(
        key="a_narrative", text="Ours, well written", base=1, by=colleague.actor, **common
    )
    write(draft, focal_point, "Ours, almost half written")


#: One page of each kind, for the short form.
SHORT = (
    "building",
    "part of every type with errors",
    "part with files and commitments",
    "board",
    "commitment",
    "commitment form with errors",
    "version",
    "part in conflict",
    "statuses with marks",
    "grid with errors",
    "indicator",
    "value with errors",
    "clearance chain with errors",
    "earlier texts of a field",
    "margin",
    "check with marks",
)


@EVERY_APPEARANCE
def test_no_page_has_findings_or_sticks_out(
    pages: Pages, look_over: Callable[..., list[str]], every: bool
) -> None:
    assert look_over(pages, every=every, short=SHORT) == []
