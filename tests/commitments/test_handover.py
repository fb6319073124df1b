"""A focal point leaves: access ends with the next request, the work stays for the successor."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments import operations
from commitments.models import DraftAnswer, DraftComment, SectionAssignment
from commitments.operations import StepShape
from commitments.queries import sharing
from gfmd_platform.access.exceptions import NotVisible, WrongState
from gfmd_platform.ids import new_id
from gfmd_platform.stakeholders.desk import desk_of
from gfmd_platform.stakeholders.models import Invitation, Membership, Person
from gfmd_platform.stakeholders.operations import end_membership, invite_member, resend_invitation
from tests.access.routes import all_routes
from tests.partnerships import ships
from tests.people import Someone, seat
from tests.stakeholders.factors import set_up_an_app
from tests.stakeholders.helpers import link_in, mails_to

from .making import NOW, make_commitment, make_cycle, start, write
from .test_margins import say
from .test_sharing import give

pytestmark = pytest.mark.django_db
WORDS = "Fees fell in two corridors"


def membership(someone):
    return Membership.objects.get(person=someone.person, until=None)


def end(someone, by):
    end_membership(membership=membership(someone), by=by.actor, now=timezone.now())


@pytest.fixture
def report(state, other_state, support_unit, focal_point, colleague):
    """Amina's draft, with all that hangs on her."""
    made = start(make_cycle(support_unit), focal_point)
    write(made, focal_point, WORDS)
    give(made, focal_point, colleague, "a", due_on=dt.date(2027, 1, 15), note="Two pages")
    say(made, focal_point, "Which year?")
    return made


@pytest.fixture
def left(report, focal_point, support_unit):
    """She was signed in and reading when the Support Unit, on the State's word, ended her seat."""
    assert focal_point.client.get(reverse("reports:draft", args=[report.pk])).status_code == 200
    assert focal_point.api.get(f"/api/v1/reports/{report.pk}/draft/").status_code == 200
    page = reverse("stakeholders:end-membership", args=[membership(focal_point).pk])
    assert support_unit.client.post(page).status_code == 302
    return report


def test_the_leaver_s_next_request_finds_no_page_of_the_draft(left, focal_point):
    known = {"pk": left.pk, "code": "a", "key": "a_narrative", "form": "docx", "field": "evidence"}
    asked = 0
    for route in all_routes().values():
        about_cycles = route.name in ("reports:start", "reports:decline", "reports:lodge")
        if not route.name.startswith("reports:") or about_cycles or "pk" not in route.arguments:
            continue
        if not set(route.arguments) <= set(known):
            continue
        named = {name: known[name] for name in route.arguments}
        there = reverse(route.name, kwargs=named)
        nowhere = reverse(route.name, kwargs={**named, "pk": new_id()})
        for ask in (focal_point.client.get, focal_point.client.post):
            found = ask(there)
            assert found.status_code in (400, 404, 405), there
            assert found.status_code == ask(nowhere).status_code, "as where there is nothing"
            assert WORDS not in found.content.decode()
        asked += 1
    assert asked > 20
    assert desk_of(focal_point.actor)[0].items == []
    assert WORDS not in focal_point.client.get(reverse("desk")).content.decode()


