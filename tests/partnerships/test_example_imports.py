"""Practice examples out of tables: every row's fate is told first, and nothing comes twice."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from partnerships.models import Example, ImportedRow
from partnerships.operations import moderation
from tests.people import Someone

from .examples import AREA, COUNTRY, NOW, OBJECTIVE, TARGET, again

pytestmark = pytest.mark.django_db

#: As the table that was read out of the Thematic Recollection: no clean title, several sources in
#: one row, typographic marks, no column for countries.
RECOLLECTION = "\n".join(
    [
        "cluster,area,area_title,titles,text,source_ids,source_urls",
        "1,2,Empowerment,Ghana | Evening school,"
        '"The town’s schools open “after work”, for all.",101,http://example.org/101',
        '1,2,Empowerment,,"A law gives every newcomer a hundred hours of lessons in the language '
        'of the place.",102 103,http://example.org/102 http://example.org/103',
        "2,1,Mobility,Seasonal scheme,Two countries agree on seasonal work.,101,"
        "http://example.org/101",
    ]
)


@pytest.fixture
def table(tmp_path: Path) -> Any:
    def write(content: str | bytes, name: str = "examples.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def run(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_examples", str(path), stdout=out, **options)
    return out.getvalue()


def refused(path: Path, **options: Any) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_examples", str(path), stdout=out, **options)
    return f"{out.getvalue()}\n{error.value}"


def test_a_dry_run_tells_every_rows_fate_and_writes_nothing(table: Any) -> None:
    told = run(table(RECOLLECTION), dry_run=True)
    assert "There is no column for “Countries and areas”" in told
    assert "Not used: area_title." in told
    assert "2  New  Evening school (one of 2 highlighted phrases serves as title)" in told
    assert "3  New  A law gives every newcomer a hundred hours" in told
    assert "without a title: its first words serve as one" in told
    assert "New: 3, Updated: 0, Unchanged: 0, Refused: 0" in told
    assert "Dry run: nothing was written." in told
    assert not Example.unscoped.exists()


def test_rows_without_an_owner_go_to_the_archive(table: Any) -> None:
    run(table(RECOLLECTION))
    examples = Example.objects.all()
    assert examples.count() == 3
    assert {example.state for example in examples} == {"archive"}
    row = Example.objects.get(published_version__title="Evening school")
    version = row.published_version
    assert version.summary == "The town’s schools open “after work”, for all."
    assert version.source_numbers == ["101"]
    assert version.links == ["http://example.org/101"]
    assert [str(tag.term) for tag in version.tags.select_related("term")] == [AREA]
    assert not version.tags.filter(editorial=True).exists()


def test_reading_a_table_again_changes_only_what_was_corrected(table: Any) -> None:
    run(table(RECOLLECTION))
    assert "Unchanged: 3" in run(table(RECOLLECTION))
    told = run(table(RECOLLECTION.replace("Two countries agree", "Three countries agree")))
    assert "New: 0, Updated: 1, Unchanged: 2" in told
    assert Example.objects.count() == ImportedRow.objects.count() == 3
    corrected = Example.objects.get(published_version__title="Seasonal scheme")
    assert corrected.published_version.no == 2
    assert corrected.published_version.summary.startswith("Three")


def test_what_was_removed_on_request_is_not_brought_back(table: Any, support_unit: Someone) -> None:
    run(table(RECOLLECTION))
    example = Example.objects.get(published_version__title="Seasonal scheme")
    moderation.remove_from_archive(
        example_id=example.pk,
        version_id=example.submitted_version_id,
        reason="Asked for.",
        by=support_unit.actor,
        now=NOW,
    )
    told = run(table(RECOLLECTION.replace("Two countries agree", "Three countries agree")))
    assert "not brought back" in told
    assert again(example).published_version is None


def test_a_members_table_becomes_drafts_of_their_stakeholder(
    table: Any, submitter: Someone, focal_point: Someone
) -> None:
    options = {"stakeholder": submitter.stakeholder.pk, "by": submitter.person.email}
    run(table(RECOLLECTION), **options)
    assert not Example.objects.exists()
    drafts = Example.unscoped.filter(record__owner=submitter.stakeholder.pk)
    assert {example.state for example in drafts} == {"draft"}
    assert drafts.count() == 3
    other = {**options, "by": focal_point.person.email, "source": "theirs"}
    assert "Your role does not include this step" in refused(table(RECOLLECTION), **other)
    assert "Nobody has the address" in refused(table(RECOLLECTION), **{**options, "by": "x@y.z"})
    assert "together" in refused(table(RECOLLECTION), by=submitter.person.email)


def test_wrong_rows_are_refused_with_the_reason_and_the_others_are_written(table: Any) -> None:
    rows = [
        "title,text,source_ids,cluster,area,countries,objectives,sdg_targets,since,links,kind",
        f"Good,Some text,1,1,2,{COUNTRY},16,10.7,2014-05,http://example.org,policy",
        ",,2,1,2,,,,,,",
        "No such area,Some text,3,9,9,,,,,,",
        "No such country,Some text,4,1,2,ZZZ,,,,,",
        "No such objective,Some text,5,1,2,,99,,,,",
        "No such day,Some text,6,1,2,,,,2014-02-30,,",
        "No link,Some text,7,1,2,,,,,javascript:alert(1),",
        f"Too long,{'x' * 6001},8,1,2,,,,,,",
        "Good,Another text,1,1,2,,,,,,",
    ]
    told = refused(table("\n".join(rows)))
    for line, reason in (
        (3, "There is no text."),
        (4, "C9.9” is not one of the choices"),
        (5, "“ZZZ” is no country or area"),
        (6, "gcm-2018:99” is not one of the choices"),
        (7, "There is no such day"),
        (8, "is no web address"),
        (9, "at most 6000 fit"),
        (10, "The same row as line 2"),
    ):
        row = next(row for row in told.splitlines() if row.startswith(f"{line:>5}  "))
        assert "Refused" in row
        assert reason in row
    assert "except for the 8 rows that were refused" in told
    version = Example.objects.get().published_version
    assert (version.title, version.since, version.kind) == ("Good", "2014-05", "policy")
    tags = {str(tag.term): tag.editorial for tag in version.tags.select_related("term")}
    assert tags == {AREA: False, OBJECTIVE: True, TARGET: True}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("title,source_ids\nA,1\n", "This column is missing: summary. The table has: title"),
        (b"", "The file is empty"),
        (b"%PDF-1.7", "a file of the kind PDF"),
        (b"PK\x03\x04broken", "Excel"),
        (b"text\n\xff\xfe\x00\x00\x81\n", "no text file"),
        ("text,text\na,b\n", "twice"),
        ("summary,text\na,b\n", "Several columns would fill “summary”"),
        ('text\n"open', "quotation mark"),
    ],
)
def test_a_table_that_cannot_be_read_says_why_and_writes_nothing(
    table: Any, content: str | bytes, words: str
) -> None:
    told = refused(table(content))
    assert words in told
    assert "Nothing was written." in told
    assert not Example.unscoped.exists()


def test_a_table_in_another_encoding_keeps_its_letters(table: Any) -> None:
    text = "title,text\nÉcole du soir,Les cours sont donnés après le travail.\n"
    told = run(table(text.encode("cp1252")))
    assert "Windows-1252" in told
    assert Example.objects.get().published_version.title == "École du soir"


def test_formulas_are_read_as_what_they_are_and_never_computed(table: Any, tmp_path: Path) -> None:
    run(table('title,text\n=1+1,"=HYPERLINK(""http://example.org"")"\n'))
    version = Example.objects.get().published_version
    assert version.title == "=1+1"
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["title", "text", "since"])
        sheet.write_string(1, 0, "From Excel")
        sheet.write_formula(1, 1, "=CMD()", value="What was shown")
        sheet.write_number(1, 2, 2014)
    run(path)
    version = Example.objects.get(published_version__title="From Excel").published_version
    assert (version.summary, version.since) == ("What was shown", "2014")


def test_the_starter_library_is_loaded_once_and_marked(django_assert_num_queries: Any) -> None:
    out = io.StringIO()
    call_command("import_starter_library", stdout=out)
    assert "New: 58, Updated: 0, Unchanged: 0, Refused: 0" in out.getvalue()
    assert Example.objects.count() == 58
    call_command("import_starter_library", stdout=out)
    assert "New: 0, Updated: 0, Unchanged: 58, Refused: 0" in out.getvalue()
    assert Example.objects.count() == 58
    for example in Example.objects.select_related("published_version", "record"):
        assert example.state == "archive"
        assert example.record.owner_id is None
        assert example.published_version.source_numbers
        tags = example.published_version.tags.select_related("term")
        assert {tag.editorial for tag in tags if tag.term.kind == "action_area"} == {False}
        assert {tag.editorial for tag in tags if tag.term.kind != "action_area"} <= {True}
    named = Example.objects.get(published_version__title__startswith="Health care scheme")
    assert named.published_version.by_whom == (
        "Government of Guatemala; IOM; private sector (not named)"
    )
