"""The permission table answers the same for one record as for a list of them."""

from __future__ import annotations

import pytest

from gfmd_platform.access import Actor, allowed_actions, can, check, rules
from gfmd_platform.access.exceptions import NotAllowed, NotVisible
from gfmd_platform.access.table import PERMISSIONS
from gfmd_platform.stakeholders.enums import StakeholderState
from gfmd_platform.stakeholders.models import Stakeholder
from tests.people import Someone, StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(
    focal_point: Someone,
    colleague: Someone,
    other_focal_point: Someone,
    submitter: Someone,
    support_unit: Someone,
    chair: Someone,
    visitor: Someone,
) -> list[Someone]:
    return [
        focal_point,
        colleague,
        other_focal_point,
        submitter,
        support_unit,
        chair,
        visitor,
    ]


def test_lists_and_single_records_are_judged_alike(cast: list[Someone]) -> None:
    StakeholderFactory(name="Still waiting", state=StakeholderState.APPLIED)
    for someone in cast:
        actor = someone.actor
        for action in PERMISSIONS["stakeholder"].keys() - {"create"}:
            listed = set(Stakeholder.unscoped.allowing(action, actor).values_list("pk", flat=True))
            single = {s.pk for s in Stakeholder.unscoped.all() if can(actor, action, s)}
            assert listed == single, action


def test_the_default_manager_shows_a_forgetful_view_what_the_public_may_see() -> None:
    waiting = StakeholderFactory(name="Still waiting", state=StakeholderState.APPLIED)
    confirmed = StakeholderFactory(name="Confirmed")
    assert set(Stakeholder.objects.all()) >= {confirmed}
    assert waiting not in Stakeholder.objects.all()


def test_all_actions_on_a_record_cost_one_query(
    focal_point: Someone, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    actor = focal_point.actor
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert "edit" in allowed_actions(actor, focal_point.stakeholder)


def test_what_an_actor_may_not_see_does_not_exist_for_them(submitter: Someone) -> None:
    waiting = StakeholderFactory(state=StakeholderState.APPLIED)
    with pytest.raises(NotVisible):
        check(submitter.actor, "edit", waiting)


def test_what_an_actor_sees_and_may_not_change_is_refused_in_words(
    submitter: Someone, focal_point: Someone
) -> None:
    with pytest.raises(NotAllowed):
        check(submitter.actor, "edit", focal_point.stakeholder)


def test_someone_who_was_switched_off_is_a_visitor(focal_point: Someone) -> None:
    focal_point.person.is_active = False
    focal_point.person.save()
    assert focal_point.actor == Actor.visitor()


def test_a_relation_without_meaning_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PERMISSIONS, "misspelt", {"read": frozenset({"pubilc"})})
    with pytest.raises(LookupError, match="pubilc"):
        rules.register("misspelt", {"public": lambda actor: None})


def test_every_kind_in_the_table_has_an_app_behind_it() -> None:
    assert set(rules.registered_kinds()) == set(PERMISSIONS)
