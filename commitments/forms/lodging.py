"""The form in which the Support Unit lodges what came on paper or by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import QuestionType
from gfmd_platform.cycles.forms.answers import field_for
from gfmd_platform.cycles.models import Question
from gfmd_platform.interface.forms import DayField

from ..enums import Channel, Progress, Visibility
from ..models import Commitment
from ..operations import StatusGiven
from ..operations.observations import RowGiven
from ..queries.indicators import Card
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
    """`asked` are the questions whose answers may be entered as they were received, `commitments`
    those whose status may."""

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

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Question],
        commitments: Sequence[Commitment] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = "en"
        self.asked = [q for q in asked if not q.per_commitment and q.type != QuestionType.FILE]
        for question in self.asked:
            self.fields[f"answer-{question.key}"] = field_for(question)
        self.commitments = list(commitments)
        for commitment in self.commitments:
            title = commitment.current_version.title if commitment.current_version else ""
            self.fields[f"status-{commitment.pk}"] = forms.ChoiceField(
                label=_("Where it stands: %(title)s") % {"title": title},
                choices=[("", _("Not said")), *Progress.choices],
                required=False,
            )
            self.fields[f"note-{commitment.pk}"] = forms.CharField(
                label=_("Note on it: %(title)s") % {"title": title},
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
                required=False,
            )

    def values(self) -> dict[str, Any]:
        """What was entered, as the operation takes it."""
        sent = dict(self.cleaned_data)
        answers = {q.key: sent.pop(f"answer-{q.key}") or "" for q in self.asked}
        statuses = [
            StatusGiven(c.pk, sent.pop(f"status-{c.pk}"), sent.pop(f"note-{c.pk}").strip())
            for c in self.commitments
        ]
        return sent | {
            "answers": {key: value for key, value in answers.items() if value},
            "statuses": [row for row in statuses if row.status or row.note],
        }


class LodgedValueForm(forms.Form):
    """A value of an indicator as it was received; a row that is left empty is none."""

    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    period = forms.CharField(
        label=_("Period"), required=False, max_length=21, help_text=_("Such as 2025.")
    )
    value = forms.CharField(
        label=_("Value"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=160,
        help_text=_("Left empty, the indicator's own unit."),
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=300)

    def __init__(self, *args: Any, cards: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = {card.ref: card for card in cards}
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose an indicator")),
            *((card.ref, card.name) for card in cards),
        ]

    def row(self, line: int) -> RowGiven | None:
        """What the operation takes; None for an empty row."""
        values = {name: text for name, text in self.cleaned_data.items() if name != "indicator"}
        card = self.cards.get(self.cleaned_data.get("indicator", ""))
        if card is None and not any(values.values()):
            return None
        which = card.which if card else {}
        return RowGiven(line, values, **which, unit=card.unit if card else "")


LodgedValueFormSet = formset_factory(LodgedValueForm, extra=3, max_num=40, absolute_max=40)


def rows_of(formset: BaseFormSet[LodgedValueForm]) -> list[RowGiven]:
    """Of a formset that was cleaned."""
    rows = [form.row(line) for line, form in enumerate(formset.forms, start=1)]
    return [row for row in rows if row is not None]
