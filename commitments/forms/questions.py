from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..operations.questions import LONGEST


class WordsForm(forms.Form):
    """A question or an answer."""

    text = forms.CharField(
        label=_("Your words"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        max_length=LONGEST,
    )
