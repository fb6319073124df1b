"""Questions of the Support Unit about a version: between it and the stakeholder."""

from __future__ import annotations

import pytest
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from commitments import operations
from commitments.models import QuestionEntry, ReportVersion, SupportQuestion
from commitments.report_content import of_version
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.ledger.models import Event
from gfmd_platform.ledger.operations import deliver_due
from gfmd_platform.notifications.models import Mail
from gfmd_platform.search.models import SearchEntry

from .making import LATER, NOW, choose, make_commitment, make_cycle, make_report, submit, write

pytestmark = pytest.mark.django_db
CANARY = "kingfisher"


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


@pytest.fixture
def report(cycle, focal_point):
    return make_report(cycle, focal_point)


def ask(report, by, text=f"Which year, {CANARY}?", *, key="a_narrative", no=1, **values):
    return operations.ask_question(
        report_id=report.pk,
        no=no,
        section="a",
        key=key,
        text=text,
        by=by.actor,
        now=NOW,
        **values,
    )


def answer(question, by, text=f"2026, {CANARY}.", revision=None):
    return operations.answer_question(
        question_id=question.pk, revision=revision, text=text, by=by.actor, now=LATER
    )


def page(someone, name, *args):
    return someone.client.get(reverse(f"reports:{name}", args=args)).content.decode()


def test_a_question_is_answered_asked_on_and_closed_and_the_version_stays(
    report, focal_point, support_unit
):
    question = ask(report, support_unit)
    assert ask(report, support_unit).pk == question.pk, "the same words twice are one question"
    assert answer(question, focal_point).state == "answered"
    assert answer(question, focal_point, "And 2027.").state == "answered"
    steps = {"question_id": question.pk, "by": support_unit.actor, "now": LATER}
    assert operations.close_question(revision=3, **steps).state == "closed"
    with pytest.raises(WrongState):
        answer(question, focal_point)
    again = operations.follow_up_question(revision=4, text="Of which corridor?", **steps)
    assert (again.state, again.revision) == ("open", 5)
    said = QuestionEntry.objects.filter(question=question).values_list("no", "kind")
    assert list(said) == [(1, "question"), (2, "answer"), (3, "answer"), (4, "question")]
    version = ReportVersion.objects.get(subject=report)
    assert of_version(version).hash == version.content_hash
    with pytest.raises((TypeError, DatabaseError)):
        QuestionEntry.objects.filter(question=question).update(text="Other words")


def test_what_is_asked_must_have_a_place_and_words(report, support_unit, focal_point):
    for text in ("  ", "x" * 5001, "nul\x00"):
        with pytest.raises(Invalid):
            ask(report, support_unit, text)
    with pytest.raises(NotVisible):
        ask(report, support_unit, key="b_narrative")
    with pytest.raises(NotVisible):
        ask(report, support_unit, no=2)
    question = ask(report, support_unit)
    answer(question, focal_point, revision=1)
    with pytest.raises(StaleRevision):
        answer(question, focal_point, "Twice", revision=1)
    operations.withdraw_report(report_id=report.pk, reason="Wrong", by=focal_point.actor, now=LATER)
    with pytest.raises(WrongState):
        ask(report, support_unit, "And this?")


def test_nobody_but_the_two_sides_learns_of_it(
    cycle, report, focal_point, colleague, support_unit, other_focal_point, chair, visitor
):
    question = ask(report, support_unit)
    answer(question, focal_point)
    deliver_due(now=LATER)
    mails = Mail.objects.exclude(record_id=report.pk)
    told = set(mails.filter(record_id=question.pk).values_list("to", flat=True))
    assert told == {focal_point.person.email, support_unit.person.email}
    assert not any(CANARY in mail.subject + mail.body_text for mail in Mail.objects.all())
    assert not any(CANARY in str(event.data) for event in Event.objects.all())
    assert not SearchEntry.objects.filter(record_id=question.pk).exists()
    addresses = [
        reverse("reports:detail", args=[report.pk]),
        reverse("reports:version", args=[report.pk, 1]),
        f"/api/v1/reports/{report.pk}/",
        f"/cycles/{cycle.pk}/",
        "/desk/",
        reverse("reports:questions"),
        "/api/v1/questions/",
        f"/api/v1/reports/{report.pk}/versions/1/questions/",
        reverse("reports:question", args=[question.pk]),
        f"/api/v1/questions/{question.pk}/",
    ]
    for someone in (other_focal_point, chair, visitor):
        for address in addresses:
            shown = someone.client.get(address)
            assert CANARY not in shown.content.decode(), address
            assert "Questions of the Support Unit" not in shown.content.decode()
        if someone is not visitor:
            assert [someone.client.get(a).status_code for a in addresses[-2:]] == [404, 404]
    for someone in (focal_point, colleague, support_unit):
        for address in (*addresses[:2], *addresses[-3:]):
            assert CANARY in someone.client.get(address).content.decode(), address


