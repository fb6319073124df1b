"""The answers of a report under the headings of another review: what is filled, what is missing,
and what found no place. Nothing is added to what the report says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_platform.cycles.handbooks import Handbook, Section
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind
from gfmd_platform.taxonomy.picture import TermEntry

from .material import Material, SaidAnswer, SaidCommitment, SaidValue

IMRF = "imrf-2022"


@dataclass
class Told:
    """A commitment in full, with the answers and values that are about it."""

    said: SaidCommitment
    answers: list[SaidAnswer] = field(default_factory=list)
    values: list[SaidValue] = field(default_factory=list)


@dataclass
class Place:
    """A heading and what stands below it. `elsewhere` are commitments told under another heading;
    `means` those whose resources are named here. `is_brief`: where it stays empty it is named in
    one line with its neighbours."""

    heading: str
    language: str
    level: int
    about: str = ""
    term: UUID | None = None
    is_brief: bool = False
    answers: list[SaidAnswer] = field(default_factory=list)
    commitments: list[Told] = field(default_factory=list)
    elsewhere: list[tuple[SaidCommitment, Place]] = field(default_factory=list)
    values: list[SaidValue] = field(default_factory=list)
    means: list[SaidCommitment] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    below: list[Place] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return bool(
            self.answers
            or self.commitments
            or self.elsewhere
            or self.values
            or self.means
            or self.files
        )

    @property
    def is_missing(self) -> bool:
        """Nothing stands here, and no smaller heading says so in its stead."""
        return not self.says_something and not self.below

    @property
    def shown(self) -> list[Place]:
        """The headings below that stand as such."""
        return [p for p in self.below if not (p.is_brief and p.is_empty)]

    @property
    def unwritten(self) -> list[Place]:
        """Those that are only named as missing."""
        return [p for p in self.below if p.is_brief and p.is_empty]

    @property
    def is_empty(self) -> bool:
        return not self.says_something and all(place.is_empty for place in self.below)

    def every(self) -> Iterator[Place]:
        yield self
        for place in self.below:
            yield from place.every()

    @property
    def summary(self) -> list[str]:
        """What stands here, each in a line, for the preview."""
        told = [t.said for t in self.commitments]
        lines = [said.label for said in self.answers]
        lines += [_commitment(said) for said in told]
        lines += [a.label for t in self.commitments for a in t.answers]
        lines += [
            _("%(title)s (told under “%(heading)s”)")
            % {"title": said.version.title, "heading": other.heading}
            for said, other in self.elsewhere
        ]
        count = len(self.values) + sum(len(t.values) for t in self.commitments)
        if count:
            lines.append(ngettext("%(n)d value", "%(n)d values", count) % {"n": count})
        lines += [_("Means: %(title)s") % {"title": s.version.title} for s in self.means]
        return lines + self.files


def _commitment(said: SaidCommitment) -> str:
    title = said.version.title
    return f"{title} – {said.status}" if said.status else title


@dataclass
class Filled:
    """A handbook filled from a report. `unplaced` are answers that no heading takes."""

    handbook: Handbook
    material: Material
    places: list[Place]
    unplaced: list[SaidAnswer]

    @property
    def missing(self) -> list[Place]:
        return [p for top in self.places for p in top.every() if p.is_missing]

    @property
    def filled(self) -> list[Place]:
        return [p for top in self.places for p in top.every() if p.says_something]


def fill(handbook: Handbook, material: Material) -> Filled:
    """Every answer, status and value of the material has one place or is named as not used (no
    query beyond the taxonomy)."""
    return _Filling(handbook, material).done()


class _Filling:
    def __init__(self, handbook: Handbook, material: Material) -> None:
        self._book, self._material = handbook, material
        self._places = {s.code: _place(s, handbook.language) for s in handbook.sections}
        self._by_term: dict[UUID, Place] = {}
        self._told: dict[UUID, Told] = {}
        self._unplaced: list[SaidAnswer] = []
        for place in self._places.values():
            for one in place.every():
                if one.term is not None:
                    self._by_term.setdefault(one.term, one)

    def done(self) -> Filled:
        for said in self._material.commitments.values():
            self._commitment(said)
        for answer in self._material.answers:
            self._answer(answer)
        for value in self._material.values:
            self._value(value)
        for section in self._with("files"):
            self._places[section.code].files += self._material.originals
        return Filled(self._book, self._material, list(self._places.values()), self._unplaced)

    def _with(self, name: str) -> Iterator[Section]:
        return (section for section in self._book.sections if getattr(section.takes, name))

    def _first(self, name: str) -> Place | None:
        section = next(self._with(name), None)
        return self._places[section.code] if section else None

    def _commitment(self, said: SaidCommitment) -> None:
        cited = self._material.terms.get(said.id, set())
        places = [place for term, place in self._by_term.items() if term in cited]
        home = places[0] if places else self._first("commitments")
        if home is None:  # no handbook of ours, but one may come without such a heading
            home = list(self._places.values())[-1]
        told = self._told[said.id] = Told(said)
        home.commitments.append(told)
        for place in places[1:]:
            place.elsewhere.append((said, home))
        version = said.version
        if version.amount or version.resource_kind or version.resources or version.with_whom:
            means = self._first("means")
            if means is not None:
                means.means.append(said)

    def _answer(self, said: SaidAnswer) -> None:
        own = [
            self._places[section.code]
            for section in self._book.sections
            if self._book.mark(section) in said.question.fills
        ]
        if own:
            for one in own:
                one.answers.append(said)
            return
        if said.commitment in self._told:
            self._told[said.commitment].answers.append(said)
            return
        place: Place | None = None
        if said.is_file:
            place = self._first("files")
        elif said.question.is_key_message:
            place = self._first("key_messages")
        place = place or self._of_part(said.question.part)
        if place is None:
            self._unplaced.append(said)
        else:
            place.answers.append(said)

    def _of_part(self, part: str) -> Place | None:
        for section in self._book.sections:
            entry = taxonomy.term(section.terms[part]) if part in section.terms else None
            if entry is not None and entry.id in self._by_term:
                return self._by_term[entry.id]
        for section in self._book.sections:
            if part in section.takes.parts or part in section.terms:
                return self._places[section.code]
        return None

    def _value(self, value: SaidValue) -> None:
        if value.commitment in self._told:
            self._told[value.commitment].values.append(value)
            return
        home = self._of_indicator(value.term) or self._first("values")
        (home or list(self._places.values())[-1]).values.append(value)

    def _of_indicator(self, term: UUID | None) -> Place | None:
        """Its target's heading; or the one heading that a crosswalk joins to this target."""
        entry = taxonomy.current().terms.get(term) if term else None
        target = entry.parent if entry else None
        if target is None:
            return None
        if target.id in self._by_term:
            return self._by_term[target.id]
        joined = {
            link.other.id: self._by_term[link.other.id]
            for link in (*target.led_from, *target.leads_to)
            if link.other.id in self._by_term
        }
        return next(iter(joined.values())) if len(joined) == 1 else None


