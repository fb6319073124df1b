"""A receipt as it is asked about: by its key or its file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import receipts
from ..models import ReportVersion


class ReceiptForm(forms.Form):
    key = forms.CharField(
        label=_("Receipt"),
        help_text=_("Sixteen letters and digits, as printed: XXXX-XXXX-XXXX-XXXX."),
        max_length=40,
        required=False,
    )
    file = forms.FileField(
        label=_("Or the receipt's PDF"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    version: ReportVersion | None = None
    named_hash = ""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        key, file = values.get("key") or "", values.get("file")
        if file:
            key, self.named_hash = receipts.read_file(file)
            if not key:
                self.add_error("file", gettext("This file is no receipt of the platform."))
                return values
        if not key:
            raise forms.ValidationError(gettext("Give the receipt's key or its file."))
        self.version = receipts.find(key)
        if self.version is None:
            raise forms.ValidationError(
                gettext("There is no such receipt. Check the key letter by letter.")
            )
        return values

    def checked(self) -> receipts.Checked | None:
        """The check of what was asked about, once the form is valid."""
        if self.version is None:
            return None
        return receipts.verify(self.version, named_hash=self.named_hash)
