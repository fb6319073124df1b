"""`{% load indicators %}`: the trend of values that a page has already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from ..models import ReportVersionObservation
from ..queries.trends import Trend, trend_of

register = template.Library()


@register.simple_tag
def trend(rows: Iterable[ReportVersionObservation], indicator: Any) -> Trend:
    """`{% trend rows indicator as drawn %}`, for `<c-trend :trend="drawn" />`; no query."""
    return trend_of(
        rows, name=indicator.label, unit=indicator.unit_said, target=indicator.target_value
    )