def _place(section: Section, language: str) -> Place:
    place = Place(section.heading, language, 1, section.about)
    groups = _GROUPS[section.by]() if section.by else ()
    for above, terms in groups:
        inner = place
        if above is not None:
            # A round table's name holds its number already.
            name = above.label if above.kind == TermKind.ROUND_TABLE else above.numbered
            inner = Place(name, above.language, 2, term=above.id)
            place.below.append(inner)
        brief = section.by != "objectives"
        inner.below += [
            Place(t.numbered, t.language, inner.level + 1, term=t.id, is_brief=brief) for t in terms
        ]
    return place


_Groups = Iterable[tuple[TermEntry | None, list[TermEntry]]]


def _objectives() -> _Groups:
    """By the round table that covers each; the Compact's own order within and without one."""
    found = taxonomy.terms(TermKind.OBJECTIVE, framework=taxonomy.COMPACT)
    covered: set[UUID] = set()
    for table in taxonomy.terms(TermKind.ROUND_TABLE, framework=IMRF):
        ids = {link.other.id for link in table.leads_to}
        covered |= ids
        yield table, [entry for entry in found if entry.id in ids]
    rest = [entry for entry in found if entry.id not in covered]
    if rest:
        yield None, rest


def _principles() -> _Groups:
    yield None, taxonomy.terms(TermKind.GUIDING_PRINCIPLE, framework=taxonomy.COMPACT)


def _targets() -> _Groups:
    """The migration-related ones, by goal."""
    for goal in taxonomy.terms(TermKind.GOAL, framework=taxonomy.AGENDA):
        chosen = [
            child
            for child in goal.children
            if child.kind == TermKind.TARGET and child.migration_related and not child.retired
        ]
        if chosen:
            yield goal, chosen


_GROUPS = {"objectives": _objectives, "principles": _principles, "targets": _targets}
