"""Forms around a commitment: signatories, milestones, what serves it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import DatePartField, words
from gfmd_platform.stakeholders.models import Stakeholder

_AREA = {"dir": "auto"}


def _part(hint: Any) -> forms.Field:
    field = forms.CharField(
        label=_("Its part"),
        help_text=hint,
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, **_AREA}),
    )
    return words(field, 60)


class StakeholderChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SignatoryForm(forms.Form):
    stakeholder = StakeholderChoice(
        queryset=Stakeholder.objects.none(),
        label=_("Stakeholder"),
        empty_label=_("Choose a stakeholder"),
        help_text=_("Its focal points are told by mail and answer."),
        error_messages={"required": _("Choose whom you invite.")},
    )
    part = _part(_("What you propose that it takes on. It confirms this in its own words."))

    def __init__(self, *args: Any, choices: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stakeholder"].queryset = choices  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """The answer of a signatory; `text_hash` says which words were read."""

    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    part = _part(_("What your stakeholder takes on, in its own words. Everybody reads it."))


class MilestoneForm(forms.Form):
    title = forms.CharField(
        label=_("What will be reached"),
        max_length=200,
        widget=forms.TextInput(attrs=_AREA),
        error_messages={"required": _("Say what will be reached.")},
    )
    due_on = DatePartField(
        label=_("By when"),
        help_text=_("As precisely as you know; the year is enough."),
        error_messages={"required": _("Say by when, at least the year.")},
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        help_text=_("Shown with the milestone."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, **_AREA}),
        error_messages={"required": _("Say in a sentence why; readers will see it.")},
    )


class ChangeMilestoneForm(MilestoneForm):
    reason = _reason()


class MilestoneReasonForm(forms.Form):
    reason = _reason()


class ReachForm(forms.Form):
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("By what others can see that it is reached."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, **_AREA}),
    )
    link = forms.CharField(
        label=_("Address of the evidence"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )


class ServingForm(forms.Form):
    """A partnership or example: one of one's own, or the address of another's."""

    serving = forms.TypedChoiceField(
        label=_("Your partnership or example"), required=False, coerce=UUID, empty_value=None
    )
    address = forms.CharField(
        label=_("Or the address of another's"),
        help_text=_("As your browser shows it on the page of the partnership or example."),
        required=False,
        max_length=500,
    )

    def __init__(
        self, *args: Any, own: list[tuple[UUID, str]], may_name_others: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["serving"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose from your own")),
            *((str(pk), title) for pk, title in own),
        ]
        if not may_name_others:
            del self.fields["address"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        address = cleaned.get("address", "")
        if address and not cleaned.get("serving"):
            cleaned["serving"] = _id_in(address)
            if cleaned["serving"] is None:
                self.add_error("address", _("This is not the address of a page of the platform."))
        elif not cleaned.get("serving") and not self.errors:
            self.add_error("serving", _("Choose a partnership or example."))
        return cleaned


def _id_in(address: str) -> UUID | None:
    """The last id in an address."""
    for piece in reversed(address.split("?")[0].split("/")):
        try:
            return UUID(piece)
        except ValueError:
            continue
    return None
