"""Giving parts of a draft to colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gfmd_platform.cycles.enums import Part
from gfmd_platform.interface.forms import DayField, HintedChoice
from gfmd_platform.stakeholders.models import Membership

from ..sections import label_of_section

BY_MAIL = "by_mail"


def section_choices() -> list[tuple[str, str]]:
    return [(code, label_of_section(code)) for code in Part.values]


class ShareForm(forms.Form):
    """Who, which parts, until when. A colleague is chosen from the list or invited by mail."""

    membership = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("For somebody new: the invitation gives them a seat as contributor."),
    )
    unit = forms.CharField(label=_("Ministry or office"), max_length=150, required=False)
    sections = forms.MultipleChoiceField(
        label=_("Parts they write"), choices=section_choices, widget=forms.CheckboxSelectMultiple
    )
    due_on = DayField(label=_("Asked for by"), required=False)
    note = forms.CharField(
        label=_("What you ask of them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    reads_all = forms.BooleanField(
        label=_("They may read the whole draft"),
        required=False,
        help_text=_("Otherwise they see their own parts only."),
    )

    def __init__(self, *args: Any, colleagues: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, str]] = [
            (str(seat.pk), HintedChoice(seat.person, hint=seat.function)) for seat in colleagues
        ]
        choices.append((BY_MAIL, gettext("Somebody new, by mail")))
        self.fields["membership"].choices = choices  # type: ignore[attr-defined]
        if not colleagues:
            self.fields["membership"].initial = BY_MAIL

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("membership") == BY_MAIL:
            for name in ("name", "email"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed to invite somebody by mail."))
        return values

    @property
    def membership_id(self) -> UUID | None:
        chosen = self.cleaned_data["membership"]
        return None if chosen == BY_MAIL else UUID(chosen)

    def terms(self) -> dict[str, Any]:
        """What either operation takes."""
        names = ("sections", "unit", "due_on", "note", "reads_all")
        return {name: self.cleaned_data[name] for name in names}
