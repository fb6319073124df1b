"""What of examples waits on a desk, and what a stakeholder's page lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Exists, OuterRef
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


def provide(actor: Actor) -> Iterator[DeskItem]:
    """One's own (drafts, changes asked for, what is with others), and what waits for one's answer
    in the Support Unit or as Chair-in-Office. One query: the Chair's desk asks many."""
    if not (actor.seats or actor.is_support_unit or actor.is_chair):
        return
    own = drafts_of(actor).filter(state__in=[S.DRAFT, S.CHANGES_REQUESTED, S.SUBMITTED, S.REFERRED])
    waiting = waiting_for(actor)
    rows = (
        Example.unscoped.filter(pk__in=own.values("pk").union(waiting.values("pk")))
        .annotate(
            is_own=Exists(own.filter(pk=OuterRef("pk"))),
            is_waiting=Exists(waiting.filter(pk=OuterRef("pk"))),
        )
        .select_related("submitted_version", "record__owner__stakeholder")
        .order_by("state_at", "pk")
    )
    for example in rows[: 2 * MOST]:
        if example.is_own:
            yield _own(example)
        if example.is_waiting:
            yield _to_be_answered(example)


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


def _to_be_answered(example: Example) -> DeskItem:
    version = example.submitted_version
    owner = owner_of(example)
    return DeskItem(
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
    register_desk("examples", provide)
    register_shelf("examples", shelf)
