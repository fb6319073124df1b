"""Word there and back: what changed is shown, what is chosen is taken, and nothing is lost,
whatever happened to the file on its way."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from commitments import operations
from commitments.exchange.circular import circular
from commitments.exchange.placing import normal
from commitments.exchange.slots import slots_of
from commitments.models import DraftAnswer, DraftComment, DraftStatus, DraftUpload, Report
from commitments.queries import uploads
from commitments.sections import sections_for
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision, WrongState
from gfmd_platform.cycles.numbers import plain_number
from gfmd_platform.cycles.operations import revise_questionnaire
from tests.people import Someone

from . import circulars as bend
from .asked import EVERY_TYPE
from .circulars import back, sent
from .making import LATER, NOW, make_commitment, make_cycle, start, write
from .test_sharing import give

pytestmark = pytest.mark.django_db

A = "Fees were abolished in two corridors.\n\nWorkers told us so."
D = "Climate pressure on coastal towns."


@pytest.fixture
def report(state, other_state, support_unit, focal_point) -> Report:
    cycle = make_cycle(support_unit)
    revise_questionnaire(cycle_id=cycle.pk, questions=EVERY_TYPE, by=support_unit.actor, now=NOW)
    commitment = make_commitment(focal_point)
    report = start(cycle, focal_point)
    table = [{"where": "A – B", "cost": "3.5"}, {"where": "A – C", "cost": "7"}]
    for key, value in {
        "a_narrative": A,
        "a_key_message": "=Fees are gone.",
        "fees": "1234.5",
        "law": "yes",
        "groups": ["women", "men"],
        "corridors": table,
        "years": [{"row": "2026", "permits": "40"}],
        "d_narrative": D,
    }.items():
        write(report, focal_point, value, key=key)
    operations.save_answer(
        report_id=report.pk,
        key="lesson",
        subject=commitment.pk,
        value="Ask the workers first.",
        revision=0,
        by=focal_point.actor,
        now=NOW,
    )
    operations.save_status(
        report_id=report.pk,
        commitment_id=commitment.pk,
        status="under_way",
        note="Two laws passed.",
        revision=0,
        by=focal_point.actor,
        now=NOW,
    )
    return report


def seen(upload: DraftUpload, someone: Someone) -> uploads.ShownUpload:
    return uploads.shown(upload, upload.report, sections_for(someone.actor, upload.report))


def item_of(shown: uploads.ShownUpload, key: str) -> uploads.ShownItem:
    return next(item for item in shown.items if item.row.key == key)


def decide(upload: DraftUpload, item: uploads.ShownItem, someone: Someone, choice: str, **terms):
    if item.slot is not None:
        terms = {"revision": item.slot.revision} | terms
    return operations.decide_item(
        upload_id=upload.pk,
        item_id=item.row.pk,
        choice=choice,
        by=someone.actor,
        now=LATER,
        **terms,
    )


def assert_nothing_lost(report: Report, someone: Someone, content: bytes, upload: DraftUpload):
    """Every paragraph of the file is in a piece, or is a text of the platform's own."""
    slots = slots_of(report, sections_for(someone.actor, report))
    with translation.override(report.language):
        own = {normal(text) for text in circular(report, slots, now=LATER).known}
    kept = " ".join(
        " ".join([row.text, *(text for some in row.notes.values() for text in some)])
        for row in upload.items.all()
    )
    for text in bend.all_words(content):
        known = normal(text) in own or text.startswith("GFMD-")
        ticks = text.lstrip("☐☒ ")
        if not known:
            assert normal(ticks) in normal(kept), text


def test_what_comes_back_as_it_went_changes_nothing(report, focal_point):
    content = sent(report, focal_point)
    upload = back(report, focal_point, content)
    shown = seen(upload, focal_point)
    assert [(i.label, i.theirs) for i in [*shown.open, *shown.loose]] == []
    assert shown.unchanged == 10
    assert upload.made_at == LATER and upload.is_of_report
    assert_nothing_lost(report, focal_point, content, upload)


def test_changed_answers_of_every_type_are_taken_over(report, focal_point):
    content = sent(report, focal_point)
    for old, new in {
        "Workers told us so.": "Workers and employers told us so.",
        "1234.5": "1.234,75 per cent",
        ">Yes<": ">No<",
        "☐ Children": "☒ Children",
        ">7<": ">6,5<",
        ">40<": ">41<",
        "Ask the workers first.": "Ask them first.",
        ">Under way<": ">Done<",
        "Two laws passed.": "Three laws passed.",
    }.items():
        content = bend.replaced(content, old, new)
    upload = back(report, focal_point, content)
    shown = seen(upload, focal_point)
    assert len(shown.open) == 8 and shown.loose == []
    for item in shown.open:
        assert item.default == "take"
        decide(upload, item, focal_point, "take")
    values = {row.key: row.value for row in DraftAnswer.objects.filter(report=report)}
    assert values["a_narrative"] == A.replace("Workers told", "Workers and employers told")
    assert (values["fees"], values["law"]) == ("1234.75", "no")
    assert values["groups"] == '["women","children","men"]'
    assert '"cost":"6.5"' in values["corridors"] and '"permits":"41"' in values["years"]
    status = DraftStatus.objects.get(report=report)
    assert (status.status, status.note) == ("done", "Three laws passed.")
    assert seen(upload, focal_point).open == []
    with pytest.raises(WrongState):
        decide(upload, item, focal_point, "take")


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


