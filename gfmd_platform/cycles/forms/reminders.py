"""The forms around a cycle's reminders."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import DayField

from ..queries.reminders import spoken_days

RUNGS = (-84, -56, -42, -28, -21, -14, -7, -3, -1, 0, 7, 14, 28)


class RemindersForm(forms.Form):
    days = forms.TypedMultipleChoiceField(
        label=_("When focal points are reminded"),
        help_text=_("Counted from the day reports are asked for. The invitation goes out before."),
        choices=lambda: [(str(days), spoken_days(days)) for days in RUNGS],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class MoreTimeForm(forms.Form):
    until = DayField(
        label=_("A report is asked for by"),
        help_text=_("Left empty, the day that holds for all."),
        required=False,
    )


class ByHandForm(forms.Form):
    sentence = forms.CharField(
        label=_("A sentence of your own"),
        help_text=_("Goes into each mail as you write it, in your language. At most 600 signs."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
