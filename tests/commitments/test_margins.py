"""Comments and suggestions beside a draft: for those who read the part, and for nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from commitments import operations
from commitments.desk import provide
from commitments.models import DraftAnswer, DraftComment, Suggestion
from commitments.report_content import of_version
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.notifications.models import Mail
from tests.people import seat

from .making import LATER, NOW, choose, make_cycle, start, submit, write
from .test_sharing import give

pytestmark = pytest.mark.django_db
OTHERS = "kingfisher"


@pytest.fixture
def report(state, other_state, support_unit, focal_point, colleague):
    made = start(make_cycle(support_unit), focal_point)
    write(made, focal_point, "Fees fell in two corridors. More follows.")
    give(made, focal_point, colleague, "a")
    return made


def say(report, someone, body="Which year?", section="a", **more):
    return operations.comment(
        report_id=report.pk, section=section, body=body, by=someone.actor, now=NOW, **more
    )


def suggest(report, someone, text, base=1, key="a_narrative"):
    return operations.suggest(
        report_id=report.pk, key=key, text=text, base=base, by=someone.actor, now=NOW
    )


def accept(report, suggestion, someone, revision=1):
    return operations.accept_suggestion(
        report_id=report.pk,
        suggestion_id=suggestion.pk,
        revision=revision,
        by=someone.actor,
        now=LATER,
    )


def stands():
    return DraftAnswer.objects.get(key="a_narrative").value


def test_a_thread_has_two_levels_and_is_resolved_and_reopened(report, focal_point, colleague):
    first = say(report, focal_point, key="a_narrative")
    answer = say(report, colleague, "2026", parent_id=first.pk)
    again = say(report, focal_point, "Thanks", parent_id=answer.pk)
    assert (answer.parent, again.parent) == (first, first)
    assert again.key == "a_narrative"
    for resolved in (True, False):
        row = operations.resolve_comment(
            report_id=report.pk,
            comment_id=answer.pk,
            resolved=resolved,
            by=colleague.actor,
            now=LATER,
        )
        assert (row.pk, row.resolved_at is not None) == (first.pk, resolved)
    with pytest.raises(Invalid):
        say(report, focal_point, "  ")


def test_only_its_writer_edits_a_comment_and_what_it_said_is_kept(report, focal_point, colleague):
    row = say(report, colleague)

    def edit(someone):
        return operations.edit_comment(
            report_id=report.pk, comment_id=row.pk, body="Which?", by=someone.actor, now=LATER
        )

    with pytest.raises(NotAllowed):
        edit(focal_point)
    assert edit(colleague).body == "Which?"
    assert [text.body for text in row.earlier.all()] == ["Which year?"]


def test_who_does_not_read_a_part_neither_reads_nor_comments_beside_it(
    report, focal_point, colleague
):
    row = say(report, focal_point, OTHERS, section="b")
    outsider = seat(report.stakeholder, "contributor")
    for someone in (colleague, outsider):
        with pytest.raises(NotVisible):
            say(report, someone, section="b")
        with pytest.raises(NotVisible):
            say(report, someone, parent_id=row.pk)
        url = reverse("reports:margin", args=[report.pk, "b"])
        assert someone.client.get(url).status_code == 404
        api = f"/api/v1/reports/{report.pk}/draft/sections/b/margin/"
        assert someone.api.get(api).status_code == 404
    assert (
        OTHERS
        not in colleague.client.get(
            reverse("reports:margin", args=[report.pk, "a"])
        ).content.decode()
    )
    with pytest.raises(NotVisible):
        suggest(report, colleague, "x", base=0, key="b_narrative")


def test_a_suggestion_is_taken_into_the_draft_by_an_ordinary_save(report, focal_point, colleague):
    made = suggest(report, colleague, "Fees fell in three corridors. More follows.")
    done = accept(report, made, focal_point)
    assert stands() == "Fees fell in three corridors. More follows."
    saved = report.revisions.get(key="a_narrative", revision=done.result)
    assert saved.by == focal_point.person
    assert (done.by, done.answered_by) == (colleague.person, focal_point.person)
    with pytest.raises(WrongState):
        accept(report, made, focal_point, 2)


def test_a_suggestion_on_an_older_text_takes_over_only_what_it_changes(
    report, focal_point, colleague
):
    made = suggest(report, colleague, "Fees fell in three corridors. More follows.")
    clash = suggest(report, colleague, "Fees fell in two corridors. Nothing follows.")
    write(report, focal_point, "Fees fell in two corridors. Less follows.")
    with pytest.raises(StaleRevision):
        accept(report, made, focal_point, 1)
    accept(report, made, focal_point, 2)
    assert stands() == "Fees fell in three corridors. Less follows."
    with pytest.raises(WrongState):
        accept(report, clash, focal_point, 3)
    declined = operations.decline_suggestion(
        report_id=report.pk,
        suggestion_id=clash.pk,
        word="Something does",
        by=focal_point.actor,
        now=LATER,
    )
    assert (declined.state, declined.word) == ("declined", "Something does")


def test_only_who_writes_the_part_accepts(report, focal_point, colleague):
    reader = seat(report.stakeholder, "contributor")
    give(report, focal_point, reader, "d", reads_all=True)
    made = suggest(report, reader, "Fees rose.")
    with pytest.raises(NotAllowed):
        accept(report, made, reader)
    accept(report, made, colleague)
    assert stands() == "Fees rose."


def test_what_is_said_beside_it_is_no_part_of_a_version_and_stays_with_its_people(
    report, focal_point, colleague, support_unit
):
    say(report, focal_point, OTHERS)
    suggest(report, colleague, OTHERS)
    choose(report, focal_point)
    version = submit(report, focal_point)
    assert OTHERS not in str(of_version(version).words())
    url = reverse("reports:margin", args=[report.pk, "a"])
    assert OTHERS in focal_point.client.get(url).content.decode()
    assert support_unit.client.get(url).status_code == 403
    say(report, focal_point, "For next year")


def test_comments_are_gone_with_the_draft(report, focal_point, colleague):
    first = say(report, focal_point)
    say(report, colleague, parent_id=first.pk)
    suggest(report, colleague, "x")
    operations.discard_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    assert not DraftComment.objects.exists()
    assert not Suggestion.objects.exists()


def test_all_of_it_works_on_the_page(report, focal_point, colleague):
    url = reverse("reports:margin", args=[report.pk, "a"])

    def post(someone, **sent):
        return someone.client.post(url, sent).status_code

    assert post(colleague, do="comment", body="Which year?", about="a_narrative") == 302
    row = DraftComment.objects.get()
    assert row.key == "a_narrative"
    assert post(focal_point, do="answer", of=row.pk, body="2026") == 302
    assert post(colleague, do="edit", of=row.pk, body="Which one?") == 302
    assert post(focal_point, do="resolve", of=row.pk) == 302
    assert post(focal_point, do="reopen", of=row.pk) == 302
    assert post(colleague, do="comment", body="") == 422
    text = "Fees fell in three corridors. More follows."
    assert post(colleague, do="suggest", about="a_narrative", base="1", text=text) == 302
    page = focal_point.client.get(url).content.decode()
    assert "<ins>" in page
    made = Suggestion.objects.get()
    assert post(focal_point, do="accept", of=made.pk, revision="9") == 422
    assert post(focal_point, do="accept", of=made.pk, revision="1") == 302
    assert stands() == text


def test_the_api_does_what_the_page_does(report, focal_point, colleague):
    root = f"/api/v1/reports/{report.pk}/draft/"
    made = colleague.api.post(f"{root}sections/a/margin/", {"body": "Which year?"})
    (row,) = made.json()["comments"]
    changed = colleague.api.patch(f"{root}comments/{row['id']}/", {"body": "Which?"})
    assert changed.json()["body"] == "Which?"
    done = focal_point.api.patch(f"{root}comments/{row['id']}/", {"resolved": True})
    assert done.json()["resolved_at"]
    sent = {"key": "a_narrative", "text": "Fees rose.", "base": 1}
    suggested = colleague.api.post(f"{root}suggestions/", sent)
    assert suggested.status_code == 201
    answer = focal_point.api.post(
        f"{root}suggestions/{suggested.json()['id']}/", {"accept": True, "revision": 1}
    )
    assert answer.json()["state"] == "accepted"
    assert stands() == "Fees rose."


@pytest.mark.parametrize("number", [1, 3])
def test_a_margin_costs_the_same_however_much_is_said(
    report, focal_point, colleague, django_assert_max_num_queries, number
):
    for n in range(number):
        say(report, colleague, f"Comment {n}", parent_id=say(report, focal_point).pk)
        suggest(report, colleague, f"Text {n}")
    url = reverse("reports:margin", args=[report.pk, "a"])
    focal_point.client.get(url)
    with django_assert_max_num_queries(12):
        assert focal_point.client.get(url).status_code == 200


def test_the_desk_counts_what_others_said_until_it_is_read(
    report, focal_point, colleague, django_assert_num_queries
):
    other = seat(report.stakeholder, "contributor", name="Uninvited")
    for text in ("First", "Second"):
        say(report, focal_point, text)
    operations.suggest(
        report_id=report.pk, key="a_narrative", text=OTHERS, base=1, by=focal_point.actor, now=NOW
    )
    say(report, focal_point, "Of another part", section="b")
    desk = colleague.client.get("/desk/").content.decode()
    assert "2 new comments: Part a" in desk
    assert "1 suggested text: Part a" in desk
    assert "Part b" not in desk
    assert OTHERS not in desk
    for someone in (focal_point, other):
        assert "new comment" not in someone.client.get("/desk/").content.decode()
    url = reverse("reports:margin", args=[report.pk, "a"])
    assert colleague.client.post(url, {"do": "read"}).status_code == 302
    assert other.client.post(url, {"do": "read"}).status_code == 404
    assert "new comment" not in colleague.client.get("/desk/").content.decode()
    say(report, colleague, "Answer")
    assert "1 new comment: Part a" in focal_point.client.get("/desk/").content.decode()
    actor = focal_point.actor
    with django_assert_num_queries(1):
        assert len(list(provide(actor))) == 2


def test_one_mail_a_day_tells_of_new_comments_and_not_what_they_say(
    report, focal_point, colleague, other_focal_point, support_unit
):
    for body in ("Which year?", OTHERS):
        say(report, focal_point, body)
    say(report, focal_point, "Of another part", section="b")
    say(report, colleague, "Ours", section="a")
    early = dt.datetime(2026, 11, 25, 4, tzinfo=dt.UTC)
    assert operations.tell_of_comments(now=early) == 0
    for _hour in range(2):
        assert operations.tell_of_comments(now=early + dt.timedelta(hours=2)) == 2
    mails = Mail.objects.filter(template="reports/comments")
    assert {mail.to for mail in mails} == {focal_point.person.email, colleague.person.email}
    assert mails.count() == 2
    said = " ".join(mail.subject + mail.body_text for mail in mails)
    assert not any(word in said for word in (OTHERS, "Review of 2027", "Arvania"))
    operations.read_margin(report_id=report.pk, section="a", by=colleague.actor, now=LATER)
    assert operations.tell_of_comments(now=early + dt.timedelta(hours=3)) == 1
