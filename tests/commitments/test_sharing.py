"""Parts of a draft in the hands of colleagues: they see and write these, and nothing else."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from commitments import operations
from commitments.models import DraftAnswer, Report, SectionAssignment
from commitments.queries import sharing
from commitments.sections import ALL, sections_for
from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.stakeholders.desk import desk_of
from gfmd_platform.stakeholders.models import Membership
from gfmd_platform.stakeholders.operations import accept_invitation
from tests.people import Someone, seat

from .making import LATER, NOW, choose, make_commitment, make_cycle, start, submit, write
from .test_report_drafts import observe

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(state, other_state, support_unit, focal_point):
    return start(make_cycle(support_unit), focal_point)


def give(report, by, whom, *sections, **terms):
    membership = Membership.objects.get(person=whom.person)
    return operations.invite_contributor(
        report_id=report.pk,
        membership_id=membership.pk,
        sections=sections,
        by=by.actor,
        now=NOW,
        **terms,
    )


def test_a_colleague_writes_their_part_and_no_other(report, focal_point, colleague):
    write(report, focal_point, "Of others", key="b_narrative")
    give(report, focal_point, colleague, "a")
    assert write(report, colleague, "Ours").revision == 1
    with pytest.raises(NotVisible):
        write(report, colleague, "Over theirs", key="b_narrative")
    with pytest.raises(NotVisible):
        observe(report, colleague)
    commitment = make_commitment(focal_point)
    with pytest.raises(NotVisible):
        operations.save_status(
            report_id=report.pk,
            commitment_id=commitment.pk,
            status="done",
            note="",
            revision=0,
            by=colleague.actor,
            now=NOW,
        )
    assert DraftAnswer.objects.get(key="b_narrative").value == "Of others"


def test_whoever_may_read_all_still_writes_their_part_only(report, focal_point, colleague):
    give(report, focal_point, colleague, "a", reads_all=True)
    assert sections_for(colleague.actor, report).reads == ALL
    with pytest.raises(NotAllowed):
        write(report, colleague, "Over theirs", key="b_narrative")


def test_giving_again_sets_the_parts_and_keeps_the_words(report, focal_point, colleague):
    give(report, focal_point, colleague, "a", "b")
    write(report, colleague, "Kept", key="b_narrative")
    give(report, focal_point, colleague, "a", "commitments")
    assert sections_for(colleague.actor, report).writes == {"a", "commitments"}
    assert DraftAnswer.objects.get(key="b_narrative").value == "Kept"
    for sections in ([], ["a", "e"]):
        with pytest.raises(Invalid):
            give(report, focal_point, colleague, *sections)
    with pytest.raises(NotAllowed):
        give(report, colleague, colleague, "d")


OTHERS = "kingfisher"


@pytest.fixture
def shared(report, focal_point, colleague):
    """The colleague has part a; everything else is full of the words of others."""
    commitment = make_commitment(focal_point)
    write(report, focal_point, f"{OTHERS} b", key="b_narrative")
    operations.save_status(
        report_id=report.pk,
        commitment_id=commitment.pk,
        status="done",
        note=f"{OTHERS} note",
        revision=0,
        by=focal_point.actor,
        now=NOW,
    )
    observe(report, focal_point, source=f"{OTHERS} source")
    write(report, focal_point, "For everybody of part a")
    give(report, focal_point, colleague, "a")
    return report


def test_no_page_of_the_draft_shows_another_part(shared, colleague):
    for name in ("draft", "check"):
        answer = colleague.client.get(reverse(f"reports:{name}", args=[shared.pk]))
        assert answer.status_code == 200
        assert OTHERS not in answer.content.decode()
        assert "Part b" not in answer.content.decode()
    missing = [
        reverse("reports:part", args=[shared.pk, "b"]),
        reverse("reports:statuses", args=[shared.pk]),
        reverse("reports:values", args=[shared.pk]),
        reverse("reports:value-new", args=[shared.pk]),
        reverse("reports:value", args=[shared.pk, shared.observations.get().pk]),
    ]
    assert [colleague.client.get(url).status_code for url in missing] == [404] * 5
    assert colleague.client.get(reverse("reports:part", args=[shared.pk, "a"])).status_code == 200
    assert colleague.client.get(reverse("reports:choices", args=[shared.pk])).status_code == 403


def test_autosave_and_api_know_no_other_part_either(shared, colleague):
    commitment = shared.statuses.get().commitment_id
    for field in ("b_narrative", f"{commitment}-note"):
        answer = colleague.client.post(
            reverse("reports:save", args=[shared.pk]),
            {"field": field, "value": "Mine", "revision": "1"},
        )
        assert answer.status_code == 404
    root = f"/api/v1/reports/{shared.pk}/"
    body = colleague.api.get(f"{root}draft/").content.decode()
    assert OTHERS not in body
    assert "hash" not in body
    answers = [
        colleague.api.put(f"{root}draft/answers/b_narrative/", {"value": "x", "revision": 1}),
        colleague.api.put(f"{root}draft/statuses/{commitment}/", {"status": "done", "revision": 1}),
        colleague.api.delete(
            f"{root}draft/observations/{shared.observations.get().pk}/", {"revision": 1}
        ),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    saved = colleague.api.put(f"{root}draft/answers/a_narrative/", {"value": "x", "revision": 1})
    assert saved.status_code == 200
    assert colleague.api.post(f"{root}submit/", {"draft_hash": "x"}).status_code == 403


def test_versions_with_the_words_of_others_stay_with_whoever_may_read_all(
    shared, focal_point, colleague
):
    choose(shared, focal_point, "support_unit")
    submit(shared, focal_point)
    page = colleague.client.get(reverse("reports:detail", args=[shared.pk]))
    assert OTHERS not in page.content.decode()
    for name in ("version", "receipt"):
        url = reverse(f"reports:{name}", args=[shared.pk, 1])
        assert colleague.client.get(url).status_code == 404
    assert OTHERS not in colleague.api.get(f"/api/v1/reports/{shared.pk}/").content.decode()


def test_how_far_a_part_is_follows_from_what_was_written(report, focal_point, colleague):
    give(report, focal_point, colleague, "a", due_on=dt.date(2027, 1, 15), note="Two pages")

    def state():
        return sharing.assignments_of(report)[0].state

    def ready(says=True, now=LATER):
        operations.hand_back(
            report_id=report.pk, section="a", ready=says, by=colleague.actor, now=now
        )

    assert state() == "not_started"
    write(report, focal_point, "Not the colleague's own")
    assert state() == "not_started"
    write(report, colleague, "Begun")
    assert state() == "in_progress"
    ready()
    assert state() == "handed_back"
    write(report, colleague, "One more thing", now=LATER + dt.timedelta(minutes=1))
    assert state() == "in_progress"
    ready(says=False)
    ready(now=LATER + dt.timedelta(minutes=2))
    assert state() == "handed_back"
    operations.ask_again(
        report_id=report.pk,
        assignment_id=SectionAssignment.objects.get().pk,
        by=focal_point.actor,
        now=LATER + dt.timedelta(hours=1),
    )
    assert state() == "not_started"
    with pytest.raises(NotVisible):
        operations.hand_back(report_id=report.pk, section="b", by=colleague.actor, now=LATER)


def test_somebody_new_is_invited_by_mail_and_led_to_their_part(report, focal_point, support_unit):
    page = focal_point.client.post(
        reverse("reports:contributors", args=[report.pk]),
        {
            "membership": "by_mail",
            "name": "Hawa Labour",
            "email": "hawa@labour.arvania.example",
            "unit": "Ministry of Labour",
            "sections": ["b", "indicators"],
            "note": "Wages, please",
        },
    )
    assert page.status_code == 302
    mail = Mail.objects.get(to="hawa@labour.arvania.example")
    assert "Wages" not in mail.subject + mail.body_text
    assert sharing.assignments_of(report)[0].state == "invited"
    token = re.search(r"accept/([^/\s]+)/", mail.body_text)
    assert token
    accepted = accept_invitation(
        token=token[1], password="a long enough secret", by=Actor.visitor(), now=LATER
    )
    assert accepted.leads_to == reverse("reports:draft", args=[report.pk])
    hawa = Someone(accepted.person, report.stakeholder)
    assert Membership.objects.get(person=hawa.person).function == "Ministry of Labour"
    assert sections_for(hawa.actor, report).writes == {"b", "indicators"}
    assert write(report, hawa, "Wages", key="b_narrative").revision == 1


def test_the_mail_tells_only_whom_it_is_for_and_nothing_of_the_draft(
    report, focal_point, colleague
):
    write(report, focal_point, OTHERS)
    give(report, focal_point, colleague, "a", note=OTHERS)
    deliver_due(now=LATER)
    mail = Mail.objects.exclude(template__startswith="cycles/").get()
    assert mail.to == colleague.person.email
    assert "asked to draft a part of the report of Arvania" in mail.subject
    assert OTHERS not in mail.subject + mail.body_text


def test_a_colleague_who_was_not_asked_sees_nothing(report, focal_point, colleague):
    other = seat(report.stakeholder, "contributor")
    give(report, focal_point, colleague, "a")
    assert not Report.unscoped.visible_to(other.actor).exists()
    for name in ("draft", "check", "contributors"):
        url = reverse(f"reports:{name}", args=[report.pk])
        assert other.client.get(url).status_code == 404
    assert desk_of(other.actor)[0].items == []


def test_the_task_list_tells_the_focal_point_who_has_what_until_when(
    report, focal_point, colleague, django_assert_max_num_queries
):
    give(report, focal_point, colleague, "a", "commitments", due_on=dt.date(2027, 1, 15))
    url = reverse("reports:draft", args=[report.pk])
    focal_point.client.get(url)
    with django_assert_max_num_queries(12):
        page = focal_point.client.get(url)
    words = page.content.decode()
    assert "Bruno Colleague" in words
    assert "15 January 2027" in words
    page = colleague.client.post(reverse("reports:hand-back", args=[report.pk, "a"]))
    assert page.status_code == 302
    words = focal_point.client.get(reverse("reports:contributors", args=[report.pk]))
    assert "Handed back as ready" in words.content.decode()


def test_the_desk_reminds_of_a_part_until_it_is_handed_back(report, focal_point, colleague):
    give(report, focal_point, colleague, "d", due_on=dt.date(2027, 1, 15))

    def waiting():
        return desk_of(colleague.actor)[0].items

    (item,) = waiting()
    assert "Part d" in str(item.detail)
    assert item.due == dt.date(2027, 1, 15)
    assert OTHERS not in str(item.title)
    operations.hand_back(report_id=report.pk, section="d", by=colleague.actor, now=LATER)
    assert waiting() == []
