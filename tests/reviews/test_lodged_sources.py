"""A report that came by note verbale is counted, and its source says how it came."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments.operations import lodge_report
from reviews import operations
from reviews.presenting import present
from tests.people import Someone

from .world import NOW, compile_now, document_of, make_cycle, reporter

pytestmark = pytest.mark.django_db


def test_the_annex_says_that_a_report_was_lodged(support_unit: Someone) -> None:
    sender = reporter("Harbour Society")
    cycle = make_cycle(support_unit)
    assert sender.stakeholder
    lodge_report(
        cycle_id=cycle.pk,
        stakeholder_id=sender.stakeholder.pk,
        channel="note_verbale",
        reference="NV/12",
        dated_on=NOW.date(),
        received_on=NOW.date(),
        files=[SimpleUploadedFile("Note.txt", b"The note")],
        answers={"a_key_message": "As received."},
        visibility="public",
        may_quote=True,
        by=support_unit.actor,
        now=NOW,
    )
    review = operations.begin_review(cycle_id=cycle.pk, by=support_unit.actor, now=NOW)
    compiled = compile_now(review, support_unit)
    annex = present(document_of(compiled), []).annex
    (entry,) = [e for entries in annex for e in entries.entries if e.kind == "report"]
    assert entry.title == "Harbour Society"
    assert entry.by == "Lodged by the Support Unit from note verbale NV/12 of 24 November 2026"
