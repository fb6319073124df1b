"""The form in which the Support Unit lodges what came on paper or by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.cycles.forms.answers import field_for
from gfmd_platform.cycles.models import Question
from gfmd_platform.interface.forms import DayField

from ..enums import Channel, Visibility
from .reports import language_choices


class OriginalsInput(forms.FileInput):
    allow_multiple_selected = True


class OriginalsField(forms.FileField):
    """Several files at once; cleans to a list."""

    widget = OriginalsInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if not sent:
            super().clean(None, initial)
        return [forms.FileField.clean(self, file, initial) for file in sent]


class LodgeForm(forms.Form):
    """`asked` are the questions whose answers may be entered as they were received."""

    channel = forms.ChoiceField(label=_("How did it come?"), choices=Channel.choices)
    reference = forms.CharField(
        label=_("Its reference"),
        help_text=_("The number of the note verbale, as the sender wrote it."),
        max_length=120,
        required=False,
    )
    dated_on = DayField(label=_("Dated"))
    received_on = DayField(label=_("Received"))
    files = OriginalsField(  # type: ignore[assignment]
        label=_("The original, as it was received"),
        help_text=_("PDF, Word, Excel, image or text; several files can be chosen."),
        widget=OriginalsInput(attrs={"multiple": True}),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it, as the sender said"),
        help_text=_("The Support Unit only, unless the sender said otherwise."),
        choices=Visibility.choices,
        initial=Visibility.SUPPORT_UNIT,
        widget=forms.RadioSelect,
    )
    may_quote = forms.BooleanField(
        label=_("The sender agrees to be quoted in the review"), required=False
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=language_choices)
    description = forms.CharField(
        label=_("What the original is"),
        help_text=_("A few facts, if its text is not entered below. No summary and no judgement."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, asked: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = "en"
        self.asked = [q for q in asked if not q.per_commitment and q.type != QuestionType.FILE]
        for question in self.asked:
            self.fields[f"answer-{question.key}"] = field_for(question)

    def values(self) -> dict[str, Any]:
        """What was entered, as the operation takes it."""
        sent = dict(self.cleaned_data)
        answers = {q.key: sent.pop(f"answer-{q.key}") or "" for q in self.asked}
        return sent | {"answers": {key: value for key, value in answers.items() if value}}
