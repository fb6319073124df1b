"""PDF, JSON and web page say the same."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pypdf
import pytest
from django.core.files.storage import default_storage

from gfmd_platform.records.hashing import canonical_json
from reviews.models import Edition
from tests.people import Someone

from .test_pages import published, text_of, write
from .world import World, document_of, figures_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(world: World, chair: Someone) -> Edition:
    write(world, "## What *others* did\n\n- one\n- [two](https://un.org)", key="commitments")
    found: Edition = published(world, chair)
    return found


def bytes_of(edition: Edition, format_: str) -> bytes:
    return default_storage.open(edition.files.get(format=format_).stored.name).read()


def pdf_text(edition: Edition) -> str:
    reader = pypdf.PdfReader(io.BytesIO(bytes_of(edition, "pdf")))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_every_figure_in_the_pdf_and_on_the_page_is_that_of_the_document(
    edition: Edition, visitor: Someone
) -> None:
    figures = figures_of(edition.compilation)
    reader = pypdf.PdfReader(io.BytesIO(bytes_of(edition, "pdf")))
    linked = [
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object() and "/URI" in annotation.get_object()["/A"]
    ]
    keys = {uri.rstrip("/").rpartition("/figures/")[2] for uri in linked if "/figures/" in uri}
    assert len(keys) > 50
    assert keys <= set(figures)
    page = visitor.client.get(f"/reviews/{edition.review_id}/").content.decode()
    shown = dict(re.findall(r'href="/reviews/[^"]+/figures/([^"/]+)/">([\d.]+)</a>', page))
    assert len(shown) > 20
    assert shown == {key: figures[key] for key in shown}
    assert set(shown) <= keys, "the PDF leads to every figure that the page leads to"
    text = pdf_text(edition)
    assert "Arvania 2025 12.5 per cent" in text
    assert "C1.1 Migrants' human rights 2 0 1 0 1 0 0" in text


def test_the_json_holds_document_and_text_with_their_hashes(edition: Edition) -> None:
    found: dict[str, Any] = json.loads(bytes_of(edition, "json"))
    assert found["compilation"] == document_of(edition.compilation)
    assert canonical_json(found["compilation"]) == bytes(edition.compilation.document.content)
    assert found["compilation_sha256"] == edition.compilation.document.content_hash
    assert found["manuscript_sha256"] == edition.manuscript_hash
    assert found["edition"] == 1


def test_all_formats_say_what_a_review_is_and_is_not(edition: Edition, visitor: Someone) -> None:
    page = text_of(visitor.client.get(f"/reviews/{edition.review_id}/"))
    for text in (page, pdf_text(edition), bytes_of(edition, "json").decode()):
        assert "no consensus view" in text
        assert "assesses no State" in text
        assert "CANARY" not in text
        assert "99.125" not in text


def test_prose_is_set_in_the_pdf_as_on_the_page(edition: Edition) -> None:
    assert "What others did" in pdf_text(edition)
    assert "Nurses waited eleven weeks, down from thirty." in pdf_text(edition)


def test_files_are_kept_under_the_hash_of_their_bytes(edition: Edition) -> None:
    import hashlib

    for file in edition.files.all():
        assert hashlib.sha256(bytes_of(edition, file.format)).hexdigest() == file.sha256
