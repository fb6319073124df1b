"""The desk: what waits for me, the oldest first, or a sentence that nothing does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders import desk, operations
from gfmd_platform.stakeholders.desk import DeskGroup, DeskItem, desk_of, register_desk
from gfmd_platform.stakeholders.enums import StakeholderState
from reviews.enums import CIRCULATED_TO
from tests.people import PersonFactory, Someone, StakeholderFactory, in_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def promises(monkeypatch: pytest.MonkeyPatch) -> None:
    """An app that has two things for everybody, the newer one first."""
    monkeypatch.setattr(desk, "_providers", dict(desk._providers))
    now = timezone.now()

    def provide(actor: Actor) -> Iterator[DeskItem]:
        for title, days in [("Newer", 1), ("Older", 9)]:
            yield DeskItem(
                title=title,
                detail="Somebody asks.",
                url=f"/{title}/",
                action="Answer",
                since=now - dt.timedelta(days=days),
            )

    register_desk("promises", provide)


def test_an_empty_desk_says_so(focal_point: Someone) -> None:
    assert b"Nothing waits for you." in focal_point.client.get("/desk/").content


def test_the_oldest_promise_stands_first(focal_point: Someone, promises: None) -> None:
    page = focal_point.client.get("/desk/").content.decode()
    assert page.index(">Older</bdi>") < page.index(">Newer</bdi>")
    twin = focal_point.api.get("/api/v1/desk/").json()
    assert [item["title"] for item in twin] == ["Older", "Newer"]


def test_an_expired_invitation_comes_back_to_whoever_sent_it(submitter: Someone) -> None:
    operations.invite_member(
        stakeholder=submitter.stakeholder,  # type: ignore[arg-type]
        email="hana@harbour.example",
        name="Hana",
        role="contributor",
        by=submitter.actor,
        now=timezone.now(),
    )
    assert [s.code for s in desk_of(submitter.actor)] == [DeskGroup.YOURS, DeskGroup.THEIRS]
    with time_machine.travel(timezone.now() + dt.timedelta(hours=80), tick=False):
        sections = desk_of(submitter.actor)
    assert [s.code for s in sections] == [DeskGroup.YOURS]
    assert "72 hours" in str(sections[0].items[0].detail)


def test_an_applicant_sees_where_the_application_stands() -> None:
    applicant = Someone(PersonFactory())
    StakeholderFactory(name="Waiting", state=StakeholderState.APPLIED, applicant=applicant.person)
    assert b"Your application is with the Support Unit." in applicant.client.get("/desk/").content


def test_a_desk_needs_a_person() -> None:
    assert Client().get("/desk/")["Location"] == "/accounts/login/?next=/desk/"
    assert Someone().api.get("/api/v1/desk/").status_code == 403


@pytest.fixture
def chair_in_every_group(chair: Someone) -> Someone:
    """As Chairs mostly are: its State sits in the groups that are consulted, too."""
    for code in CIRCULATED_TO:
        in_group(code, stakeholder=chair.stakeholder)
    return chair


@pytest.mark.parametrize("who", ["focal_point", "support_unit", "chair_in_every_group"])
def test_the_desk_of_all_apps_together_asks_few_questions(
    who: str,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    someone = request.getfixturevalue(who)
    assert someone.client
    with django_assert_max_num_queries(12):
        assert someone.client.get("/desk/").status_code == 200


def test_beside_the_desk_stands_what_can_be_begun(
    focal_point: Someone, support_unit: Someone
) -> None:
    page = focal_point.client.get("/desk/").content
    assert b"Offer a practice example" in page
    assert b"Moderation" not in page
    assert b"Moderation" in support_unit.client.get("/desk/").content
