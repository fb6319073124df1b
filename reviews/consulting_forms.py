"""Shapes of what is sent while a review is consulted on. Nothing here saves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.forms.reports import language_choices
from gfmd_platform.interface.forms import DayField
from gfmd_platform.interface.zones import zone_choices

from .enums import CIRCULATED_TO, CommentOutcome
from .operations.circulating import MOST as MOST_COMMENT
from .operations.reserving import MOST as MOST_RESERVATION
from .queries.rounds import RoundPage
from .sections import SectionKey


class CheckForm(forms.Form):
    until = DayField(
        label=_("Ask them to look by"),
        help_text=_(
            "The end of this day, local time of the cycle. A date that has passed closes nothing."
        ),
    )
    mark_optional = False


class RoundForm(forms.Form):
    group = forms.ChoiceField(
        label=_("Group"),
        choices=[(g.value, g.label) for g in CIRCULATED_TO],
        widget=forms.RadioSelect,
    )
    opens_on = DayField(
        label=_("Opens on"),
        help_text=_("The text is frozen for the group on this day; today opens it at once."),
    )
    closes_on = DayField(
        label=_("Closes on"), help_text=_("The end of this day, local time of the cycle.")
    )
    mark_optional = False


class CommentForm(forms.Form):
    """`place` is a section, or a section and a paragraph ("introduction:1a2b3c4d")."""

    stakeholder = forms.ChoiceField(label=_("For"))
    place = forms.ChoiceField(label=_("On"))
    text = forms.CharField(
        label=_("Your comment"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        max_length=MOST_COMMENT,
        help_text=_("Read by the group and the Support Unit, by nobody else."),
    )
    mark_optional = False

    def __init__(self, *args: Any, page: RoundPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen(self, "stakeholder", {s.stakeholder_id: s.stakeholder_name for s in page.seats})
        place: Any = self.fields["place"]
        place.choices = [
            (
                place_.title,
                [
                    (place_.key, _("The section as a whole")),
                    *((f"{place_.key}:{p.key}", shortened(p.text)) for p in place_.paragraphs),
                ],
            )
            for place_ in page.places
        ]


class OutcomeForm(forms.Form):
    """`of` is the comment: several stand on a page. `conflict` when a colleague was faster."""

    conflict = False
    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=CommentOutcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Your word on it"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        max_length=MOST_COMMENT,
        help_text=_("The group reads it."),
    )
    mark_optional = False

    def __init__(self, data: Any = None, *, of: object, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"id_{of}_%s")


class ReservationForm(forms.Form):
    stakeholder = forms.ChoiceField(label=_("For"))
    section = forms.ChoiceField(
        label=_("On"),
        required=False,
        choices=lambda: [("", gettext("The review as a whole")), *SectionKey.choices],
    )
    text = forms.CharField(
        label=_("The reservation, word for word"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        max_length=MOST_RESERVATION,
        help_text=_("Printed as you write it, under the name of your State, in every format."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    mark_optional = False

    def __init__(self, *args: Any, states: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen(self, "stakeholder", states)


def chosen(form: forms.Form, name: str, names: Mapping[UUID, str]) -> None:
    """Ask for whom only where there is a choice."""
    field: Any = form.fields[name]
    field.choices = [(str(pk), label) for pk, label in names.items()]
    if len(names) == 1:
        field.widget = forms.HiddenInput()
        field.initial = field.choices[0][0]


def shortened(text: str) -> str:
    return f"“{Truncator(text).words(12)}”"


class ScheduleForm(forms.Form):
    day = DayField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        input_formats=["%H:%M"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 5}),
        help_text=_("Hours and minutes, such as 14:30."),
    )
    time_zone = forms.ChoiceField(label=_("Whose local time"), choices=zone_choices)
    mark_optional = False
