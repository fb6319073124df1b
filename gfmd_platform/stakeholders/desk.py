"""The desk: what waits for me. Apps register who looks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access import Actor

Words = str | Promise


class DeskGroup(models.TextChoices):
    """Whose move it is."""

    YOURS = "yours", _("Waiting for you")
    DRAFTS = "drafts", _("Your drafts")
    THEIRS = "theirs", _("With others")


@dataclass(frozen=True)
class DeskItem:
    """One thing: what it is, what it asks, one button.

    `since` is when the promise was made or the matter began to wait; the oldest stands first.
    `due` is shown where a date was set, and is no reproach.
    """

    title: Words
    detail: Words
    url: str
    action: Words
    since: dt.datetime
    group: str = DeskGroup.YOURS
    context: Words = ""
    due: dt.date | dt.datetime | None = None
    language: str = ""


@dataclass(frozen=True)
class DeskSection:
    title: Words
    code: str
    items: list[DeskItem] = field(default_factory=list)


@dataclass(frozen=True)
class DeskLink:
    """Somewhere to go or something to begin, under a heading (the stakeholder's name, the Support
    Unit)."""

    heading: Words
    label: Words
    url: str


Links = Callable[[Actor], Iterable[DeskLink]]
Provider = Callable[[Actor], Iterable[DeskItem]]

_providers: dict[str, Provider] = {}
_links: dict[str, Links] = {}


def register_desk(name: str, provider: Provider) -> None:
    """Have `provider(actor)` asked whenever somebody opens their desk.

    It answers without a query where the actor has no such duties, and otherwise with a constant
    number of queries. Call it in `AppConfig.ready`.
    """
    _providers[name] = provider


def register_links(name: str, links: Links) -> None:
    """Have `links(actor)` shown beside the desk: what an app lets this actor begin or open. It
    answers from the actor alone, without a query. Call it in `AppConfig.ready`."""
    _links[name] = links


def links_of(actor: Actor) -> list[tuple[Words, list[DeskLink]]]:
    """All links by heading, in the order of registration."""
    by_heading: dict[str, tuple[Words, list[DeskLink]]] = {}
    for links in _links.values():
        for link in links(actor):
            by_heading.setdefault(str(link.heading), (link.heading, []))[1].append(link)
    return list(by_heading.values())


def desk_of(actor: Actor, *, but: Collection[str] = ()) -> list[DeskSection]:
    """What waits for a signed-in person, oldest promise first, by whose move it is; without that
    of the providers in `but`.

    The first section is always there, so that the page can say that nothing waits.
    """
    names = sorted(_providers.keys() - set(but))
    items = sorted(
        (item for name in names for item in _providers[name](actor)),
        key=lambda item: item.since,
    )
    sections = [
        DeskSection(group.label, group.value, [item for item in items if item.group == group])
        for group in DeskGroup
    ]
    return [s for s in sections if s.items or s.code == DeskGroup.YOURS]
