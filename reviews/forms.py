"""Shapes of what is sent to reviews. Nothing here saves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .operations.deciding import MOST as MOST_WORDS
from .operations.writing import MOST


class SectionForm(forms.Form):
    """The prose of one section; `body` may be empty, which removes the section's text."""

    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        required=False,
        max_length=MOST,
        help_text=_(
            "Paragraphs with an empty line between them; **bold**, *emphasis*, “## Heading”, lists "
            "with “- ”, quotations with “> ”, links as [words](https://…). Figures are set by the "
            "platform below the text and cannot be typed over."
        ),
    )
    mark_optional = False


class AnswerForm(forms.Form):
    """The Chair's words; needed to return a text, free when approving."""

    words = forms.CharField(
        label=_("Your words to the Support Unit"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        required=False,
        max_length=MOST_WORDS,
        help_text=_("To return the text, say what should change. They are not published."),
    )
    mark_optional = False


class CorrectionForm(forms.Form):
    note = forms.CharField(
        label=_("What is corrected"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=2000,
        help_text=_("Printed in the new edition, so that readers of the old one know why."),
    )
