"""Each format of an edition, read back: the same figures, the same words, the same reservations."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import docx
import jsonschema
import pypdf
import pytest
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from reviews import files, operations
from reviews.models import Edition
from reviews.operations import deciding, publishing
from reviews.presenting import present
from reviews.presenting.blocks import Number, Quote
from tests.people import Someone

from .test_files import bytes_of
from .test_pages import approve_sent, send, write
from .world import NOW, World, document_of

pytestmark = pytest.mark.django_db

RESERVATION = {
    "by": "Belmora",
    "section": "commitments",
    "language": "fr",
    "text": "=2+2 n’est pas notre lecture.\nNous réservons notre position.",
}
ARABIC = re.compile(r"[\u0600-\u06ff]")
PROSE = "Of these {{commitments}} are *promised*[^a].\n\n1. one\n2. two\n\n[^a]: A note with words."


@pytest.fixture
def edition(world: World, chair: Someone, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Published with a reservation, whose entry the manuscript's value gets on its way."""
    own = deciding.manuscript_of
    for module in (deciding, publishing):
        monkeypatch.setattr(
            module,
            "manuscript_of",
            lambda review: [
                *own(review),
                {"key": "reservations", "body": "", "reservations": [RESERVATION]},
            ],
        )
    write(world, PROSE, key="commitments")
    send(world)
    approve_sent(world, chair)
    made: Edition = operations.publish(
        review_id=world.review.pk, by=world.support_unit.actor, now=NOW
    )
    return made


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def walk(value: Any, wanted: type) -> Iterator[Any]:
    if isinstance(value, wanted):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from walk(one, wanted)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from walk(getattr(value, name), wanted)


class Word:
    def __init__(self, content: bytes) -> None:
        self.document = docx.Document(io.BytesIO(content))
        self.body: Any = self.document.element.body
        self.text = flat(
            " ".join(
                "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in self.body.iter(qn("w:p"))
            )
        )

    def figures(self) -> dict[str, str]:
        relations = self.document.part.rels
        found = {}
        for link in self.body.iter(qn("w:hyperlink")):
            target = relations[link.get(qn("r:id"))].target_ref
            if "/figures/" in target:
                key = target.rstrip("/").rpartition("/figures/")[2]
                found[key] = "".join(t.text for t in link.iter(qn("w:t")))
        return found