def test_a_member_who_may_not_read_the_version_reads_no_question(
    cycle, focal_point, colleague, support_unit
):
    report = make_report(cycle, focal_point, visibility="support_unit")
    question = ask(report, support_unit)
    assert colleague.client.get(reverse("reports:question", args=[question.pk])).status_code == 404
    with pytest.raises(NotVisible):
        answer(question, colleague)
    operations.withdraw_report(report_id=report.pk, reason="Wrong", by=focal_point.actor, now=LATER)
    shown = page(support_unit, "question", question.pk)
    assert "was withdrawn" in shown
    assert "Recruitment fees" not in shown


def test_it_is_asked_beside_the_text_and_answered_from_the_desk(
    cycle, report, focal_point, colleague, support_unit
):
    url = reverse("reports:ask", args=[report.pk, 1])
    assert url + "?about=a_narrative" in page(support_unit, "version", report.pk, 1)
    assert focal_point.client.get(url).status_code == 403
    assert (
        "Recruitment fees" in support_unit.client.get(f"{url}?about=a_narrative").content.decode()
    )
    assert support_unit.client.get(f"{url}?about=nothing").status_code == 404
    sent = {"about": "a_narrative", "text": ""}
    assert support_unit.client.post(url, sent).status_code == 422
    done = support_unit.client.post(url, {**sent, "text": "Which year?"})
    assert done["Location"].endswith("/versions/1/#a_narrative")
    question = SupportQuestion.unscoped.get()
    board = support_unit.client.get(reverse("cycles:board", args=[cycle.pk])).content.decode()
    assert "Questions asked and open" in board
    address = reverse("reports:question", args=[question.pk])
    assert address in focal_point.client.get("/desk/").content.decode()
    assert address not in colleague.client.get("/desk/").content.decode()
    assert colleague.client.post(address, {"step": "answer", "text": "x"}).status_code == 403
    stale = {"step": "answer", "text": "2026.", "revision": 7}
    kept = focal_point.client.post(address, stale)
    assert kept.status_code == 409
    assert "2026." in kept.content.decode()
    assert focal_point.client.post(address, {**stale, "revision": 1}).status_code == 302
    assert address not in focal_point.client.get("/desk/").content.decode()
    assert address in support_unit.client.get("/desk/").content.decode()
    assert "2026." in page(support_unit, "detail", report.pk)
    assert support_unit.client.post(address, {"step": "close", "revision": 2}).status_code == 302
    assert (
        "Questions asked and open"
        not in support_unit.client.get(reverse("cycles:board", args=[cycle.pk])).content.decode()
    )
    for state, number in (("open", 0), ("answered", 0), ("closed", 1)):
        found = support_unit.client.get(reverse("reports:questions"), {"state": state})
        assert found.context["page"].paginator.count == number


def test_a_correction_shows_that_a_question_stood_on_the_version_before(
    report, focal_point, support_unit
):
    question = ask(report, support_unit)
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    write(report, focal_point, "In two corridors, since 2026.")
    choose(report, focal_point)
    submit(report, focal_point, now=LATER)
    for someone in (focal_point, support_unit):
        shown = page(someone, "detail", report.pk)
        assert "Questions about earlier versions" in shown
        assert reverse("reports:question", args=[question.pk]) in shown
        assert CANARY not in shown
    assert CANARY in page(focal_point, "version", report.pk, 1)


