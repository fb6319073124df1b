"""Rows that are written once and never changed: events, seals, submitted versions, files."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

import pgtrigger
from django.db import models


class ImmutableQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is immutable")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is immutable")


class Immutable(models.Model):
    """Change is refused here, by a trigger, and by the application's database role.

    Concrete models inherit the trigger with `class Meta(Immutable.Meta)`.
    """

    is_immutable: ClassVar[bool] = True

    objects = models.Manager.from_queryset(ImmutableQuerySet)()

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is immutable")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is immutable")
