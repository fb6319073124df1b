"""Answers of every type: kept as canonical text, asked per commitment, submitted, read."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commitments import operations
from commitments.models import (
    Commitment,
    DraftAnswer,
    DraftRevision,
    Report,
    ReportVersion,
    ReportVersionAnswer,
)
from commitments.report_content import of_draft, of_version
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.cycles.numbers import TwoWays, plain_number, shown_number
from gfmd_platform.records.hashing import content_hash

from .asked import EVERY_TYPE
from .making import LATER, NOW, choose, make_commitment, make_cycle, start, submit, write

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def report(support_unit, focal_point) -> Report:
    return start(make_cycle(support_unit, questions=EVERY_TYPE), focal_point)


def answer(report, someone, key, value, *, subject=None, revision=0, now=NOW):
    return operations.save_answer(
        report_id=report.pk,
        key=key,
        subject=subject,
        value=value,
        revision=revision,
        by=someone.actor,
        now=now,
    )


def attach(report, someone, content=PDF, name="Evaluation 2026.pdf", revision=0):
    return operations.attach_answer_file(
        report_id=report.pk,
        key="evidence",
        file=SimpleUploadedFile(name, content),
        revision=revision,
        by=someone.actor,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("key", "sent", "kept"),
    [
        ("fees", " 3.50 ", "3.5"),
        ("fees", "12", "12"),
        ("fees", "", ""),
        ("groups", ["men", "women"], '["women","men"]'),
        ("groups", '["children"]', '["children"]'),
        ("groups", [], ""),
        (
            "corridors",
            [{"where": "Arvania", "cost": "7.10"}, {"where": " ", "cost": ""}],
            '[{"cost":"7.1","where":"Arvania"}]',
        ),
        (
            "years",
            [{"row": "2026", "permits": "30"}, {"row": "2025", "permits": "20"}],
            '[{"permits":"20","row":"2025"},{"permits":"30","row":"2026"}]',
        ),
        ("years", [{"row": "2026", "permits": ""}], ""),
    ],
)
def test_an_answer_is_kept_as_canonical_text(report, focal_point, key, sent, kept):
    answer(report, focal_point, key, sent)
    row = DraftAnswer.objects.filter(report=report, key=key).first()
    assert (row.value if row else "") == kept


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("fees", "about three"),
        ("fees", "NaN"),
        ("law", "perhaps"),
        ("groups", ["nobody"]),
        ("groups", "not a list"),
        ("corridors", [{"where": "x", "cost": "dear"}]),
        ("corridors", [{"elsewhere": "x"}]),
        ("corridors", [{"where": "x"}] * 201),
        ("corridors", {"where": "x"}),
        ("years", [{"row": "2031", "permits": "1"}]),
        ("years", [{"row": "2025", "permits": "1"}, {"row": "2025", "permits": "2"}]),
        ("evidence", '{"name":"x.pdf","sha256":"%s","size":3}' % ("0" * 64)),
        ("a_narrative", "NUL \x00"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_field(report, focal_point, key, sent):
    with pytest.raises(Invalid) as refusal:
        answer(report, focal_point, key, sent)
    assert list(refusal.value.errors) == [key]
    assert not DraftAnswer.objects.filter(report=report).exists()


def test_a_question_is_asked_of_each_registered_commitment(report, focal_point, other_focal_point):
    one, two = make_commitment(focal_point), make_commitment(focal_point, title="Skills")
    theirs = make_commitment(other_focal_point)
    answer(report, focal_point, "lesson", "On fees", subject=one.pk)
    answer(report, focal_point, "lesson", "On skills", subject=two.pk)
    with pytest.raises(NotVisible):
        answer(report, focal_point, "lesson", "Not ours", subject=theirs.pk)
    with pytest.raises(NotVisible):
        answer(report, focal_point, "lesson", "Of nothing")
    with pytest.raises(NotVisible):
        answer(report, focal_point, "a_narrative", "Of one", subject=one.pk)
    with pytest.raises(StaleRevision):
        answer(report, focal_point, "lesson", "Again", subject=one.pk)
    histories = DraftRevision.objects.filter(report=report, key="lesson")
    assert set(histories.values_list("subject", flat=True)) == {one.pk, two.pk}


def test_everything_is_submitted_and_read_back_under_the_same_hash(
    report, focal_point, support_unit, visitor
):
    commitment = make_commitment(focal_point)
    answer(report, focal_point, "fees", "3.5")
    answer(report, focal_point, "groups", ["men", "women"])
    answer(report, focal_point, "corridors", [{"where": "Arvania", "cost": "7"}])
    answer(report, focal_point, "lesson", "Start earlier", subject=commitment.pk)
    attach(report, focal_point)
    choose(report, focal_point)
    version = submit(report, focal_point)
    assert of_version(version).hash == version.content_hash
    held = ReportVersionAnswer.objects.get(version=version, key="lesson")
    assert (held.subject_id, held.commitment_version_id) == (
        commitment.pk,
        Commitment.unscoped.get(pk=commitment.pk).current_version_id,
    )
    url = reverse("reports:version", args=[report.pk, 1])
    page = visitor.client.get(url).content.decode()
    for words in ("3.5 per cent", "Women", "Cost (USD)", "Arvania", commitment.title, ".pdf"):
        assert words in page
    file = ReportVersionAnswer.objects.get(version=version, key="evidence")
    served = visitor.client.get(
        reverse("reports:version-file", args=[report.pk, 1, file.pk]), follow=True
    )
    assert b"".join(served.streaming_content) == PDF
    assert "Evaluation 2026.pdf" in served["Content-Disposition"]
    said = visitor.client.get(f"/api/v1/reports/{report.pk}/versions/1/").json()["answers"]
    table = next(row for row in said if row["key"] == "corridors")
    assert json.loads(table["kept"]) == [{"where": "Arvania", "cost": "7"}]
    assert next(r for r in said if r["key"] == "lesson")["commitment"] == str(commitment.pk)


def test_an_answer_asked_once_is_hashed_as_before_there_were_others(report, focal_point):
    """The form of a version's hash before answers had a subject, written out."""
    write(report, focal_point, "The same words")
    choose(report, focal_point)
    content = of_draft(Report.unscoped.get(pk=report.pk))
    assert content.hash == content_hash(
        {
            "report": report.pk,
            "no": 1,
            "questionnaire": report.questionnaire_id,
            "language": "en",
            "visibility": "public",
            "may_quote": True,
            "answers": [{"key": "a_narrative", "value": "The same words", "language": "en"}],
            "statuses": [],
            "observations": [],
        }
    )


