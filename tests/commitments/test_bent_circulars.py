"""Word files that were bent on their way: nothing is lost, and nothing harmful is read."""

from __future__ import annotations

import io
import zipfile

import pytest

from commitments.models import DraftAnswer, DraftComment, DraftUpload, Report
from commitments.queries import uploads
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.numbers import plain_number

from . import circulars as bend
from .circulars import back, sent
from .returned import D, assert_nothing_lost, decide, drafted, item_of, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(state, other_state, support_unit, focal_point) -> Report:
    return drafted(support_unit, focal_point)


def moved(content: bytes) -> bytes:
    def change(document):
        body = document.element.body
        heading = bend.paragraph_with(document, "What emerges?")
        at = body.index(heading)
        for element in list(body)[at : at + 2]:
            body.insert(3, element)

    return bend.edited(content, change)


def with_text_outside(content: bytes) -> bytes:
    def change(document):
        bend.paragraph_with(document, "Key message").addnext(bend.new_paragraph("From the Mayor"))
        document.add_paragraph("A word at the end")

    return bend.edited(content, change)


def with_changed_headings(content: bytes) -> bytes:
    content = bend.replaced(bend.unwrapped(content), "What emerges?", "What emerges now?")
    return bend.replaced(content, D, f"{D} And heat.")


def without_headings(content: bytes) -> bytes:
    """Answers without field and heading: only what is written says where it belongs."""

    def change(document):
        for text in ("What changed?", "What emerges?"):
            element = bend.paragraph_with(document, text)
            element.getparent().remove(element)

    content = bend.edited(bend.unwrapped(content), change)
    return bend.replaced(content, "coastal towns.", "coastal towns and on islands.")


def with_tracked_changes(content: bytes) -> bytes:
    return bend.with_body(
        content,
        lambda xml: xml.replace(
            f"{D}</w:t></w:r>",
            'Climate </w:t></w:r><w:ins w:id="900" w:author="M"><w:r><w:t>and heat </w:t></w:r>'
            '</w:ins><w:del w:id="901" w:author="M"><w:r><w:delText>old words</w:delText></w:r>'
            "</w:del><w:r><w:t>pressure on coastal towns.</w:t></w:r>",
        ),
    )