def test_the_api_asks_answers_and_closes(report, focal_point, support_unit, other_focal_point):
    url = f"/api/v1/reports/{report.pk}/versions/1/questions/"
    sent = {"section": "a", "text": "Which year?"}
    assert focal_point.api.post(url, sent).status_code == 403
    made = support_unit.api.post(url, sent)
    assert made.status_code == 201
    here = f"/api/v1/questions/{made.json()['id']}/"
    assert other_focal_point.api.post(f"{here}answer/", {"text": "x"}).status_code == 404
    said = focal_point.api.post(f"{here}answer/", {"text": "2026.", "revision": 1})
    assert said.json()["state"] == "answered"
    assert said.json()["entries"][1]["by"] == focal_point.person.name
    assert support_unit.api.post(f"{here}close/", {"revision": 1}).status_code == 409
    assert support_unit.api.post(f"{here}close/", {"revision": 2}).json()["state"] == "closed"
    again = support_unit.api.post(f"{here}follow-up/", {"text": "Where?", "revision": 3})
    assert again.json()["state"] == "open"
    assert len(focal_point.api.get("/api/v1/questions/?state=open").json()["results"]) == 1
    with pytest.raises(NotAllowed):
        operations.close_question(
            question_id=again.json()["id"], revision=None, by=focal_point.actor, now=LATER
        )


@pytest.mark.parametrize("number", [1, 3])
def test_lists_and_the_page_of_a_version_ask_as_often_for_three_as_for_one(
    report, support_unit, number, django_assert_num_queries
):
    for row in range(number):
        question = ask(report, support_unit, f"Which year, {row}?")
    for address, queries in (
        (reverse("reports:questions"), 7),
        (reverse("reports:question", args=[question.pk]), 10),
        (reverse("reports:version", args=[report.pk, 1]), 12),
        (reverse("reports:detail", args=[report.pk]), 12),
    ):
        support_unit.client.get(address)
        with django_assert_num_queries(queries):
            assert support_unit.client.get(address).status_code == 200


def test_a_commitment_is_asked_about_and_its_owner_answers_beside_the_text(
    state, focal_point, colleague, support_unit, other_focal_point, visitor
):
    commitment = make_commitment(focal_point)
    url = reverse("commitments:ask", args=[commitment.pk, 1])
    here = reverse("commitments:detail", args=[commitment.pk])
    assert f"{url}?about=wording" in support_unit.client.get(here).content.decode()
    assert url not in focal_point.client.get(here).content.decode()
    assert focal_point.client.get(url).status_code == 403
    assert support_unit.client.get(f"{url}?about=amount").status_code == 404
    assert (
        "below three per cent" in support_unit.client.get(f"{url}?about=wording").content.decode()
    )
    sent = {"about": "wording", "text": f"Of which corridors, {CANARY}?"}
    for _click in range(2):
        done = support_unit.client.post(url, sent)
        assert done["Location"].endswith("/versions/1/#wording")
    question = SupportQuestion.unscoped.get()
    address = reverse("reports:question", args=[question.pk])
    assert address in focal_point.client.get("/desk/").content.decode()
    assert address not in colleague.client.get("/desk/").content.decode()
    said = {"step": "answer", "text": "Of all three.", "revision": 1}
    assert colleague.client.post(address, said).status_code == 403
    assert focal_point.client.post(address, said).status_code == 302
    assert address in support_unit.client.get("/desk/").content.decode()
    for someone in (focal_point, colleague, support_unit):
        for where in (here, f"{here}versions/1/", address, reverse("reports:questions")):
            shown = someone.client.get(where).content.decode()
            assert "Of all three." in shown or where.endswith("questions/"), where
    for someone in (other_focal_point, visitor):
        assert CANARY not in someone.client.get(here).content.decode()
    assert other_focal_point.client.get(address).status_code == 404
    deliver_due(now=timezone.now())
    mails = Mail.objects.filter(record_id=question.pk)
    assert {mail.to for mail in mails} == {focal_point.person.email, support_unit.person.email}
    assert all("commitment" in mail.body_text and CANARY not in mail.body_text for mail in mails)
    api = f"/api/v1/commitments/{commitment.pk}/versions/1/questions/"
    assert focal_point.api.post(api, {"text": "x"}).status_code == 403
    made = support_unit.api.post(api, {"text": "And the rest?"}).json()
    assert (made["commitment"], made["report"], made["section"]) == (
        str(commitment.pk),
        None,
        "text",
    )
    assert len(focal_point.api.get(api).json()) == 2
    assert other_focal_point.api.get(api).json() == []
    operations.withdraw_commitment(
        commitment_id=commitment.pk,
        reason="Replaced",
        by=focal_point.actor,
        now=LATER,
    )
    assert support_unit.client.get(address).status_code == 200
    with pytest.raises(WrongState):
        operations.ask_about_commitment(
            commitment_id=commitment.pk, no=1, text="Why?", by=support_unit.actor, now=LATER
        )
