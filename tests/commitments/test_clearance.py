"""The clearance chain: a mark stands on the text that was cleared, and on no other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import operations
from commitments.clearing import chain_of, entries_of, hashes_of
from commitments.models import Clearance, Report
from commitments.operations import StepShape
from commitments.report_content import draft_rows
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.stakeholders.models import Membership
from tests.people import seat

from .making import LATER, NOW, choose, make_commitment, make_cycle, start, submit, write
from .test_report_drafts import observe

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(state, other_state, support_unit, focal_point):
    return start(make_cycle(support_unit), focal_point)


@pytest.fixture
def labour(state):
    return seat(state, "contributor", name="Lina Labour")


@pytest.fixture
def mission(state):
    return seat(state, "contributor", name="Milo Mission")


def membership(someone):
    return Membership.objects.get(person=someone.person).pk


def set_chain(report, by, *steps, **more):
    shapes = [StepShape(name, sections, [membership(who)]) for name, sections, who in steps]
    return operations.set_chain(report_id=report.pk, steps=shapes, by=by.actor, now=NOW, **more)


def states(report):
    return chain_of(report, hashes_of(entries_of(draft_rows(report))))


def words(report):
    return [state.state for state in states(report)]


def clear(report, someone, place, text_hash=None):
    state = states(report)[place]
    return operations.clear_step(
        report_id=report.pk,
        step_id=state.step.pk,
        text_hash=text_hash or state.text_hash,
        by=someone.actor,
        now=LATER,
    )


@pytest.fixture
def chained(report, focal_point, labour, mission):
    write(report, focal_point, "Wages rose", key="a_narrative")
    write(report, focal_point, "Targets", key="b_narrative")
    choose(report, focal_point)
    set_chain(
        report,
        focal_point,
        ("Ministry of Labour", ["a"], labour),
        ("Mission in Geneva", ["a", "b"], mission),
    )
    return report


def test_steps_are_cleared_in_order_by_whom_the_chain_names(chained, focal_point, labour, mission):
    assert words(chained) == ["asked", "waiting"]
    with pytest.raises(WrongState):
        clear(chained, mission, 1)
    for someone, place in ((mission, 0), (labour, 1)):
        with pytest.raises(NotAllowed):
            clear(chained, someone, place)
    with pytest.raises(NotAllowed):
        clear(chained, focal_point, 0)
    clear(chained, labour, 0)
    assert words(chained) == ["cleared", "asked"]
    clear(chained, mission, 1)
    assert words(chained) == ["cleared", "cleared"]


def test_an_edit_reopens_what_it_touched_and_the_old_words_stand_cleared(
    chained, focal_point, labour, mission
):
    clear(chained, labour, 0)
    clear(chained, mission, 1)
    write(chained, focal_point, "Targets, and more", key="b_narrative")
    assert words(chained) == ["cleared", "reopened"]
    assert states(chained)[1].changed == ["b"]
    write(chained, focal_point, "Targets", key="b_narrative")
    assert words(chained) == ["cleared", "cleared"]
    write(chained, focal_point, "Wages fell", key="a_narrative")
    assert words(chained) == ["reopened", "reopened"]


def test_what_was_read_is_what_is_cleared(chained, focal_point, labour):
    read = states(chained)[0].text_hash
    write(chained, focal_point, "Wages fell", key="a_narrative")
    with pytest.raises(StaleRevision):
        clear(chained, labour, 0, read)
    assert not Clearance.objects.exists()


def test_nothing_is_submitted_that_is_not_cleared(chained, focal_point, labour, mission):
    with pytest.raises(Invalid) as refused:
        submit(chained, focal_point)
    assert "Ministry of Labour" in refused.value.errors["clearance"][0]
    clear(chained, labour, 0)
    clear(chained, mission, 1)
    write(chained, focal_point, "Edited after", key="b_narrative")
    with pytest.raises(Invalid):
        submit(chained, focal_point)
    write(chained, focal_point, "Targets", key="b_narrative")
    assert submit(chained, focal_point).no == 1


def test_a_focal_point_can_change_the_chain_and_that_is_recorded(
    chained, focal_point, labour, mission
):
    clear(chained, labour, 0)
    with pytest.raises(NotAllowed):
        set_chain(chained, labour, ("Mine", ["a"], labour))
    set_chain(chained, focal_point, ("Ministry of Labour", ["a"], labour))
    assert words(chained) == ["cleared"]
    assert chained.revisions.filter(key="chain").count() == 2
    set_chain(chained, focal_point, ("Foreign ministry", ["a"], mission))
    assert words(chained) == ["asked"], "another step's clearance does not count"
    set_chain(chained, focal_point)
    assert submit(chained, focal_point).no == 1


def test_a_chain_names_parts_and_own_members(report, focal_point, labour, other_focal_point):
    wrong: list[list[tuple[Any, ...]]] = [
        [("", ["a"], labour)],
        [("One", [], labour)],
        [("One", ["e"], labour)],
        [("One", ["a"], other_focal_point)],
        [("One", ["a"], labour), ("One", ["b"], labour)],
    ]
    for steps in wrong:
        with pytest.raises(Invalid):
            set_chain(report, focal_point, *steps)


def test_the_usual_chain_begins_the_next_report(
    chained, focal_point, labour, support_unit, mission
):
    set_chain(chained, focal_point, ("Labour", ["a", "d"], labour), as_usual=True)
    later = start(make_cycle(support_unit, title="Next", year=2028), focal_point)
    (step,) = later.chain.all()
    assert (step.name, step.sections) == ("Labour", ["a", "d"])
    assert [seat.pk for seat in step.members.all()] == [membership(labour)]


def test_a_clearance_is_never_changed_and_goes_only_with_the_draft(chained, focal_point, labour):
    clear(chained, labour, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Clearance.objects.update(hashes={})
    operations.discard_report(report_id=chained.pk, by=focal_point.actor, now=LATER)
    assert not Clearance.objects.exists()


def test_who_clears_reads_the_parts_of_the_step_and_no_other(chained, focal_point, labour):
    write(chained, focal_point, "kingfisher", key="d_narrative")
    page = labour.client.get(reverse("reports:clearance", args=[chained.pk]))
    assert "Wages rose" in page.content.decode()
    for name in ("clearance", "check", "draft"):
        page = labour.client.get(reverse(f"reports:{name}", args=[chained.pk]))
        assert page.status_code == 200
        assert "kingfisher" not in page.content.decode()
        assert "Targets" not in page.content.decode()
    with pytest.raises(NotAllowed):
        write(chained, labour, "Not mine to write")
    assert labour.client.get(reverse("reports:chain", args=[chained.pk])).status_code == 403


def test_the_page_clears_and_shows_what_changed_since(chained, focal_point, labour):
    url = reverse("reports:clearance", args=[chained.pk])
    state = states(chained)[0]
    sent = {"step": str(state.step.pk), "text": state.text_hash}
    assert labour.client.post(url, sent).status_code == 302
    assert words(chained)[0] == "cleared"
    write(chained, focal_point, "Wages fell", key="a_narrative")
    page = labour.client.get(url).content.decode()
    assert "What changed since it was cleared" in page
    assert "fell" in page
    labour.client.post(url, sent)
    assert words(chained)[0] == "reopened", "the text that was read is gone"


def test_the_page_sets_the_chain(report, focal_point, labour):
    url = reverse("reports:chain", args=[report.pk])
    sent = {
        "step0-name": "Ministry of Labour",
        "step0-sections": ["a", "commitments"],
        "step0-members": [str(membership(labour))],
        "step1-name": "",
    }
    assert focal_point.client.get(url).status_code == 200
    wrong = focal_point.client.post(url, sent | {"step0-members": []})
    assert wrong.status_code == 422
    assert "Ministry of Labour" in wrong.content.decode()
    assert focal_point.client.post(url, sent).status_code == 302
    assert report.chain.get().sections == ["a", "commitments"]


def test_the_api_does_what_the_pages_do(report, focal_point, labour, colleague):
    root = f"/api/v1/reports/{report.pk}/draft/clearance/"
    chain = {"steps": [{"name": "Labour", "sections": ["a"], "members": [str(membership(labour))]}]}
    assert colleague.api.get(root).status_code == 404
    assert focal_point.api.put(root, chain, format="json").status_code == 200
    assert labour.api.put(root, chain, format="json").status_code == 403
    (step,) = labour.api.get(root).json()["steps"]
    assert step["state"] == "asked"
    cleared = labour.api.post(f"{root}{step['id']}/", {"text_hash": step["text_hash"]})
    assert cleared.json()["steps"][0]["state"] == "cleared"
    stale = labour.api.post(f"{root}{step['id']}/", {"text_hash": "0" * 64})
    assert stale.status_code == 409


def test_the_desk_asks_for_a_clearance_when_its_turn_has_come(chained, labour, mission):
    from gfmd_platform.stakeholders.desk import desk_of

    def asked(someone):
        return [str(item.detail) for item in desk_of(someone.actor)[0].items]

    assert "Ministry of Labour" in asked(labour)[0]
    assert asked(mission) == []
    clear(chained, labour, 0)
    assert asked(labour) == []
    assert "Mission in Geneva" in asked(mission)[0]


EDITS = st.tuples(
    st.just("edit"),
    st.sampled_from(["a_narrative", "b_narrative", "note", "value"]),
    st.integers(0, 2),
)
CLEARS = st.tuples(st.just("clear"), st.integers(0, 1), st.just(0))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(EDITS, CLEARS), min_size=3, max_size=8))
def test_no_history_leaves_a_mark_on_a_text_that_was_not_cleared(cleared_world, steps):
    """The model: a step stands cleared just when it was once cleared on exactly these words."""
    report, focal_point, labour, mission, commitment = cleared_world
    with transaction.atomic():
        told: list[set[tuple[str, ...]]] = [set(), set()]

        def text(place):
            rows = draft_rows(Report.unscoped.get(pk=report.pk))
            answers = [
                rows.answers[k, None].value if (k, None) in rows.answers else ""
                for k in KEYS[place]
            ]
            notes = [f"{s.note}" for s in rows.statuses] if place else []
            values = [f"{o.value}" for o in rows.observations] if place else []
            return (*answers, "|", *notes, "|", *values)

        for kind, what, n in steps:
            if kind == "edit":
                edit(report, focal_point, commitment, what, n)
            else:
                try:
                    clear(report, (labour, mission)[what], what)
                except (WrongState, NotVisible):
                    continue
                told[what].add(text(what))
            for place, state in enumerate(states(report)):
                assert state.is_cleared == (text(place) in told[place])
        transaction.set_rollback(True)


KEYS = (("a_narrative",), ("a_narrative", "b_narrative"))


def edit(report, focal_point, commitment, what, n):
    if what == "note":
        standing = report.statuses.first()
        operations.save_status(
            report_id=report.pk,
            commitment_id=commitment.pk,
            status="done",
            note=f"note {n}",
            revision=standing.revision if standing else 0,
            by=focal_point.actor,
            now=LATER,
        )
    elif what == "value":
        standing = report.observations.first()
        if standing is None:
            observe(report, focal_point, value=str(n))
        else:
            operations.save_observation(
                report_id=report.pk,
                observation_id=standing.pk,
                revision=standing.revision,
                by=focal_point.actor,
                now=LATER,
                value=str(n),
            )
    else:
        write(report, focal_point, f"text {n}", key=what)


@pytest.fixture
def cleared_world(report, focal_point, labour, mission):
    commitment = make_commitment(focal_point)
    set_chain(
        report,
        focal_point,
        ("Labour", ["a"], labour),
        ("Mission", ["a", "b", "commitments", "indicators"], mission),
    )
    return report, focal_point, labour, mission, commitment
