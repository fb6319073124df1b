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
from ..models import GENEVA, MESSAGES_PER_PART, Cycle
from ..operations import FIELDS


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
    messages_per_part = forms.IntegerField(
        label=_("Key messages printed per part"),
        help_text=_(
            "Of each part a to d; emerging issues of States and of others are counted apart. All "
            "others stay in the data of the review."
        ),
        required=False,
        min_value=1,
        max_value=200,
        initial=MESSAGES_PER_PART,
    )

    def clean_messages_per_part(self) -> int:
        """What an empty field means."""
        return self.cleaned_data["messages_per_part"] or MESSAGES_PER_PART

    @staticmethod
    def initial_of(cycle: Cycle, goals: list[UUID]) -> dict[str, Any]:
        return {name: getattr(cycle, name) for name in FIELDS} | {
            "goals": [str(goal) for goal in goals]
        }
