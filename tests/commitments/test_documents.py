"""Reports as Word and PDF: the whole text, for those who may read it, in its own language."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from commitments import operations
from commitments.enums import Visibility
from commitments.models import Report
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.operations import revise_questionnaire
from gfmd_platform.taxonomy import queries as taxonomy
from tests.people import Someone

from .asked import EVERY_TYPE
from .making import NOW, make_commitment, make_cycle, make_report, start, write
from .test_report_drafts import observe
from .test_sharing import give

pytestmark = pytest.mark.django_db


def fetched(someone: Someone, address: str) -> bytes:
    answer = someone.client.get(address)
    assert answer.status_code == 200, answer.status_code
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def words_of_word(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = archive.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", " ", found)


def words_of_pdf(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def figures(content: bytes) -> list[str]:
    """What is said instead of each picture."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt", "")))
            if "/K" in node:
                walk(node["/K"])

    walk(PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    return found


@pytest.fixture
def cycle(state, other_state, support_unit) -> Cycle:
    return make_cycle(support_unit)


def test_a_version_is_a_word_and_a_pdf_file(cycle, focal_point, other_focal_point, visitor):
    make_commitment(focal_point)
    report = make_report(cycle, focal_point)
    base = f"/reports/{report.pk}/versions/1/document"
    word = fetched(visitor, f"{base}/docx/")
    styles = {p.style.name for p in Document(io.BytesIO(word)).paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "TOC Heading"} <= styles
    assert "Recruitment fees were abolished" in words_of_word(word)
    pdf = fetched(visitor, f"{base}/pdf/")
    assert "Recruitment fees were abolished" in words_of_pdf(pdf)
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    twin = visitor.api.get(f"/api/v1{base}/docx/")
    assert "Recruitment fees" in words_of_word(b"".join(twin.streaming_content))
    assert visitor.client.get(f"{base}/odt/").status_code == 404


def test_a_confidential_version_is_no_file_for_others(cycle, focal_point, other_focal_point):
    report = make_report(cycle, focal_point, visibility=Visibility.SUPPORT_UNIT)
    address = f"/reports/{report.pk}/versions/1/document/pdf/"
    assert other_focal_point.client.get(address).status_code == 404
    assert focal_point.client.get(address).status_code == 200


def test_a_draft_is_a_file_for_its_writers_by_the_parts_they_read(
    cycle, focal_point, other_focal_point, colleague
):
    commitment = make_commitment(focal_point)
    report = start(cycle, focal_point)
    write(report, focal_point, "Words of part a\n\nsecond paragraph")
    write(report, focal_point, "Secret of part b", key="b_narrative")
    observe(report, focal_point)
    operations.save_status(
        report_id=report.pk,
        commitment_id=commitment.pk,
        status="done",
        note="A note on it",
        revision=0,
        by=focal_point.actor,
        now=NOW,
    )
    give(report, focal_point, colleague, "a")
    address = f"/reports/{report.pk}/draft/document"
    whole = words_of_word(fetched(focal_point, f"{address}/docx/"))
    for text in ("second paragraph", "Secret of part b", "A note on it", commitment.title):
        assert text in whole
    part = words_of_word(fetched(colleague, f"{address}/docx/"))
    assert "Words of part a" in part
    assert "Secret" not in part and "A note on it" not in part and commitment.title not in part
    assert "Secret of part b" in words_of_pdf(fetched(focal_point, f"{address}/pdf/"))
    assert other_focal_point.client.get(f"{address}/pdf/").status_code == 404
    answer = focal_point.api.get(f"/api/v1{address}/docx/")
    assert "no-store" in answer["Cache-Control"]
    answer = focal_point.api.get(f"/api/v1/reports/{report.pk}/draft/")
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]


def test_text_from_right_to_left_is_marked_so(cycle, focal_point):
    report = start(cycle, focal_point)
    Report.unscoped.filter(pk=report.pk).update(language="ar")
    report.refresh_from_db()
    write(report, focal_point, "خفضنا تكلفة التحويلات")
    word = fetched(focal_point, f"/reports/{report.pk}/draft/document/docx/")
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        document = archive.read("word/document.xml").decode()
    found = re.search(r"<w:p>(?:(?!</w:p>).)*خفضنا(?:(?!</w:p>).)*</w:p>", document)
    assert found and "<w:bidi/>" in found[0] and "<w:rtl/>" in found[0]
    assert 'w:bidi="ar"' in found[0]
    pdf = fetched(focal_point, f"/reports/{report.pk}/draft/document/pdf/")
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "ar"  # type: ignore[index]


def test_a_blank_form_asks_all_questions_and_shows_all_answers(cycle, support_unit, visitor):
    target = taxonomy.term("sdg-2015:10.7")
    assert target is not None
    revise_questionnaire(
        cycle_id=cycle.pk,
        questions=EVERY_TYPE,
        targets=[target.id],
        by=support_unit.actor,
        now=NOW,
    )
    page = visitor.client.get(f"/cycles/{cycle.pk}/").content.decode()
    assert f"/cycles/{cycle.pk}/blank/docx/?no=2" in page and target.numbered in unescape(page)
    same = visitor.api.get(f"/api/v1/cycles/{cycle.pk}/").json()
    assert (same["questionnaire"], same["targets"]) == (2, [target.ref])
    word = words_of_word(fetched(visitor, f"/cycles/{cycle.pk}/blank/docx/"))
    pdf = words_of_pdf(fetched(visitor, f"/cycles/{cycle.pk}/blank/pdf/"))
    for question in EVERY_TYPE:
        assert question.label in word and question.label in pdf
    for text in ("Women", "Children", "per cent", "2026", "Cost (USD)", "focus: 10.7"):
        assert text in word and text in pdf
    first = words_of_pdf(fetched(visitor, f"/cycles/{cycle.pk}/blank/pdf/?no=1"))
    assert "Corridors" not in first
    assert visitor.client.get(f"/cycles/{cycle.pk}/blank/pdf/?no=9").status_code == 404
    twin = visitor.api.get(f"/api/v1/cycles/{cycle.pk}/blank/docx/")
    assert "Corridors" in words_of_word(b"".join(twin.streaming_content))


def test_the_page_of_files_leads_to_all_of_them(cycle, focal_point, django_assert_num_queries):
    report = start(cycle, focal_point)
    page = focal_point.client.get(f"/reports/{report.pk}/draft/paper/").content.decode()
    for address in re.findall(r'href="(/(?:reports|cycles)/[^"]+/(?:docx|pdf|xlsx)/[^"]*)"', page):
        assert focal_point.client.get(address.replace("&amp;", "&")).status_code == 200
    with django_assert_num_queries(6):
        focal_point.client.get(f"/reports/{report.pk}/draft/paper/")


def test_a_trend_is_drawn_in_the_pdf_with_its_numbers_and_told_in_words(cycle, focal_point):
    report = start(cycle, focal_point)
    for period, value in (("2024", "62"), ("2025", "48.5")):
        observe(report, focal_point, period=period, value=value)
    base = f"/reports/{report.pk}/draft/document"
    pdf = fetched(focal_point, f"{base}/pdf/")
    assert "from 62 in 2024 to 48.5 in 2025" in words_of_pdf(pdf)
    assert any("from 62 in 2024" in alternative for alternative in figures(pdf))
    word = words_of_word(fetched(focal_point, f"{base}/docx/"))
    assert "48.5" in word and "from 62 in 2024" not in word
