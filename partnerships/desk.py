"""What of examples waits on a desk, and what a stakeholder's page lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.stakeholders.desk import (
    DeskGroup,
    DeskItem,
    DeskLink,
    register_desk,
    register_links,
)
from gfmd_platform.stakeholders.shelves import Shelf, ShelfItem, register_shelf

from .enums import ExampleState as S
from .models import Example
from .queries.examples import drafts_of, owner_of, published, waiting_for

#: A desk is a list to work through, not an archive.
MOST = 25


def own_examples(actor: Actor) -> Iterator[DeskItem]:
    """Drafts, changes asked for, and what is with others."""
    if not actor.seats:
        return
    rows = drafts_of(actor).filter(
        state__in=[S.DRAFT, S.CHANGES_REQUESTED, S.SUBMITTED, S.REFERRED]
    )
    for example in rows.order_by("state_at")[:MOST]:
        yield _own(example)


def _own(example: Example) -> DeskItem:
    group, detail, page, action = _WORDS[S(example.state)]()
    owner = owner_of(example)
    return DeskItem(
        title=str(example),
        detail=detail,
        url=reverse(f"partnerships:{page}", args=[example.pk]),
        action=action,
        since=example.state_at,
        group=group,
        context=owner.name if owner else "",
        language=example.language,
    )


_WORDS = {
    S.DRAFT: lambda: (
        DeskGroup.DRAFTS,
        _("A practice example you have begun."),
        "example-edit",
        _("Go on writing"),
    ),
    S.CHANGES_REQUESTED: lambda: (
        DeskGroup.YOURS,
        _("Changes are asked for in this practice example."),
        "example-edit",
        _("See what is asked"),
    ),
    S.SUBMITTED: lambda: (
        DeskGroup.THEIRS,
        _("The Support Unit has this practice example."),
        "example-status",
        _("See where it stands"),
    ),
    S.REFERRED: lambda: (
        DeskGroup.THEIRS,
        _("The Chair-in-Office has this practice example."),
        "example-status",
        _("See where it stands"),
    ),
}


def to_be_answered(actor: Actor) -> Iterator[DeskItem]:
    """Submitted examples, for the Support Unit and, where referred, the Chair-in-Office."""
    if not (actor.is_support_unit or actor.is_chair):
        return
    for example in waiting_for(actor)[:MOST]:
        version = example.submitted_version
        owner = owner_of(example)
        yield DeskItem(
            title=version.title if version else str(example),
            detail=_("%(stakeholder)s submitted this practice example.")
            % {"stakeholder": owner.name if owner else ""},
            url=reverse("partnerships:moderate-example", args=[example.pk]),
            action=_("Read and answer"),
            since=example.state_at,
            context=_("Chair-in-Office") if example.state == S.REFERRED else _("Support Unit"),
            language=version.language if version else "",
        )


def shelf(stakeholder_id: UUID) -> Shelf:
    """A stakeholder's public examples (two queries)."""
    found = published().filter(record__owner=stakeholder_id).prefetch_related(None)
    items = [
        ShelfItem(
            title=example.published_version.title,  # type: ignore[union-attr]
            url=reverse("partnerships:example", args=[example.pk]),
            language=example.published_version.language,  # type: ignore[union-attr]
            at=example.published_at,
        )
        for example in found.order_by("-published_at", "pk")[:10]
    ]
    total = found.count() if items else 0
    return Shelf(title=_("Practice examples"), items=items, total=total)


def links(actor: Actor) -> Iterator[DeskLink]:
    """What can be begun: an example by whoever has a seat; moderation by the Support Unit."""
    for seat in actor.seats:
        new = reverse("partnerships:example-new")
        yield DeskLink(seat.stakeholder_name, _("Offer a practice example"), new)
    if actor.is_support_unit:
        yield DeskLink(_("Support Unit"), _("Moderation"), reverse("partnerships:moderation"))


def register() -> None:
    register_links("partnerships", links)
    register_desk("examples.own", own_examples)
    register_desk("examples.to_be_answered", to_be_answered)
    register_shelf("examples", shelf)
