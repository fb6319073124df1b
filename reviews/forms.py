"""Shapes of what is sent to reviews. Nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .operations.arranging import MOST_WORDS as LONGEST
from .operations.deciding import MOST as MOST_WORDS
from .operations.remarking import MOST_OF_A_COMMENT
from .operations.writing import MOST, MOST_OF_A_NOTE
from .queries.manuscript import SaidHere


class SectionForm(forms.Form):
    """The prose of one section; `body` may be empty, which removes the section's text."""

    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        required=False,
        max_length=MOST,
        help_text=_(
            "Paragraphs with an empty line between them; **bold**, *emphasis*, “## Heading”, lists "
            "with “- ”, quotations with “> ”, links as [words](https://…), notes as [^name] with "
            "their text in a line “[^name]: …”. A figure is named by its key in "
            "{{double braces}}; the platform sets its value, so that it stays true when numbers "
            "move."
        ),
    )
    mark_optional = False


class LeaveOutForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is left out"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=MOST_OF_A_NOTE,
        help_text=_(
            "Kept, and shown to the Chair-in-Office. Readers of the edition do not see it."
        ),
    )
    mark_optional = False


class QuotationsForm(forms.Form):
    """The Support Unit's own choice; `said` are the quotations that were compiled for the part."""

    chosen = forms.MultipleChoiceField(
        label=_("Quotations to print"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("Why these"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=MOST_OF_A_NOTE,
        help_text=_("Printed with the quotations, in every format."),
    )
    mark_optional = False

    def __init__(self, *args: Any, said: Sequence[SaidHere], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(s.id, f"{s.quote.text} – {s.quote.by} ({s.quote.kind})") for s in said]


class LimitForm(forms.Form):
    limit = forms.IntegerField(
        label=_("Words the invitation asks for at most"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        help_text=_("Leave it empty for no limit. A longer text is told so, and not refused."),
    )
    mark_optional = False


class SectionCommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment for your colleagues"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=MOST_OF_A_COMMENT,
        help_text=_("Only the Support Unit reads it; it is no part of the review."),
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
