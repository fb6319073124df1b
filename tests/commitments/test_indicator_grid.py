"""Values in a grid, in a table and by API: cell by cell, nothing lost, nothing blocked."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commitments import operations
from commitments.models import CommitmentVersionIndicator, DraftObservation, DraftRevision
from commitments.operations.observations import RowGiven
from commitments.report_content import of_version
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from gfmd_platform.imports.fates import Fate
from gfmd_platform.imports.tables import read_table

from .making import (
    LATER,
    NOW,
    an_indicator,
    choose,
    make_commitment,
    make_cycle,
    make_report,
    start,
    submit,
)
from .test_commitments import COST
from .test_report_drafts import invite, observe

pytestmark = pytest.mark.django_db
REF = "sdg-2015:10.7.1"
UNIT = "per cent of monthly income in the country of destination"


@pytest.fixture
def cycle(state, other_state, support_unit):
    return make_cycle(support_unit)


@pytest.fixture
def report(cycle, focal_point):
    return start(cycle, focal_point)


def cell(report, someone, value, *, period="2025", dims="", revision=0, **more):
    which = more or {"term_id": an_indicator()}
    return operations.save_cell(
        report_id=report.pk,
        period=period,
        dims=dims,
        value=value,
        unit=UNIT,
        revision=revision,
        by=someone.actor,
        now=NOW,
        **which,
    )


def address(name, report, *more):
    return reverse(f"reports:{name}", args=[report.pk, *more])


def test_a_cell_is_written_changed_and_emptied_with_its_history(report, focal_point):
    made = cell(report, focal_point, "12,5", dims="sex=female")
    assert made.observation.number == "12.5"
    assert made.observation.unit == UNIT
    assert cell(report, focal_point, "12.50", dims="sex=female", revision=0).revision == 1
    assert cell(report, focal_point, "13", dims="sex=female", revision=1).revision == 2
    assert cell(report, focal_point, " ", dims="sex=female", revision=2).revision == 0
    assert not DraftObservation.objects.exists()
    stood = DraftRevision.objects.order_by("revision").values_list("value", flat=True)
    assert [row and row["value"] for row in stood] == ["12.5", "13", None]


def test_a_cell_that_moved_on_is_refused_with_both_values(report, focal_point, colleague):
    invite(report, focal_point, colleague)
    cell(report, focal_point, "10")
    for revision, value in ((0, "11"), (7, "11")):
        with pytest.raises(StaleRevision) as stale:
            cell(report, colleague, value, revision=revision)
        assert stale.value.current == {"value": "10"}
    cell(report, focal_point, "", revision=1)
    with pytest.raises(StaleRevision):
        cell(report, colleague, "11", revision=1)


@pytest.mark.parametrize("wrong", ["about ten", "1,250", "1.2.3", "NaN", "1e40"])
def test_only_what_is_no_number_is_refused(report, focal_point, wrong):
    with pytest.raises(Invalid) as refusal:
        cell(report, focal_point, wrong)
    assert "value" in refusal.value.errors


@pytest.mark.parametrize(
    ("typed", "kept"), [("1 250", "1250"), ("12,250.5", "12250.5"), ("−3", "-3"), ("45 %", "45")]
)
def test_numbers_are_read_as_spreadsheets_write_them(report, focal_point, typed, kept):
    assert cell(report, focal_point, typed).observation.number == kept


def test_a_new_cell_takes_the_standing_of_its_period_and_exceptions_keep_theirs(
    report, focal_point
):
    for dims, value in (("", "10"), ("sex=male", "4")):
        cell(report, focal_point, value, dims=dims)
    column = {"source": "Labour survey", "finality": "final", "cleared": "yes"}
    read = {"source": "", "finality": "provisional", "cleared": "unknown"}

    def say(values, read, everywhere=False):
        return operations.save_column(
            report_id=report.pk,
            period="2025",
            values=values,
            read=read,
            everywhere=everywhere,
            by=focal_point.actor,
            now=NOW,
            term_id=an_indicator(),
        )

    assert say(column, read) == 2
    made = cell(report, focal_point, "6", dims="sex=female").observation
    assert (made.source, made.finality, made.cleared) == ("Labour survey", "final", "yes")
    operations.save_observation(
        report_id=report.pk,
        observation_id=made.pk,
        revision=1,
        source="Another survey",
        by=focal_point.actor,
        now=NOW,
    )
    assert say({"source": "Census"}, {"source": "Labour survey"}) == 2
    made.refresh_from_db()
    assert made.source == "Another survey"
    with pytest.raises(StaleRevision):
        say({"source": "Register"}, {"source": "Labour survey"})
    assert say({"source": "Register"}, {"source": "Census"}, everywhere=True) == 3


def test_own_indicators_are_the_stakeholders_own(report, focal_point, other_focal_point):
    theirs = make_commitment(other_focal_point, indicators=[COST])
    key = CommitmentVersionIndicator.objects.get(version=theirs.current_version).key
    with pytest.raises(NotVisible):
        cell(report, focal_point, "5", indicator_key=key)
    assert focal_point.client.get(address("grid", report, key)).status_code == 404


def put(report, someone, rows, **more):
    return operations.put_observations(
        report_id=report.pk, rows=rows, by=someone.actor, now=NOW, **more
    )


def row(line, **values):
    return RowGiven(line, values, term_id=an_indicator(), unit=UNIT)


def test_a_table_is_written_once_and_wrong_rows_are_told(report, focal_point):
    rows = [
        row(2, period="2024", value="10"),
        row(3, period="2024", value="6", dims={"sex": "female"}),
        row(4, period="soon", value="6"),
        row(5, period="2024", value="11"),
        row(6, period="2025", value="six"),
    ]
    fates = [Fate.CREATED, Fate.CREATED, *[Fate.REFUSED] * 3]
    assert [r.fate for r in put(report, focal_point, rows, dry_run=True)] == fates
    assert not DraftObservation.objects.exists()
    done = put(report, focal_point, rows)
    assert [r.fate for r in done] == fates
    assert [sorted(r.errors) for r in done[2:]] == [["period"], ["period"], ["value"]]
    again = put(report, focal_point, rows[:2])
    assert [r.fate for r in again] == [Fate.UNCHANGED] * 2
    changed = put(report, focal_point, [row(2, period="2024", value="12", source="Survey")])
    assert changed[0].fate == Fate.UPDATED
    assert DraftRevision.objects.count() == 3


def test_a_downloaded_table_sent_back_changes_nothing_and_a_filled_one_is_written(
    report, focal_point
):
    cell(report, focal_point, "10", dims="")
    cell(report, focal_point, "4", dims="place=~North; east".replace("; ", "%3B "))
    for form in ("csv", "xlsx"):
        sent = focal_point.client.get(address("value-template", report), {"format": form})
        content = b"".join(sent.streaming_content)
        page = look(report, focal_point, content)
        assert page.count("Unchanged") == 2, page
        assert 'name="write"' not in page
    header = list(read_table(content).header)
    rows = [
        {"indicator": REF, "period": "2024", "sex": "female", "value": "7"},
        {"indicator": REF, "period": "2024", "value": "about"},
        {"indicator": "99.9.9", "period": "2024", "value": "7"},
    ]
    lines = [",".join(header)]
    lines += [",".join(given.get(name, "") for name in header) for given in rows]
    page = look(report, focal_point, "\n".join(lines).encode())
    assert page.count("Refused") == 2
    assert "There is no indicator “99.9.9” in this report." in page
    hidden = {
        name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("content", "seen")
    }
    # A colleague writes in between: the rows are looked at again before anything is written.
    cell(report, focal_point, "3", period="2023")
    looked = focal_point.client.post(
        address("value-table", report), {**hidden, "write": "yes"}
    ).content.decode()
    assert "The draft was changed in the meantime" in looked
    assert DraftObservation.objects.count() == 3
    hidden["seen"] = looked.split('name="seen" value="')[1].split('"')[0]
    focal_point.client.post(address("value-table", report), {**hidden, "write": "yes"})
    written = DraftObservation.objects.get(dims="sex=female")
    assert (written.number, written.period, written.unit) == ("7", "2024", UNIT)


def look(report, someone, content):
    file = SimpleUploadedFile("values.bin", content)
    answer = someone.client.post(address("value-table", report), {"table": file})
    return answer.content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"a,b\n1,2\n", b"indicator,period,value\n" + b"x" * 2_000_000]
)
def test_a_file_that_is_no_such_table_is_refused_in_words(report, focal_point, content):
    file = SimpleUploadedFile("values.csv", content)
    answer = focal_point.client.post(address("value-table", report), {"table": file})
    assert answer.status_code == 422
    assert not DraftObservation.objects.exists()


def test_bent_content_between_the_two_looks_writes_nothing(report, focal_point):
    for content in ("", "!!!", "eJw="):
        answer = focal_point.client.post(
            address("value-table", report), {"write": "yes", "content": content, "seen": "x"}
        )
        assert answer.status_code == 422


def test_the_api_puts_many_values_and_tells_each_rows_fate(report, focal_point, colleague):
    url = f"/api/v1/reports/{report.pk}/draft/observations/bulk/"
    sent = {
        "observations": [
            {"indicator": REF, "period": "2025", "value": "9", "dims": {"sex": "female"}},
            {"indicator": "sdg-2015:0.0.0", "period": "2025", "value": "9"},
            {"indicator": REF, "period": "2025", "value": "nine"},
            {"indicator": REF, "period": "2025", "value": "1", "revision": 4},
        ]
    }
    assert colleague.api.put(url, sent, format="json").status_code == 404
    answer = focal_point.api.put(url, {**sent, "dry_run": True}, format="json")
    assert not DraftObservation.objects.exists()
    answer = focal_point.api.put(url, sent, format="json")
    assert answer.status_code == 200, answer.content
    rows = answer.json()["rows"]
    assert [r["fate"] for r in rows] == ["created", "refused", "refused", "refused"]
    assert [sorted(r["errors"]) for r in rows] == [[], ["indicator"], ["value"], ["revision"]]
    assert (rows[0]["dims"], rows[0]["unit"]) == ({"sex": "female"}, UNIT)
    again = focal_point.api.put(url, {"observations": sent["observations"][:1]}, format="json")
    assert again.json()["rows"][0]["fate"] == "unchanged"


def test_the_grid_by_hand_saves_what_was_changed_and_shows_two_values(
    report, focal_point, colleague
):
    cell(report, focal_point, "10")
    page = focal_point.client.get(address("grid", report, REF), {"periods": "2024,2025"})
    body = page.content.decode()
    assert 'value="10"' in body and "Total" in body
    sent = {
        "cell": ["2024|", "2025|"],
        "revision": ["0", "1"],
        "was": ["", "10"],
        "2024|": "8",
        "2025|": "10",
    }
    answer = focal_point.client.post(address("grid", report, REF) + "?periods=2024", sent)
    assert answer.status_code == 302
    assert set(DraftObservation.objects.values_list("period", "revision")) == {
        ("2024", 1),
        ("2025", 1),
    }
    cell(report, focal_point, "9", revision=1)
    stale = focal_point.client.post(address("grid", report, REF), {**sent, "2025|": "11"})
    assert stale.status_code == 409
    body = stale.content.decode()
    assert "Theirs, saved" in body and 'value="11"' in body and ">9<" in body
    wrong = focal_point.client.post(
        address("grid", report, REF),
        {"cell": ["2023|"], "revision": ["0"], "was": [""], "2023|": "x"},
    )
    assert wrong.status_code == 422 and "Give the value as a number" in wrong.content.decode()


def test_a_cell_is_saved_alone_and_the_answer_says_what_is_improbable(report, focal_point):
    url = address("grid-save", report, REF)
    sent = {"field": "2025|", "value": "140", "revision": "0"}
    answer = focal_point.client.post(url, sent).json()
    assert answer["revision"] == 1
    assert answer["warnings"] == {"2025|": "The value does not fit its unit."}
    field = f"explain|{answer['observation']}"
    told = focal_point.client.post(
        url, {"field": field, "value": "Fees exceed a month's pay.", "revision": "1"}
    )
    assert told.json()["revision"] == 2
    assert focal_point.client.post(url, sent | {"value": "1"}).status_code == 409
    assert focal_point.client.post(url, {**sent, "value": "?", "revision": "2"}).status_code == 422
    assert focal_point.client.post(url, {**sent, "field": "nonsense"}).status_code == 404
    assert focal_point.client.post(url, {**sent, "field": "x|", "revision": "0"}).status_code == 422


def test_a_value_and_its_explanation_can_be_changed_in_one_sending(report, focal_point):
    row = cell(report, focal_point, "140").observation
    name = f"explain|{row.pk}"
    sent = {
        "cell": ["2025|", name],
        "revision": ["1", "1"],
        "was": ["140", ""],
        "2025|": "150",
        name: "So it is.",
    }
    assert focal_point.client.post(address("grid", report, REF), sent).status_code == 302
    row.refresh_from_db()
    assert (row.number, row.explanation) == ("150", "So it is.")


def test_unexplained_doubts_are_listed_and_explained_ones_stand_in_the_version(report, focal_point):
    row = cell(report, focal_point, "140").observation
    choose(report, focal_point)
    cell(report, focal_point, "12", dims="sex=male")
    grid = focal_point.client.get(address("grid", report, REF)).content.decode()
    assert grid.count('name="explain|') == 1 and f'name="explain|{row.pk}"' in grid
    page = focal_point.client.get(address("check", report)).content.decode()
    assert "A percentage usually lies between 0 and 100." in page
    operations.save_observation(
        report_id=report.pk,
        observation_id=row.pk,
        revision=1,
        explanation="Fees exceed a month's pay.",
        by=focal_point.actor,
        now=NOW,
    )
    page = focal_point.client.get(address("check", report)).content.decode()
    assert "usually lies" not in page
    version = submit(report, focal_point, now=LATER)
    frozen = version.observations.get(dims="")
    assert frozen.explanation == "Fees exceed a month's pay."
    assert of_version(version).hash == version.content_hash


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_many_values(
    report, focal_point, number, django_assert_num_queries
):
    for year in range(number):
        cell(report, focal_point, "140", period=str(2022 + year))
        cell(report, focal_point, "150", period=str(2022 + year), dims="sex=female")
    client = focal_point.client
    with django_assert_num_queries(9):
        client.get(address("grid", report, REF))
    with django_assert_num_queries(12):
        client.get(address("values", report))
    with django_assert_num_queries(9):
        client.get(address("value-template", report))


def test_nobody_else_reaches_the_grid(report, focal_point, colleague, other_focal_point, visitor):
    for name, more in (("grid", (REF,)), ("value-table", ()), ("value-template", ())):
        for someone in (colleague, other_focal_point):
            assert someone.client.get(address(name, report, *more)).status_code == 404
        assert visitor.client.get(address(name, report, *more)).status_code == 302


def test_a_grid_offers_categories_of_ones_own(report, focal_point):
    page = focal_point.client.get(
        address("grid", report, REF),
        {"periods": "2025", "dimensions": ["sex"], "own": "place: Northern province"},
    ).content.decode()
    for words in ("Women and girls", "Northern province", 'name="2025|place=~Northern province"'):
        assert words in page
    wrong = focal_point.client.get(
        address("grid", report, REF), {"periods": "soon", "own": "colour: blue"}
    )
    assert "is no period" in wrong.content.decode()


def test_other_reports_values_do_not_appear(cycle, report, focal_point, other_focal_point):
    theirs = make_report(cycle, other_focal_point)
    operations.correct_report(report_id=theirs.pk, by=other_focal_point.actor, now=NOW)
    observe(theirs, other_focal_point, value="771.25")
    page = focal_point.client.get(address("grid", report, REF)).content.decode()
    assert "771.25" not in page.split("grid-heading")[-1].split("</table>")[0]
