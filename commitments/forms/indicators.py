"""The forms around an indicator's grid: which rows and columns, source and standing, tables in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gfmd_platform.taxonomy import queries as taxonomy

from ..disaggregation import NoSuchCategory, canonical
from ..enums import Cleared, Finality, SentToCustodian
from ..periods import cover
from ..queries.indicators import MAX_COLUMNS


class ShapeForm(forms.Form):
    """Which rows and columns the grid has; asked by GET, kept in the address."""

    mark_optional = False

    periods = forms.CharField(
        label=_("Periods"),
        required=False,
        help_text=_("Years or months, with a comma between: 2023, 2024, 2025."),
    )
    dimensions = forms.MultipleChoiceField(
        label=_("Break down by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    crossed = forms.BooleanField(
        label=_("Every combination of these"),
        required=False,
        help_text=_("Women aged 18 to 24, and so on. Without it, each stands for itself."),
    )
    own = forms.CharField(
        label=_("Categories of your own"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("One a line, with its dimension first: place: Northern province."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dimensions"].choices = [  # type: ignore[attr-defined]
            (term.code, term.label) for term in taxonomy.dimensions()
        ]

    def clean_periods(self) -> list[str]:
        periods = [p.strip() for p in re.split(r"[,;\s]+", self.cleaned_data["periods"]) if p]
        for period in periods:
            try:
                cover(period)
            except ValueError:
                raise forms.ValidationError(
                    gettext("“%(period)s” is no period. Give a year (2025) or a month (2025-06).")
                    % {"period": period}
                ) from None
        if len(periods) > MAX_COLUMNS:
            raise forms.ValidationError(
                gettext("At most %(n)d periods stand side by side.") % {"n": MAX_COLUMNS}
            )
        return periods

    def clean_own(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for line in filter(str.strip, self.cleaned_data["own"].splitlines()):
            code, _colon, name = (part.strip() for part in line.partition(":"))
            wanted = next(
                (t.code for t in taxonomy.dimensions() if code.casefold() in (t.code, t.label)),
                code.casefold(),
            )
            try:
                if not name:
                    raise NoSuchCategory(gettext("Write it as dimension: name."))
                canonical({wanted: f"~{name}"})
            except NoSuchCategory as error:
                raise forms.ValidationError(str(error)) from None
            names.setdefault(wanted, []).append(name)
        return names

    def asked(self) -> dict[str, Any]:
        """What `queries.indicators.grid` takes; nothing where the form is wrong or not sent."""
        if not self.is_valid():
            return {}
        sent = self.cleaned_data
        return {
            "periods": sent["periods"],
            "dimensions": sent["dimensions"],
            "crossed": sent["crossed"],
            "names": sent["own"],
        }


class ColumnForm(forms.Form):
    """Source and standing of all values of one period."""

    mark_optional = False

    source = forms.CharField(
        label=_("Source"), required=False, max_length=300, help_text=_("Who published it.")
    )
    footnote = forms.CharField(
        label=_("Footnote"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    finality = forms.ChoiceField(label=_("Provisional or final"), choices=Finality.choices)
    sent_to_custodian = forms.ChoiceField(
        label=_("Sent to the custodian agency?"), choices=SentToCustodian.choices
    )
    cleared = forms.ChoiceField(
        label=_("Cleared by the statistical office?"), choices=Cleared.choices
    )
    cleared_by = forms.CharField(label=_("Which office"), required=False, max_length=160)
    everywhere = forms.BooleanField(
        label=_("Also where a value says something else"), required=False
    )

    def __init__(self, *args: Any, is_global: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_global:
            del self.fields["sent_to_custodian"]

    def values(self) -> dict[str, Any]:
        return {name: v for name, v in self.cleaned_data.items() if name != "everywhere"}


def read_values(sent: Mapping[str, str]) -> dict[str, str]:
    """What the page showed, as it sends it back."""
    return {
        name.removeprefix("read-"): value.replace("\r\n", "\n")
        for name, value in sent.items()
        if name.startswith("read-")
    }


class TableForm(forms.Form):
    """A table of values: CSV or Excel."""

    table = forms.FileField(
        label=_("Table"),
        help_text=_("CSV or Excel (.xlsx), a value a row. Nothing is written yet."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )
