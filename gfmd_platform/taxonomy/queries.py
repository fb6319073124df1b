"""Reading the taxonomy. Whoever needs a term, a label or a place asks here.

`current()` costs one query, once per request; everything else is answered from the picture of
the release in force, in memory.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.core.signals import request_finished, request_started
from django.dispatch import receiver

from .enums import PlaceKind, TermKind
from .picture import FrameworkEntry, Picture, PlaceEntry, TermEntry
from .reading import picture_in_force

#: The frameworks that forms and pages lead with. A successor is a change of data and of this.
RECOLLECTION = "gfmd-recollection-2017"
COMPACT = "gcm-2018"
AGENDA = "sdg-2015"
DISAGGREGATION = "disaggregation-2026"

Choice = tuple[str, str]
Grouped = list[tuple[str, list[Choice]]]

_request = threading.local()


@receiver(request_started)
def _begin_request(**_: object) -> None:
    _request.picture = None
    _request.open = True


@receiver(request_finished)
def _end_request(**_: object) -> None:
    _request.picture = None
    _request.open = False


def current() -> Picture:
    """The taxonomy in force; an empty picture before the first load."""
    picture: Picture | None = getattr(_request, "picture", None)
    if picture is None:
        picture = picture_in_force()
        if getattr(_request, "open", False):
            _request.picture = picture
    return picture


def forget() -> None:
    """Have this thread look again within the running request (after a load, and in tests)."""
    _request.picture = None


def frameworks(*, family: str | None = None) -> list[FrameworkEntry]:
    """Frameworks in force in their order; all versions of one family, if named."""
    return [
        entry
        for entry in current().frameworks.values()
        if not entry.retired and family in (None, entry.family)
    ]


def framework(code: str) -> FrameworkEntry | None:
    return current().frameworks.get(code)


def terms(*kinds: str, framework: str | None = None) -> list[TermEntry]:
    """Terms of these kinds in the order of their documents."""
    return current().of_kind(kinds, framework)


def term(ref: str) -> TermEntry | None:
    """The term written as "framework:code"."""
    return current().by_ref.get(ref)


def terms_by_id(ids: Iterable[UUID]) -> list[TermEntry]:
    """Entries for these ids in the order of their documents, retired ones included."""
    wanted = set(ids)
    return [entry for entry in current().terms.values() if entry.id in wanted]


def places(*kinds: str, invented: bool | None = None) -> list[PlaceEntry]:
    """Places of these kinds by name in the reader's language.

    `invented` True or False narrows to a demonstration's countries or to real ones.
    """
    wanted = set(kinds) or set(PlaceKind.values)
    found = [
        place
        for place in current().places.values()
        if place.kind in wanted and not place.retired and invented in (None, place.invented)
    ]
    return sorted(found, key=lambda place: place.sort_key)


def place(code: str) -> PlaceEntry | None:
    """The place with this M49 code, or this ISO 3166 alpha-2 or alpha-3 code."""
    by_code = current().places
    if code in by_code:
        return by_code[code]
    wanted = code.upper()
    return next((p for p in by_code.values() if wanted in (p.iso2, p.iso3)), None)


def choices(found: Sequence[TermEntry]) -> list[Choice]:
    return [(str(term.id), term.numbered) for term in found]


def grouped(found: Sequence[TermEntry]) -> Grouped:
    """Choices under the name of each term's parent."""
    groups: dict[str, list[Choice]] = {}
    for entry in found:
        name = entry.parent.numbered if entry.parent else entry.framework.short_label
        groups.setdefault(name, []).append((str(entry.id), entry.numbered))
    return list(groups.items())


def action_area_choices() -> Grouped:
    return grouped(terms(TermKind.ACTION_AREA, framework=RECOLLECTION))


def objective_choices() -> list[Choice]:
    return choices(terms(TermKind.OBJECTIVE, framework=COMPACT))


def guiding_principle_choices() -> list[Choice]:
    return choices(terms(TermKind.GUIDING_PRINCIPLE, framework=COMPACT))


def dimensions() -> list[TermEntry]:
    """By what values of indicators can be broken down; the categories stand below each."""
    return terms(TermKind.DIMENSION, framework=DISAGGREGATION)


def cross_cutting_choices() -> list[Choice]:
    return choices(terms(TermKind.CROSS_CUTTING, framework=RECOLLECTION))


def goal_choices() -> list[Choice]:
    return choices(terms(TermKind.GOAL, framework=AGENDA))


def target_choices() -> Grouped:
    """Targets by goal; within a goal the migration-related ones first."""
    found = terms(TermKind.TARGET, framework=AGENDA)
    goal = {g.id: n for n, g in enumerate(terms(TermKind.GOAL, framework=AGENDA))}
    return grouped(
        sorted(
            found,
            key=lambda t: (
                goal[t.parent.id] if t.parent else -1,
                not t.migration_related,
                t.position,
            ),
        )
    )


def option_choices() -> Grouped:
    """Policy options and options for practical action, by action area."""
    return grouped(terms(TermKind.OPTION_POLICY, TermKind.OPTION_PRACTICAL, framework=RECOLLECTION))


def indicator_choices() -> Grouped:
    return grouped(terms(TermKind.INDICATOR))


#: What a form can ask for, by the name of its field.
CHOICES: dict[str, Callable[[], Grouped] | Callable[[], list[Choice]]] = {
    "action_areas": action_area_choices,
    "objectives": objective_choices,
    "guiding_principles": guiding_principle_choices,
    "cross_cutting": cross_cutting_choices,
    "goals": goal_choices,
    "targets": target_choices,
    "options": option_choices,
    "indicators": indicator_choices,
}


def choices_grouped(name: str) -> Grouped | list[Choice]:
    """Choices for a form field, by name; raises KeyError with the names there are."""
    try:
        return CHOICES[name]()
    except KeyError:
        raise KeyError(f"{name!r} is none of {', '.join(CHOICES)}") from None


def country_choices(*, invented: bool | None = None) -> list[Choice]:
    """States and areas by name."""
    return [(p.code, p.name) for p in places(PlaceKind.STATE, PlaceKind.AREA, invented=invented)]


def region_choices() -> list[Choice]:
    return [(p.code, p.name) for p in places(PlaceKind.REGION)]