def test_a_drafts_file_is_served_to_its_writers_alone(
    report, focal_point, other_focal_point, support_unit, visitor
):
    attach(report, focal_point)
    url = reverse("reports:draft-file", args=[report.pk, "evidence"])
    assert focal_point.client.get(url).status_code == 200
    assert other_focal_point.client.get(url).status_code == 404
    assert support_unit.client.get(url).status_code == 404
    assert visitor.client.get(url).status_code == 302
    with pytest.raises(Invalid):
        attach(report, focal_point, content=b"not a PDF", revision=1)


def test_a_file_of_another_draft_is_no_answer_here(report, focal_point, other_focal_point):
    theirs = start(report.cycle, other_focal_point)
    kept = attach(theirs, other_focal_point).value
    with pytest.raises(Invalid):
        answer(report, focal_point, "evidence", kept)


def test_a_file_that_was_taken_out_can_be_brought_back(report, focal_point):
    kept = attach(report, focal_point).value
    answer(report, focal_point, "evidence", "", revision=1)
    assert answer(report, focal_point, "evidence", kept, revision=2).value == kept


def test_a_part_is_filled_in_without_script(report, focal_point):
    url = reverse("reports:part", args=[report.pk, "b"])
    page = focal_point.client.get(url)
    names = ["fees", "law", "groups", "corridors", "years"]
    sent = {
        "asked": names,
        "revision": ["0"] * 5,
        "fees": "1,234",
        "law": "yes",
        "groups": ["children"],
        "corridors.0.where": "Arvania",
        "corridors.0.cost": "4",
        "years.2025.permits": "7",
    }
    assert b"corridors.0.where" in page.content
    refused = focal_point.client.post(url, sent)
    assert refused.status_code == 422
    assert "Write 1234 or 1.2340, whichever you mean." in refused.content.decode()
    assert b'value="1,234"' in refused.content and b'value="Arvania"' in refused.content
    saved = focal_point.client.post(url, sent | {"fees": "2,5", "more": "corridors"})
    assert saved.status_code == 302 and "more=corridors" in saved.url
    assert dict(DraftAnswer.objects.values_list("key", "value")) == {
        "fees": "2.5",
        "law": "yes",
        "groups": '["children"]',
        "corridors": '[{"cost":"4","where":"Arvania"}]',
        "years": '[{"permits":"7","row":"2025"}]',
    }
    more = focal_point.client.get(saved.url)
    assert b"corridors.5.where" in more.content
    none = focal_point.client.post(
        url, {"asked": names, "revision": ["1"] * 5, "law": "yes", "fees": "2.5"}
    )
    assert none.status_code == 302
    assert DraftAnswer.objects.get(key="groups").value == ""
    assert DraftAnswer.objects.get(key="corridors").value  # no cell of it was sent


