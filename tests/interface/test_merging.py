"""Two texts from one base, put together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gfmd_platform.interface.merging import three_way

TEXTS = st.lists(st.sampled_from(["fees ", "rose ", "fell. ", "\n", "移民 ", "x"]), max_size=8).map(
    "".join
)


def test_changes_at_different_places_come_together_by_themselves():
    base = "Fees were abolished in two corridors. More follows in spring."
    mine = "Fees were abolished in three corridors. More follows in spring."
    theirs = "Fees were abolished in two corridors. More follows in autumn."
    merged = three_way(base, mine, theirs)
    assert merged.is_clean
    assert merged.text == "Fees were abolished in three corridors. More follows in autumn."


def test_where_both_changed_the_same_words_both_stand_and_are_counted():
    merged = three_way("two corridors", "three corridors", "four corridors")
    assert (merged.clashes, merged.text) == (1, "three four corridors")


@pytest.mark.parametrize("size", [40_000])
def test_a_long_repetitive_text_is_merged_all_the_same(size):
    base = "fees " * (size // 5)
    merged = three_way(base, base + "mine", base + "theirs")
    assert "mine" in merged.text
    assert "theirs" in merged.text


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_no_change_is_lost(base, mine, theirs):
    assert three_way(base, mine, base).text == mine
    assert three_way(base, base, theirs).text == theirs
    assert three_way(base, mine, mine).text == mine
    assert three_way("", mine, theirs).text.startswith(mine or theirs)
    swapped = three_way(base, theirs, mine)
    assert swapped.clashes == three_way(base, mine, theirs).clashes
