"""The restated terms of the source: complete, well-formed and in the source's own order."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

FILE = (
    Path(__file__).parents[2]
    / "gfmd_platform"
    / "taxonomy"
    / "data"
    / "source"
    / "source_terms.csv"
)
COLUMNS = ["framework", "code", "parent", "kind", "label", "short_label", "source_ref"]

# Action area: (policy options, options for practical action), counted in the source document.
OPTIONS_IN_SOURCE = {
    "C1.1": (4, 4),
    "C1.2": (2, 3),
    "C1.3": (4, 4),
    "C2.1": (7, 5),
    "C2.2": (3, 3),
    "C2.3": (6, 4),
    "C2.4": (2, 2),
    "C3.1": (3, 5),
    "C3.2": (2, 6),
    "C3.3": (4, 3),
    "C3.4": (2, 3),
    "C4.1": (2, 2),
    "C4.2": (5, 7),
    "C4.3": (2, 3),
    "C4.4": (1, 2),
    "C4.5": (2, 3),
    "C5.1": (9, 8),
    "C5.2": (2, 2),
    "C6.1": (4, 2),
    "C6.2": (4, 4),
    "C6.3": (1, 2),
}

CODE_SHAPES = {
    "cluster": r"C[1-6]",
    "action_area": r"C[1-6]\.[1-5]",
    "option_policy": r"C[1-6]\.[1-5]\.P[1-9]",
    "option_practical": r"C[1-6]\.[1-5]\.A[1-9]",
    "cross_cutting": r"X[1-7]",
}
OPTION_KINDS = ("option_policy", "option_practical")


@pytest.fixture(scope="module")
def terms() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def test_every_term_of_the_source_is_there(terms: list[dict[str, str]]) -> None:
    kinds = Counter(term["kind"] for term in terms)
    assert kinds["cluster"] == 6
    assert kinds["action_area"] == 21
    assert kinds["cross_cutting"] == 7
    assert kinds["option_policy"] + kinds["option_practical"] == 148
    assert set(kinds) == set(CODE_SHAPES)


def test_each_action_area_has_as_many_options_as_in_the_source(
    terms: list[dict[str, str]],
) -> None:
    counted = Counter((term["parent"], term["kind"]) for term in terms)
    found = {
        area: (counted[area, "option_policy"], counted[area, "option_practical"])
        for area in (term["code"] for term in terms if term["kind"] == "action_area")
    }
    assert found == OPTIONS_IN_SOURCE


def test_codes_are_unique_and_say_what_they_are(terms: list[dict[str, str]]) -> None:
    codes = [term["code"] for term in terms]
    assert len(codes) == len(set(codes))
    misshapen = [t["code"] for t in terms if not re.fullmatch(CODE_SHAPES[t["kind"]], t["code"])]
    assert misshapen == []
    assert {term["framework"] for term in terms} == {"gfmd-recollection-2017"}


def test_a_parent_comes_before_its_children(terms: list[dict[str, str]]) -> None:
    """The loader can read the file once, from top to bottom."""
    seen: set[str] = set()
    for term in terms:
        expected = "" if term["kind"].startswith("c") else term["code"].rpartition(".")[0]
        assert term["parent"] == expected, term["code"]
        assert not expected or expected in seen, term["code"]
        seen.add(term["code"])


def test_options_are_numbered_without_gaps(terms: list[dict[str, str]]) -> None:
    numbers: dict[tuple[str, str], list[int]] = {}
    for term in terms:
        if term["kind"] in OPTION_KINDS:
            numbers.setdefault((term["parent"], term["kind"]), []).append(int(term["code"][-1]))
    for key, found in numbers.items():
        assert found == list(range(1, len(found) + 1)), key


def test_options_are_one_short_sentence(terms: list[dict[str, str]]) -> None:
    for term in terms:
        if term["kind"] in OPTION_KINDS:
            label = term["label"]
            assert 8 <= len(label.split()) <= 22, term["code"]
            assert label[0].isupper(), term["code"]
            assert label.endswith("."), term["code"]
            assert ". " not in label, term["code"]


def test_headings_have_a_short_label_that_fits_a_filter(terms: list[dict[str, str]]) -> None:
    for term in terms:
        words = len(term["short_label"].split())
        if term["kind"] in OPTION_KINDS:
            assert words == 0, term["code"]
        else:
            assert 2 <= words <= 6, term["code"]
            assert len(term["label"].split()) <= 22, term["code"]


def test_labels_are_distinct_clean_and_carry_their_place_in_the_source(
    terms: list[dict[str, str]],
) -> None:
    labels = [term["label"] for term in terms]
    assert len(labels) == len(set(labels))
    for term in terms:
        for value in term.values():
            assert value == " ".join(value.split()), term["code"]
        assert re.match(r"Section (II, cluster [1-6]|IV, )", term["source_ref"]), term["code"]
