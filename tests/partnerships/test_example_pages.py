"""The pages of practice examples, as browsers without script use them."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from partnerships.models import Example, ExampleVersion
from partnerships.operations import examples as operations
from tests.people import Someone, seat, sign_in

from .examples import (
    AREA,
    COUNTRY,
    NOW,
    OBJECTIVE,
    OTHER_COUNTRY,
    TARGET,
    again,
    archived,
    draft,
    form_data,
    publish,
    published,
    submit,
    submitted,
    upload,
    values,
)
from .test_examples import ask

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def page(someone: Someone, address: str, status: int = 200, **data: Any) -> str:
    response = someone.client.get(address, data)
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, pattern
    return match[1]


def revised(example: Example, by: Someone, moderator: Someone, **changes: Any) -> Example:
    operations.revise_example(example_id=example.pk, by=by.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values=changes,
        by=by.actor,
        now=NOW,
    )
    return publish(submit(example, by), moderator)


# --- the public list


def test_the_list_shows_what_is_published_and_nothing_of_drafts(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    example = published(submitter, support_unit)
    draft(submitter, title="A secret draft")
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values={"title": "A secret update"},
        by=submitter.actor,
        now=NOW,
    )
    shown = page(visitor, "/examples/")
    assert values()["title"] in shown
    assert "Harbour Network" in shown
    assert "secret" not in shown


def test_an_empty_list_says_what_to_do(visitor: Someone) -> None:
    assert "No example has been published yet" in page(visitor, "/examples/")


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ({"action_area": AREA}, True),
        ({"action_area": "gfmd-recollection-2017:C6.1"}, False),
        ({"objective": OBJECTIVE}, True),
        ({"objective": "gcm-2018:23"}, False),
        ({"target": TARGET}, True),
        ({"target": "sdg-2015:1.1"}, False),
        ({"country": COUNTRY}, True),
        ({"country": "AF"}, True),
        ({"country": OTHER_COUNTRY}, False),
        ({"stakeholder_kind": "civil_society"}, True),
        ({"stakeholder_kind": "state"}, False),
        ({"kind": "practice"}, True),
        ({"kind": "policy"}, False),
        ({"archive": "no"}, True),
        ({"archive": "yes"}, False),
    ],
)
def test_the_list_is_narrowed_by_the_published_version(
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
    query: dict[str, str],
    finds: bool,
) -> None:
    published(submitter, support_unit, objectives=[OBJECTIVE], targets=[TARGET])
    assert (values()["title"] in page(visitor, "/examples/", **query)) is finds


def test_an_action_area_finds_what_realises_one_of_its_options(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    option = "gfmd-recollection-2017:C6.1.P1"
    published(submitter, support_unit, options=[option])
    query = {"action_area": "gfmd-recollection-2017:C6.1"}
    assert values()["title"] in page(visitor, "/examples/", **query)


@pytest.mark.parametrize(
    "query",
    [
        {"action_area": "C1.2"},
        {"country": "Atlantis"},
        {"stakeholder_kind": "dragon"},
        {"archive": "maybe"},
    ],
)
def test_a_filter_that_means_nothing_says_so_and_shows_the_list(
    submitter: Someone, support_unit: Someone, visitor: Someone, query: dict[str, str]
) -> None:
    published(submitter, support_unit)
    shown = page(visitor, "/examples/", **query)
    assert "Something needs another look" in shown
    assert values()["title"] in shown


def test_null_bytes_and_huge_pages_in_the_address_do_no_harm(visitor: Someone) -> None:
    archived()
    page(visitor, "/examples/", page="9" * 30)
    page(visitor, "/examples/", action_area="a\x00b", sort="\x00")


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_the_same_number_of_queries_whatever_its_length(
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for n in range(number):
        published(submitter, support_unit, title=f"Example {n}", objectives=[OBJECTIVE])
        archived(title=f"Archive {n}")
    visitor.client.get("/examples/")
    with django_assert_num_queries(7):
        visitor.client.get("/examples/")


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_asks_the_same_number_of_queries_whatever_its_versions(
    submitter: Someone,
    support_unit: Someone,
    visitor: Someone,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    example = published(submitter, support_unit)
    for n in range(1, number):
        revised(example, submitter, support_unit, title=f"Edition {n}")
    with django_assert_num_queries(7):
        visitor.client.get(f"/examples/{example.pk}/")


def test_the_table_can_be_downloaded_and_runs_nothing_in_a_spreadsheet(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    published(submitter, support_unit, title="=HYPERLINK(1)", objectives=[OBJECTIVE])
    archived(title="From 2017")
    response = visitor.client.get("/examples/table.csv")
    assert response["Content-Type"].startswith("text/csv")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(content))}
    assert rows["'=HYPERLINK(1)"]["objectives"] == OBJECTIVE
    assert rows["From 2017"]["archive"] == "true"
    narrowed = visitor.client.get("/examples/table.csv", {"archive": "yes"})
    assert b"HYPERLINK" not in b"".join(narrowed.streaming_content)


# --- one example


def test_hostile_text_is_shown_as_text(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    example = published(
        submitter,
        support_unit,
        title=HOSTILE,
        summary=HOSTILE * 3,
        by_whom=HOSTILE,
        lessons=HOSTILE,
        links=["https://example.org/?q=<script>"],
    )
    revised(example, submitter, support_unit, lessons=f"More {HOSTILE}")
    for address in (
        "/examples/",
        f"/examples/{example.pk}/",
        f"/examples/{example.pk}/versions/2/",
    ):
        shown = page(visitor, address)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_an_archive_entry_says_that_nobody_has_confirmed_it(visitor: Someone) -> None:
    example = archived(objectives=[OBJECTIVE])
    shown = page(visitor, f"/examples/{example.pk}/")
    assert "Unconfirmed archive entry" in shown
    assert "Thematic Recollection of 2017" in shown
    assert shown.count("editorial") == 1
    assert "25" in shown


def test_versions_are_listed_and_compared(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    example = published(submitter, support_unit, lessons="Begin small.")
    assert "What changed" not in page(visitor, f"/examples/{example.pk}/versions/1/")
    revised(example, submitter, support_unit, lessons="Begin big.")
    assert f"/examples/{example.pk}/versions/1/" in page(visitor, f"/examples/{example.pk}/")
    shown = page(visitor, f"/examples/{example.pk}/versions/2/")
    assert re.search(r"<del>.*small.*</del><ins>.*big.*</ins>", shown)


def test_a_version_that_was_never_published_is_not_found(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    example = submitted(submitter)
    operations.recall_example(example_id=example.pk, by=submitter.actor, now=NOW)
    publish(submit(example, submitter), support_unit)
    page(visitor, f"/examples/{example.pk}/versions/1/", 404)
    page(visitor, f"/examples/{example.pk}/versions/2/")
    page(visitor, f"/examples/{example.pk}/versions/99999999999999/", 404)


def test_a_contact_is_shown_only_as_its_owner_chose(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    shown = published(submitter, support_unit)
    withheld = published(submitter, support_unit, contact_withheld=True)
    assert submitter.person.email not in page(visitor, f"/examples/{shown.pk}/")
    submitter.person.memberships.update(shows_contact=True)
    assert submitter.person.email in page(visitor, f"/examples/{shown.pk}/")
    assert submitter.person.email not in page(visitor, f"/examples/{withheld.pk}/")


def test_what_is_not_public_is_not_found_by_others_on_any_address(
    submitter: Someone,
    focal_point: Someone,
    chair: Someone,
    support_unit: Someone,
    visitor: Someone,
) -> None:
    example = draft(submitter)
    base = f"/examples/{example.pk}/"
    for someone in (focal_point, chair, support_unit):
        for path in ("", "edit/", "check/", "status/", "withdraw/", "discard/", "versions/1/"):
            page(someone, base + path, 404)
        for path in ("edit/", "check/", "withdraw/", "discard/", "files/"):
            response = someone.client.post(base + path, form_data())
            assert response.status_code == 404, path
        response = someone.client.post(
            f"{base}autosave/", {"field": "title", "value": "Mine", "revision": "1"}
        )
        assert response.status_code == 404
        page(someone, f"/moderation/{example.pk}/", 404)
    page(visitor, base, 404)
    assert again(example).title == values()["title"]


def test_a_stranger_cannot_tell_a_draft_from_nothing(
    submitter: Someone, focal_point: Someone
) -> None:
    def answer(pk: object) -> str:
        shown = page(focal_point, f"/examples/{pk}/", 404).replace(str(pk), "")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown)

    assert answer(draft(submitter).pk) == answer(uuid4())


# --- writing


def test_an_example_is_written_checked_and_submitted_in_one_sitting(submitter: Someone) -> None:
    form = page(submitter, "/examples/new/")
    key = found(r'name="key" value="([0-9a-f-]{36})"', form)
    response = submitter.client.post("/examples/new/", form_data(key=key, check="yes"))
    assert response.status_code == 302, response.content.decode()[:3000]
    assert response["Location"] == f"/examples/{key}/check/"
    shown = page(submitter, response["Location"])
    assert values()["summary"] in shown
    assert "April 2019" in shown
    assert "goes to the Support Unit" in shown
    response = submitter.client.post(f"/examples/{key}/check/", {"revision": "1"}, follow=True)
    assert "The Support Unit reads it next" in response.content.decode()
    assert ExampleVersion.objects.get().no == 1


def test_the_same_form_sent_from_two_tabs_makes_one_draft_and_one_version(
    submitter: Someone,
) -> None:
    key = str(uuid4())
    for _ in range(2):
        response = submitter.client.post("/examples/new/", form_data(key=key))
        assert response.status_code == 302
    for _ in range(2):
        response = submitter.client.post(f"/examples/{key}/check/", {"revision": "1"})
        assert response["Location"] == f"/examples/{key}/status/"
    assert Example.unscoped.count() == 1
    assert ExampleVersion.objects.count() == 1


def test_wrong_values_stay_in_the_form_and_the_summary_leads_to_their_fields(
    submitter: Someone,
) -> None:
    data = form_data(
        title="x" * 300,
        since_year="last year",
        links="https://example.org\nnot a link",
        kind="rumour",
    )
    response = submitter.client.post("/examples/new/", data)
    shown = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_since"' in shown
    assert 'href="#id_kind"' in shown
    assert "last year" in shown
    assert "not a link" in shown
    assert not Example.unscoped.exists()
    data = form_data(title="x" * 300, links="https://example.org\nnot a link")
    shown = submitter.client.post("/examples/new/", data).content.decode()
    assert 'href="#id_title"' in shown
    assert 'href="#id_links"' in shown
    assert "x" * 300 in shown


def test_null_bytes_are_refused_in_words(submitter: Someone) -> None:
    response = submitter.client.post("/examples/new/", form_data(summary="a\x00b"))
    assert response.status_code == 422
    assert "Null characters are not allowed" in response.content.decode()


def test_what_is_missing_is_said_before_submitting_and_leads_to_the_fields(
    submitter: Someone,
) -> None:
    example = draft(submitter, title="", action_areas=[])
    shown = page(submitter, f"/examples/{example.pk}/check/")
    assert f"/examples/{example.pk}/edit/#id_title" in shown
    assert f"/examples/{example.pk}/edit/#id_action_areas" in shown
    assert "Submit to the Support Unit" not in shown
    response = submitter.client.post(f"/examples/{example.pk}/check/", {"revision": "1"})
    assert response.status_code == 422
    assert 'id="id_action_areas"' in page(submitter, f"/examples/{example.pk}/edit/")


def test_a_contributor_is_told_who_submits(colleague: Someone, focal_point: Someone) -> None:
    example = draft(colleague)
    shown = page(colleague, f"/examples/{example.pk}/check/")
    assert "A focal point of Arvania submits" in shown
    assert "Submit to the Support Unit" not in shown
    response = colleague.client.post(f"/examples/{example.pk}/check/", {"revision": "1"})
    assert response.status_code == 403


def test_two_people_saving_one_draft_see_both_texts(
    focal_point: Someone, colleague: Someone
) -> None:
    example = draft(focal_point)
    address = f"/examples/{example.pk}/edit/"
    colleague.client.post(address, form_data(lessons="What the colleague learnt."))
    response = focal_point.client.post(address, form_data(lessons="What the focal point learnt."))
    shown = response.content.decode()
    assert response.status_code == 409
    assert "What the colleague learnt." in shown
    assert "What the focal point learnt." in shown
    assert again(example).lessons == "What the colleague learnt."
    revision = found(r'name="revision" value="(\d+)"', shown)
    data = form_data(lessons="Both lessons.", revision=revision)
    assert focal_point.client.post(address, data).status_code == 302
    assert again(example).lessons == "Both lessons."


def test_text_sent_after_the_session_ended_waits_for_its_writer(submitter: Someone) -> None:
    example = draft(submitter)
    address = f"/examples/{example.pk}/edit/"
    browser = Client()
    response = browser.post(address, form_data(lessons="Written for an hour."))
    assert response.status_code == 302
    assert "login" in response["Location"]
    assert again(example).lessons == ""
    sign_in(browser, submitter.person)
    shown = browser.get(address).content.decode()
    assert "Written for an hour." in shown
    assert "This text is not saved yet" in shown
    assert "Written for an hour." not in browser.get(address).content.decode()


def test_each_field_is_saved_while_it_is_written(submitter: Someone) -> None:
    key = str(uuid4())
    address = f"/examples/{key}/autosave/"
    begin = f"{address}?for={submitter.stakeholder.pk}"

    def save(to: str, **data: Any) -> Any:
        return submitter.client.post(to, data)

    first = save(begin, field="title", value="Night school", revision="1")
    assert first.json()["revision"] == 1
    second = save(begin, field="summary", value="Evening courses", revision="1")
    assert second.json()["revision"] == 2
    parts = {"since_day": "", "since_month": "4", "since_year": "2019"}
    assert save(address, field="since", revision="2", **parts).json()["revision"] == 3
    assert save(address, field="countries", value=[COUNTRY], revision="3").status_code == 200
    assert save(address, field="countries", revision="4").status_code == 200
    example = Example.unscoped.get()
    assert (example.title, example.summary, example.since) == (
        "Night school",
        "Evening courses",
        "2019-04",
    )
    assert not example.places.exists()
    stale = save(address, field="title", value="Late", revision="2")
    assert stale.status_code == 409
    assert stale.json()["theirs"] == {"title": "Night school"}
    assert save(address, field="kind", value="rumour", revision="5").status_code == 422
    assert save(address, field="state", value="published", revision="5").status_code == 400
    assert save(address, field="title", value="No number", revision="x").status_code == 400
    assert Client().post(address, {"field": "title"}).status_code == 401


def test_consequences_are_named_before_a_step_that_cannot_be_undone(
    submitter: Someone, support_unit: Someone
) -> None:
    example = published(submitter, support_unit)
    address = f"/examples/{example.pk}/withdraw/"
    assert "leaves the public pages" in page(submitter, address)
    assert again(example).published_version is not None
    submitter.client.post(address)
    assert again(example).published_version is None
    mine = draft(submitter)
    assert "deleted for good" in page(submitter, f"/examples/{mine.pk}/discard/")
    submitter.client.post(f"/examples/{mine.pk}/discard/")
    assert not Example.unscoped.filter(pk=mine.pk).exists()


def test_a_step_that_no_longer_applies_is_refused_in_words(submitter: Someone) -> None:
    example = draft(submitter)
    response = submitter.client.post(f"/examples/{example.pk}/recall/")
    assert response.status_code == 409
    assert "This step does not apply" in response.content.decode()


def test_who_has_no_seat_is_told_how_to_take_part(support_unit: Someone, visitor: Someone) -> None:
    assert "How to take part" in page(support_unit, "/examples/new/", 403)
    response = visitor.client.get("/examples/new/")
    assert response.status_code == 302


def test_who_has_several_seats_says_for_whom_they_write(submitter: Someone) -> None:
    other = seat(submitter.stakeholder)
    from tests.people import StakeholderFactory

    second = StakeholderFactory(name="Second Network")
    other.person.memberships.create(
        stakeholder=second, role="contributor", since=NOW.date().replace(year=2020)
    )
    assert "Whose example is it?" in page(other, "/examples/new/")
    address = f"/examples/new/?for={second.pk}"
    assert "Second Network" in page(other, address)
    other.client.post(address, form_data(key=str(uuid4())))
    assert Example.unscoped.get().record.owner_id == second.pk


# --- files


def test_a_file_goes_with_its_version_and_is_only_saved_never_run(
    submitter: Someone, support_unit: Someone, visitor: Someone
) -> None:
    example = draft(submitter)
    add = f"/examples/{example.pk}/files/"
    assert submitter.client.post(add, {"file": upload(), "title": "Report"}).status_code == 302
    sha256 = example.record.files.get().stored_id
    address = f"{add}{sha256}/"
    assert submitter.client.get(address).status_code == 200
    assert visitor.client.get(address).status_code == 404
    publish(submit(example, submitter), support_unit)
    response = visitor.client.get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7\n%text\n"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="Report.pdf"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    held = example.record.files.get()
    submitter.client.post(f"{add}{held.pk}/remove/")
    assert not example.record.files.exists()
    assert visitor.client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.pdf", b"MZ\x90\x00" + b"\x00" * 60, "content is something else"),
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "content is something else"),
        ("table.xlsx", b"PK\x03\x04broken", "content is something else"),
        ("notes.txt", b"text\x00more", "content is something else"),
        ("page.html", b"<html></html>", "Files of these kinds can be kept"),
        ("run.exe", b"MZ", "Files of these kinds can be kept"),
        ("empty.pdf", b"", "The file is empty"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(
    submitter: Someone, name: str, content: bytes, words: str
) -> None:
    example = draft(submitter)
    response = submitter.client.post(
        f"/examples/{example.pk}/files/", {"file": upload(name, content)}
    )
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not example.record.files.exists()


def test_a_record_has_at_most_ten_files_and_each_once(submitter: Someone, settings: Any) -> None:
    example = draft(submitter)
    add = f"/examples/{example.pk}/files/"
    for n in range(10):
        submitter.client.post(add, {"file": upload(content=b"%PDF-1.7 " + bytes([65 + n]))})
    assert example.record.files.count() == 10
    assert submitter.client.post(add, {"file": upload(content=b"%PDF-1.7 Z")}).status_code == 422
    example.record.files.last().delete()
    assert submitter.client.post(add, {"file": upload(content=b"%PDF-1.7 A")}).status_code == 422
    settings.MAX_UPLOAD_BYTES = 1024
    response = submitter.client.post(add, {"file": upload(content=b"%PDF-1.7 " + b"x" * 2000)})
    assert response.status_code == 422


# --- moderation


def test_the_queue_shows_the_oldest_first_and_only_to_moderators(
    submitter: Someone, focal_point: Someone, support_unit: Someone, chair: Someone
) -> None:
    for title in ("First come", "Second come"):
        submitted(submitter, title=title)
    shown = page(support_unit, "/moderation/")
    assert shown.index("First come") < shown.index("Second come")
    assert "Nothing waits" in page(chair, "/moderation/")
    page(submitter, "/moderation/", 404)


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_asks_the_same_number_of_queries_whatever_its_length(
    submitter: Someone, support_unit: Someone, django_assert_num_queries: Any, number: int
) -> None:
    for n in range(number):
        submitted(submitter, title=f"Example {n}")
    page(support_unit, "/moderation/")
    with django_assert_num_queries(7):
        page(support_unit, "/moderation/")


def test_an_update_is_read_beside_what_is_public(submitter: Someone, support_unit: Someone) -> None:
    example = published(submitter, support_unit, lessons="Begin small.")
    operations.revise_example(example_id=example.pk, by=submitter.actor, now=NOW)
    operations.save_example(
        example_id=example.pk,
        revision=again(example).revision,
        values={"lessons": "Begin big."},
        by=submitter.actor,
        now=NOW,
    )
    submit(example, submitter)
    shown = page(support_unit, f"/moderation/{example.pk}/")
    assert "Begin small." in shown
    assert re.search(r"<ins>.*big.*</ins>", shown)


def test_changes_are_asked_by_field_and_the_author_sees_them_beside_it(
    submitter: Someone, support_unit: Someone
) -> None:
    example = submitted(submitter)
    address = f"/moderation/{example.pk}/"
    version = str(example.submitted_version_id)
    incomplete = {"version": version, "results-reason": "evidence", "results-text": ""}
    response = support_unit.client.post(f"{address}request_changes/", incomplete)
    assert response.status_code == 422
    assert 'href="#id_results-text"' in response.content.decode()
    complete = {**incomplete, "results-text": "How do you know? <b>Really</b>"}
    assert support_unit.client.post(f"{address}request_changes/", complete).status_code == 302
    shown = page(submitter, f"/examples/{example.pk}/edit/")
    assert "It is not said how the result is known" in shown
    assert "How do you know? &lt;b&gt;" in shown
    assert "How do you know?" in page(submitter, f"/examples/{example.pk}/status/")


def test_a_states_entry_offers_no_more_than_the_formal_check(
    focal_point: Someone, support_unit: Someone, chair: Someone
) -> None:
    example = submitted(focal_point)
    address = f"/moderation/{example.pk}/"
    shown = page(support_unit, address)
    assert "formal check only" in shown
    assert "Decline with this reason" not in shown
    assert "It is not said how the result is known" not in shown
    version = {"version": str(example.submitted_version_id)}
    declined = {**version, "decline-reason": "No"}
    assert support_unit.client.post(f"{address}decline/", declined).status_code == 403
    assert support_unit.client.post(f"{address}refer/", version).status_code == 422
    referred = {**version, "refer-reason": "It accuses another State."}
    assert support_unit.client.post(f"{address}refer/", referred).status_code == 302
    assert "It accuses another State." in page(chair, address)
    assert "With the Chair-in-Office" in page(support_unit, "/moderation/")
    assert chair.client.post(f"{address}publish/", version).status_code == 302
    assert again(example).state == "published"


def test_publishing_what_was_not_read_is_refused(submitter: Someone, support_unit: Someone) -> None:
    example = submitted(submitter)
    for version in (str(uuid4()), "", "x"):
        response = support_unit.client.post(
            f"/moderation/{example.pk}/publish/", {"version": version}
        )
        assert response.status_code == 409
    assert again(example).published_version is None


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_pages_behind_the_sign_in_ask_a_constant_number_of_queries(
    submitter: Someone, support_unit: Someone, django_assert_num_queries: Any, rounds: int
) -> None:
    example = submitted(submitter, objectives=[OBJECTIVE])
    for _ in range(rounds - 1):
        ask(again(example), support_unit)
        submit(example, submitter)
    moderating = f"/moderation/{example.pk}/"
    page(support_unit, moderating)
    with django_assert_num_queries(12):
        page(support_unit, moderating)
    ask(again(example), support_unit)
    page(submitter, f"/examples/{example.pk}/status/")
    for path, number in (("edit/", 11), ("check/", 9), ("status/", 8)):
        with django_assert_num_queries(number):
            page(submitter, f"/examples/{example.pk}/{path}")
    publish(submit(example, submitter), support_unit)
    with django_assert_num_queries(12):
        page(submitter, f"/examples/{example.pk}/")
