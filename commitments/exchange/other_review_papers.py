"""A report's answers as a Word draft of another review, each passage with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_platform.cycles.handbooks import Handbook
from gfmd_platform.documents.paper import Grid, Paper

from ..money import spoken_amount
from .material import Material, SaidAnswer, SaidCommitment, SaidValue
from .other_reviews import Filled, Place
from .papers import grid


def missing_words() -> str:
    return _("To be written: nothing in your report speaks to this.")


def paper_of(filled: Filled) -> Paper:
    """In the report's language; headings and passages keep their own (no query)."""
    material, book = filled.material, filled.handbook
    with translation.override(material.language):
        return _Writer(material, book).write(filled)


class _Writer:
    def __init__(self, material: Material, book: Handbook) -> None:
        self._material, self._book = material, book
        report = material.report
        self._paper = Paper(
            title=report.stakeholder.name,
            language=material.language,
            kicker=f"{book.title} – {report.cycle.title}",
            contents=_("Contents"),
            footer=f"{book.title} – {report.stakeholder.name}",
        )

    def write(self, filled: Filled) -> Paper:
        paper, material = self._paper, self._material
        paper.facts = [
            _("A draft to work on, filled from the voluntary progress report: %s.")
            % material.origin,
            material.address,
            _("Headings after: %s.") % self._book.after,
            _(
                "Nothing was added to what the report says. Which answer stands where is our "
                "proposal."
            ),
        ]
        if material.is_draft:
            paper.facts.append(_("The report is not submitted: this is as confidential as it."))
        if not material.is_whole:
            paper.facts.append(_("It holds the parts that you may read."))
        if settings.DEMO:
            paper.say(
                _("A demonstration: its stakeholders and countries are invented."), kind="soft"
            )
        for place in filled.places:
            self._place(place)
        self._rest(filled)
        return paper

    def _place(self, place: Place) -> None:
        self._paper.heading(place.level, place.heading, place.language)
        if place.about:
            self._soft(place.about, self._book.language)
        for answer in place.answers:
            self._answer(answer)
        for told in place.commitments:
            self._commitment(told.said)
            for answer in told.answers:
                self._answer(answer)
            self._values(told.values)
        for said, other in place.elsewhere:
            self._paper.say(said.version.title, said.version.language)
            self._soft(_("Told under “%s”.") % other.heading)
        self._values(place.values)
        for said in place.means:
            self._means(said)
        for name in place.files:
            self._paper.say(_("Original of the report: %s") % name)
            self._soft(self._material.address)
        if place.is_missing:
            self._paper.say(missing_words())
        for inner in place.shown:
            self._place(inner)
        if place.unwritten:
            self._paper.say(_("To be written: nothing in your report speaks to these."))
            for language, group in _by_language(place.unwritten):
                self._paper.say("\n".join(p.heading for p in group), language)

    def _answer(self, said: SaidAnswer) -> None:
        self._soft(said.label, said.label_language)
        if said.table is not None:
            self._paper.blocks.append(grid(said.table, said.label_language))
        elif said.is_file:
            self._paper.say(_("File: %s") % said.text)
        else:
            kind: Any = "quotation" if said.question.is_key_message else "prose"
            self._paper.say(said.text, said.language, kind)
        self._soft(said.source)

    def _commitment(self, said: SaidCommitment) -> None:
        self._paper.say(said.version.title, said.version.language)
        if said.status:
            self._paper.say(_("Where it stands: %s") % said.status)
        self._paper.say(said.note, said.language)
        if said.source:
            self._soft(said.source)

    def _means(self, said: SaidCommitment) -> None:
        version: Any = said.version
        self._soft(version.title, version.language)
        amount = spoken_amount(str(version.amount or ""), version.currency)
        kind = version.get_resource_kind_display() if version.resource_kind else ""
        self._paper.say("\n".join(filter(None, [amount, str(kind)])))
        self._paper.say("\n".join([version.resources, version.with_whom]), version.language)
        self._soft(_("From the commitment in the wording that the report speaks of."))

    def _values(self, values: Sequence[SaidValue]) -> None:
        if not values:
            return
        head = [
            _("Indicator"),
            _("Period"),
            _("Who is counted"),
            _("Value"),
            _("Source and footnote"),
        ]
        rows = []
        for value in values:
            row: Any = value.row
            notes = [row.source, row.footnote, str(row.get_finality_display())]
            if row.explanation:
                notes.append(_("Explained by the reporter: %s") % row.explanation)
            rows.append(
                [
                    value.indicator,
                    row.period,
                    "\n".join(filter(None, [row.dims_label, row.population])) or _("Total"),
                    f"{row.number} {row.unit}",
                    "\n".join(filter(None, notes)),
                ]
            )
        self._paper.blocks.append(Grid("", head, rows, numbers=(3,)))
        self._soft(
            _(
                "The reporter's own values: for global indicators the custodian agency's value "
                "stands first."
            )
        )
        self._soft(self._material.values_source)

    def _rest(self, filled: Filled) -> None:
        """What is in the report and in no heading above: nothing gets lost."""
        if not filled.unplaced and not filled.material.unused:
            return
        self._paper.heading(1, _("In your report, and not used above"))
        for answer in filled.unplaced:
            self._answer(answer)
        for unused in filled.material.unused:
            self._soft(unused.label)
            self._paper.say(unused.text, unused.language)
            self._soft(f"{unused.reason} {self._material.origin}; {self._material.address}")

    def _soft(self, text: str, language: str = "") -> None:
        self._paper.say(text, language, "soft")


def _by_language(places: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.language, []).append(place)
    return list(groups.items())