def test_a_file_comes_and_goes_on_the_page(report, focal_point):
    make_commitment(focal_point)
    url = reverse("reports:part", args=[report.pk, "c"])
    upload = {
        "asked": ["evidence"],
        "revision": ["0"],
        "evidence": SimpleUploadedFile("Study.pdf", PDF),
    }
    assert focal_point.client.post(url, upload).status_code == 302
    row = DraftAnswer.objects.get(key="evidence")
    page = focal_point.client.get(url).content.decode()
    assert (
        "Study.pdf" in page and reverse("reports:draft-file", args=[report.pk, "evidence"]) in page
    )
    kept = {"asked": ["evidence"], "revision": ["1"], "evidence": row.value}
    focal_point.client.post(url, kept)
    assert DraftAnswer.objects.get(key="evidence").value == row.value
    focal_point.client.post(url, kept | {"evidence.remove": "yes"})
    assert DraftAnswer.objects.get(key="evidence").value == ""


def test_autosave_takes_a_table_cell_by_cell_and_shows_both_in_a_conflict(report, focal_point):
    url = reverse("reports:save", args=[report.pk])
    sent = {
        "field": "corridors",
        "value": ["Arvania", "4"],
        "corridors.0.where": "Arvania",
        "corridors.0.cost": "4",
        "revision": "0",
    }
    assert focal_point.client.post(url, sent).json()["revision"] == 1
    stale = focal_point.client.post(url, sent | {"corridors.0.cost": "5"})
    assert stale.status_code == 409
    assert stale.json()["theirs"] == {"corridors": "Where: Arvania; Cost: 4 USD"}
    several = {"field": "groups", "value": ["men", "women"], "revision": "0"}
    focal_point.client.post(url, several)
    assert focal_point.client.post(url, several | {"value": ["men"]}).json()["theirs"] == {
        "groups": ["women", "men"]
    }
    commitment = make_commitment(focal_point)
    each = {"field": f"lesson--{commitment.pk}", "value": "Earlier", "revision": "0"}
    assert focal_point.client.post(url, each).status_code == 200
    assert DraftAnswer.objects.get(key="lesson").subject_id == commitment.pk


def test_a_conflict_about_a_table_is_settled_without_script(report, focal_point):
    answer(report, focal_point, "corridors", [{"where": "Theirs"}])
    url = reverse("reports:part", args=[report.pk, "b"])
    sent = {"asked": ["corridors"], "revision": ["0"], "corridors.0.where": "Mine"}
    page = focal_point.client.post(url, sent)
    assert page.status_code == 409
    assert b"Where: Theirs" in page.content and b"Where: Mine" in page.content
    settled = {
        "field": "corridors",
        "revision": ["1"],
        "corridors": '[{"where":"Mine"}]',
        "choice": "mine",
    }
    assert focal_point.client.post(url, settled).status_code == 302
    assert DraftAnswer.objects.get(key="corridors").value == '[{"where":"Mine"}]'


