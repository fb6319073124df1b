"""A receipt proves later what was handed in, to whoever holds it, and tells nothing else."""

from __future__ import annotations

from io import BytesIO, StringIO

import psycopg
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from commitments import operations, receipts
from commitments.enums import Visibility
from commitments.models import Report, ReportVersion
from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.ledger.operations import seal
from tests.people import Someone

from .making import LATER, NOW, choose, draft_hash, make_cycle, make_report, start, submit, write

pytestmark = pytest.mark.django_db
CHECK = "/receipts/"


@pytest.fixture(autouse=True)
def no_earlier_knocks():
    cache.clear()


@pytest.fixture
def report(state, other_state, support_unit, focal_point) -> Report:
    return make_report(
        make_cycle(support_unit),
        focal_point,
        text="Only for the Support Unit",
        visibility=Visibility.SUPPORT_UNIT,
    )


@pytest.fixture
def version(report) -> ReportVersion:
    return report.current_version


def verified(receipt: str) -> str:
    out = StringIO()
    call_command("verify_receipt", receipt, stdout=out, stderr=out)
    return out.getvalue()


def pdf_of(report: Report, someone: Someone) -> bytes:
    return someone.client.get(reverse("reports:receipt-pdf", args=[report.pk, 1])).content


def test_nothing_is_submitted_without_the_formal_confirmation(support_unit, focal_point, state):
    report = start(make_cycle(support_unit), focal_point)
    write(report, focal_point, "Ready")
    choose(report, focal_point)
    with pytest.raises(Invalid) as refused:
        operations.submit_report(
            report_id=report.pk,
            draft_hash=draft_hash(report),
            speaks_for=False,
            by=focal_point.actor,
            now=NOW,
        )
    assert set(refused.value.errors) == {"speaks_for"}
    page = reverse("reports:check", args=[report.pk])
    answer = focal_point.client.post(page, {"draft": draft_hash(report)})
    assert answer.status_code == 422
    assert "Confirm that you speak for your stakeholder." in answer.content.decode()
    assert not ReportVersion.objects.exists()


def test_a_version_keeps_who_spoke_in_which_capacity(version, focal_point):
    assert version.capacity == "focal_point"
    assert version.membership.person == focal_point.person
    assert receipts.capacity_of(version).startswith(f"{focal_point.person}, Focal point")


def test_the_receipt_is_a_tagged_pdf_and_names_the_seal_once_there_is_one(
    report, version, focal_point
):
    before = PdfReader(BytesIO(pdf_of(report, focal_point)))
    assert "Not yet sealed" in before.pages[0].extract_text()
    assert before.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    sealed = seal(now=LATER)
    text = PdfReader(BytesIO(pdf_of(report, focal_point))).pages[0].extract_text()
    for words in (version.receipt_key, version.content_hash, "Focal point", sealed.root):
        assert words in text
    assert "Only for the Support Unit" not in text.replace(str(Visibility.SUPPORT_UNIT.label), "")


def test_the_receipt_is_for_those_whose_report_it_is(report, support_unit, other_focal_point):
    for name in ("receipt", "receipt-pdf"):
        page = reverse(f"reports:{name}", args=[report.pk, 1])
        assert support_unit.client.get(page).status_code == 403
        assert other_focal_point.client.get(page).status_code == 404


def test_the_command_verifies_a_key_and_a_file(report, version, focal_point, tmp_path):
    assert "not yet sealed" in verified(version.receipt_key)
    seal(now=LATER)
    file = tmp_path / "receipt.pdf"
    file.write_bytes(pdf_of(report, focal_point))
    assert "The receipt is valid" in verified(str(file))
    assert verified(version.receipt_key.lower().replace("-", " ")) == verified(str(file))
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(file.read_bytes().replace(version.content_hash.encode(), b"0" * 64))
    with pytest.raises(CommandError, match="not what was handed in"):
        verified(str(forged))
    with pytest.raises(CommandError, match="no such receipt"):
        verified("0000-0000-0000-0000")


def test_anybody_with_the_key_or_the_file_learns_what_a_receipt_says_and_no_more(
    report, version, visitor, focal_point
):
    page = visitor.client.post(CHECK, {"key": version.receipt_key}).content.decode()
    for words in ("The receipt is valid", str(report.stakeholder), version.content_hash):
        assert words in page
    assert "Only for the Support Unit" not in page
    file = SimpleUploadedFile("receipt.pdf", pdf_of(report, focal_point))
    assert "The receipt is valid" in visitor.client.post(CHECK, {"file": file}).content.decode()
    answer = visitor.api.post("/api/v1/receipts/", {"key": version.receipt_key}).json()
    assert sorted(answer) == sorted(
        ["valid", "stakeholder", "joint", "cycle", "version", "at", "hash", "seal"]
    )
    assert (answer["valid"], answer["hash"]) == (True, version.content_hash)


@pytest.mark.parametrize("key", ["", "0000-0000-0000-0000", "x", "\x00" * 16, "é" * 16])
def test_no_receipt_is_a_plain_error(visitor, db, key):
    assert visitor.client.post(CHECK, {"key": key}).status_code == 422
    file = SimpleUploadedFile("other.pdf", b"%PDF-1.7\nsomething else")
    assert visitor.client.post(CHECK, {"key": key, "file": file}).status_code == 422


@pytest.mark.parametrize("sent", [[], ["x"], {}, {"key": ["x"]}, {"key": "x"}])
def test_no_receipt_over_the_api_is_a_plain_error_too(visitor, db, sent):
    assert visitor.api.post("/api/v1/receipts/", sent).status_code in (400, 422)


def test_checking_is_limited(visitor, db):
    codes = [visitor.client.post(CHECK, {"key": "x"}).status_code for _time in range(31)]
    assert codes == [422] * 30 + [429]


def test_withdrawn_words_stay_withdrawn_when_a_later_version_stands(
    support_unit, focal_point, visitor, state
):
    report = make_report(make_cycle(support_unit), focal_point, text="Taken back")
    operations.withdraw_report(
        report_id=report.pk, reason="A wrong annex.", by=focal_point.actor, now=LATER
    )
    operations.correct_report(report_id=report.pk, by=focal_point.actor, now=LATER)
    write(report, focal_point, "Right now")
    submit(report, focal_point, now=LATER)
    first = reverse("reports:version", args=[report.pk, 1])
    assert visitor.client.get(first).status_code == 404
    assert "A wrong annex." in focal_point.client.get(first).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_row_changed_behind_the_platforms_back_is_named(
    report, version, focal_point, process_environment
):
    seal(now=LATER)
    table = "commitments_reportversionanswer"
    with psycopg.connect(process_environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(f"UPDATE {table} SET value = 'Bent' WHERE key = 'a_narrative'")
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_receipt", version.receipt_key, stdout=out, stderr=out)
    assert "answers/a_narrative was changed." in out.getvalue()
    shown = focal_point.client.post(CHECK, {"key": version.receipt_key}).content.decode()
    assert "does not agree" in shown
    assert "Bent" not in shown


@pytest.mark.django_db(transaction=True)
def test_a_bent_chain_is_named(report, version, process_environment):
    seal(now=LATER)
    with psycopg.connect(process_environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE ledger_seal DISABLE TRIGGER USER")
        owner.execute("UPDATE ledger_seal SET previous = repeat('1', 64)")
        owner.execute("ALTER TABLE ledger_seal ENABLE TRIGGER USER")
    breaches = receipts.verify(version).breaches
    assert any("does not follow the one before it" in breach for breach in breaches)
