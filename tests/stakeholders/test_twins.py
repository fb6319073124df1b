"""Pages and API do the same: each case goes through both, and leaves the same behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from gfmd_platform.ledger.models import Event
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders import operations
from gfmd_platform.stakeholders.enums import GroupCode, MemberRole, StakeholderState
from gfmd_platform.stakeholders.models import Invitation, Membership, Stakeholder
from tests.people import PersonFactory, Someone, StakeholderFactory, in_group, seat

from .helpers import application, mails_to, token_in

pytestmark = pytest.mark.django_db

Case = tuple[tuple[str, dict[str, Any]], tuple[Any, ...]]
BOTH = pytest.mark.parametrize("way", ["page", "api"])


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def send(way: str, someone: Someone, page: tuple[str, dict[str, Any]], api: tuple[Any, ...]) -> int:
    """The status of the case sent one way or the other."""
    if way == "page":
        return int(someone.client.post(*page).status_code)
    method, path, words = api
    return int(getattr(someone.api, method)(f"/api/v1{path}", words, format="json").status_code)


@BOTH
def test_apply(way: str, visitor: Someone) -> None:
    words = application()
    status = send(
        way,
        visitor,
        ("/stakeholders/apply/", words),
        ("post", "/stakeholders/apply/", {**words, "country": None}),
    )
    assert status in (202, 302)
    stakeholder = Stakeholder.unscoped.get()
    assert (stakeholder.state, stakeholder.name) == (StakeholderState.STARTED, words["name"])
    assert [e.verb for e in Event.objects.all()] == ["stakeholder.start"]
    assert Mail.objects.get().to == words["applicant_email"]


@BOTH
@pytest.mark.parametrize(
    "changes", [{"kind": "state"}, {"applicant_email": "x"}, {"website": "javascript:alert(1)"}]
)
def test_apply_wrongly(way: str, changes: dict[str, str], visitor: Someone) -> None:
    words = application(**changes)
    status = send(
        way,
        visitor,
        ("/stakeholders/apply/", words),
        ("post", "/stakeholders/apply/", {**words, "country": None}),
    )
    assert status in (200, 400, 422)
    assert not Stakeholder.unscoped.exists()


@BOTH
@pytest.mark.parametrize(
    ("step", "state"), [("confirm", StakeholderState.CONFIRMED), ("decline", "declined")]
)
def test_decide(way: str, step: str, state: str, support_unit: Someone) -> None:
    waiting = StakeholderFactory(
        state=StakeholderState.APPLIED, applicant=PersonFactory(), kind="academia"
    )
    status = send(
        way,
        support_unit,
        (
            f"/support/stakeholders/{waiting.pk}/",
            {
                "step": step,
                "confirm-kind": "diaspora",
                "decline-reason": "Why",
                "confirm-reason": "Why",
            },
        ),
        ("post", f"/stakeholders/{waiting.pk}/{step}/", {"kind": "diaspora", "reason": "Why"}),
    )
    assert status in (200, 302)
    waiting = Stakeholder.unscoped.get(pk=waiting.pk)
    assert (waiting.state, waiting.decision_reason) == (state, "Why")
    again = send(
        way,
        support_unit,
        (
            f"/support/stakeholders/{waiting.pk}/",
            {"step": step, "confirm-kind": "diaspora", "decline-reason": "Why"},
        ),
        ("post", f"/stakeholders/{waiting.pk}/{step}/", {"reason": "Why"}),
    )
    assert again == 409


@BOTH
def test_edit(way: str, submitter: Someone) -> None:
    stakeholder = submitter.stakeholder
    assert stakeholder is not None
    words = {"revision": 1, "name": "Harbour Network", "description": "Schools"}
    case: Case = (
        (f"/stakeholders/{stakeholder.pk}/edit/", words),
        ("patch", f"/stakeholders/{stakeholder.pk}/", words),
    )
    assert send(way, submitter, *case) in (200, 302)
    assert Stakeholder.objects.get(pk=stakeholder.pk).description == "Schools"
    assert stakeholder.versions.count() == 2
    stale: Case = (
        (f"/stakeholders/{stakeholder.pk}/edit/", {**words, "description": "Other"}),
        ("patch", f"/stakeholders/{stakeholder.pk}/", {**words, "description": "Other"}),
    )
    assert send(way, submitter, *stale) == 409
    assert stakeholder.versions.count() == 2


@BOTH
@pytest.mark.parametrize(
    ("who", "statuses"),
    [("submitter", {201, 302}), ("focal_point", {403}), ("visitor", {302, 403})],
)
def test_invite(
    way: str, who: str, statuses: set[int], network: Stakeholder, request: pytest.FixtureRequest
) -> None:
    someone = request.getfixturevalue(who)
    words = {"name": "Hana", "email": "hana@harbour.example", "role": "contributor"}
    status = send(
        way,
        someone,
        (f"/stakeholders/{network.pk}/members/", words),
        ("post", f"/stakeholders/{network.pk}/invitations/", words),
    )
    assert status in statuses
    assert Invitation.objects.count() == (1 if who == "submitter" else 0)


@BOTH
@pytest.mark.parametrize("step", ["resend", "revoke"])
def test_resend_and_revoke(way: str, step: str, submitter: Someone) -> None:
    invitation = operations.invite_member(
        stakeholder=submitter.stakeholder,  # type: ignore[arg-type]
        email="hana@harbour.example",
        name="Hana",
        role="contributor",
        by=submitter.actor,
        now=timezone.now(),
    )
    case: Case = (
        (f"/invitations/{invitation.pk}/{step}/", {}),
        ("post", f"/invitations/{invitation.pk}/{step}/", {}),
    )
    assert send(way, submitter, *case) in (200, 302)
    after = Invitation.objects.get(pk=invitation.pk)
    assert (after.revoked_at is not None) == (step == "revoke")
    assert Mail.objects.count() == (2 if step == "resend" else 1)


@BOTH
def test_accept(way: str, submitter: Someone, visitor: Someone) -> None:
    operations.invite_member(
        stakeholder=submitter.stakeholder,  # type: ignore[arg-type]
        email="hana@harbour.example",
        name="Hana",
        role="contributor",
        by=submitter.actor,
        now=timezone.now(),
    )
    token = token_in(mails_to("hana@harbour.example")[0])
    look = visitor.api.post("/api/v1/invitations/look/", {"token": token}, format="json").json()
    assert (look["stakeholder"], look["state"]) == ("Harbour Network", "open")
    words = {"name": "Hana New", "password": "twelve old ropes"}
    case: Case = (
        (f"/invitations/accept/{token}/", {**words, "way": "password"}),
        ("post", "/invitations/accept/", {**words, "token": token}),
    )
    assert send(way, visitor, *case) in (200, 302)
    membership = Membership.objects.get(person__email="hana@harbour.example")
    assert membership.person.name == "Hana New"
    assert membership.person.check_password("twelve old ropes")
    if way == "api":
        assert send(way, Someone(), *case) == 409


@BOTH
def test_nominate(way: str, focal_point: Someone, support_unit: Someone) -> None:
    stakeholder = focal_point.stakeholder
    assert stakeholder is not None
    words = {"reference": "NV 9", "name": "Jon", "email": "jon@arvania.example"}
    date = {"dated_day": "3", "dated_month": "2", "dated_year": "2026"}
    status = send(
        way,
        support_unit,
        (f"/support/stakeholders/{stakeholder.pk}/nominate/", {**words, **date}),
        ("post", f"/stakeholders/{stakeholder.pk}/nominations/", {**words, "dated": "2026-02-03"}),
    )
    assert status in (201, 302)
    assert stakeholder.nominations.get().dated.isoformat() == "2026-02-03"


@BOTH
def test_register(way: str, support_unit: Someone) -> None:
    words = {"name": "Delmar Council", "kind": "observer"}
    status = send(
        way,
        support_unit,
        ("/support/stakeholders/register/", words),
        ("post", "/stakeholders/register/", words),
    )
    assert status in (201, 302)
    assert Stakeholder.objects.get().sort_name == "delmar council"


@BOTH
def test_end_and_hand_over(way: str, submitter: Someone) -> None:
    assert submitter.stakeholder is not None
    hana = seat(submitter.stakeholder, MemberRole.CONTRIBUTOR)
    theirs = Membership.objects.get(person=hana.person)
    own = Membership.objects.get(person=submitter.person)
    last: Case = (
        (f"/memberships/{own.pk}/end/", {}),
        ("post", f"/memberships/{own.pk}/end/", {}),
    )
    assert send(way, submitter, *last) == 409
    case: Case = (
        (f"/memberships/{own.pk}/", {"step": "hand_over", "hand_over-to": str(theirs.pk)}),
        ("post", f"/memberships/{own.pk}/hand-over/", {"to": str(theirs.pk)}),
    )
    assert send(way, submitter, *case) in (200, 302)
    assert hana.actor.stakeholder_ids("focal_point") == {submitter.stakeholder.pk}
    assert not submitter.actor.seats


@BOTH
def test_mandates(way: str, state: Stakeholder, support_unit: Someone) -> None:
    day = {"mandate-since_day": "1", "mandate-since_month": "1", "mandate-since_year": "2026"}
    status = send(
        way,
        support_unit,
        (
            "/support/groups/",
            {"step": "mandate", "mandate-group": "troika", "mandate-stakeholder": str(state.pk)}
            | day,
        ),
        (
            "post",
            "/mandates/",
            {"group": "troika", "stakeholder": str(state.pk), "since": "2026-01-01"},
        ),
    )
    assert status in (201, 302)
    mandate = state.group_memberships.get()
    assert (mandate.group_id, mandate.since.isoformat()) == ("troika", "2026-01-01")
    end = {"until_day": "2", "until_month": "3", "until_year": "2026"}
    status = send(
        way,
        support_unit,
        (f"/support/groups/{mandate.pk}/end/", end),
        ("post", f"/mandates/{mandate.pk}/end/", {"until": "2026-03-02"}),
    )
    assert status in (200, 302)
    mandate.refresh_from_db()
    assert mandate.until.isoformat() == "2026-03-02"


def test_me(focal_point: Someone, support_unit: Someone, visitor: Someone) -> None:
    me = focal_point.api.get("/api/v1/me/").json()
    assert me["email"] == "amina@arvania.example"
    assert [(s["name"], s["role"]) for s in me["seats"]] == [("Arvania", "focal_point")]
    assert support_unit.api.get("/api/v1/me/").json()["groups"] == ["support_unit"]
    assert visitor.api.get("/api/v1/me/").status_code == 403
    focal_point.api.post("/api/v1/me/", {"name": "Amina F.", "language": "en-gb"}, format="json")
    assert focal_point.actor.person.name == "Amina F."  # type: ignore[union-attr]


@pytest.mark.parametrize("who", ["focal_point", "chair", "submitter"])
def test_the_support_unit_s_endpoints_do_not_exist_for_others(
    who: str, request: pytest.FixtureRequest
) -> None:
    someone = request.getfixturevalue(who)
    for path in ("/api/v1/stakeholders/applications/", "/api/v1/mandates/"):
        assert someone.api.get(path).status_code == 404
    invite = someone.api.post(
        "/api/v1/support-unit/invite/", {"name": "X", "email": "x@example.org"}, format="json"
    )
    assert invite.status_code == 404


def test_addresses_of_others_are_given_to_members_only(
    focal_point: Someone, colleague: Someone, other_focal_point: Someone, visitor: Someone
) -> None:
    path = f"/api/v1/stakeholders/{focal_point.stakeholder.pk}"  # type: ignore[union-attr]
    assert len(colleague.api.get(f"{path}/members/").json()) == 2
    for someone in (other_focal_point, visitor):
        assert someone.api.get(f"{path}/members/").status_code == 403
        assert someone.api.get(f"{path}/contacts/").json() == []
        assert "@" not in someone.api.get(f"{path}/").content.decode()


def test_support_unit_members_leave_by_the_api(support_unit: Someone) -> None:
    other = Someone(PersonFactory())
    in_group(GroupCode.SUPPORT_UNIT, person=other.person)
    own = other.person.group_memberships.get()  # type: ignore[union-attr]
    answer = support_unit.api.post(f"/api/v1/support-unit/{own.pk}/leave/")
    assert answer.status_code == 204
    assert not other.actor.is_support_unit


@pytest.mark.parametrize("who", ["colleague", "other_focal_point", "support_unit", "visitor"])
def test_who_may_is_asked_before_what_was_sent_is_read(
    who: str, focal_point: Someone, request: pytest.FixtureRequest
) -> None:
    """An empty body from somebody who may not is refused, not corrected."""
    someone = request.getfixturevalue(who)
    path = f"/api/v1/stakeholders/{focal_point.stakeholder.pk}/"
    answers = [someone.api.patch(path), someone.api.post(f"{path}invitations/")]
    if who != "support_unit":
        answers += [someone.api.post(f"{path}{step}/") for step in ("decline", "nominations")]
        assert someone.api.post("/api/v1/stakeholders/register/").status_code == 404
    assert {answer.status_code for answer in answers} == {403}


def test_nobody_is_asked_to_confirm_an_end_they_may_not_make(
    colleague: Someone, support_unit: Someone
) -> None:
    seat_id = Membership.objects.get(person=colleague.person).pk
    assert support_unit.client.get(f"/memberships/{seat_id}/end/").status_code == 403