def test_the_api_takes_and_gives_every_type(report, focal_point, other_focal_point):
    commitment = make_commitment(focal_point)
    base = f"/api/v1/reports/{report.pk}/draft/answers"

    def put(key, **body):
        return focal_point.client.put(
            f"{base}/{key}/", {"revision": 0, **body}, content_type="application/json"
        )

    assert put("groups", value=["women"]).json()["value"] == '["women"]'
    assert put("fees", value=4).json()["value"] == "4"
    assert put("lesson", value="x", subject=str(commitment.pk)).status_code == 200
    assert put("fees", value={"no": "answer"}).status_code in (400, 422)
    sent = focal_point.client.post(
        f"{base}/evidence/file/", {"file": SimpleUploadedFile("A.pdf", PDF), "revision": "0"}
    )
    assert sent.status_code == 200, sent.content
    assert focal_point.client.get(f"{base}/evidence/file/").status_code == 200
    assert other_focal_point.client.get(f"{base}/evidence/file/").status_code == 404
    draft = focal_point.client.get(f"/api/v1/reports/{report.pk}/draft/").json()
    assert {(a["key"], a["subject"]) for a in draft["answers"]} == {
        ("groups", None),
        ("fees", None),
        ("lesson", str(commitment.pk)),
        ("evidence", None),
    }


def test_an_answer_about_a_withdrawn_commitment_is_kept_and_not_submitted(report, focal_point):
    commitment = make_commitment(focal_point)
    row = answer(report, focal_point, "lesson", "Start earlier", subject=commitment.pk)
    write(report, focal_point, "Something else")
    standing = Commitment.unscoped.get(pk=commitment.pk)
    operations.withdraw_commitment(
        commitment_id=commitment.pk, reason="A new law", by=focal_point.actor, now=LATER
    )
    assert standing.current_version_id
    choose(report, focal_point)
    version = submit(report, focal_point)
    assert list(version.answers.values_list("key", flat=True)) == ["a_narrative"]
    assert DraftAnswer.objects.get(pk=row.pk).value == "Start earlier"
    assert ReportVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("fr", "12,5", "12.5"),
        ("en", "12,5", "12.5"),
        ("de", "1.234,5 per cent", "1234.5"),
        ("ar", "١٢٫٥", "12.5"),
        ("en", "1.234", "1.234"),
        ("fr", "1 234", "1234"),
        ("fr", "1,2340", "1.234"),
    ],
)
def test_numbers_are_read_as_people_write_them(language, typed, kept):
    assert plain_number(typed, "per cent", language) == kept
    shown = shown_number(kept, language)
    assert plain_number(shown, "per cent", language) == kept  # and back


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "1,234"), ("fr", "1,234"), ("de", "1.234"), ("de", "-12.500")]
)
def test_a_number_that_could_be_two_is_asked_back(language, typed):
    with pytest.raises(TwoWays, match=typed) as doubt:
        plain_number(typed, "", language)
    assert plain_number(doubt.value.whole, "", language) == typed.replace(",", "").replace(".", "")
    assert Decimal(plain_number(doubt.value.part, "", language)) == Decimal(typed.replace(",", "."))


def test_a_report_in_french_shows_and_saves_numbers_with_a_comma(report, focal_point):
    Report.unscoped.filter(pk=report.pk).update(language="fr")
    save = reverse("reports:save", args=[report.pk])

    def saved(value: str, revision: int):
        sent = {"field": "fees", "value": value, "revision": str(revision)}
        return focal_point.client.post(save, sent)

    assert saved("2,5", 0).status_code == 200
    assert DraftAnswer.objects.get(key="fees").value == "2.5"
    refused = saved("1.234", 1)
    assert refused.status_code == 422 and "1234 or 1,2340" in refused.content.decode()
    answer(report, focal_point, "fees", "1.234", revision=1)
    page = focal_point.client.get(reverse("reports:part", args=[report.pk, "b"]))
    assert 'value="1,2340"' in page.content.decode()