def excel(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def excel_figures(sheets: dict[str, list[list[Any]]], *, single: bool) -> dict[str, float]:
    """By key, of the sheet that has them all, or of the sheets of tables."""
    found: dict[str, float] = {}
    for head, *rows in sheets.values():
        if "Key" in head and (("Cell" in head) is single):
            value, key = head.index("Value"), head.index("Key")
            found |= {row[key]: float(row[value]) for row in rows if row[key]}
    return found


def pdf_words(content: bytes) -> tuple[str, set[str]]:
    """The text, and the keys to which its figures lead."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    ]
    keys = {uri.rstrip("/").rpartition("/figures/")[2] for uri in links if "/figures/" in uri}
    return flat(" ".join(page.extract_text() for page in pages)), keys


def has_letters_of(said: str, pdf: bytes) -> bool:
    """Whether a PDF has the letters. They come back in the order and by the shapes in which they
    are set; what a shape alone doesn't tell stands beside it (ActualText)."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    read = " ".join(page.extract_text() for page in pages)
    contents = b"".join(page.get_contents().get_data() for page in pages)  # type: ignore[union-attr]
    told = re.findall(rb"ActualText<FEFF([0-9A-F]+)>", contents)
    letters = {bytes.fromhex(code.decode()).decode("utf-16-be") for code in told}
    return set(ARABIC.findall(said)) <= letters.union(read)


def test_all_formats_say_the_same(edition: Edition, visitor: Someone) -> None:
    document = document_of(edition.compilation)
    computed = {f["key"]: f["value"] for p in document["parts"].values() for f in p["figures"]}
    shown = present(document, edition.manuscript)
    numbers = {n.key: n for n in walk(shown.sections, Number) if n.key}
    printed = {key: number.value for key, number in numbers.items()}
    quoted = list(walk(shown.sections, Quote))
    assert len(printed) > 50
    assert len(quoted) == 4
    assert printed == {key: computed[key] for key in printed}

    page = visitor.client.get(f"/reviews/{edition.review_id}/").content.decode()
    word = Word(bytes_of(edition, "docx"))
    sheets = excel(bytes_of(edition, "xlsx"))
    pdf, pdf_keys = pdf_words(bytes_of(edition, "pdf"))
    data = json.loads(bytes_of(edition, "json"))

    linked = dict(re.findall(r'href="/reviews/[^"]+/figures/([^"/]+)/">([\d.]+)</a>', page))
    assert len(linked) > 20
    assert linked == {key: printed[key] for key in linked}
    assert word.figures() == printed
    assert pdf_keys == set(printed)
    assert excel_figures(sheets, single=True) == {k: float(v) for k, v in computed.items()}
    tabled = excel_figures(sheets, single=False)
    assert len(tabled) > 50
    assert tabled == {key: float(printed[key]) for key in tabled}
    assert {
        f["key"]: f["value"] for p in data["compilation"]["parts"].values() for f in p["figures"]
    } == computed
    # The PDF has no address beside a number's digits: each row is looked for as it is read.
    for block in (b for s in shown.sections for b in s.blocks if b.shape in ("bars", "table")):
        for row in block.rows:  # type: ignore[union-attr]
            assert " ".join(n.value for n in row.numbers) in pdf, row.label

    texts: dict[str, str] = {
        "page": flat(unescape(re.sub(r"<[^>]+>", " ", page))),
        "word": word.text,
        "excel": flat(" ".join(str(c) for rows in sheets.values() for r in rows for c in r)),
        "json": flat(json.dumps(data, ensure_ascii=False).replace("\\n", " ")),
        "pdf": pdf,
    }
    for name, text in texts.items():
        for quote in quoted:
            if name == "pdf" and ARABIC.search(quote.text):
                assert has_letters_of(quote.text, bytes_of(edition, "pdf"))
            else:
                assert flat(quote.text) in text, (name, quote.text)
        # By lines: a page may end between two.
        assert all(flat(line) in text for line in RESERVATION["text"].split("\n")), name
        assert "Belmora" in text
        assert "assesses no State" in text, name
        assert "CANARY" not in text, name
    for name in ("page", "word", "pdf"):
        assert re.search(r"Of these 3 are ?promised", texts[name]), name


def test_a_word_file_has_the_parts_of_a_document(edition: Edition) -> None:
    content = bytes_of(edition, "docx")
    word = Word(content)
    styles = [(p.style.name, p.text) for p in word.document.paragraphs if p.style is not None]
    assert ("Heading 1", "Commitments") in styles
    assert ("Heading 1", "Reservations") in styles
    assert [text for style, text in styles if style == "List Number"] == ["one", "two"]
    assert 'TOC \\o "1-2"' in "".join(t.text or "" for t in word.body.iter(qn("w:instrText")))
    pictures = [p.get("descr") for p in word.body.iter(qn("wp:docPr"))]
    assert len(pictures) > 3
    assert all(pictures)
    assert "Most: Participating State: 2 of 4." in pictures
    languages = {lang.get(qn("w:val")) for lang in word.body.iter(qn("w:lang"))}
    assert languages >= {"en", "fr"}
    notes = next(p for p in word.document.part.package.iter_parts() if "footnotes" in p.partname)
    assert b"A note with words." in notes.blob
    assert len(list(word.body.iter(qn("w:footnoteReference")))) == 1
    headers = list(word.body.iter(qn("w:tblHeader")))
    assert len(headers) == len(word.document.tables)
    approval = edition.approval
    assert files.render("docx", approval=approval) == content
    assert files.render("xlsx", approval=approval) == bytes_of(edition, "xlsx")


def test_an_excel_file_leads_from_figures_to_their_pages_and_runs_nothing(
    edition: Edition, visitor: Someone
) -> None:
    sheets = excel(bytes_of(edition, "xlsx"))
    row = dict(zip(*sheets["1 Voluntary reports by kind of s"[:31]][:2], strict=True))
    assert row["Key"] == "reports~kind=academia"
    assert row["Sources"] == 1
    path = row["How do we know?"].partition("/reviews/")[2]
    assert visitor.client.get(f"/reviews/{path}").status_code == 200
    assert sheets["Reservations"][1][2].startswith("=2+2")
    with zipfile.ZipFile(io.BytesIO(bytes_of(edition, "xlsx"))) as parts:
        written = b"".join(parts.read(n) for n in parts.namelist() if "worksheets/" in n)
    assert b"<f>" not in written


def test_the_json_file_meets_its_published_schema(edition: Edition, visitor: Someone) -> None:
    data = json.loads(bytes_of(edition, "json"))
    path = data["schema"].partition("//")[2].partition("/")[2]
    response = visitor.client.get(f"/{path}")
    schema = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    jsonschema.Draft202012Validator.check_schema(schema)
    check: Callable[[Any], Any] = jsonschema.Draft202012Validator(schema).validate
    check(data)
    for wrong in ({"edition": 0}, {"manuscript_sha256": "x"}, {"reservations": [{"by": "B"}]}):
        with pytest.raises(jsonschema.ValidationError):
            check(data | wrong)


def test_a_text_approved_before_there_were_these_formats_gets_them_and_is_published(
    world: World, chair: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(publishing, "EDITION_FORMATS", ("pdf", "json"))
        send(world)
        approval = approve_sent(world, chair)
    assert {file.format for file in approval.files.all()} == {"pdf", "json"}
    assert operations.render_files(approval_id=approval.pk, now=NOW) == 2
    made = operations.publish(review_id=world.review.pk, by=world.support_unit.actor, now=NOW)
    assert {file.format for file in made.files.all()} == {"pdf", "json", "docx", "xlsx"}
