"""Corvia's report goes round as a Word file and its values as an Excel file. They come back
edited, then bent, and every word is found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Browser, FilePayload

from tests.commitments import circulars, workbooks

from .persons import Someone

KEY_MESSAGE = "Cinco de los doce consulados ya tienen ventanilla"
STRAY = "The Ministry of Labour asks for one more week."


@pytest.fixture
def focal_point(browser: Browser, base_url: str) -> Iterator[Someone]:
    context = browser.new_context(locale="en-GB")
    yield Someone(context, base_url)
    context.close()


def test_word_and_excel_come_back_edited_and_bent(focal_point: Someone) -> None:
    focal_point.signs_in("diego@corvia.example")
    focal_point.follows("Begin a report")
    focal_point.picks(language="en")
    focal_point.presses("Begin the report")
    draft = focal_point.page.url.removeprefix(focal_point.base_url)

    focal_point.follows("Word and other files")
    went = downloads(focal_point, "Download the draft to send it round")
    table = workbooks.matrix(downloads(focal_point, "Download the values as Excel"))

    brings_back(focal_point, draft, "cleared.docx", edited(went))
    focal_point.sees("Against what stands now")
    focal_point.presses("Do what I chose")
    focal_point.sees("Nothing is left to decide.")

    brings_back(focal_point, draft, "bent.docx", bent(went))
    focal_point.sees("Could not be placed", STRAY)
    piece = focal_point.page.locator("section", has_text=STRAY).last
    piece.get_by_label("Add it below the answer to").check()
    piece.get_by_label("Question").select_option(label="Key message on emerging issues")
    focal_point.presses("Do what I chose")
    focal_point.goes_to(f"{draft}d/")
    assert STRAY in focal_point.page.locator("[name=d_key_message]").input_value()
    focal_point.goes_to(f"{draft}b/")
    assert "7 de los doce" in focal_point.page.locator("[name=b_key_message]").input_value()

    value = workbooks.column(table, "Value")
    table[1][value] = "6,5"
    table.append(["Figures to be confirmed"])
    brings_back(focal_point, draft, "values.xlsx", workbooks.saved(table))
    focal_point.sees("New: 6.5", "Could not be placed", "Figures to be confirmed")
    focal_point.presses("Take over the ticked rows")
    focal_point.sees("1 row was decided.")
    focal_point.goes_to(f"{draft}indicators/")
    focal_point.sees("6.5")


def downloads(someone: Someone, words: str) -> bytes:
    with someone.page.expect_download() as came:
        someone.page.get_by_role("link", name=words).first.click()
    return Path(came.value.path()).read_bytes()


def brings_back(someone: Someone, draft: str, name: str, content: bytes) -> None:
    someone.goes_to(f"{draft}returned/")
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    someone.page.locator("[name=file]").set_input_files(file)
    someone.presses("Upload and compare")
    someone.sees("What came back")


def edited(content: bytes) -> bytes:
    """One answer, as a colleague changes it in Word."""

    def change(document: object) -> None:
        paragraph = circulars.paragraph_with(document, KEY_MESSAGE)
        words = next(t for t in paragraph.iter(qn("w:t")) if KEY_MESSAGE in (t.text or ""))
        words.text = words.text.replace("Cinco", "7")

    return circulars.edited(content, change)


def bent(content: bytes) -> bytes:
    """Fields gone, a heading renamed, and a paragraph where none belongs."""

    def change(document: object) -> None:
        document.element.body.insert(0, circulars.new_paragraph(STRAY))  # type: ignore[attr-defined]

    content = circulars.edited(circulars.unwrapped(edited(content)), change)
    return circulars.replaced(
        content, "Key message on progress and data", "The key message on progress, and data"
    )