def test_where_both_sides_wrote_a_proposal_joins_them(report, focal_point):
    content = bend.replaced(sent(report, focal_point), "coastal towns", "coastal cities")
    write(report, focal_point, f"Growing. {D}", key="d_narrative", now=LATER)
    upload = back(report, focal_point, content)
    item = item_of(seen(upload, focal_point), "d_narrative")
    assert item.moved_on and item.merge.text == "Growing. Climate pressure on coastal cities."
    with pytest.raises(StaleRevision):
        decide(upload, item, focal_point, "take", revision=1)
    decide(upload, item, focal_point, "merge", text=item.merge.text)
    assert "coastal cities" in DraftAnswer.objects.get(report=report, key="d_narrative").value


def test_a_colleague_sends_round_and_takes_their_parts_only(
    report, focal_point, colleague, other_focal_point
):
    give(report, focal_point, colleague, "d")
    own = sent(report, colleague)
    assert "What emerges" in bend.part_of(own) and "Workers told us" not in bend.part_of(own)
    whole = bend.replaced(sent(report, focal_point), "Workers told", "Employers told")
    upload = back(report, colleague, bend.replaced(whole, "coastal towns", "towns"))
    shown = seen(upload, colleague)
    assert [i.row.key for i in shown.open] == ["d_narrative"]
    assert any("Employers told us" in i.row.text for i in shown.loose)
    others = back(report, focal_point, whole)
    address = f"/reports/{report.pk}/draft/returned"
    assert colleague.client.get(f"{address}/{upload.pk}/").status_code == 200
    assert colleague.client.get(f"{address}/{others.pk}/").status_code == 404
    assert other_focal_point.client.get(f"{address}/{upload.pk}/").status_code == 404
    item = next(i for i in seen(others, focal_point).open if i.row.key == "a_narrative")
    with pytest.raises(NotVisible):
        decide(others, item, colleague, "take")


def test_a_file_of_another_report_is_placed_by_headings_and_marked(
    report, focal_point, other_focal_point
):
    theirs = start(report.cycle, other_focal_point)
    upload = back(theirs, other_focal_point, sent(report, focal_point))
    assert not upload.is_of_report
    assert item_of(seen(upload, other_focal_point), "d_narrative").row.how == "heading"


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


def test_the_pages_bring_a_file_back_and_take_what_is_chosen(
    report, focal_point, django_assert_num_queries
):
    client, address = focal_point.client, f"/reports/{report.pk}/draft/returned/"
    fetched = client.get(f"/reports/{report.pk}/draft/circular/")
    content = bend.replaced(b"".join(fetched.streaming_content), "coastal towns", "coasts")
    wrong = client.post(address, {"file": SimpleUploadedFile("a.docx", b"PK nothing")})
    assert wrong.status_code == 422 and b"no Word file" in wrong.content
    sent_back = client.post(address, {"file": SimpleUploadedFile("ministry.docx", content)})
    page_address = sent_back["Location"]
    page = client.get(page_address).content.decode()
    assert "ministry.docx" in page and "<del>" in page and "coasts" in page
    upload = DraftUpload.objects.get()
    item = item_of(seen(upload, focal_point), "d_narrative")
    name = item.row.pk
    stale = client.post(page_address, {f"choice-{name}": "take", f"revision-{name}": "9"})
    assert stale.status_code == 409
    done = client.post(page_address, {f"choice-{name}": "take", f"revision-{name}": "1"})
    assert done.status_code == 302
    assert "coasts" in DraftAnswer.objects.get(report=report, key="d_narrative").value
    assert b"Nothing is left to decide" in client.get(page_address).content
    assert client.get(f"{page_address}file/").status_code == 200
    counts = []
    for _round in range(2):
        with django_assert_num_queries(6):
            client.get(address)
        counts.append(DraftUpload.objects.count())
        back(report, focal_point, content)
        back(report, focal_point, content)
    assert counts == [1, 3]
    with django_assert_num_queries(12):
        client.get(page_address)
    assert client.post(page_address, {"remove": "yes"}).status_code == 302
    assert not DraftUpload.objects.filter(pk=upload.pk).exists()


def test_the_api_does_what_the_pages_do(report, focal_point):
    base = f"/api/v1/reports/{report.pk}/draft"
    content = b"".join(focal_point.api.get(f"{base}/circular/").streaming_content)
    content = bend.replaced(content, "coastal towns", "coasts")
    made = focal_point.api.post(
        f"{base}/uploads/", {"file": SimpleUploadedFile("b.docx", content)}, format="multipart"
    )
    assert made.status_code == 201
    body = made.json()
    item = next(i for i in body["items"] if i["fate"] == "open")
    assert item["key"] == "d_narrative"
    decided = focal_point.api.post(
        f"{base}/uploads/{body['id']}/items/{item['id']}/",
        {"choice": "take", "revision": item["revision"]},
        format="json",
    )
    assert decided.status_code == 200
    assert [i["fate"] for i in decided.json()["items"] if i["id"] == item["id"]] == ["taken"]
    assert focal_point.api.get(f"{base}/uploads/").json()[0]["n_open"] == 0
    assert focal_point.api.delete(f"{base}/uploads/{body['id']}/").status_code == 204
