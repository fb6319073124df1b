"""Shapes of what is sent while a review is consulted on. Nothing here saves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import DayField


class CheckForm(forms.Form):
    until = DayField(
        label=_("Ask them to look by"),
        help_text=_(
            "The end of this day, local time of the cycle. A date that has passed closes nothing."
        ),
    )
    mark_optional = False
