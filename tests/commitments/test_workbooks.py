"""Excel there and back: what changed is shown row by row, what is ticked is taken, and nothing is
lost, whatever happened to the file on its way."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commitments import operations
from commitments.models import DraftAnswer, DraftObservation, DraftUpload, Report
from commitments.queries import returned_values
from commitments.sections import sections_for
from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision
from tests.people import Someone

from . import workbooks as books
from .circulars import back, rewritten
from .making import LATER, NOW, an_indicator, make_commitment, make_cycle, start
from .test_commitments import COST
from .test_sharing import give
from .workbooks import as_csv, by_xlsxwriter, column, matrix, saved, sent

pytestmark = pytest.mark.django_db
UNIT = "per cent of monthly income in the country of destination"


def value(report: Report, someone: Someone, number: str, **more: object) -> DraftObservation:
    which = {} if "indicator_key" in more else {"term_id": an_indicator()}
    return operations.add_observation(
        report_id=report.pk,
        by=someone.actor,
        now=NOW,
        **{"period": "2025", "unit": UNIT, "value": number} | which | more,
    )


@pytest.fixture
def report(state, other_state, support_unit, focal_point) -> Report:
    cycle = make_cycle(support_unit)
    make_commitment(focal_point, indicators=[COST])
    report = start(cycle, focal_point)
    value(report, focal_point, "34.5", source="=HYPERLINK(1)", finality="final")
    value(report, focal_point, "12", dims="sex=female", footnote="One.\nTwo.")
    value(report, focal_point, "11", dims="age=18-24;place=~Northern province", period="2024/2025")
    value(report, focal_point, "40", period="2025-06", population="Seafarers")
    return report


def seen(upload: DraftUpload, someone: Someone) -> returned_values.ShownTable:
    sections = sections_for(someone.actor, upload.report)
    return returned_values.shown(upload, upload.report, sections, today=NOW.date())


def came(report: Report, someone: Someone, content: bytes, name: str = "b.xlsx"):
    return seen(back(report, someone, content, name), someone)


def take(shown: returned_values.ShownTable, row: returned_values.ShownRow, someone: Someone):
    return operations.decide_item(
        upload_id=shown.upload.pk,
        item_id=row.row.pk,
        choice="take",
        revision=row.revision,
        by=someone.actor,
        now=LATER,
    )


def numbers(report: Report) -> set[str]:
    return {row.number for row in DraftObservation.objects.filter(report=report)}


def edited(rows: books.Matrix, line: int, **cells: object) -> books.Matrix:
    rows = [list(row) for row in rows]
    for name, text in cells.items():
        rows[line][column(rows, name.replace("_", " "))] = text
    return rows


def assert_untouched(shown: returned_values.ShownTable) -> None:
    left = [*shown.open, *shown.gone, *shown.loose]
    assert [(r.label, r.row.text, r.changes, r.row.problem) for r in left] == []
    assert shown.unchanged == 4


def test_what_comes_back_as_it_went_changes_nothing_whichever_program_saved_it(report, focal_point):
    content = sent(report)
    rows = matrix(content)
    assert len(rows) == 1 + 4 + 3  # the own indicator is offered for three years
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and 'hidden="1"' in sheet and "dataValidation" in sheet
    assert str(report.pk) not in sheet
    without_key = [row[1:] for row in rows]
    swapped = [[*row[3:], *row[:3]] for row in rows]
    for name, bent in {
        "a.xlsx": content,
        "b.xlsx": saved(rows),
        "c.csv": as_csv(rows),
        "d.csv": as_csv(without_key, ","),
        "e.xlsx": saved([rows[0], *reversed(rows[1:])]),
        "f.xlsx": saved(swapped),
        "g.xlsx": by_xlsxwriter([["", *row] for row in [[], [], *rows]]),
    }.items():
        assert_untouched(came(report, focal_point, bent, name))
    assert came(report, focal_point, content).upload.made_at == LATER


def test_changes_are_told_field_by_field_and_taken_by_the_ordinary_operations(report, focal_point):
    rows = matrix(sent(report))
    rows = edited(rows, 1, Value="1 300,25", Provisional_or_final="Provisional", Footnote="New")
    rows = edited(rows, 2, Value=200)
    rows.append(["" for _cell in rows[0]])
    rows = edited(
        rows,
        len(rows) - 1,
        Indicator=rows[1][1],
        Period="2023",
        Value="9",
        Sex=rows[2][column(rows, "Sex")],
    )
    shown = came(report, focal_point, saved(rows))
    first, second, new = shown.open
    assert {(c.label, c.base, c.after) for c in first.changes} == {
        ("Value", "34.5", "1300.25"),
        ("Footnote", "", "New"),
        ("Provisional or final", "Final", "Provisional"),
    }
    assert not first.ticked and first.warnings  # more than a hundred per cent
    assert new.is_new and new.row.values["dims"] == "sex=female"
    assert any("percentage" in words for words in second.warnings) and not second.ticked
    assert numbers(report) == {"34.5", "12", "11", "40"}
    for row in shown.open:
        take(shown, row, focal_point)
    assert numbers(report) == {"1300.25", "200", "11", "40", "9"}
    assert seen(shown.upload, focal_point).open == []
    again = came(report, focal_point, saved(rows))
    assert again.open == [] and again.unchanged == 5


def test_a_change_in_the_draft_meanwhile_is_shown_and_survives(report, focal_point):
    rows = edited(matrix(sent(report)), 1, Value="35")
    row = DraftObservation.objects.get(report=report, value="34.5")
    stamp = {"report_id": report.pk, "observation_id": row.pk, "by": focal_point.actor}
    operations.save_observation(revision=1, now=LATER, footnote="Mine", **stamp)
    shown = came(report, focal_point, saved(rows))
    (changed,) = shown.open
    assert [c.label for c in changed.changes] == ["Value"]  # the footnote is none of the file's
    assert changed.ticked and not changed.moved_on
    operations.save_observation(revision=2, now=LATER, value="36", **stamp)
    with pytest.raises(StaleRevision):
        take(shown, changed, focal_point)
    (changed,) = seen(shown.upload, focal_point).open
    assert changed.changes[0].present == "36" and not changed.ticked
    take(shown, changed, focal_point)
    row.refresh_from_db()
    assert (row.number, row.footnote) == ("35", "Mine")


def test_a_row_that_is_missing_deletes_nothing_unless_somebody_says_so(report, focal_point):
    rows = matrix(sent(report))
    kept = edited([row for row in rows if "Seafarers" not in row], 1, Value="")
    shown = came(report, focal_point, saved(kept))
    (gone,), (emptied,) = shown.gone, shown.open
    assert "Seafarers" in gone.label and not gone.ticked
    assert emptied.is_emptied and not emptied.ticked
    assert len(numbers(report)) == 4
    take(shown, gone, focal_point)
    assert numbers(report) == {"34.5", "12", "11"}
    with pytest.raises(StaleRevision):
        operations.decide_item(
            upload_id=shown.upload.pk,
            item_id=emptied.row.pk,
            choice="take",
            revision=7,
            by=focal_point.actor,
            now=LATER,
        )


def renamed(rows: books.Matrix) -> books.Matrix:
    names = {"Value": "Betrag", "Period": "Wann?", "Indicator": "Kennzahl", "Unit": "Value 2025"}
    return [[names.get(cell, cell) for cell in rows[0]], *rows[1:]]


def test_columns_are_found_by_what_was_written_in_them(report, focal_point):
    rows = edited(matrix(sent(report)), 2, Value="13")
    for bent in (renamed(rows), rows[1:]):
        (changed,) = came(report, focal_point, saved(bent)).open
        assert [(c.base, c.after) for c in changed.changes] == [("12", "13")]


def test_a_copied_row_is_a_new_value_and_an_edited_period_moves_one(report, focal_point):
    rows = matrix(sent(report))
    copied = edited([*rows, list(rows[1])], len(rows), Period="2023", Value="5")
    (new,) = came(report, focal_point, saved(copied)).open
    assert new.is_new and new.row.values["period"] == "2023"
    (moved,) = came(report, focal_point, saved(edited(rows, 1, Period="2022"))).open
    assert [(c.base, c.after) for c in moved.changes] == [("2025", "2022")]


def test_periods_that_became_dates_merged_cells_formulas_and_comments(report, focal_point):
    rows = matrix(sent(report))
    line = next(n for n, row in enumerate(rows) if "Seafarers" in row)
    period, number = column(rows, "Period"), column(rows, "Value")

    def more(book, page):
        page.write_datetime(
            line, period, dt.datetime(2025, 6, 1), book.add_format({"num_format": "mmm yy"})
        )
        page.write_formula(1, number, "=30+4.5", None, 34.5)
        page.write_formula(2, number, "='[other.xlsx]S'!A1", None, 14)
        page.write_comment(3, number, "Is this agreed?")

    shown = came(report, focal_point, by_xlsxwriter(rows, more))
    changed, noted = shown.open
    assert [(c.base, c.after) for c in changed.changes] == [("12", "14")]
    assert any("Is this agreed?" in text for text in noted.beside) and not noted.ticked

    merged = [row[1:] for row in rows]  # no key: the name of the indicator stands once

    def join(book, page):
        page.merge_range(1, 0, 4, 0, merged[1][0])

    assert_untouched(came(report, focal_point, by_xlsxwriter(merged, join)))


def test_what_cannot_be_placed_is_kept_and_can_be_told_where_it_belongs(report, focal_point):
    rows = matrix(sent(report))
    note = ["", "Please check with the Ministry of Labour"]
    rows = [["Circulated by the office"], *rows, note, ["", "Unheard of", "2025"]]
    rows[-1] += [""] * (len(rows[1]) - 3)
    rows[-1][column(rows[1:], "Value")] = "7"
    shown = came(report, focal_point, saved(rows))
    assert [r.row.text for r in shown.loose] == [
        "Unheard of | 2025 | 7",
        "Circulated by the office",
        note[1],
    ]
    stray, _title, words = shown.loose
    with pytest.raises(Invalid):
        take(shown, stray, focal_point)
    terms = {"upload_id": shown.upload.pk, "by": focal_point.actor, "now": LATER}
    with pytest.raises(Invalid):
        operations.place_row(
            item_id=stray.row.pk, indicator="Nothing", period="2025", value="7", **terms
        )
    operations.place_row(
        item_id=stray.row.pk, indicator=rows[2][1], period="2021", value="7,5", **terms
    )
    shown = seen(shown.upload, focal_point)
    take(shown, next(r for r in shown.open if r.is_new), focal_point)
    assert DraftObservation.objects.filter(report=report, period="2021", value="7.5").exists()
    operations.decide_item(
        item_id=words.row.pk, choice="place", key="b_narrative", revision=0, **terms
    )
    assert "Ministry of Labour" in DraftAnswer.objects.get(report=report, key="b_narrative").value


def test_a_number_that_could_be_two_keeps_its_words(report, focal_point):
    rows = edited(matrix(sent(report)), 2, Value="1,250")
    (row,) = came(report, focal_point, saved(rows)).open
    assert row.row.values is None and "1,250" in row.row.problem and "1,250" in row.row.text


def far_away() -> bytes:
    return by_xlsxwriter([["Value"]], lambda _book, page: page.write(1_000_000, 9, "x"))


def bomb(content: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/worksheets/sheet9.xml", b" " * (31 * 1024 * 1024))
    return made.getvalue()


def test_harmful_files_are_refused_in_words(report, focal_point, monkeypatch):
    content = sent(report)
    for name, bad, words in (
        ("a.xlsx", bomb(content), "unpacks into more"),
        ("b.xlsx", far_away(), "beyond row"),
        ("c.xlsx", rewritten(content, {}, {"xl/vbaProject.bin": "x"}), "macros"),
        ("d.xlsx", content[: len(content) // 2], "damaged"),
        ("e.xls", b"\xd0\xcf\x11\xe0", "old .xls form"),
        ("f.csv", b"%PDF-1.7", "no table"),
        (
            "g.xlsx",
            rewritten(content, {"xl/worksheets/sheet1.xml": lambda xml: xml[:-40]}, {}),
            "damaged",
        ),
    ):
        with pytest.raises(Invalid) as refused:
            back(report, focal_point, bad, name)
        assert words in str(refused.value), name
    assert not DraftUpload.objects.exists()


def test_colleagues_without_the_indicators_have_no_part_in_it(report, focal_point, colleague):
    give(report, focal_point, colleague, "d")
    assert colleague.client.get(f"/reports/{report.pk}/draft/workbook/").status_code == 404
    with pytest.raises(NotVisible):
        back(report, colleague, sent(report), "a.xlsx")
    upload = back(report, focal_point, sent(report), "a.xlsx")
    address = f"/reports/{report.pk}/draft/returned/{upload.pk}/"
    assert colleague.client.get(address).status_code == 404


def test_the_pages_take_what_is_ticked(report, focal_point, django_assert_num_queries):
    client, base = focal_point.client, f"/reports/{report.pk}/draft"
    content = b"".join(client.get(f"{base}/workbook/").streaming_content)
    rows = edited(edited(matrix(content), 1, Value="35"), 2, Value="13")
    file = SimpleUploadedFile("ministry.xlsx", saved([*rows, ["A note"]]))
    address = client.post(f"{base}/returned/", {"file": file})["Location"]
    with django_assert_num_queries(12):
        page = client.get(address).content.decode()
    assert "ministry.xlsx" in page and "<del>" in page and "A note" in page
    upload = DraftUpload.objects.get()
    first, second = seen(upload, focal_point).open
    note = seen(upload, focal_point).loose[0]
    pk = first.row.pk
    stale = client.post(address, {"row": pk, f"revision-{pk}": "9", "take": "yes"})
    assert stale.status_code == 409 and b"in the meantime" in stale.content
    done = client.post(address, {"row": pk, f"revision-{pk}": "1", "take": "yes"})
    assert done.status_code == 302
    client.post(address, {"row": second.row.pk, "keep": "yes"})
    client.post(address, {"leave": note.row.pk})
    assert numbers(report) == {"35", "12", "11", "40"}
    with django_assert_num_queries(12):
        assert b"Nothing is left to decide" in client.get(address).content


def test_the_api_does_what_the_pages_do(report, focal_point):
    base = f"/api/v1/reports/{report.pk}/draft"
    content = b"".join(focal_point.api.get(f"{base}/workbook/").streaming_content)
    rows = [*edited(matrix(content), 1, Value="35"), ["A note", "of 2021"]]
    file = SimpleUploadedFile("b.xlsx", saved(rows))
    made = focal_point.api.post(f"{base}/uploads/", {"file": file}, format="multipart")
    assert made.status_code == 201
    body = made.json()
    changed, note = (i for i in body["items"] if i["fate"] == "open")
    assert changed["values"] == {"value": "35"}
    items = f"{base}/uploads/{body['id']}/items"
    placed = focal_point.api.post(
        f"{items}/{note['id']}/value/",
        {"indicator": rows[1][1], "period": "2021", "value": "3"},
        format="json",
    )
    assert placed.status_code == 200
    for item in (changed, note):
        taken = focal_point.api.post(
            f"{items}/{item['id']}/",
            {"choice": "take", "revision": item["revision"]},
            format="json",
        )
        assert taken.status_code == 200, taken.content
    assert numbers(report) == {"35", "12", "11", "40", "3"}


CELL = st.sampled_from(
    [
        "",
        "7",
        "1 234,5",
        "2025",
        "Women",
        "sex",
        "note|with = signs",
        "Value",
        "~Own",
        "GFMD-x",
        3.5,
    ]
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cells=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12), CELL), max_size=6),
    order=st.permutations(range(8)),
    dropped=st.sets(st.integers(0, 20), max_size=4),
)
@example(cells=[(0, 2, "")], order=range(8), dropped={0, 1, 2})
def test_every_row_of_a_bent_file_is_kept(report, focal_point, cells, order, dropped):
    """In an item, in what could not be placed, or as it went out."""
    went = matrix(sent(report))
    rows = [went[n] for n in order]
    rows = [[c for at, c in enumerate(row) if at not in dropped] for row in rows]
    rows += [[], []]
    for line, at, text in cells:
        rows[line] = [*rows[line], *[""] * (at + 1 - len(rows[line]))]
        rows[line][at] = text
    upload = back(report, focal_point, saved(rows), "bent.xlsx")
    kept = "\n".join(
        "\n".join([item.text, *(text for some in item.notes.values() for text in some)])
        for item in upload.items.all()
    )
    known = {str(cell) for row in went for cell in row}
    for row in rows:
        for cell in row:
            assert not str(cell).strip() or str(cell) in known or str(cell).strip() in kept, cell
    upload.delete()
