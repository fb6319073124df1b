"""Bringing back a file that was circulated."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The file that came back"),
        help_text=_(
            "A Word file (.docx) with answers, or Excel (.xlsx) or CSV with values of indicators, "
            "of at most 20 megabytes. It changes nothing yet."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx,.csv"}),
    )
