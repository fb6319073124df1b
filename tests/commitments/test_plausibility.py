"""What is pointed out about values, and what is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest

from commitments.plausibility import Given, Measured, Scale, point_out, scale_of

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 24)


def values(*rows: tuple[object, ...], unit: str = "persons") -> list[Given]:
    """Rows of (period, dims, value)."""
    return [
        Given(UUID(int=n), "x", str(period), Decimal(str(value)), unit, str(dims))
        for n, (period, dims, value) in enumerate(rows)
    ]


def concerns(rows: list[Given], **more: object) -> list[tuple[int, str]]:
    return [(w.observation.int, w.concern.value) for w in point_out(rows, today=TODAY, **more)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(2025, "", 100), (2025, "sex=female", 60), (2025, "sex=male", 40)], []),
        ([(2025, "", 100), (2025, "sex=female", 120)], [(1, "above_total")]),
        (
            [(2025, "", 100), (2025, "sex=female", 60), (2025, "sex=male", 60)],
            [(0, "sum")],
        ),
        ([(2025, "", 100), (2025, "sex=female", 60), (2025, "sex=male", 20)], [(0, "sum")]),
        # rounded parts, and categories for the rest that are not given
        ([(2025, "", 1000), (2025, "sex=female", 604), (2025, "sex=male", 400)], []),
        # not all that make up the whole are there
        ([(2025, "", 100), (2025, "age=0-17", 20), (2025, "age=65-", 20)], []),
        # finer categories are measured against the coarser one
        ([(2025, "age=0-17", 10), (2025, "age=0-4", 12)], [(1, "above_total")]),
        # parts without a total, and another year
        ([(2025, "sex=female", 60), (2024, "", 10)], []),
        ([(2025, "", -3)], [(0, "range")]),
        ([(2026, "", 3)], [(0, "future")]),
        ([("2026-10", "", 3)], []),
        ([(2024, "", 10), (2025, "", 100)], [(1, "jump")]),
        ([(2024, "", 100), (2025, "", 10)], [(1, "jump")]),
        ([(2024, "", 0), (2025, "", 10)], []),
        ([(2024, "", 10), (2025, "", 99)], []),
        ([(2025, "", 7), (2025, "", 7)], [(1, "duplicate")]),
    ],
)
def test_counts(rows: list[tuple[object, ...]], expected: list[tuple[int, str]]) -> None:
    assert concerns(values(*rows)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", []), ("100", []), ("100.5", [(0, "range")]), ("-1", [(0, "range")])],
)
def test_percentages(value: str, expected: list[tuple[int, str]]) -> None:
    assert concerns(values((2025, "", value), unit="per cent of workers")) == expected


def test_parts_of_percentages_may_lie_above_the_whole() -> None:
    rows = values((2025, "", 40), (2025, "sex=female", 60), unit="per cent")
    assert concerns(rows) == []


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("per cent of GDP", Scale.PER_CENT),
        ("%", Scale.PER_CENT),
        ("Percent", Scale.PER_CENT),
        ("victims per 100,000 population", Scale.OTHER),
        ("index from 0 to 100", Scale.OTHER),
        ("persons", Scale.COUNT),
        ("countries", Scale.COUNT),
    ],
)
def test_units_say_what_may_be_done_with_values(unit: str, scale: Scale) -> None:
    assert scale_of(unit) == scale


def test_the_indicator_tells_its_unit_and_its_dates() -> None:
    rows = values((2024, "", 3), (2025, "", 4))
    same = Measured("x", ("Persons",), "2020", "2030")
    assert concerns(rows, indicators=[same]) == []
    other = Measured("x", ("households",), "2030", "2025")
    assert concerns(rows, indicators=[other]) == [(0, "baseline"), (0, "unit"), (1, "unit")]


def test_the_last_period_may_stand_in_an_earlier_report() -> None:
    earlier = [Given(UUID(int=99), "x", "2024", Decimal(10), "persons")]
    assert concerns(values((2025, "", 500)), earlier=earlier) == [(0, "jump")]
    said_again = values((2024, "", 490), (2025, "", 500))
    assert concerns(said_again, earlier=earlier) == []


def test_a_value_of_people_in_free_words_is_no_part_and_no_whole() -> None:
    rows = [
        Given(UUID(int=0), "x", "2025", Decimal(5), "persons"),
        Given(UUID(int=1), "x", "2025", Decimal(9), "persons", population="one region"),
    ]
    assert concerns(rows) == []
