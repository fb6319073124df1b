"""Who takes part in a cycle, as the Support Unit needs it to help.

Nothing here looks at a report before it is submitted. What a row says of a stakeholder is what the
stakeholder said, what the platform did, and what stands submitted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.stakeholders.enums import StakeholderKind
from gfmd_platform.stakeholders.models import Invitation, Membership
from gfmd_platform.stakeholders.queries import countries_in, place_name
from gfmd_platform.taxonomy import queries as taxonomy

from ..board_sources import Found, Received, received
from ..enums import REMINDED, ContactKind, InvitationState
from ..models import Cycle, CycleContact, CycleInvitation

#: Stakeholders of no single country stand in no region.
NO_REGION = "none"


@dataclass(frozen=True)
class Wanted:
    """How the board is narrowed. Words it does not know narrow nothing."""

    state: str = ""
    kind: str = ""
    region: str = ""
    contact: str = ""
    time: str = ""

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Wanted:
        def one(name: str, known: Iterable[str]) -> str:
            word = words.get(name, "")
            return word if word in known else ""

        return cls(
            state=one("state", InvitationState.values),
            kind=one("kind", StakeholderKind.values),
            region=one("region", [code for code, _name in region_choices()]),
            contact=one("contact", ("missing", "named")),
            time=one("time", ("more",)),
        )

    @property
    def narrows(self) -> bool:
        return any((self.state, self.kind, self.region, self.contact, self.time))


def region_choices() -> list[tuple[str, str]]:
    return [*taxonomy.region_choices(), (NO_REGION, _("No single country"))]


def region_of(country: str | None) -> str:
    """The code of the M49 region a country lies in."""
    place = taxonomy.place(country) if country else None
    return place.region.code if place and place.region else NO_REGION


@dataclass(frozen=True)
class BoardRow:
    """One stakeholder in one cycle."""

    invitation: CycleInvitation
    focal_points: int
    invited_person: bool
    last_contact_at: dt.datetime | None
    last_contact: str
    received: Received | None

    @property
    def stakeholder(self) -> Any:
        return self.invitation.stakeholder

    @property
    def region(self) -> str:
        code = region_of(self.stakeholder.country_id)
        return dict(region_choices())[code]

    @property
    def country(self) -> str:
        return place_name(self.stakeholder.country_id)

    @property
    def is_open(self) -> bool:
        """Whether the stakeholder neither submitted nor declined."""
        return self.invitation.state in REMINDED

    @property
    def since(self) -> dt.datetime:
        return self.invitation.answered_at or self.invitation.invited_at


def narrowed(cycle: Cycle, wanted: Wanted) -> QuerySet[CycleInvitation]:
    """Invitations of a cycle that fit, by name of the stakeholder."""
    rows = (
        CycleInvitation.objects.filter(cycle=cycle)
        .select_related("stakeholder")
        .order_by("stakeholder__sort_name", "pk")
    )
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.kind:
        rows = rows.filter(stakeholder__kind=wanted.kind)
    if wanted.region == NO_REGION:
        known = [
            code for region, _name in taxonomy.region_choices() for code in countries_in(region)
        ]
        rows = rows.exclude(stakeholder__country__in=known)
    elif wanted.region:
        rows = rows.filter(stakeholder__country__in=countries_in(wanted.region))
    if wanted.contact == "missing":
        rows = rows.filter(~Exists(_focal_points()))
    elif wanted.contact == "named":
        rows = rows.filter(Exists(_focal_points()))
    if wanted.time:
        rows = rows.filter(extended_to__isnull=False)
    return rows


def _focal_points() -> QuerySet[Membership]:
    return Membership.objects.current().filter(
        stakeholder=OuterRef("stakeholder"), role=FOCAL_POINT, person__is_active=True
    )


def with_help(rows: QuerySet[CycleInvitation], now: dt.datetime) -> QuerySet[CycleInvitation]:
    """With what is needed to help: who can be written to, and when that was done."""
    number = _focal_points().order_by().values("stakeholder").annotate(n=Count("pk")).values("n")
    asked = Invitation.objects.filter(
        stakeholder=OuterRef("stakeholder"),
        role=FOCAL_POINT,
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=now,
    )
    last = CycleContact.objects.filter(invitation=OuterRef("pk")).order_by("-at", "-pk")
    return rows.annotate(
        focal_points=Coalesce(Subquery(number), 0),
        invited_person=Exists(asked),
        last_contact_at=Subquery(last.values("at")[:1]),
        last_contact_kind=Subquery(last.values("kind")[:1]),
    )


def board_rows(actor: Actor, rows: Iterable[CycleInvitation]) -> list[BoardRow]:
    """Rows `with_help`, of one or several cycles, with what came of each (one query more)."""
    found = list(rows)
    came = received(
        actor,
        cycles={row.cycle_id for row in found},
        stakeholders={row.stakeholder_id for row in found},
    )
    return [_row(row, came) for row in found]


def _row(row: Any, came: Found) -> BoardRow:
    kind = row.last_contact_kind
    return BoardRow(
        invitation=row,
        focal_points=row.focal_points,
        invited_person=row.invited_person,
        last_contact_at=row.last_contact_at,
        last_contact=str(ContactKind(kind).label) if kind else "",
        received=came.get((row.cycle_id, row.stakeholder_id)),
    )


@dataclass(frozen=True)
class Cell:
    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class RegionRow:
    region: str
    label: str
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True)
class Counted:
    """How many stakeholders of a cycle are alike in all by which the board is narrowed."""

    country: str | None
    kind: str
    state: str
    is_named: bool
    has_more_time: bool
    number: int

    def fits(self, wanted: Wanted) -> bool:
        """Whether `narrowed` would find them."""
        return (
            wanted.state in ("", self.state)
            and wanted.kind in ("", self.kind)
            and wanted.region in ("", region_of(self.country))
            and (not wanted.contact or self.is_named == (wanted.contact == "named"))
            and (not wanted.time or self.has_more_time)
        )


def count_all(cycle: Cycle) -> list[Counted]:
    """All the numbers of the board (one query)."""
    rows = (
        CycleInvitation.objects.filter(cycle=cycle)
        .annotate(
            named=Exists(_focal_points()),
            more=ExpressionWrapper(Q(extended_to__isnull=False), output_field=BooleanField()),
        )
        .order_by()
        .values_list("stakeholder__country", "stakeholder__kind", "state", "named", "more")
    )
    return [Counted(*row) for row in rows.annotate(n=Count("pk"))]


def by_kind_and_state(counted: Iterable[Counted]) -> Counter[tuple[str, str]]:
    numbers: Counter[tuple[str, str]] = Counter()
    for each in counted:
        numbers[each.kind, each.state] += each.number
    return numbers


def by_region_and_kind(counted: Iterable[Counted], wanted: Wanted) -> list[RegionRow]:
    """How many stakeholders fit, by region and kind, the sums last.

    The region and kind that are chosen are left out of account: the table is where they are chosen.
    """
    others = replace(wanted, region="", kind="")
    numbers: Counter[tuple[str, str]] = Counter()
    for each in counted:
        if each.fits(others):
            numbers[region_of(each.country), each.kind] += each.number
    kinds = [kind for kind in StakeholderKind if any(k == kind for _region, k in numbers)]
    regions = [
        (code, name) for code, name in region_choices() if any(r == code for r, _ in numbers)
    ]

    def row(code: str, name: str, of: list[str]) -> RegionRow:
        cells = [
            Cell(kind.value, str(kind.label), sum(numbers[region, kind.value] for region in of))
            for kind in kinds
        ]
        return RegionRow(code, name, cells)

    table = [row(code, name, [code]) for code, name in regions]
    return [*table, row("", _("All"), [code for code, _name in regions])] if table else []


def more_time_given(cycle: Cycle) -> list[CycleInvitation]:
    """Who has a later day and has neither submitted nor declined, the nearest day first."""
    return list(
        CycleInvitation.objects.filter(cycle=cycle, state__in=REMINDED, extended_to__isnull=False)
        .select_related("stakeholder")
        .order_by("extended_to", "stakeholder__sort_name")
    )


def history_of(actor: Actor, stakeholder_id: UUID, *, now: dt.datetime) -> list[BoardRow]:
    """One stakeholder in every cycle that it was invited to, the newest first; with each contact
    (three queries)."""
    rows = (
        CycleInvitation.objects.filter(stakeholder=stakeholder_id)
        .select_related("stakeholder", "cycle")
        .prefetch_related(Prefetch("contacts", CycleContact.objects.select_related("reminder")))
        .order_by("-cycle__year", "-cycle__asked_by", "pk")
    )
    return board_rows(actor, with_help(rows, now))


#: Names of columns are a contract with those who read them by program: never translated.
CSV_HEADER = (
    "stakeholder_id",
    "stakeholder",
    "kind",
    "country",
    "region",
    "state",
    "since",
    "reason",
    "focal_points",
    "last_contact_at",
    "last_contact",
    "asked_by",
    "more_time",
    "version",
    "submitted_at",
    "acknowledged_at",
    "lodged",
)


def csv_rows(cycle: Cycle, rows: Iterable[BoardRow]) -> Iterator[list[Any]]:
    for row in rows:
        invitation, came = row.invitation, row.received
        yield [
            str(invitation.stakeholder_id),
            row.stakeholder.name,
            row.stakeholder.kind,
            row.country,
            row.region,
            invitation.state,
            row.since,
            invitation.reason,
            row.focal_points,
            row.last_contact_at or "",
            row.last_contact,
            invitation.extended_to or cycle.asked_by,
            "yes" if invitation.extended_to else "",
            came.no if came else "",
            came.at if came else "",
            (came.acknowledged_at or "") if came else "",
            "yes" if came and came.lodged else "",
        ]


def row_json(row: BoardRow) -> dict[str, Any]:
    """One row over the API."""
    invitation, came = row.invitation, row.received
    return {
        "stakeholder": invitation.stakeholder_id,
        "name": row.stakeholder.name,
        "kind": row.stakeholder.kind,
        "region": region_of(row.stakeholder.country_id),
        "state": invitation.state,
        "reason": invitation.reason,
        "since": row.since,
        "focal_points": row.focal_points,
        "last_contact_at": row.last_contact_at,
        "last_contact": cast(Any, row.invitation).last_contact_kind,
        "more_time": invitation.extended_to,
        "received": came
        and {
            "version": came.no,
            "at": came.at,
            "acknowledged_at": came.acknowledged_at,
            "withdrawn": came.withdrawn,
            "lodged": came.lodged,
            "url": came.url,
        },
    }
