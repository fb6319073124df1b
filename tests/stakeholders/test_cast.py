"""The cast stands for what it says it does."""

from __future__ import annotations

from gfmd_platform.stakeholders.enums import MemberRole
from tests.people import Someone


def test_each_of_the_cast_has_the_seats_they_are_named_for(
    focal_point: Someone, colleague: Someone, other_focal_point: Someone, submitter: Someone
) -> None:
    for someone, role in [
        (focal_point, MemberRole.FOCAL_POINT),
        (colleague, MemberRole.CONTRIBUTOR),
        (other_focal_point, MemberRole.FOCAL_POINT),
        (submitter, MemberRole.FOCAL_POINT),
    ]:
        assert someone.stakeholder is not None
        assert someone.actor.stakeholder_ids(role) == {someone.stakeholder.pk}
    assert colleague.stakeholder == focal_point.stakeholder


def test_groups_come_from_a_name_or_from_speaking_for_a_member(
    support_unit: Someone, chair: Someone, visitor: Someone
) -> None:
    assert support_unit.actor.is_support_unit
    assert not support_unit.actor.is_chair
    assert chair.actor.is_chair
    assert not visitor.actor.is_signed_in
