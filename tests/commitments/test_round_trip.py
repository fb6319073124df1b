"""Word there and back: what changed is shown, and what is chosen is taken."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments.models import DraftAnswer, DraftStatus, DraftUpload, Report
from gfmd_platform.access.exceptions import NotVisible, StaleRevision, WrongState

from . import circulars as bend
from .circulars import back, sent
from .making import LATER, start, write
from .returned import A, D, assert_nothing_lost, decide, drafted, item_of, seen
from .test_sharing import give

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(state, other_state, support_unit, focal_point) -> Report:
    return drafted(support_unit, focal_point)


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
