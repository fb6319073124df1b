"""The values and indicators of a draft, as the rows of a table can name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from ..models import DraftRevision, Report
from ..periods import cover, plain_number
from ..queries.indicators import Card, cards, observed_in
from ..report_content import OBSERVATION_FIELDS
from ..sections import OBSERVATION
from .periods import read_period
from .placing import normal
from .slots import Made, code_of, read_mark
from .workbook import key_of_indicator, names_of, plain_values

_LIKE_NAME = 0.85
#: Indicator, first and last day, categories, who is counted.
Place = tuple[str, tuple[dt.date, dt.date], str, str]


def standing_fields(values: Mapping[str, Any]) -> dict[str, str]:
    """What revisions keep, with the number in one form and without what identifies it."""
    found = {n: str(values.get(n) or "") for n in OBSERVATION_FIELDS}
    if found["value"]:
        found["value"] = plain_number(Decimal(found["value"]))
    return found


class Known:
    """Fetched once (four queries)."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.cards = cards(report)
        self.observed = observed_in(report)
        self.by_key = {card.key: card for card in self.cards}
        self.present = {row.pk: plain_values(row) for row in self.observed}
        self.of = {row.pk: str(row.term_id or row.indicator_key) for row in self.observed}
        self.revisions: dict[UUID, list[DraftRevision]] = {}
        past = DraftRevision.objects.filter(report=report, key=OBSERVATION)
        for kept in past.order_by("revision"):
            if kept.subject is not None:
                self.revisions.setdefault(kept.subject, []).append(kept)
                if kept.value and kept.subject not in self.of:
                    self.of[kept.subject] = str(
                        kept.value.get("term_id") or kept.value.get("indicator_key")
                    )
        self.by_code = {code_of(report.pk, OBSERVATION, pk): pk for pk in self.revisions}
        self.by_card = {
            code: card
            for card in self.cards
            if (mark := read_mark(key_of_indicator(report.pk, card))) and (code := mark.code)
        }
        self.places: dict[Place, UUID] = {}
        for pk, values in self.present.items():
            self.places.setdefault(self._place(self.of[pk], values), pk)

    @staticmethod
    def _place(key: str, values: Mapping[str, str]) -> Place:
        return key, cover(values["period"]), values["dims"], values["population"].casefold()

    @cached_property
    def _names(self) -> dict[str, str]:
        return names_of(self.cards)

    def name(self, subject: UUID) -> str:
        return self._names.get(self.of[subject], "")

    @cached_property
    def spellings(self) -> dict[str, Card]:
        found: dict[str, Card] = {}
        twice: set[str] = set()
        for language in (*dict(settings.LANGUAGES), "en"):
            with translation.override(language):
                for key, name in names_of(self.cards).items():
                    self._spell(found, twice, name, self.by_key[key])
        for card in self.cards:
            said = [card.ref, card.name]
            if card.term is not None:
                said += [card.term.code]
                for wording in card.term.wordings.values():
                    said += [wording.label, f"{card.term.code} {wording.short_label}"]
            for name in said:
                self._spell(found, twice, name, card)
        return {name: card for name, card in found.items() if name not in twice}

    @staticmethod
    def _spell(found: dict[str, Card], twice: set[str], name: str, card: Card) -> None:
        if found.setdefault(normal(name), card).key != card.key:
            twice.add(normal(name))

    def card(self, text: str) -> Card | None:
        """An indicator by any of its names, changed a little at most."""
        wanted = normal(text)
        if not wanted or wanted in self.spellings:
            return self.spellings.get(wanted)
        best: tuple[float, Card | None] = (_LIKE_NAME, None)
        matcher = SequenceMatcher(None, "", wanted)
        for name, card in self.spellings.items():
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() > best[0] and matcher.quick_ratio() > best[0]:
                best = max(best, (matcher.ratio(), card), key=lambda pair: pair[0])
        return best[1]

    def period(self, text: str, card: Card | None) -> str:
        key = card.key if card else ""
        known = {v["period"] for pk, v in self.present.items() if self.of[pk] == key}
        return read_period(text, known.__contains__)

    def base(self, subject: UUID, revision: int | None, made: Made | None) -> dict[str, Any] | None:
        rows = self.revisions.get(subject, [])
        if revision is not None:
            return next((r.value for r in rows if r.revision == revision), None)
        if made is not None and made.is_of_report:
            earlier = [r for r in rows if r.at <= made.at]
            return earlier[-1].value if earlier else None
        return None
