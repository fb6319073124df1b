"""Who is heard next: an order of key messages with an even hand.

Nothing is read of what they say. The rule in words, as an edition prints it, is in `joining.py`.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..measures.voices import EMERGING, VOICES

Said = dict[str, Any]


@dataclass
class Heard:
    """How often each stakeholder is printed so far in the whole review."""

    stakeholders: Counter[str] = field(default_factory=Counter)

    def printed(self, said: Iterable[Said]) -> None:
        self.stakeholders.update(str(one["stakeholder"]) for one in said)


def in_turn(said: Iterable[Said], *, seed: str, heard: Heard) -> list[Said]:
    """All of one list in the order of the rule; the first of them are printed.

    Each stakeholder's first message comes before anybody's second. The seed draws among equals.
    """
    messages: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        messages[str(one["stakeholder"])].append(one)
    rounds: dict[int, list[Said]] = defaultdict(list)
    for of_one in messages.values():
        for number, one in enumerate(of_one):
            rounds[number].append(one)
    regions: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    found: list[Said] = []
    for number in sorted(rounds):
        found += _round(rounds[number], seed, heard, regions, kinds)
    return found


def _round(
    said: list[Said], seed: str, heard: Heard, regions: Counter[str], kinds: Counter[str]
) -> list[Said]:
    """One message of each stakeholder; `regions` and `kinds` count who was heard in this list."""

    def often(one: Said) -> int:
        return heard.stakeholders[str(one["stakeholder"])]

    groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        groups[one["region"], one["kind"]].append(one)
    for waiting in groups.values():  # taken from the end
        waiting.sort(
            key=lambda one: (often(one), _draw(seed, "by", str(one["stakeholder"]))), reverse=True
        )
    drawn = {
        (region, kind): (_draw(seed, "region", region), _draw(seed, "kind", kind))
        for region, kind in groups
    }

    def place(group: tuple[str, str]) -> tuple[int, int, int, int, tuple[str, str]]:
        region, kind = group
        unheard = (not regions[region]) + (not kinds[kind])
        return (-unheard, often(groups[group][-1]), regions[region], kinds[kind], drawn[group])

    found: list[Said] = []
    while groups:
        group = min(groups, key=place)
        found.append(groups[group].pop())
        regions[group[0]] += 1
        kinds[group[1]] += 1
        if not groups[group]:
            del groups[group]
    return found


def _draw(seed: str, *what: str) -> str:
    return hashlib.sha256(":".join([seed, *what]).encode()).hexdigest()


def chosen_by_rule(document: dict[str, Any], part: str) -> list[Said]:
    """The quotations of a part that are printed when nobody chooses: the first of its list, of
    emerging issues the first of States and of others. Those of the first rules are all printed."""
    said = [q for q in document["parts"]["voices"]["quotations"] if q["part"] == part]
    number = document["cycle"].get("messages_per_part")
    if number is None:
        return said
    if part != EMERGING:
        return said[:number]
    by_voice = ([q for q in said if q["voice"] == voice][:number] for voice in VOICES)
    return [quotation for of_voice in by_voice for quotation in of_voice]
