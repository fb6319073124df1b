"""Documents are accessible, the same each time, and never read what people typed as code."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst

from gfmd_platform.documents import pdf

TEMPLATE = """
#import "house.typ": *
#let data = json("data.json")
#show: house.with(title: data.title, language: "en", footer: data.title)
#heading(level: 1, data.title)
#for it in data.texts { par(text(lang: it.lang, dir: direction-of(it.lang), it.text)) }
#prose(data.prose)
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "sample.typ"
    path.write_text(TEMPLATE)
    return path


def data(*texts: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {
        "title": "A title",
        "texts": [{"lang": lang, "text": text} for lang, text in texts],
        "prose": [],
    } | more


def read(content: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def test_a_document_is_tagged_has_a_title_and_a_language(template: Path) -> None:
    reader, _text = read(pdf.render_pdf(template, data(("en", "Words."))))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "A title"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_the_same_input_gives_the_same_bytes(template: Path) -> None:
    once = pdf.render_pdf(template, data(("en", "Words.")))
    assert pdf.render_pdf(template, data(("en", "Words."))) == once


def test_what_people_typed_is_never_code(template: Path) -> None:
    hostile = '#read("/etc/passwd") *bold* $x^2$ @label <tag> \\ " #panic()'
    _reader, text = read(pdf.render_pdf(template, data(("en", hostile))))
    assert '#read("/etc/passwd") *bold* $x^2$' in text
    assert "root:" not in text


def test_arabic_is_set_from_right_to_left_with_a_font_of_our_own(template: Path) -> None:
    reader, _text = read(pdf.render_pdf(template, data(("ar", "مرحبا بالعالم."))))
    fonts = {str(font["/BaseFont"]) for font in _fonts_of(reader)}
    assert any("Arabic" in name for name in fonts), fonts


def _fonts_of(reader: pypdf.PdfReader) -> list[Any]:
    return [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[attr-defined]
    ]


def test_a_script_without_a_font_is_named_and_nothing_else_is_lost(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = pdf._fonts(False)
    monkeypatch.setattr(pdf, "_fonts", lambda system: ours)
    texts = data(("zh", "移徙者的贡献。"), ("en", "Said in full: 中."), ("en", "After it."))
    _reader, text = read(pdf.render_pdf(template, texts))
    assert "there is no font here" in " ".join(text.split())
    assert "Said in full: ?." in text
    assert "After it." in text


def test_a_template_that_does_not_compile_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#let x = ")
    with pytest.raises(typst.TypstError):
        pdf.render_pdf(broken, {})
