"""Shape and words of errors; nothing here saves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import DayField, TermsField, words
from gfmd_platform.interface.zones import zone_choices
from gfmd_platform.taxonomy import queries as taxonomy

from ..enums import CycleKind
from ..models import GENEVA, Cycle


class CycleForm(forms.Form):
    title = forms.CharField(
        label=_("Title"),
        help_text=_("As readers will know the cycle, with its year."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CycleKind.choices, widget=forms.RadioSelect)
    year = forms.IntegerField(label=_("Year"), help_text=_("Of the forum that it feeds."))
    theme = words(
        forms.CharField(
            label=_("Theme"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        ),
        80,
    )
    goals = TermsField(
        label=_("Goals in focus"),
        required=False,
        choices=lambda: taxonomy.choices_grouped("goals"),
        coerce=UUID,
    )
    opens_on = DayField(label=_("First day of reporting"))
    asked_by = DayField(
        label=_("Reports are asked for by"),
        help_text=_("The end of this day, local time. A date that has passed closes nothing."),
    )
    time_zone = forms.ChoiceField(label=_("Whose local time"), choices=zone_choices, initial=GENEVA)

    @staticmethod
    def initial_of(cycle: Cycle, goals: list[UUID]) -> dict[str, Any]:
        names = ("title", "kind", "year", "theme", "opens_on", "asked_by", "time_zone")
        return {name: getattr(cycle, name) for name in names} | {
            "goals": [str(goal) for goal in goals]
        }
