"""A page asks as many questions for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from gfmd_platform.stakeholders import desk, operations, shelves
from gfmd_platform.stakeholders.enums import GroupCode, MemberRole, StakeholderState
from gfmd_platform.stakeholders.models import Membership
from gfmd_platform.taxonomy import queries as taxonomy
from tests.people import PersonFactory, Someone, StakeholderFactory, in_group, make_place, seat

pytestmark = pytest.mark.django_db

ROWS = pytest.mark.parametrize("rows", [1, 3])
Counter = Callable[[int], object]


@pytest.fixture(autouse=True)
def warm(db: None) -> None:
    """The taxonomy's picture is in memory, as in a process that has answered before."""
    make_place()
    taxonomy.current()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this app's desk and shelves: other apps count their own."""
    ours = {"stakeholders": desk._providers["stakeholders"]}
    monkeypatch.setattr(desk, "_providers", ours)
    monkeypatch.setattr(shelves, "_providers", {})


@ROWS
def test_list(rows: int, django_assert_num_queries: Counter) -> None:
    for _ in range(rows):
        StakeholderFactory(country=make_place())
    visitor = Someone()
    with django_assert_num_queries(4):  # taxonomy, count, rows, kinds
        assert visitor.client.get("/stakeholders/").status_code == 200
    with django_assert_num_queries(2):
        assert len(visitor.api.get("/api/v1/stakeholders/").json()["results"]) == rows


@ROWS
def test_detail(rows: int, submitter: Someone, django_assert_num_queries: Counter) -> None:
    assert submitter.stakeholder is not None
    for number in range(rows):
        operations.edit_stakeholder(
            stakeholder=submitter.stakeholder,
            revision=None,
            changes={"description": f"Words {number}"},
            by=submitter.actor,
            now=timezone.now(),
        )
        member = seat(submitter.stakeholder)
        Membership.objects.filter(person=member.person).update(
            contact_audience="public", contact_consented_at=timezone.now()
        )
    visitor = Someone()
    with django_assert_num_queries(4):
        page = visitor.client.get(f"/stakeholders/{submitter.stakeholder.pk}/")
    assert page.content.count(b"mailto:") == rows


@ROWS
def test_members(rows: int, submitter: Someone, django_assert_num_queries: Counter) -> None:
    assert submitter.stakeholder is not None
    for number in range(rows):
        seat(submitter.stakeholder, MemberRole.CONTRIBUTOR)
        operations.invite_member(
            stakeholder=submitter.stakeholder,
            email=f"new{number}@harbour.example",
            name="New",
            role="contributor",
            by=submitter.actor,
            now=timezone.now(),
        )
    path = f"/stakeholders/{submitter.stakeholder.pk}/members/"
    assert submitter.client
    with django_assert_num_queries(9):
        page = submitter.client.get(path)
    assert page.content.count(b"Send again") == rows


@ROWS
def test_desk_and_queue(
    rows: int, support_unit: Someone, django_assert_num_queries: Counter
) -> None:
    for _ in range(rows):
        StakeholderFactory(state=StakeholderState.APPLIED, applicant=PersonFactory())
    assert support_unit.client and support_unit.api
    with django_assert_num_queries(5):
        assert len(support_unit.api.get("/api/v1/desk/").json()) == rows
    with django_assert_num_queries(6):
        page = support_unit.client.get("/support/stakeholders/")
    assert page.content.count(b"entry__title") == rows


@ROWS
def test_groups(rows: int, support_unit: Someone, django_assert_num_queries: Counter) -> None:
    for _ in range(rows):
        in_group(GroupCode.STEERING_GROUP, stakeholder=StakeholderFactory())
        in_group(GroupCode.SUPPORT_UNIT, person=PersonFactory())
    assert support_unit.client
    with django_assert_num_queries(8):
        assert support_unit.client.get("/support/groups/").status_code == 200
