"""Shapes of what is sent to reviews. Nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import DayField

from .handover import outline
from .operations.arranging import MOST_WORDS as LONGEST
from .operations.deciding import MOST as MOST_WORDS
from .operations.remarking import MOST_OF_A_COMMENT
from .operations.writing import MOST, MOST_OF_A_NOTE
from .queries.manuscript import SaidHere
from .sections import SectionKey


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


class InputForm(forms.Form):
    """What this year's invitation asks of the whole."""

    title = forms.CharField(label=_("Title"), max_length=200)
    due_on = DayField(label=_("Asked for by"), required=False)
    words = forms.IntegerField(
        label=_("Words in all"),
        min_value=0,
        max_value=outline.MOST_WORDS,
        help_text=_(
            "0 where the invitation sets no limit. What is longer is pointed out, not cut."
        ),
    )


class InputHeadingForm(forms.Form):
    """One heading of the input, and what of the edition fills it."""

    heading = forms.CharField(label=_("Heading"), max_length=outline.LONGEST_HEADING)
    instructions = forms.CharField(
        label=_("What is asked here"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        required=False,
        max_length=outline.LONGEST_INSTRUCTIONS,
        help_text=_("For the Support Unit; it is not part of the input."),
    )
    words = forms.IntegerField(
        label=_("Words at most"),
        min_value=0,
        max_value=outline.MOST_WORDS,
        initial=0,
        help_text=_("0 where there is no limit."),
    )
    place = forms.IntegerField(
        label=_("Place in the order"), min_value=1, max_value=outline.MOST_HEADINGS
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections of the edition that fill it"),
        choices=SectionKey.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    prose = forms.BooleanField(label=_("Take their prose"), required=False)
    figures = forms.BooleanField(label=_("Take the figures at their head"), required=False)
    quotations = forms.IntegerField(
        label=_("Quotations of each section"),
        min_value=0,
        max_value=outline.MOST_QUOTATIONS,
        initial=0,
        help_text=_("The first in the even-handed order of the edition."),
    )


class HandingOverForm(forms.Form):
    to = forms.CharField(
        label=_("To whom"),
        max_length=200,
        help_text=_("The body, as in “Secretariat of the High-level Political Forum”. Public."),
    )
    on = DayField(label=_("On which day"))
    reference = forms.CharField(
        label=_("Reference"),
        max_length=200,
        required=False,
        help_text=_("Of the note or letter it went with. Public."),
    )
