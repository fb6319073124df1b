"""A draft that went round as a Word file, and how to look at what came back of it."""

from __future__ import annotations

from django.utils import translation

from commitments import operations
from commitments.exchange.circular import circular
from commitments.exchange.placing import normal
from commitments.exchange.slots import slots_of
from commitments.models import DraftUpload, Report
from commitments.queries import uploads
from commitments.sections import sections_for
from gfmd_platform.cycles.operations import revise_questionnaire
from tests.people import Someone

from . import circulars as bend
from .asked import EVERY_TYPE
from .making import LATER, NOW, make_commitment, make_cycle, start, write

A = "Fees were abolished in two corridors.\n\nWorkers told us so."
D = "Climate pressure on coastal towns."


def drafted(support_unit: Someone, focal_point: Someone) -> Report:
    """A draft with an answer of every type."""
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
