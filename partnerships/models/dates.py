"""Partial dates as columns: as far as known, and still sortable as text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

#: Year, month or day: "2014", "2014-05", "2014-05-03".
PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


def date_constraints(name: str, *fields: str) -> list[models.CheckConstraint]:
    """Each field is empty or a partial date."""
    return [
        models.CheckConstraint(
            condition=Q(**{field: ""}) | Q(**{f"{field}__regex": PARTIAL_DATE}),
            name=f"{name}_{field}_is_date",
        )
        for field in fields
    ]
