"""Who may take which step in which state, and the order in which voices are heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from gfmd_platform.access import allowed_actions
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision, WrongState
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.stakeholders.enums import StakeholderKind
from reviews import operations
from reviews.models import ManuscriptRevision, Review
from reviews.transitions import REVIEW
from tests.people import Someone

from .test_pages import write
from .world import (
    LATER,
    NOW,
    World,
    compile_now,
    document_of,
    make_cycle,
    make_report,
    reporter,
)

pytestmark = pytest.mark.django_db


def through_all_states(world: World, chair: Someone) -> Iterator[Review]:
    """The review in each of its states, by the steps that people take."""
    by = {"by": world.support_unit.actor, "now": NOW}
    pk = world.review.pk

    def now() -> Review:
        review: Review = Review.unscoped.select_related("record").get(pk=pk)
        return review

    yield now()
    compile_now(world.review, world.support_unit)
    write(world)
    yield now()
    operations.send_to_chair(review_id=pk, **by)
    yield now()
    approval = operations.approve(review_id=pk, revision=now().revision, by=chair.actor, now=NOW)
    operations.render_files(approval_id=approval.pk, now=NOW)
    yield now()
    operations.publish(review_id=pk, **by)
    yield now()


def test_each_state_offers_each_role_its_own_steps(world: World, chair: Someone) -> None:
    roles = {"unit": world.support_unit, "chair": chair, "reporter": world.arvania}
    offered = {
        review.state: {
            name: sorted(
                t.verb for t in REVIEW.available(review.state, allowed_actions(who.actor, review))
            )
            for name, who in roles.items()
        }
        for review in through_all_states(world, chair)
    }
    nothing: list[str] = []
    assert offered == {
        "open": {"unit": ["compile"], "chair": nothing, "reporter": nothing},
        "writing": {"unit": ["compile", "send"], "chair": nothing, "reporter": nothing},
        "with_chair": {
            "unit": ["take_back"],
            "chair": ["approve", "return"],
            "reporter": nothing,
        },
        "approved": {"unit": ["publish", "take_back"], "chair": nothing, "reporter": nothing},
        "published": {"unit": ["correct"], "chair": nothing, "reporter": nothing},
    }


def test_a_text_with_the_chair_stands_still(world: World, chair: Someone) -> None:
    states = through_all_states(world, chair)
    for review in states:
        if review.state == "with_chair":
            break
    by = {"by": world.support_unit.actor, "now": LATER}
    with pytest.raises(WrongState):
        operations.write_section(review_id=review.pk, key="a", body="More.", revision=0, **by)
    with pytest.raises(WrongState):
        operations.request_compilation(review_id=review.pk, **by)
    operations.take_back(review_id=review.pk, **by)
    operations.write_section(review_id=review.pk, key="a", body="More.", revision=0, **by)
    with pytest.raises(WrongState):
        operations.publish(review_id=review.pk, **by)


def test_an_approval_is_for_what_was_read(world: World, chair: Someone) -> None:
    compile_now(world.review, world.support_unit)
    write(world)
    by = {"by": world.support_unit.actor, "now": NOW}
    read = operations.send_to_chair(review_id=world.review.pk, **by).revision
    operations.take_back(review_id=world.review.pk, **by)
    operations.write_section(
        review_id=world.review.pk, key="a", body="Slipped in.", revision=0, **by
    )
    operations.send_to_chair(review_id=world.review.pk, **by)
    with pytest.raises(StaleRevision):
        operations.approve(review_id=world.review.pk, revision=read, by=chair.actor, now=NOW)


def test_nothing_is_sent_without_figures_or_introduction(world: World) -> None:
    by = {"by": world.support_unit.actor, "now": NOW}
    with pytest.raises(WrongState):
        operations.send_to_chair(review_id=world.review.pk, **by)
    compile_now(world.review, world.support_unit)
    with pytest.raises(Invalid):
        operations.send_to_chair(review_id=world.review.pk, **by)


def test_every_text_that_was_saved_is_kept(world: World) -> None:
    by = {"by": world.support_unit.actor, "now": NOW}
    for revision, body in enumerate(("One.", "Two.", "Two.")):
        operations.write_section(
            review_id=world.review.pk, key="a", body=body, revision=min(revision, 2), **by
        )
    assert list(ManuscriptRevision.objects.order_by("revision").values_list("body", flat=True)) == [
        "One.",
        "Two.",
    ]


def test_a_cycle_has_one_review_and_a_planned_one_none(
    support_unit: Someone, visitor: Someone
) -> None:
    from gfmd_platform.cycles.operations import create_cycle

    by = {"by": support_unit.actor, "now": NOW}
    cycle: Cycle = make_cycle(support_unit)
    first = operations.begin_review(cycle_id=cycle.pk, **by)
    assert operations.begin_review(cycle_id=cycle.pk, **by).pk == first.pk
    planned = create_cycle(
        title="Later",
        kind="hlpf",
        year=2028,
        opens_on=cycle.opens_on,
        asked_by=cycle.asked_by,
        **by,
    )
    with pytest.raises(WrongState):
        operations.begin_review(cycle_id=planned.pk, **by)
    with pytest.raises(NotVisible):
        operations.request_compilation(review_id=first.pk, by=visitor.actor, now=NOW)


def test_regions_take_turns_and_kinds_within_them(support_unit: Someone) -> None:
    cycle = make_cycle(support_unit)
    review = operations.begin_review(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    cast = [
        ("Aland", StakeholderKind.STATE, "X11:002"),
        ("Bland", StakeholderKind.STATE, "X12:002"),
        ("Cland", StakeholderKind.CIVIL_SOCIETY, "X13:002"),
        ("Dland", StakeholderKind.STATE, "X14:150"),
        ("Eland", StakeholderKind.STATE, "X15:150"),
        ("Fland", StakeholderKind.ACADEMIA, ""),
    ]
    for name, kind, place in cast:
        make_report(cycle, reporter(name, kind, place))
    said = document_of(compile_now(review, support_unit))["parts"]["voices"]["quotations"]
    regions = [q["region"] for q in said]
    assert sorted(regions[:3]) == ["", "002", "150"]
    heard: Counter[str] = Counter()
    size = Counter(regions)
    for region in regions:
        heard[region] += 1
        behind = [r for r in size if heard[r] < min(heard[region] - 1, size[r])]
        assert behind == [], "nobody's second turn comes before everybody's first"
    african = [q["kind"] for q in said if q["region"] == "002"]
    assert set(african[:2]) == {"state", "civil_society"}
