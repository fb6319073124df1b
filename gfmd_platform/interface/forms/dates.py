"""Dates asked for in parts, as precise as the person knows them.

A partial date travels as ISO 8601 of reduced precision: "2026", "2026-11" or "2026-11-24". Such
texts sort by time, and a database column of ten characters holds them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _


def earliest(partial: str) -> dt.date:
    """The first day that a partial date may mean."""
    year, month, day = _split(partial)
    return dt.date(year, month or 1, day or 1)


def latest(partial: str) -> dt.date:
    """The last day that a partial date may mean."""
    year, month, day = _split(partial)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def spoken(partial: str) -> str:
    """A partial date in the reader's language: "2026", "November 2026", "24 November 2026"."""
    year, month, day = _split(partial)
    if month is None:
        return str(year)
    if day is None:
        return f"{MONTHS[month]} {year}"
    return f"{day} {MONTHS[month]} {year}"


def _split(partial: str) -> tuple[int, int | None, int | None]:
    year, month, day, *_more = (*(int(part) for part in partial.split("-")), None, None)
    return year, month, day  # type: ignore[return-value]


class DatePartWidget(forms.MultiWidget):
    """Day, month and year beside each other; month in words so that no order can mislead."""

    template_name = "interface/forms/date_parts.html"
    use_fieldset = True
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}

    def __init__(self, precision: str = "day", attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "year": forms.TextInput(attrs={**number, "data-part": "year"})
        }
        if precision in ("month", "day"):
            months = [("", "–"), *((str(n), name) for n, name in MONTHS.items())]
            widgets = {"month": forms.Select(choices=months), **widgets}
        if precision == "day":
            widgets = {"day": forms.TextInput(attrs={**number, "data-part": "day"}), **widgets}
        self.order = list(widgets)
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, dt.date):
            value = value.isoformat()
        parts = str(value or "").split("-")
        known = dict(zip(("year", "month", "day"), parts, strict=False))
        return [known.get(part, "").lstrip("0") for part in self.order]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, subwidget in zip(self.order, context["widget"]["subwidgets"], strict=True):
            subwidget["label"] = self.labels[part]
        return context


class DatePartField(forms.Field):
    """A date known to the year, the month or the day. Cleans to "2026", "2026-11" or
    "2026-11-24", or to "" when empty and not required. `precision` is the finest asked for."""

    default_error_messages = {
        "required": _("Give at least the year."),
        "year": _("Give the year in four digits, such as 2026."),
        "month": _("Choose the month, or leave the day empty."),
        "day": _("This month has no such day."),
        "incomplete": _("Give day, month and year."),
    }
    whole = False

    def __init__(self, *, precision: str = "day", **kwargs: Any) -> None:
        kwargs.setdefault("widget", DatePartWidget(precision))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        given = dict(zip(self.widget.order, value or [], strict=False))
        texts = {part: str(given.get(part) or "").strip() for part in ("year", "month", "day")}
        if not any(texts.values()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return self.empty()
        if self.whole and not all(texts.values()):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return self.compose(**texts)

    def compose(self, *, year: str, month: str, day: str) -> Any:
        if not (year.isdecimal() and len(year) == 4 and int(year) >= 1000):
            raise ValidationError(self.error_messages["year"], code="year")
        if not month:
            if day:
                raise ValidationError(self.error_messages["month"], code="month")
            return f"{int(year)}"
        if not (month.isdecimal() and 1 <= int(month) <= 12):
            raise ValidationError(self.error_messages["month"], code="month")
        if not day:
            return f"{int(year)}-{int(month):02}"
        last = calendar.monthrange(int(year), int(month))[1]
        if not (day.isdecimal() and 1 <= int(day) <= last):
            raise ValidationError(self.error_messages["day"], code="day")
        return f"{int(year)}-{int(month):02}-{int(day):02}"

    def empty(self) -> Any:
        return ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.widget.decompress(initial)
        return [str(part or "").lstrip("0") for part in data or before] != before


class DayField(DatePartField):
    """A whole date in three parts. Cleans to a `datetime.date`, or None when left empty."""

    default_error_messages = {"required": _("Give day, month and year.")}
    whole = True

    def compose(self, **texts: str) -> dt.date:
        return dt.date.fromisoformat(super().compose(**texts))

    def empty(self) -> None:
        return None
