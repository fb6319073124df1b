"""Managers through which records are fetched. A forgotten check shows what is public, no more."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from .actors import Actor
from .rules import q_for


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows of a kind that has rows in the permission table (`Model.access_kind`)."""

    def allowing(self, action: str, actor: Actor) -> Self:
        q = q_for(self.model.access_kind, action, actor)
        return self.none() if q is None else self.filter(q)

    def visible_to(self, actor: Actor) -> Self:
        return self.allowing("read", actor)

    def public(self) -> Self:
        return self.visible_to(Actor.visitor())


class PublicManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """The default: what a visitor may read."""

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().public()


class UnscopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """All rows. For operations, queries and migrations only; a lint keeps it out of interfaces."""
