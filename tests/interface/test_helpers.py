"""Small parts: differences, sorting, queries of addresses, states, bars, autosave's reading."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gfmd_platform.interface import autosave, differences
from gfmd_platform.interface.sorting import Sort
from gfmd_platform.interface.statuses import STATUSES, status_of
from gfmd_platform.interface.templatetags import interface as tags

from .components import draw

TEXTS = st.text(st.sampled_from("ab é—.\n移民هجرة"), max_size=60)


@given(TEXTS, TEXTS)
def test_a_difference_holds_both_texts_whole(before: str, after: str) -> None:
    parts = differences.word_difference(before, after)
    assert "".join(text for kind, text in parts if kind != "added") == before
    assert "".join(text for kind, text in parts if kind != "removed") == after


def test_a_difference_is_told_in_words_too() -> None:
    page = render_to_string(
        "interface/gallery/texts.html", {"before": "two <b> regions", "after": "three regions"}
    )
    assert "[removed:" in page
    assert "[added:" in page
    assert "<b>" not in page


def test_a_very_long_text_is_compared_by_paragraph() -> None:
    before = "".join(f"line {n} " + "word " * 20 + "\n" for n in range(200))
    after = before.replace("line 7 ", "line seven ").replace("line 150 ", "line 150, moved ")
    parts = differences.word_difference(before, after)
    assert [kind for kind, _ in parts] == ["same", "removed", "added"] * 2 + ["same"]
    assert parts[2][1].startswith("line seven word")


def test_a_hostile_text_is_not_compared_at_all() -> None:
    before, after = "a " * 5_000 + "x", "b" + "\na" * 5_000
    assert differences.word_difference(before, after) == [("removed", before), ("added", after)]


def test_chinese_is_compared_sign_by_sign() -> None:
    assert ("added", "更") in differences.word_difference("降低汇款成本", "降低更汇款成本")


ALLOWED: dict[str, str | tuple[str, ...]] = {
    "title": "title",
    "due": ("due", "title"),
    "newest": "-published",
}


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("", ("title", "pk")),
        ("sort=due", ("due", "title", "pk")),
        ("sort=-due", ("-due", "-title", "pk")),
        ("sort=newest", ("-published", "pk")),
        ("sort=-newest", ("published", "pk")),
        ("sort=password", ("title", "pk")),
        ("sort=--due", ("title", "pk")),
    ],
)
def test_lists_are_sorted_only_as_allowed(address: str, fields: tuple[str, ...]) -> None:
    assert Sort.of(QueryDict(address), allowed=ALLOWED, default="title").fields == fields


def context(address: str) -> Context:
    return Context({"request": RequestFactory().get(f"/x/?{address}")})


def test_addresses_keep_what_else_was_asked() -> None:
    here = context("q=nurse+care&area=a&area=b&page=3")
    assert tags.query(here, page=4) == "?q=nurse+care&area=a&area=b&page=4"
    assert tags.query(here, q=None, page="") == "?area=a&area=b"
    assert tags.query_toggle(here, "area", "b") == "?q=nurse+care&area=a"
    assert tags.query_toggle(here, "area", "c") == "?q=nurse+care&area=a&area=b&area=c"


def test_a_sorted_heading_says_its_order_and_turns_it() -> None:
    here = context("sort=due&page=2")
    sort = Sort.of(QueryDict("sort=due"), allowed=ALLOWED, default="title")
    assert tags.sort_link(here, sort, "due") == {
        "href": "?sort=-due",
        "aria": "ascending",
        "shape": "up",
    }
    assert tags.sort_link(here, sort, "title")["aria"] == ""


def test_many_pages_are_elided() -> None:
    page = Paginator(range(400), 20).page(10)
    assert tags.page_numbers(page) == [1, None, 8, 9, 10, 11, 12, None, 20]


@pytest.mark.parametrize(
    ("rows", "of", "shares"),
    [
        ([7, 14], "", ["50.00", "100.00"]),
        ([7, 14], 28, ["25.00", "50.00"]),
        ([0, 0], "", ["0.00", "0.00"]),
        ([3], 2, ["100.00"]),
        ([], "", []),
    ],
)
def test_bars_are_shares_of_the_longest_or_of_the_whole(rows: Any, of: Any, shares: Any) -> None:
    drawn = tags.bar_rows([{"label": "x", "value": value} for value in rows], of)
    assert [row["share"] for row in drawn] == shares


def test_a_state_is_a_word_and_a_shape_and_blames_nobody() -> None:
    assert {status.tone for status in STATUSES.values()} <= {"calm", "active", "good", "ask"}
    assert all(str(status.label) and status.shape for status in STATUSES.values())
    assert status_of("declined").tone == "calm"
    assert status_of("with_the_chair").label == "With the chair"
    assert status_of("draft", "Not sent yet").label == "Not sent yet"


def test_a_cluster_is_marked_by_its_number_or_its_code() -> None:
    page = draw('<c-cluster :number="number">Contributions</c-cluster>', number="C4")
    assert 'class="cluster hue-4"' in page
    assert page == draw('<c-cluster :number="number">Contributions</c-cluster>', number=4)


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("zh-hans", "ltr"), ("xx", "auto")]
)
def test_texts_have_the_direction_of_their_language(language: str, direction: str) -> None:
    assert tags.text_direction(language) == direction


def test_a_partial_date_that_is_none_is_left_as_it_is() -> None:
    assert tags.partial_date("2026-11") == "November 2026"
    assert tags.partial_date("2026-13") == "2026-13"
    assert tags.partial_date("soon") == "soon"


def post(**data: object) -> HttpRequest:
    return RequestFactory().post("/", data)


def test_a_change_is_read_as_it_stood_in_the_browser() -> None:
    change = autosave.Change.of(post(field="parts", value=["a", "b"], revision="4"))
    assert (change.values, change.value, change.revision) == (("a", "b"), "a", 4)
    assert autosave.Change.of(post(field="parts", revision="4")).values == ()


@pytest.mark.parametrize(
    "data",
    [
        {"field": "owner", "value": "x", "revision": "1"},
        {"field": "title", "value": "x"},
        {"field": "title", "value": "x", "revision": "-1"},
        {"value": "x", "revision": "1"},
    ],
)
def test_what_is_no_autosave_changes_nothing(data: dict[str, str]) -> None:
    with pytest.raises(autosave.Unreadable):
        autosave.Change.of(post(**data), fields=["title"])


def test_answers_follow_the_contract() -> None:
    at = dt.datetime(2026, 11, 24, 10, 42, tzinfo=dt.UTC)
    answers = [
        autosave.saved(revision=5, at=at),
        autosave.conflict(theirs="x", revision=7),
        autosave.refused({"title": ["Say it otherwise."]}),
        autosave.signed_out(),
    ]
    assert [answer.status_code for answer in answers] == [200, 409, 422, 401]
    assert json.loads(answers[0].content) == {
        "revision": 5,
        "saved_at": "2026-11-24T10:42:00+00:00",
    }
    assert json.loads(answers[1].content) == {"theirs": "x", "revision": 7}
