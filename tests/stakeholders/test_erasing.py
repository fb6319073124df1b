"""A person leaves, and their personal data goes; what they did stays their stakeholder's."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.utils import timezone

from gfmd_platform.access.exceptions import Invalid, NotAllowed, WrongState
from gfmd_platform.ledger.models import ActorRef, Event
from gfmd_platform.ledger.operations import deliver_due, seal
from gfmd_platform.ledger.queries import verify
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders import operations
from gfmd_platform.stakeholders.models import Membership, Nomination, Person
from tests.partnerships import examples
from tests.people import Someone, StakeholderFactory, seat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_list(settings: Any, tmp_path: Path) -> None:
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"


def leave(someone: Someone, email: str = "") -> Person:
    assert someone.person is not None
    return operations.leave_platform(
        email=email or someone.person.email, by=someone.actor, now=timezone.now()
    )


def everything() -> str:
    """All text in the database, as it would be found in a dump."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            found.append(cursor.fetchone()[0])
    return " ".join(found)


def test_nothing_of_the_person_is_left_and_their_work_stays(
    submitter: Someone, support_unit: Someone
) -> None:
    seat(submitter.stakeholder)
    elsewhere = seat(StakeholderFactory())
    person = submitter.person
    example = examples.published(submitter, support_unit)
    with transaction.atomic():
        Membership.objects.filter(person=person).update(function="Head of Harbours")
        Nomination.objects.create(
            stakeholder=submitter.stakeholder,
            name="Dawit Submitter",
            email=person.email,
            function="Head of Harbours",
            reference="NV 12",
            dated=timezone.now().date(),
            recorded_at=timezone.now(),
        )
        operations.invite_member(
            stakeholder=elsewhere.stakeholder,
            name="Dawit Submitter",
            email="dawit@harbour.example",
            role="contributor",
            language="en",
            by=elsewhere.actor,
            now=timezone.now(),
        )
    submitter.client.get("/desk/")
    seal(now=timezone.now())
    while deliver_due(now=timezone.now()):
        pass
    assert "dawit" in everything().lower() and Mail.objects.filter(to=person.email).exists()

    leave(submitter)

    left = everything().lower()
    assert "dawit" not in left and "head of harbours" not in left
    assert submitter.client.get("/desk/").status_code == 302
    for model in (EmailAddress, Authenticator, UserSession):
        assert not model.objects.filter(user=person).exists()
    assert ActorRef.objects.filter(person=person).count() == 0
    seat_left = Membership.objects.get(person=person)
    assert seat_left.until == timezone.now().date()
    assert examples.again(example).published_version is not None
    assert str(Person.objects.get(pk=person.pk)) == "A former member"
    assert Nomination.objects.get().reference == "NV 12"
    event = Event.objects.get(verb="person.erase")
    assert event.data == {"reason": "own_wish"}
    seal(now=timezone.now())
    while deliver_due(now=timezone.now()):
        pass
    assert verify().breaches == []
    assert not Mail.objects.filter(to__endswith=".invalid").exists()


def test_the_last_focal_point_hands_over_first(
    focal_point: Someone, colleague: Someone, settings: Any
) -> None:
    with pytest.raises(WrongState, match="Arvania would have no focal point left"):
        leave(focal_point)
    assert not settings.ERASURES_FILE.exists()
    seat(focal_point.stakeholder)
    leave(focal_point)
    assert focal_point.actor.person is None


def test_the_last_member_of_the_support_unit_stays(support_unit: Someone) -> None:
    with pytest.raises(WrongState, match="Support Unit"):
        leave(support_unit)


def test_an_operator_may_leave_a_seat_vacant_and_says_so(focal_point: Someone) -> None:
    words = ("erase_person", "amina@arvania.example", "--reason", "request")
    with pytest.raises(CommandError, match="no focal point left"):
        call_command(*words)
    out = StringIO()
    call_command(*words, "--leave-vacant", stdout=out)
    assert str(focal_point.person.pk) in out.getvalue()
    with pytest.raises(CommandError, match="Nobody here"):
        call_command(*words)


def test_only_oneself_and_only_with_one_s_own_address(
    colleague: Someone, visitor: Someone, focal_point: Someone
) -> None:
    with pytest.raises(Invalid):
        leave(colleague, "amina@arvania.example")
    with pytest.raises(NotAllowed):
        operations.leave_platform(email="", by=visitor.actor, now=timezone.now())
    with pytest.raises(NotAllowed):
        operations.erase_person(
            email="bruno@arvania.example",
            reason="request",
            by=focal_point.actor,
            now=timezone.now(),
        )


def test_a_list_that_cannot_be_written_keeps_the_person(
    colleague: Someone, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    settings.ERASURES_FILE = tmp_path / "file" / "erasures.jsonl"
    with pytest.raises(OSError):
        leave(colleague)
    assert Person.objects.filter(email="bruno@arvania.example").exists()


@pytest.mark.parametrize("way", ["page", "api"])
def test_page_and_api_do_the_same(way: str, colleague: Someone, focal_point: Someone) -> None:
    words = {"email": "wrong@arvania.example"}
    send = (
        (lambda: colleague.client.post("/accounts/erase/", words))
        if way == "page"
        else (lambda: colleague.api.post("/api/v1/me/erase/", words, format="json"))
    )
    assert send().status_code in (200, 422)
    assert Person.objects.filter(email="bruno@arvania.example").exists()
    words["email"] = "Bruno@arvania.example"
    assert send().status_code in (302, 204)
    assert not Person.objects.filter(email="bruno@arvania.example").exists()


def test_the_page_names_the_consequence_and_the_hindrance(focal_point: Someone) -> None:
    assert b"/accounts/erase/" in focal_point.client.get("/accounts/").content
    page = focal_point.client.get("/accounts/erase/").content.decode()
    assert "This cannot be undone" in page
    answer = focal_point.client.post("/accounts/erase/", {"email": "amina@arvania.example"})
    assert "no focal point left" in answer.content.decode()


def test_every_column_for_an_address_is_known_to_the_erasure() -> None:
    """A new one must be emptied in `operations/erasing.py` before it is named here."""
    known = {
        "stakeholders.Person.email",
        "stakeholders.Invitation.email",
        "stakeholders.Nomination.email",
        "notifications.Mail.to",
    }
    ours = [m for m in apps.get_models() if m.__module__.startswith(django_settings.HOUSE_ROOTS)]
    found = {
        f"{model._meta.label}.{column.name}"
        for model in ours
        for column in model._meta.local_fields
        if isinstance(column, models.EmailField)
    }
    assert found == known
