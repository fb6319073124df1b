"""Whom a person stands for today: asked by every request.

Putting these two statements together costs several times what running them does. So the ORM
writes each once in a process, with marks in the places of the person and the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from gfmd_platform.access.actors import CHAIR_IN_OFFICE, FOCAL_POINT, Seat

from .enums import StakeholderKind
from .models.groups import GroupMembership
from .models.stakeholders import Membership

_SOMEBODY = UUID(int=1)
_SOME_DAY = dt.date(1, 1, 1)


def current_seats(person_id: UUID) -> tuple[Seat, ...]:
    """Active memberships in confirmed stakeholders (one query)."""
    return tuple(
        Seat(
            membership_id=membership_id,
            stakeholder_id=stakeholder_id,
            role=role,
            stakeholder_name=name,
            is_state=kind == StakeholderKind.STATE,
            since=since,
            holds_chair=holds_chair,
        )
        for membership_id, stakeholder_id, role, name, kind, since, holds_chair in _ask(
            _seats, person_id
        )
    )


def current_groups(person_id: UUID) -> frozenset[str]:
    """Groups the person sits in, by name or as focal point of a member stakeholder (one query)."""
    return frozenset(code for (code,) in _ask(_groups, person_id))


def _seats() -> models.QuerySet[Any, Any]:
    chairs = GroupMembership.objects.current(_SOME_DAY).filter(
        group=CHAIR_IN_OFFICE, stakeholder=models.OuterRef("stakeholder_id")
    )
    return (
        Membership.objects.current(_SOME_DAY)
        .filter(person=_SOMEBODY)
        .annotate(holds_chair=models.Exists(chairs))
        .values_list(
            "pk",
            "stakeholder_id",
            "role",
            "stakeholder__name",
            "stakeholder__kind",
            "since",
            "holds_chair",
        )
    )


def _groups() -> models.QuerySet[Any, Any]:
    theirs = Membership.objects.current(_SOME_DAY).filter(person=_SOMEBODY, role=FOCAL_POINT)
    return (
        GroupMembership.objects.current(_SOME_DAY)
        .filter(
            models.Q(person=_SOMEBODY) | models.Q(stakeholder__in=theirs.values("stakeholder_id"))
        )
        .values_list("group__code", flat=True)
    )


@cache
def _written(rows: Callable[[], models.QuerySet[Any, Any]]) -> tuple[str, tuple[Any, ...]]:
    return rows().query.sql_with_params()


def _ask(rows: Callable[[], models.QuerySet[Any, Any]], person_id: UUID) -> list[tuple[Any, ...]]:
    statement, marks = _written(rows)
    meant: dict[Any, Any] = {_SOMEBODY: person_id, _SOME_DAY: timezone.now().date()}
    with connection.cursor() as cursor:
        cursor.execute(statement, [meant.get(mark, mark) for mark in marks])
        return cursor.fetchall()