def test_autosave_comments_and_the_api_are_refused_and_nothing_is_written(
    left, focal_point, colleague
):
    saved = focal_point.client.post(
        reverse("reports:save", args=[left.pk]),
        {"field": "a_narrative", "value": "Too late", "revision": "1"},
        headers={"X-Requested-With": "fetch"},
    )
    comment = focal_point.client.post(
        reverse("reports:margin", args=[left.pk, "a"]), {"step": "comment", "body": "Too late"}
    )
    root = f"/api/v1/reports/{left.pk}/"
    late = {"value": "Too late", "revision": 1}
    answers = [
        saved,
        comment,
        focal_point.api.get(root),
        focal_point.api.get(f"{root}draft/"),
        focal_point.api.get(f"{root}draft/history/"),
        focal_point.api.put(f"{root}draft/answers/a_narrative/", late),
        focal_point.api.post(f"{root}draft/sections/a/margin/", {"body": "Too late"}),
        focal_point.api.post(f"{root}contributors/", {"email": "x@y.example", "name": "X"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    for act in (lambda: write(left, focal_point, "Too late"), lambda: say(left, focal_point)):
        with pytest.raises(NotVisible):
            act()
    assert DraftAnswer.objects.get(report=left, key="a_narrative").value == WORDS


def test_all_that_the_leaver_began_stays_under_their_name(
    report, focal_point, colleague, support_unit
):
    commitment = make_commitment(focal_point, registered=False)
    partnership = ships.draft(focal_point)
    other = seat(report.stakeholder)
    end(focal_point, support_unit)
    revision = report.revisions.get(key="a_narrative")
    assert (revision.by, revision.value["value"]) == (focal_point.person, WORDS)
    assert DraftComment.objects.get(report=report).by == focal_point.person
    assert SectionAssignment.objects.get().contributor.invited_by == focal_point.person
    assert write(report, colleague, "More").revision == 2
    desk = " ".join(item.url for section in desk_of(other.actor) for item in section.items)
    for kept in (report, commitment, partnership):
        assert str(kept.pk) in desk


def test_the_successor_comes_by_nomination_and_finds_the_work(left, support_unit, colleague):
    support_unit.client.post(
        reverse("stakeholders:nominate", args=[left.stakeholder_id]),
        {
            "reference": "NV 12/2026",
            "dated_day": "20",
            "dated_month": "11",
            "dated_year": "2026",
            "name": "Sami Successor",
            "email": "sami@arvania.example",
        },
    )
    browser = Client()
    link = link_in(mails_to("sami@arvania.example")[0])
    browser.post(link, {"name": "Sami Successor", "way": "password", "password": "seven grey owls"})
    draft = reverse("reports:draft", args=[left.pk])
    assert "/second-factor/" in browser.get(draft)["Location"], "nothing opens before"
    set_up_an_app(browser)
    handover = reverse("stakeholders:handover", args=[left.stakeholder_id])
    desk = browser.get(reverse("desk")).content.decode()
    assert draft in desk
    assert handover in desk
    assert draft in browser.get(handover).content.decode()
    assert (
        "Two pages" in browser.get(reverse("reports:contributors", args=[left.pk])).content.decode()
    )
    assert WORDS in browser.get(reverse("reports:part", args=[left.pk, "a"])).content.decode()
    assert (
        "Which year?"
        in browser.get(reverse("reports:margin", args=[left.pk, "a"])).content.decode()
    )
    history = browser.get(reverse("reports:history", args=[left.pk])).content.decode()
    assert "Amina Focal" in history
    sami = Someone(Person.objects.get(email="sami@arvania.example"), left.stakeholder)
    assert write(left, sami, f"{WORDS}, and in a third").revision == 2


def test_an_old_invitation_brings_no_seat_back(focal_point, state, support_unit):
    invitation = invite_member(
        stakeholder=state,
        email="twice@arvania.example",
        name="Twice",
        role="contributor",
        by=focal_point.actor,
        now=timezone.now(),
    )
    member = seat(state, "contributor", email="twice@arvania.example")
    end(member, focal_point)
    assert Invitation.objects.get(pk=invitation.pk).revoked_at is not None
    with pytest.raises(WrongState):
        resend_invitation(invitation=invitation, by=focal_point.actor, now=timezone.now())


def test_invitations_that_the_leaver_sent_lie_on_the_desk_of_those_who_stay(
    focal_point, state, support_unit
):
    invite_member(
        stakeholder=state,
        email="hana@arvania.example",
        name="Hana",
        role="contributor",
        by=focal_point.actor,
        now=timezone.now(),
    )
    other = seat(state)

    def titles():
        return [item.title for section in desk_of(other.actor) for item in section.items]

    assert "Hana" not in titles()
    end(focal_point, support_unit)
    assert "Hana" in titles()


# Whoever is named and has no seat any more


@pytest.fixture
def vacant(report, focal_point, colleague):
    """The colleague has part a and is named by the chain, alone and beside another; then leaves."""
    other = seat(report.stakeholder, "contributor", name="Lina Labour")
    steps = [
        StepShape("Labour", ["a"], [membership(colleague).pk]),
        StepShape("Mission", ["a"], [membership(colleague).pk, membership(other).pk]),
    ]
    operations.set_chain(report_id=report.pk, steps=steps, by=focal_point.actor, now=NOW)
    end(colleague, focal_point)
    return report


def test_the_task_list_and_the_chain_point_out_who_has_no_seat(
    vacant, focal_point, django_assert_max_num_queries
):
    url = reverse("reports:draft", args=[vacant.pk])
    assert focal_point.client
    with django_assert_max_num_queries(12):
        page = focal_point.client.get(url).content.decode()
    row = sharing.contributors_of(vacant)[0]
    assert f"{reverse('reports:contributors', args=[vacant.pk])}?from={row.pk}#invite" in page
    assert "Clearance “Labour”:" in page
    assert "Clearance “Mission”:" in page
    assert page.count("Nobody can clear this step.") == 1
    chain = focal_point.client.get(reverse("reports:clearance", args=[vacant.pk])).content.decode()
    assert chain.count("Named here, and no longer a member:") == 2
    assert chain.count("Nobody can clear this step.") == 1
    told = focal_point.api.get(f"/api/v1/reports/{vacant.pk}/draft/clearance/").json()["steps"]
    assert [(step["members"], step["former_members"]) for step in told] == [
        ([], ["Bruno Colleague"]),
        (["Lina Labour"], ["Bruno Colleague"]),
    ]
    draft = focal_point.api.get(f"/api/v1/reports/{vacant.pk}/draft/").json()
    assert [row["state"] for row in draft["assignments"]] == ["no_seat"]
    assert [row["has_seat"] for row in draft["contributors"]] == [False]


def test_a_part_left_behind_is_given_to_somebody_else_as_it_was_asked(vacant, focal_point):
    row = sharing.contributors_of(vacant)[0]
    url = reverse("reports:contributors", args=[vacant.pk])
    page = focal_point.client.get(f"{url}?from={row.pk}").content.decode()
    assert page.count("Two pages") == 2, "as it was given, and in the form"
    assert 'value="2027"' in page
    assert focal_point.client.get(f"{url}?from=99999").status_code == 200
    with pytest.raises(WrongState):
        operations.ask_again(
            report_id=vacant.pk,
            assignment_id=SectionAssignment.objects.get().pk,
            by=focal_point.actor,
            now=NOW,
        )
    lina = Someone(Person.objects.get(name="Lina Labour"), vacant.stakeholder)
    give(vacant, focal_point, lina, "a")
    steps = [StepShape("Labour", ["a"], [membership(lina).pk])]
    operations.set_chain(report_id=vacant.pk, steps=steps, by=focal_point.actor, now=NOW)
    tasks = focal_point.client.get(reverse("reports:draft", args=[vacant.pk])).content.decode()
    assert "Somebody named here is no longer a member" not in tasks


def test_others_with_a_seat_are_told_that_a_focal_point_can_name_somebody_else(vacant):
    lina = Someone(Person.objects.get(name="Lina Labour"), vacant.stakeholder)
    page = lina.client.get(reverse("reports:clearance", args=[vacant.pk])).content.decode()
    assert "A focal point can name somebody else." in page
    assert reverse("reports:chain", args=[vacant.pk]) not in page
    tasks = lina.client.get(reverse("reports:draft", args=[vacant.pk])).content.decode()
    assert "Somebody named here is no longer a member" not in tasks


# The page for whoever takes over


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_shows_what_is_open_for_this_stakeholder_and_no_other(
    rows, report, focal_point, submitter, support_unit, django_assert_num_queries
):
    assert submitter.person
    Membership.objects.create(
        person=focal_point.person,
        stakeholder=submitter.stakeholder,
        role="focal_point",
        since=NOW.date(),
    )
    elsewhere = ships.draft(submitter, title="Elsewhere")
    for number in range(rows):
        ships.draft(focal_point, title=f"Begun {number}")
        make_commitment(focal_point, registered=False, title=f"Pledge {number}")
        registered = ships.registered(focal_point, title=f"Running {number}")
        ships.plan(registered, focal_point, due_on="2029", title=f"Later {number}")
    page = reverse("stakeholders:handover", args=[report.stakeholder_id])
    assert focal_point.client and focal_point.api
    with django_assert_num_queries(13):
        shown = focal_point.client.get(page).content.decode()
    for number in range(rows):
        assert f"Begun {number}" in shown
        assert f"Pledge {number}" in shown
        assert f"Later {number}" in shown
    assert "Open review cycles" in shown
    assert str(elsewhere.pk) not in shown
    twin = focal_point.api.get(f"/api/v1/stakeholders/{report.stakeholder_id}/handover/").json()
    by_code = {section["code"]: section["items"] for section in twin}
    assert [item["title"] for item in by_code["deliverables"]] == [
        f"Later {number}" for number in range(rows)
    ]
    assert by_code["deliverables"][0]["due"] == "2029-12-31"
    assert by_code["cycles"][0]["due"] == "2027-05-15"


def test_the_way_to_it_stands_on_the_desk_of_new_focal_points_only(state, focal_point):
    new = seat(state)
    drafts = seat(state, "contributor")
    today = timezone.localdate()

    def began(someone, days):
        Membership.objects.filter(person=someone.person).update(
            since=today - dt.timedelta(days=days)
        )

    page = reverse("stakeholders:handover", args=[state.pk])
    began(new, 60)
    began(drafts, 1)
    assert page in new.client.get(reverse("desk")).content.decode()
    began(new, 61)
    for someone in (new, drafts, focal_point):
        assert page not in someone.client.get(reverse("desk")).content.decode()
    assert "Nothing is open." in new.client.get(page).content.decode()


def test_a_usual_chain_whose_members_left_is_pointed_out_in_the_next_report(
    report, focal_point, colleague, support_unit
):
    steps = [StepShape("Labour", ["a"], [membership(colleague).pk])]
    operations.set_chain(
        report_id=report.pk, steps=steps, as_usual=True, by=focal_point.actor, now=NOW
    )
    end(colleague, focal_point)
    later = start(make_cycle(support_unit, title="Next", year=2028), focal_point)
    page = focal_point.client.get(reverse("reports:draft", args=[later.pk])).content.decode()
    assert "Nobody can clear this step." in page
