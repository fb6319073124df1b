"""What a published edition is handed over as, all of it taken from the edition."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from pypdf import PdfReader

from gfmd_platform.access.exceptions import Invalid, NotAllowed, NotVisible, StaleRevision
from gfmd_platform.documents.pdf import page_count
from gfmd_platform.documents.word import as_word
from reviews import operations, year
from reviews.handover import outline as outlines
from reviews.handover import summary
from reviews.handover.outline import InputHeading
from reviews.handover.papers import input_paper
from reviews.models import HandingOver
from reviews.presenting.blocks import Quote, Quotes
from reviews.queries import editions, handing_over
from tests.people import Someone

from .test_pages import published, text_of
from .world import NOW, World, figures_of

pytestmark = pytest.mark.django_db


def of(world: World, edition: Any, who: Someone) -> str:
    assert who.stakeholder is not None
    return f"/reviews/{world.review.pk}/editions/{edition.no}/of/{who.stakeholder.pk}/"


def save_outline(world: World, outline: outlines.Outline, revision: int = 0) -> Any:
    return operations.save_input_outline(
        review_id=world.review.pk,
        outline=outline,
        revision=revision,
        by=world.support_unit.actor,
        now=NOW,
    )


def test_the_input_stands_under_the_headings_asked_and_says_what_is_too_long(
    world: World, chair: Someone, django_assert_num_queries: Any
) -> None:
    edition = published(world, chair)
    unit, base = world.support_unit.client, f"/support/reviews/{world.review.pk}/input/"
    assert "These headings are a starter" in text_of(unit.get(base))
    posted = {"title": "Input of the Forum", "words": "30", "due_on_year": "2027"}
    posted |= {"due_on_month": "3", "due_on_day": "1", "due_on": "2027-03-01", "revision": "0"}
    assert unit.post(f"{base}outline/", posted).status_code == 302
    while handing_over.outline_for(world.support_unit.actor, world.review.pk)[1].headings[1:]:
        revision = handing_over.outline_for(world.support_unit.actor, world.review.pk)[2]
        gone = {"step": "remove", "revision": revision}
        assert unit.post(f"{base}headings/1/", gone).status_code == 302
    heading = {
        "heading": "What is new",
        "instructions": "Say what emerges.",
        "words": "5",
        "place": "1",
        "sections": ["d", "participation"],
        "figures": "on",
        "quotations": "1",
        "revision": handing_over.outline_for(world.support_unit.actor, world.review.pk)[2],
    }
    assert unit.post(f"{base}headings/new/", heading).status_code == 302
    stale = unit.post(f"{base}headings/new/", heading)
    assert stale.status_code == 409
    assert "Nothing has been overwritten" in text_of(stale)
    with django_assert_num_queries(8):
        page = unit.get(base)
    found = page.context["page"].found
    assert [filled.heading.heading for filled in found.headings] == [
        "What is new",
        "About this input",
    ]
    quoted = [piece.text for piece in found.headings[0].pieces if piece.kind == "quotation"]
    assert len(quoted) == 1, "as many of each section as the heading takes"
    assert found.headings[0].over > 0
    assert "Longer than asked" in text_of(page)
    figures = figures_of(edition.compilation)
    assert found.figures
    for piece in found.figures:
        assert figures[piece.key] == piece.text
        assert unit.get(piece.href).status_code == 200, piece.href
    own = {"by": "Belmora", "language": "en", "text": "We read it otherwise.", "section": ""}
    edition.manuscript = [*edition.manuscript, {"key": "reservations", "reservations": [own]}]
    reserved = as_word(input_paper(found, edition, address="/"))
    lines = [paragraph.text for paragraph in Document(io.BytesIO(reserved)).paragraphs]
    assert lines[lines.index("Belmora") + 1] == "We read it otherwise."
    word = Document(io.BytesIO(unit.get(f"{base}word/").getvalue()))
    said = [paragraph.text for paragraph in word.paragraphs]
    assert quoted[0] in said
    assert said.index("What is new") < said.index("About this input")
    addresses = {row.cells[2].text for table in word.tables for row in table.rows}
    assert any(address.endswith("/figures/reports/") for address in addresses)
    assert "Say what emerges." not in said, "instructions are for the writers"


def test_an_outline_is_checked_and_a_stale_one_refused(world: World, chair: Someone) -> None:
    starter = outlines.starter("hlpf")
    assert starter != outlines.starter("thematic")
    with pytest.raises(Invalid):
        save_outline(world, replace(starter, headings=(InputHeading("", sections=("nowhere",)),)))
    save_outline(world, starter)
    with pytest.raises(StaleRevision):
        save_outline(world, replace(starter, words=10))
    with pytest.raises((NotAllowed, NotVisible)):
        operations.save_input_outline(
            review_id=world.review.pk, outline=starter, revision=1, by=chair.actor, now=NOW
        )


def test_handing_over_is_noted_once_published(world: World, chair: Someone) -> None:
    edition = published(world, chair)
    unit = world.support_unit
    step = year.lines(unit.actor, NOW)[0].steps[-1]
    assert (step.label, step.state, step.is_ours) == ("Hand-over", "current", True)
    address = f"/support/reviews/{world.review.pk}/hand-over/"
    early = {"to": "Secretariat of the forum", "on": "2020-01-01", "on_year": "2020"}
    early |= {"on_month": "1", "on_day": "1"}
    refused = unit.client.post(address, early)
    assert "not yet published on that day" in text_of(refused)
    operations.note_handing_over(
        review_id=world.review.pk,
        to="Secretariat of the forum",
        on=edition.at.date(),
        reference="NV 12",
        by=unit.actor,
        now=NOW,
    )
    assert HandingOver.objects.get().edition_id == edition.pk
    step = year.lines(unit.actor, NOW)[0].steps[-1]
    assert step.state == "done"
    shown = text_of(unit.client.get(f"/support/reviews/{world.review.pk}/input/"))
    assert "Secretariat of the forum" in shown


def test_a_summary_has_two_pages_however_much_is_quoted(
    world: World, chair: Someone, visitor: Someone
) -> None:
    edition = published(world, chair)
    address = f"/reviews/{world.review.pk}/editions/1/summary/"
    shown = text_of(visitor.client.get(address))
    assert "Nurses waited eleven weeks" in shown
    assert "CANARY" not in shown
    made = visitor.client.get(f"{address}pdf/").getvalue()
    assert page_count(made) == len(PdfReader(io.BytesIO(made)).pages) <= 2
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    for key in ("reports", "commitments", "examples"):
        assert f"{key}" in words
    edition = editions.edition(visitor.actor, world.review.pk, 1)
    _document, whole = editions.shown_in(edition)
    long = Quote("Said at length. " * 17, "en", "By", "State", "Q", "r", 1, "k", "v")
    crowded = replace(
        whole,
        sections=[
            replace(s, blocks=[*s.blocks, Quotes("More", [long] * 9)]) if s.key in "abcd" else s
            for s in whole.sections
        ],
    )
    edition.pk = world.cycle.pk  # another key of the cache
    said = {"by": "Belmora", "language": "en", "text": "Not so.", "section": ""}
    edition.manuscript = [*edition.manuscript, {"key": "reservations", "reservations": [said]}]
    level = summary.level_for(edition, crowded)
    assert level.each < summary.LEVELS[0].each, "fewer voices, not more pages"
    crowded_pdf = summary.pdf(edition, crowded)
    assert page_count(crowded_pdf) <= 2
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(crowded_pdf)).pages)
    assert "were made by: Belmora" in " ".join(text.split())


def test_each_stakeholder_finds_its_own_in_an_edition_and_others_what_is_public(
    world: World, chair: Someone, visitor: Someone, django_assert_num_queries: Any
) -> None:
    edition = published(world, chair)
    address = of(world, edition, world.arvania)
    visitor.client.get(address)
    with django_assert_num_queries(6):
        shown = text_of(visitor.client.get(address))
    assert "Nurses waited eleven weeks, down from thirty." in shown
    assert "12.5" in shown
    rows = list(
        csv.DictReader(
            io.StringIO(visitor.client.get(f"{address}csv/").getvalue().decode("utf-8-sig"))
        )
    )
    figures = figures_of(edition.compilation)
    of_figures = [row for row in rows if row["what"] == "figure"]
    assert {row["figure"]: row["own"] for row in of_figures}["commitments~status=under_way"] == "1"
    for row in of_figures:
        assert row["in_all"] == figures[row["figure"]]
        assert float(row["own"]) <= float(row["in_all"])
    assert Document(io.BytesIO(visitor.client.get(f"{address}word/").getvalue())).paragraphs


def test_what_is_not_public_stands_in_nobody_elses_sheet(
    world: World, chair: Someone, visitor: Someone
) -> None:
    edition = published(world, chair)
    for who, hidden in ((world.quiet, "changed"), (world.belmora, "done")):
        address = of(world, edition, who)
        for form in ("", "csv/"):
            response = visitor.client.get(f"{address}{form}")
            text = b"".join(response) if response.streaming else response.content
            assert f"status={hidden}".encode() not in text, "the report alone says so"
            assert b"CANARY" not in text
            assert b"/reports/" not in text
        own = who.client.get(address).content.decode()
        assert f"status={hidden}" in own
        assert "/reports/" in own
    stranger = f"/reviews/{world.review.pk}/editions/1/of/{world.cycle.pk}/"
    assert visitor.client.get(stranger).status_code == 404


def test_the_api_hands_over_what_the_pages_do(
    world: World, chair: Someone, visitor: Someone
) -> None:
    published(world, chair)
    base = f"/api/v1/reviews/{world.review.pk}/"
    unit = world.support_unit.api
    stands = unit.get(f"{base}input/").json()
    asked = {name: stands[name] for name in ("title", "words", "revision")}
    asked |= {"headings": stands["headings"][:2], "due_on": "2027-03-01"}
    assert unit.put(f"{base}input/", asked, format="json").json()["revision"] == 1
    assert unit.put(f"{base}input/", asked, format="json").status_code == 409
    assert unit.get(f"{base}input/").json()["filled"]["headings"][0]["pieces"]
    assert visitor.api.get(f"{base}input/").status_code in (401, 403, 404)
    handed = {"to": "Secretariat", "on": NOW.date().isoformat()}
    assert unit.post(f"{base}hand-over/", handed, format="json").status_code == 201
    told = visitor.api.get(f"{base}editions/1/summary/").json()
    assert "Nothing is shortened" in told["rule"]
    sheet = f"{base}editions/1/of/{world.quiet.stakeholder.pk}/"
    assert "status=changed" not in visitor.api.get(sheet).content.decode()
    assert "status=changed" in world.quiet.api.get(sheet).content.decode()


def test_a_cycles_page_says_what_came_out_and_leads_to_it(
    world: World, chair: Someone, visitor: Someone
) -> None:
    address = f"/cycles/{world.cycle.pk}/"
    assert "The review of this cycle" not in text_of(visitor.client.get(address))
    edition = published(world, chair)
    operations.note_handing_over(
        review_id=world.review.pk,
        to="Secretariat of the forum",
        on=edition.at.date(),
        by=world.support_unit.actor,
        now=NOW,
    )
    page = visitor.client.get(address)
    shown = text_of(page)
    assert f"{figures_of(edition.compilation)['reports']} stakeholders reported" in shown
    assert "Secretariat of the forum" in shown
    assert f"/reviews/{world.review.pk}/editions/1/files/json/" in page.content.decode()
    assert "/of/" not in page.content.decode()
    assert of(world, edition, world.arvania) in world.arvania.client.get(address).content.decode()
    for who in (visitor, world.arvania):
        with CaptureQueriesContext(connection) as asked:
            who.client.get(address)
        assert len(asked) <= 12
