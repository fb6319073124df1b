"""One example's page, its files, and who finds nothing there."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from partnerships.operations import examples as operations
from tests.people import Someone

from .examples import (
    NOW,
    OBJECTIVE,
    again,
    archived,
    draft,
    form_data,
    publish,
    published,
    revised,
    submit,
    submitted,
    upload,
    values,
)
from .pages import HOSTILE, page

pytestmark = pytest.mark.django_db

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
    submitter.person.memberships.update(
        contact_audience="public", contact_consented_at=timezone.now()
    )
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
