"""A report's answers as drafts of a GCM review and a VNR: all of it, placed, and nothing else."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from commitments import operations
from commitments.exchange import material
from commitments.exchange.other_review_papers import missing_words
from commitments.exchange.other_reviews import Filled, fill
from commitments.models import DraftAnswer, Report
from commitments.queries import reports as queries
from commitments.sections import ALL, Sections
from gfmd_platform.cycles.enums import WRITTEN_PARTS
from gfmd_platform.cycles.handbooks import handbooks
from gfmd_platform.cycles.models import Cycle
from gfmd_platform.cycles.operations import revise_questionnaire
from gfmd_platform.cycles.questionnaire import QuestionShape, default_questions
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.models import term_id
from tests.people import Someone

from .asked import EVERY_TYPE
from .making import NOW, attach, choose, make_commitment, make_cycle, start, submit, write
from .test_documents import fetched
from .test_report_drafts import observe
from .test_sharing import give

pytestmark = pytest.mark.django_db

WHOLE = Sections(ALL, ALL)
ANSWERS = {
    "a_narrative": "Nobody was left behind, almost.",
    "a_key_message": "Ask migrants first.",
    "fees": "4.5",
    "law": "yes",
    "groups": '["women","children"]',
    "corridors": '[{"cost":"7","where":"Northland to Southland"}]',
    "years": '[{"permits":"120","row":"2025"}]',
    "d_narrative": "Heat at work.",
}


@pytest.fixture
def cycle(state, other_state, support_unit) -> Cycle:
    return make_cycle(support_unit)


def ask(cycle: Cycle, support_unit: Someone, *questions: QuestionShape) -> None:
    asked = [*EVERY_TYPE, *questions]
    revise_questionnaire(cycle_id=cycle.pk, questions=asked, by=support_unit.actor, now=NOW)
    cycle.refresh_from_db()


def full(cycle: Cycle, someone: Someone) -> Report:
    """Every question is answered; one commitment cites objective 20, another no objective."""
    terms = [term_id("gcm-2018", "20"), term_id("sdg-2015", "10.c"), term_id("gcm-2018", "GP6")]
    first = make_commitment(
        someone, title="Cheaper transfers", terms=terms, amount="2500", currency="EUR"
    )
    second = make_commitment(someone, title="A council of migrants")
    report = start(cycle, someone)
    for key, value in ANSWERS.items():
        write(report, someone, value, key=key)
    attach(report, someone, key="evidence")
    for commitment, words in ((first, "Publish prices."), (second, "Meet twice a year.")):
        common = {"report_id": report.pk, "revision": 0, "by": someone.actor, "now": NOW}
        operations.save_answer(key="lesson", subject=commitment.pk, value=words, **common)
        operations.save_status(
            commitment_id=commitment.pk, status="done", note=f"On {words}", **common
        )
    observe(report, someone, footnote="Survey of three provinces")
    return report


def drafted(report: Report, sections: Sections = WHOLE) -> dict[str, Filled]:
    said = material.of_draft(Report.unscoped.get(pk=report.pk), sections, now=NOW)
    return {code: fill(book, said) for code, book in handbooks().items()}


def lines(someone: Someone, address: str) -> list[str]:
    """All that the Word file says, its tables too."""
    document = Document(io.BytesIO(fetched(someone, address)))
    words = [p.text for p in document.paragraphs]
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return [*words, *cells]


def test_headings_name_terms_and_parts_that_there_are():
    for book in handbooks().values():
        parts = {p for s in book.sections for p in (*s.takes.parts, *s.terms)}
        assert parts == {p.value for p in WRITTEN_PARTS}, book.code
        assert {q.part for q in default_questions()} <= parts
        assert all(taxonomy.term(ref) for s in book.sections for ref in s.terms.values())
        for one in ("commitments", "values", "means", "files"):
            assert sum(getattr(s.takes, one) for s in book.sections) == 1, (book.code, one)
        assert len({s.code for s in book.sections}) == len(book.sections)


def test_the_gcm_review_has_the_23_objectives_by_round_table(cycle, focal_point):
    filled = drafted(start(cycle, focal_point))["gcm-review"]
    progress = next(p for p in filled.places if p.heading == "Progress on GCM objectives")
    assert [len(table.below) for table in progress.below] == [5, 7, 6, 5]
    assert len(filled.missing) == 6 + 23 - 1 + 10
    assert not filled.filled


@pytest.mark.parametrize("book", ["gcm-review", "vnr"])
def test_every_answer_of_a_full_report_stands_in_each_draft(cycle, support_unit, focal_point, book):
    ask(cycle, support_unit)
    report = full(cycle, focal_point)
    found = "\n".join(lines(focal_point, f"/reports/{report.pk}/draft/other-reviews/{book}/"))
    for words in (
        "Nobody was left behind, almost.",
        "Ask migrants first.",
        "4.5 per cent",
        "Yes",
        "Women\nChildren",
        "Northland to Southland",
        "120",
        "Heat at work.",
        "Evaluation.pdf",
        "Publish prices.",
        "On Meet twice a year.",
        "Cheaper transfers",
        "A council of migrants",
        "2\u202f500.00 EUR",
        "Survey of three provinces",
    ):
        assert words in found, words
    said = material.of_draft(report, WHOLE, now=NOW)
    places = drafted(report)[book].places
    placed = [p for top in places for p in top.every()]
    answers = [
        a for p in placed for a in (*p.answers, *(a for t in p.commitments for a in t.answers))
    ]
    assert len(answers) == len(said.answers) == DraftAnswer.objects.filter(report=report).count()
    assert sum(len(p.commitments) for p in placed) == 2
    values = [v for p in placed for v in (*p.values, *(v for t in p.commitments for v in t.values))]
    assert len(values) == 1


def test_commitments_stand_under_what_they_cite_and_passages_name_their_answer(
    cycle, support_unit, focal_point, visitor
):
    ask(cycle, support_unit)
    report = full(cycle, focal_point)
    choose(report, focal_point)
    submit(report, focal_point)
    address = f"/reports/{report.pk}/versions/1/other-reviews"
    found = lines(visitor, f"{address}/gcm-review/")
    heading = taxonomy.term("gcm-2018:20").numbered
    told = max(i for i, line in enumerate(found) if line == heading)
    assert found[told + 1 : told + 4] == [
        "Cheaper transfers",
        "Where it stands: Done",
        "On Publish prices.",
    ]
    assert f"Told under “{heading}”." in found
    policy = max(i for i, line in enumerate(found) if line == "Policy and enabling environment")
    assert "A council of migrants" in found[policy : policy + 3]
    missing = taxonomy.term("gcm-2018:13").numbered
    at = max(i for i, line in enumerate(found) if line == missing)
    assert found[at + 1] == missing_words()
    source = next(line for line in found if "“What changed?”" in line)
    assert "version 1 of 24 November 2026" in source and "Leaving no migrant behind" in source
    assert f"/reports/{report.pk}/versions/1/#a_narrative" in source
    # The VNR has the values and the commitment under its target.
    vnr = lines(visitor, f"{address}/vnr/")
    target = taxonomy.term("sdg-2015:10.c").numbered
    at = max(i for i, line in enumerate(vnr) if line == target)
    assert vnr[at + 1] == "Cheaper transfers"
    standing = Report.unscoped.get(pk=report.pk)
    content = queries.shown(queries.get_version(visitor.actor, standing, 1))
    assert len(material.of_version(standing, content).answers) == sum(
        len(part.answers) for part in content.parts
    )
    twin = visitor.api.get(f"/api/v1{address}/").json()
    assert [book["code"] for book in twin] == ["gcm-review", "vnr"]
    same = visitor.api.get(f"/api/v1{address}/vnr/")
    assert same["Content-Type"].endswith("wordprocessingml.document")
    assert visitor.client.get(f"{address}/other/").status_code == 404


def test_a_question_can_name_its_headings(cycle, support_unit, focal_point):
    marks = ("gcm-review.methodology", "gcm-review.next-steps")
    ask(cycle, support_unit, QuestionShape("who", "d", "long_text", "Who wrote?", fills=marks))
    report = start(cycle, focal_point)
    write(report, focal_point, "Three ministries", key="who")
    filled = drafted(report)
    assert [p.heading for p in filled["gcm-review"].filled] == ["Methodology", "Next steps"]
    assert [p.heading for p in filled["vnr"].filled] == ["New and emerging challenges"]
    wrong = QuestionShape("what", "d", "long_text", "What?", fills=("gcm-review.preface",))
    with pytest.raises(Exception, match="no other review has"):
        ask(cycle, support_unit, wrong)


def test_what_would_not_be_submitted_stands_apart_with_the_reason(cycle, support_unit, focal_point):
    report = start(cycle, focal_point)
    write(report, focal_point, "Of an old question", key="c_narrative")
    write(report, focal_point, "Brought in", key="b_narrative")
    DraftAnswer.objects.filter(key="b_narrative").update(origin="last_report", is_kept=False)
    ask(cycle, support_unit, QuestionShape("b_narrative", "b", "long_text", "Progress?"))
    operations.adopt_questionnaire(
        report_id=report.pk,
        questionnaire_id=cycle.questionnaire_id,
        by=focal_point.actor,
        now=NOW,
    )
    found = lines(focal_point, f"/reports/{report.pk}/draft/other-reviews/vnr/")
    at = max(i for i, x in enumerate(found) if x == "In your report, and not used above")
    rest = "\n".join(found[at:])
    assert "Of an old question" in rest and "no longer asked" in rest
    assert "Brought in" in rest and "nobody has kept it yet" in rest
    assert "Brought in" not in "\n".join(found[:at])


def test_colleagues_get_their_parts_only(cycle, focal_point, colleague, other_focal_point):
    report = start(cycle, focal_point)
    write(report, focal_point, "Words of part a")
    write(report, focal_point, "Secret of part b", key="b_narrative")
    observe(report, focal_point, footnote="Secret footnote")
    address = f"/reports/{report.pk}/draft/other-reviews/"
    assert colleague.client.get(address).status_code == 404
    give(report, focal_point, colleague, "a")
    found = "\n".join(lines(colleague, f"{address}gcm-review/"))
    assert "Words of part a" in found and "Secret" not in found
    page = colleague.client.get(address).content.decode()
    assert "What do migrants gain" in page and "What progress was made" not in page
    assert other_focal_point.client.get(address).status_code == 404
    assert "Secret of part b" in str(
        [a.text for p in drafted(report)["vnr"].filled for a in p.answers]
    )


def test_passages_keep_their_language(cycle, focal_point):
    report = start(cycle, focal_point)
    Report.unscoped.filter(pk=report.pk).update(language="ar")
    write(report, focal_point, "خفضنا تكلفة التحويلات")
    DraftAnswer.objects.filter(report=report).update(language="ar")
    content = fetched(focal_point, f"/reports/{report.pk}/draft/other-reviews/vnr/")
    document = Document(io.BytesIO(content))
    said = next(p for p in document.paragraphs if "خفضنا" in p.text)
    assert said._p.pPr.find(qn("w:bidi")) is not None
    heading = next(
        p for p in document.paragraphs if p.text == "Highlights" and "Head" in p.style.name
    )
    assert heading.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "en"


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_shows_what_is_filled_in_constant_queries(
    cycle, focal_point, django_assert_num_queries, number
):
    report = start(cycle, focal_point)
    for n in range(number):
        commitment = make_commitment(focal_point, title=f"Commitment {n}")
        operations.save_status(
            report_id=report.pk,
            commitment_id=commitment.pk,
            status="done",
            note="",
            revision=0,
            by=focal_point.actor,
            now=NOW,
        )
    write(report, focal_point, "Words")
    focal_point.client.get("/desk/")
    with django_assert_num_queries(11):
        page = focal_point.client.get(f"/reports/{report.pk}/draft/other-reviews/")
    text = page.content.decode()
    assert "Commitment 0 – Done" in text and "To be written" in text