def with_comments_and_notes(content: bytes) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def change(xml: str) -> str:
        return xml.replace(
            f"{D}</w:t></w:r>",
            f'{D}</w:t></w:r><w:r><w:commentReference w:id="3"/></w:r>'
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
        )

    return bend.rewritten(
        content,
        {"word/document.xml": change},
        {
            "word/comments.xml": f'<w:comments {space}><w:comment w:id="3" w:author="Legal">'
            "<w:p><w:r><w:t>Is this agreed?</w:t></w:r></w:p></w:comment>"
            '<w:comment w:id="4"><w:p><w:r><w:t>Of nothing</w:t></w:r></w:p></w:comment>'
            "</w:comments>",
            "word/footnotes.xml": f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r>'
            "<w:t>After the census.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        },
    )


def with_a_bent_table(content: bytes) -> bytes:
    content = bend.replaced(content, ">A – B<", ">A – B and more<")
    return bend.replaced(content, "Cost (USD)", "Price")


def in_another_language(content: bytes) -> bytes:
    return bend.replaced(content, D, "خفضنا تكلفة التحويلات")


def in_a_layout_table(content: bytes) -> bytes:
    """Somebody put a field into a table for its looks."""

    def change(document):
        body = document.element.body
        control = next(c for c in body.iter(bend.qn("w:sdt")) if D in "".join(c.itertext()))
        table = document.add_table(1, 1)
        table.cell(0, 0)._tc.append(control)

    return bend.edited(content, change)


def with_a_text_box(content: bytes) -> bytes:
    box = (
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r></w:p>"
    )
    return bend.with_body(content, lambda xml: xml.replace("<w:sectPr", f"{box}<w:sectPr", 1))


def emptied(content: bytes) -> bytes:
    return bend.replaced(content, D, "")


BENT = [
    moved,
    bend.unwrapped,
    with_text_outside,
    with_changed_headings,
    without_headings,
    with_tracked_changes,
    with_comments_and_notes,
    with_a_bent_table,
    in_another_language,
    in_a_layout_table,
    with_a_text_box,
    emptied,
]


def test_nothing_is_lost_of_a_file_that_was_bent(report, focal_point):
    content = sent(report, focal_point)
    before = dict(DraftAnswer.objects.filter(report=report).values_list("key", "value"))
    for bent in BENT:
        changed = bent(content)
        assert changed != content, bent
        assert_nothing_lost(report, focal_point, changed, back(report, focal_point, changed))
    # Nothing is taken over by itself.
    assert before == dict(DraftAnswer.objects.filter(report=report).values_list("key", "value"))


def after(bent, report, someone) -> uploads.ShownUpload:
    return seen(back(report, someone, bent(sent(report, someone))), someone)


def test_controls_that_moved_or_went_into_a_table_are_found(report, focal_point):
    for bent in (moved, in_a_layout_table):
        shown = after(bent, report, focal_point)
        assert shown.open == [] and shown.loose == [] and shown.unchanged == 10


def test_without_controls_answers_are_found_by_their_headings(report, focal_point):
    shown = after(bend.unwrapped, report, focal_point)
    assert [(i.label, i.theirs, i.row.problem) for i in [*shown.open, *shown.loose]] == []
    shown = after(with_changed_headings, report, focal_point)
    (item,) = shown.open
    assert item.row.key == "d_narrative" and item.theirs == f"{D} And heat."
    assert item.row.how == "heading" and item.row.notes["heading"] == ["What emerges now?"]
    assert item.base == D  # by the moment that the file names


def test_without_controls_and_headings_answers_are_found_by_likeness(report, focal_point):
    shown = after(without_headings, report, focal_point)
    item = item_of(shown, "d_narrative")
    assert item.row.how == "likeness" and "on islands" in item.theirs
    assert item.default == "later"


def test_tracked_changes_are_read_as_accepted_and_told(report, focal_point):
    (item,) = after(with_tracked_changes, report, focal_point).open
    assert item.theirs == "Climate and heat pressure on coastal towns."
    assert item.row.notes == {"deleted": ["old words"], "inserted": ["and heat "]}


def test_comments_can_be_put_beside_the_draft_and_footnotes_stay_in_the_text(report, focal_point):
    shown = after(with_comments_and_notes, report, focal_point)
    (item,) = shown.open
    assert item.theirs == f"{D}[2]\n[2] After the census."
    assert item.row.notes["comments"] == ["Legal: Is this agreed?"]
    (loose,) = shown.loose
    assert loose.row.notes["comments"] == ["Of nothing"]
    decide(shown.upload, item, focal_point, "remark")
    remark = DraftComment.objects.get(report=report)
    assert (remark.key, remark.body) == ("d_narrative", "Legal: Is this agreed?")
    decide(shown.upload, item, focal_point, "take")


def test_what_no_question_claims_is_put_where_its_reader_says(report, focal_point):
    shown = after(with_text_outside, report, focal_point)
    assert {i.row.text for i in shown.loose} == {"From the Mayor", "A word at the end"}
    piece = next(i for i in shown.loose if i.row.text == "From the Mayor")
    slot = item_of(shown, "d_narrative").slot
    decide(shown.upload, piece, focal_point, "place", key=slot.key, revision=slot.revision)
    assert DraftAnswer.objects.get(report=report, key=slot.key).value == f"{D}\n\nFrom the Mayor"


def test_a_table_that_cannot_be_read_keeps_its_words(report, focal_point):
    item = item_of(after(with_a_bent_table, report, focal_point), "corridors")
    assert item.row.values is None and "A – B and more" in item.row.text
    assert "Price" in item.row.problem
    with pytest.raises(Invalid):
        decide(item.row.upload, item, focal_point, "take")


def test_an_emptied_answer_is_taken_only_when_somebody_says_so(report, focal_point):
    item = item_of(after(emptied, report, focal_point), "d_narrative")
    assert item.is_emptied and item.default == "later"


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"word/{number}.xml", b" " * (26 * 1024 * 1024))
    return made.getvalue()


def test_harmful_files_are_refused_in_words(report, focal_point):
    content = sent(report, focal_point)
    external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

    def entity(xml: str) -> str:
        start_of_root = xml.index("<w:document")
        return f"{xml[:start_of_root]}{external}{xml[start_of_root:]}".replace(D, "&e;")

    for bad, words in {
        bomb(): "unpacks into more",
        bend.with_body(content, entity): "outside itself",
        bend.rewritten(content, {}, {"word/vbaProject.bin": "x"}): "macros",
        b"%PDF-1.7": "no Word file",
        b"\xd0\xcf\x11\xe0": ".doc form",
        content[: len(content) // 2]: "no Word file",
        b"": "empty",
        bend.with_body(content, lambda xml: xml[:-40]): "damaged",
    }.items():
        with pytest.raises(Invalid) as refused:
            back(report, focal_point, bad)
        assert words in str(refused.value)
    assert not DraftUpload.objects.exists()


def test_numbers_are_read_as_people_write_them():
    for text, number in {
        "12,5": "12.5",
        "1 234,5": "1234.5",
        "1.234,5": "1234.5",
        "1,234.5": "1234.5",
        "1,234,567": "1234567",
        "٣٫٥": "3.5",
        "−4": "-4",
        "12.50 %": "12.5",
        "3 per cent": "3",
    }.items():
        assert plain_number(text, "per cent") == number
    for text in ("1,234", "about 5", "1-2"):
        with pytest.raises(ValueError):
            plain_number(text)


def test_a_footer_that_became_text_is_nobodys_answer(report, focal_point):
    """As LibreOffice saves it, with the number of the page."""

    def change(document):
        document.add_paragraph("Review of 2027\t3")

    shown = seen(
        back(report, focal_point, bend.edited(sent(report, focal_point), change)), focal_point
    )
    assert shown.open == [] and shown.loose == []
