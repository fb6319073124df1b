"""The moderators' forms: a remark for each field that should change, or a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access.exceptions import Invalid

from ..content import WRITTEN, Field
from ..enums import FORMAL_REASONS, RemarkReason
from ..operations.moderation import Remark
from .writing import RefusableForm


class RemarksForm(forms.Form):
    """For each field of the example a reason and a sentence; what is left empty is not asked."""

    mark_optional = False

    def __init__(self, *args: Any, formal_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [
            (reason.value, reason.label)
            for reason in RemarkReason
            if not formal_only or reason in FORMAL_REASONS
        ]
        for spec in WRITTEN:
            self.fields[f"{spec.name}-reason"] = forms.ChoiceField(
                label=_("Reason"),
                required=False,
                choices=[("", _("No change asked for")), *reasons],
            )
            self.fields[f"{spec.name}-text"] = forms.CharField(
                label=_("What should change"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )

    def pairs(self) -> dict[str, tuple[BoundField, BoundField]]:
        """The two controls of each field of the example."""
        return {s.name: (self[f"{s.name}-reason"], self[f"{s.name}-text"]) for s in WRITTEN}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for spec in WRITTEN:
            reason, text = data.get(f"{spec.name}-reason"), data.get(f"{spec.name}-text")
            if text and not reason and f"{spec.name}-reason" not in self.errors:
                self.add_error(f"{spec.name}-reason", _("Choose a reason."))
            if reason and not text and f"{spec.name}-text" not in self.errors:
                self.add_error(f"{spec.name}-text", _("Say what should change."))
        return data

    def remarks(self) -> list[Remark]:
        data = self.cleaned_data
        return [
            Remark(spec.name, data[f"{spec.name}-reason"], data[f"{spec.name}-text"])
            for spec in WRITTEN
            if self._is_asked(spec)
        ]

    def _is_asked(self, spec: Field) -> bool:
        return bool(self.cleaned_data[f"{spec.name}-reason"])

    def take_errors(self, invalid: Invalid) -> None:
        for name, messages in invalid.errors.items():
            target = f"{name}-text" if f"{name}-text" in self.fields else None
            for message in messages:
                self.add_error(target, message)


class ReasonForm(RefusableForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads this as you write it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Give the reason; its author will read it.")},
    )
