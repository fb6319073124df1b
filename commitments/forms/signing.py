"""Forms around a joint report: begin it, name it, ask co-signatories, confirm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gfmd_platform.stakeholders.models import Stakeholder

from .joint import StakeholderChoice
from .reports import StartForm


class TitleForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the joint report"),
        help_text=_("It is read as “Joint report of …: title”."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Give the report a title.")},
    )


class StartJointForm(StartForm, TitleForm):
    field_order = ("title", "language")


class CoSignatoryForm(forms.Form):
    stakeholder = StakeholderChoice(
        queryset=Stakeholder.objects.none(),
        label=_("Stakeholder"),
        empty_label=_("Choose a stakeholder"),
        help_text=_("Its focal points are told by mail, read the draft and answer."),
        error_messages={"required": _("Choose whom you invite.")},
    )

    def __init__(self, *args: Any, choices: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stakeholder"].queryset = choices  # type: ignore[attr-defined]
