"""Bringing back a file that was circulated."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The Word file that came back"),
        help_text=_("A .docx file of at most 20 megabytes. Its text changes nothing yet."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )
