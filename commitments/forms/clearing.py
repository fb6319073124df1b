"""Setting a clearance chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import HintedChoice
from gfmd_platform.stakeholders.models import Membership

from ..models import ReportStep
from ..operations.clearing import StepShape
from .sharing import section_choices


class StepForm(forms.Form):
    """One step; without a name it is left out."""

    mark_optional = False

    name = forms.CharField(
        label=_("Whose clearance"),
        help_text=_("Such as “Ministry of Labour” or “Mission in Geneva”. Left empty: no step."),
        max_length=150,
        required=False,
    )
    sections = forms.MultipleChoiceField(
        label=_("Parts it clears"),
        choices=section_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    members = forms.TypedMultipleChoiceField(
        label=_("Who may clear it"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, seats: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [  # type: ignore[attr-defined]
            (str(seat.pk), HintedChoice(seat.person, hint=seat.function)) for seat in seats
        ]

    def shape(self) -> StepShape | None:
        values = self.cleaned_data
        if not values["name"].strip():
            return None
        return StepShape(values["name"], values["sections"], values["members"])


def step_forms(
    sent: Any, steps: Sequence[ReportStep], seats: Sequence[Membership], *, spare: int = 2
) -> list[StepForm]:
    """One form a step, and some to add; as many as were sent."""
    number = len(steps) + spare
    forms_: list[StepForm] = []
    for position in range(number):
        step = steps[position] if position < len(steps) else None
        initial: dict[str, Any] = {}
        if step is not None:
            initial = {
                "name": step.name,
                "sections": step.sections,
                "members": [str(seat.pk) for seat in step.members.all()],
            }
        forms_.append(StepForm(sent, prefix=f"step{position}", initial=initial, seats=seats))
    return forms_
