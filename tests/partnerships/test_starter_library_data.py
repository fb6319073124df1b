"""The starter library's file: 58 rows of facts that an importer can trust."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE = ROOT / "partnerships" / "data" / "starter_library.csv"
TERMS = ROOT / "gfmd_platform" / "taxonomy" / "data" / "source" / "source_terms.csv"
COLUMNS = [
    "number",
    "source_numbers",
    "source_urls",
    "title",
    "kind",
    "summary",
    "result",
    "since",
    "until",
    "countries",
    "stakeholders",
    "action_area",
    "sdg_targets",
    "objectives",
    "language",
    "page_note",
]

# Examples per action area, counted in the source document.
EXAMPLES_IN_SOURCE = {
    "C1.1": 1,
    "C1.2": 2,
    "C1.3": 2,
    "C2.1": 3,
    "C2.2": 4,
    "C2.3": 2,
    "C2.4": 3,
    "C3.1": 5,
    "C3.2": 4,
    "C3.3": 3,
    "C3.4": 4,
    "C4.1": 2,
    "C4.2": 3,
    "C4.3": 2,
    "C4.4": 2,
    "C4.5": 4,
    "C5.1": 4,
    "C5.2": 1,
    "C6.1": 2,
    "C6.2": 3,
    "C6.3": 2,
}
# Rows whose source prints more than one database number.
SEVERAL_NUMBERS = {
    "17": ["1930", "2210"],
    "36": ["1682", "468", "76"],
    "39": ["5074", "5073"],
    "49": ["2705", "2076"],
    "57": ["19", "443"],
}
STAKEHOLDER_KINDS = {
    "state",
    "un",
    "international_organisation",
    "civil_society",
    "private_sector",
    "academia",
    "diaspora",
    "employers",
    "mechanism",
}
# Words that would turn a fact into praise.
PRAISE = re.compile(
    r"\b(success\w*|excellent|unique|innovative|best|outstanding|exemplary|pioneering|"
    r"unprecedented|important|effective\w*|remarkable|landmark)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def test_the_58_examples_are_numbered_in_the_sources_order(rows: list[dict[str, str]]) -> None:
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 59)]


def test_each_action_area_has_as_many_examples_as_in_the_source(
    rows: list[dict[str, str]],
) -> None:
    assert Counter(row["action_area"] for row in rows) == EXAMPLES_IN_SOURCE


def test_action_areas_are_terms_of_the_source(rows: list[dict[str, str]]) -> None:
    with TERMS.open(encoding="utf-8", newline="") as handle:
        areas = {t["code"] for t in csv.DictReader(handle) if t["kind"] == "action_area"}
    assert {row["action_area"] for row in rows} == areas


def test_every_row_says_what_it_is(rows: list[dict[str, str]]) -> None:
    for row in rows:
        number = row["number"]
        assert row["kind"] in {"policy", "practice"}, number
        assert row["language"] == "en", number
        assert 5 <= len(row["title"]) <= 160, number
        assert 80 <= len(row["summary"]) <= 600, number
        assert row["summary"].endswith("."), number
        assert row["result"] == "" or row["result"].endswith("."), number
        for column, value in row.items():
            assert value == " ".join(value.split()), (number, column)
    titles = [row["title"] for row in rows]
    assert len(titles) == len(set(titles))


def test_every_row_leads_back_to_the_source_database(rows: list[dict[str, str]]) -> None:
    for row in rows:
        numbers = row["source_numbers"].split()
        assert numbers == SEVERAL_NUMBERS.get(row["number"], numbers[:1]), row["number"]
        urls = row["source_urls"].split()
        assert all(re.fullmatch(r"https?://[\w./-]+", url) for url in urls), row["number"]
        found = [url.rpartition("/")[2] for url in urls if "gfmd.org/pfp/ppd/" in url]
        assert found == numbers, row["number"]


def test_the_number_printed_for_two_examples_is_named_in_both(rows: list[dict[str, str]]) -> None:
    """An importer may not take the source's number for an identity."""
    uses = Counter(number for row in rows for number in row["source_numbers"].split())
    assert [number for number, count in uses.items() if count > 1] == ["2631"]
    twice = [row for row in rows if row["source_numbers"] == "2631"]
    assert [row["number"] for row in twice] == ["3", "4"]
    assert all("2631" in row["page_note"] for row in twice)


def test_a_row_with_several_sources_says_which_is_which(rows: list[dict[str, str]]) -> None:
    for row in rows:
        numbers = row["source_numbers"].split()
        if len(numbers) > 1:
            assert all(number in row["page_note"] for number in numbers), row["number"]


def test_dates_are_a_year_or_a_month_and_in_order(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for column in ("since", "until"):
            assert re.fullmatch(r"((19|20)\d\d(-(0[1-9]|1[0-2]))?)?", row[column]), row["number"]
        if row["until"]:
            assert row["since"] <= row["until"], row["number"]
        assert row["since"][:4] <= "2017", row["number"]


def test_countries_are_sorted_codes_without_repetition(rows: list[dict[str, str]]) -> None:
    for row in rows:
        codes = row["countries"].split()
        assert codes == sorted(set(codes)), row["number"]
        assert all(re.fullmatch(r"\d{3}", code) for code in codes), row["number"]


def test_stakeholders_are_names_with_a_kind(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for actor in filter(None, row["stakeholders"].split("; ")):
            match = re.fullmatch(r"(?:(?P<name>[^;\[\]]+) )?\[(?P<kind>\w+)\]", actor)
            assert match, (row["number"], actor)
            assert match["kind"] in STAKEHOLDER_KINDS, (row["number"], actor)


def test_targets_and_objectives_are_codes_that_exist(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for target in row["sdg_targets"].split():
            assert re.fullmatch(r"([1-9]|1[0-7])\.([1-9]|1[0-9]|[a-d])", target), row["number"]
        objectives = [int(code) for code in row["objectives"].split()]
        assert objectives == sorted(set(objectives)), row["number"]
        assert all(1 <= code <= 23 for code in objectives), row["number"]


def test_the_texts_neither_praise_nor_speak_for_anyone(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for column in ("summary", "result"):
            assert not PRAISE.search(row[column]), (row["number"], column)
            assert not re.search(r"\b(we|our|us)\b|[“”\"]", row[column], re.IGNORECASE), (
                row["number"],
                column,
            )
