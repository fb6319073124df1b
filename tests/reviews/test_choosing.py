"""The order in which key messages are heard, and how many are printed."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from reviews.compiling.choosing import Heard, chosen_by_rule, in_turn

REGIONS = ("002", "019", "142", "150", "")
KINDS = ("state", "civil_society", "academia", "un")


def said(
    stakeholder: str, region: str = "002", kind: str = "state", key: str = "a_key_message"
) -> dict[str, Any]:
    return {
        "stakeholder": stakeholder,
        "region": region,
        "kind": kind,
        "version": f"v-{stakeholder}",
        "key": key,
        "part": key[0],
        "voice": "states" if kind == "state" else "others",
    }


def crowd() -> list[dict[str, Any]]:
    """Forty States of one region, and one or two of every other region and kind."""
    many = [said(f"s{n}") for n in range(40)]
    few = [
        said(f"{region}-{kind}-{n}", region, kind)
        for region, kind in itertools.product(REGIONS, KINDS)
        if (region, kind) != ("002", "state")
        for n in range(1 + len(region + kind) % 2)
    ]
    return many + few


def test_every_region_and_every_kind_is_heard_before_any_is_heard_much() -> None:
    order = in_turn(crowd(), seed="cycle:a", heard=Heard())
    most = max(len(REGIONS), len(KINDS))
    assert {one["region"] for one in order[:most]} == set(REGIONS)
    assert {one["kind"] for one in order[:most]} == set(KINDS)
    heard = Counter(one["region"] for one in order[: 2 * len(REGIONS)])
    assert set(heard.values()) == {2}


def test_a_kind_that_only_one_region_has_is_heard_among_the_first() -> None:
    lone = [said(f"lone-{kind}", "002", kind) for kind in ("diaspora", "youth", "union")]
    order = in_turn(crowd() + lone, seed="cycle:a", heard=Heard())
    kinds = {*KINDS, "diaspora", "youth", "union"}
    assert {one["kind"] for one in order[: len(REGIONS) + len(kinds)]} == kinds


def test_the_same_voices_give_the_same_order_however_they_come_and_another_seed_another() -> None:
    there, back = (in_turn(rows, seed="c:a", heard=Heard()) for rows in (crowd(), crowd()[::-1]))
    assert there == back
    assert in_turn(crowd(), seed="d:a", heard=Heard()) != there
    assert sorted(map(str, there)) == sorted(map(str, crowd()))


def test_nobody_is_heard_twice_before_everybody_is_heard_once() -> None:
    second = [said(f"s{n}", key="a_another") for n in range(40)]
    order = in_turn(crowd() + second, seed="c:a", heard=Heard())
    everybody = len(crowd())
    assert len({one["stakeholder"] for one in order[:everybody]}) == everybody


def test_who_stands_in_an_earlier_part_waits_for_those_who_do_not() -> None:
    heard = Heard()
    alike = [said(f"s{n}") for n in range(6)]
    first = in_turn(alike, seed="c:a", heard=heard)[:3]
    heard.printed(first)
    then = in_turn(alike, seed="c:b", heard=heard)[:3]
    assert not {one["stakeholder"] for one in first} & {one["stakeholder"] for one in then}


def test_so_many_of_each_part_are_printed_of_emerging_issues_by_who_raises_them() -> None:
    rows = [said(f"s{n}") for n in range(5)]
    emerging = [
        said(f"{kind}{n}", kind=kind, key="d_key_message")
        for kind in ("state", "un")
        for n in range(3)
    ]
    document = {
        "cycle": {"messages_per_part": 2},
        "parts": {"voices": {"quotations": rows + emerging}},
    }
    assert chosen_by_rule(document, "a") == rows[:2]
    assert [q["stakeholder"] for q in chosen_by_rule(document, "d")] == [
        "state0",
        "state1",
        "un0",
        "un1",
    ]
    del document["cycle"]["messages_per_part"]
    assert chosen_by_rule(document, "a") == rows
