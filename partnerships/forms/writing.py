"""What the forms that write a text share: shape and words only. They save nothing; `cleaning` has
the last word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.interface.forms import DatePartField, TermsField, words
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import PlaceKind

from ..fields import Content, Values, Words
from ..queries.moderation import ShownRemark
from ..showing import language_name


def country_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """States and areas under the name of their region."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in taxonomy.places(PlaceKind.STATE, PlaceKind.AREA):
        region = place.region.name if place.region else str(_("Other"))
        groups.setdefault(region, []).append((place.code, place.name))
    return sorted(groups.items())


def _language_choices() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in TEXT_LANGUAGES]


@dataclass(frozen=True)
class Makers:
    """Fields with the label of their `Content`; nothing in them is required to save."""

    content: Content

    def _common(self, name: str, hint: Words) -> dict[str, Any]:
        label = self.content.by_name[name].label
        return {"label": label, "help_text": hint, "required": False}

    def text(self, name: str, hint: Words = "", *, about: int = 0, rows: int = 5) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        field = forms.CharField(strip=True, widget=widget, **self._common(name, hint))
        return words(field, about) if about else field

    def line(self, name: str, hint: Words = "") -> forms.CharField:
        widget = forms.TextInput(attrs={"dir": "auto"})
        return forms.CharField(widget=widget, **self._common(name, hint))

    def link(self, name: str, hint: Words = "") -> forms.CharField:
        widget = forms.URLInput(attrs={"dir": "ltr", "spellcheck": "false"})
        return forms.CharField(widget=widget, **self._common(name, hint))

    def date(self, name: str, hint: Words = "") -> DatePartField:
        return DatePartField(**self._common(name, hint))

    def language(self, name: str = "language", hint: Words = "") -> forms.ChoiceField:
        return forms.ChoiceField(choices=_language_choices, **self._common(name, hint))

    def countries(self, name: str, hint: Words = "") -> TermsField:
        return TermsField(choices=country_choices, **self._common(name, hint))

    def terms(self, name: str, hint: Words = "") -> TermsField:
        return TermsField(
            choices=lambda: taxonomy.choices_grouped(name), **self._common(name, hint)
        )


@dataclass(frozen=True)
class FormField:
    """A field on the page, with the change that a moderator asks for."""

    bound: BoundField
    remark: ShownRemark | None


@dataclass(frozen=True)
class FormSection:
    name: str
    legend: Words
    fields: list[FormField]


class RefusableForm(forms.Form):
    """A form that can say beside its fields what an operation has refused."""

    def take_errors(self, invalid: Invalid) -> None:
        for name, messages in invalid.errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class ContentForm(RefusableForm):
    """The fields of a `Content`, in its sections. With `only`, the form of those fields alone."""

    content: ClassVar[Content]
    mark_optional = False

    def __init__(
        self,
        *args: Any,
        remarks: Mapping[str, ShownRemark] | None = None,
        only: Sequence[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.remarks = dict(remarks or {})
        if only is not None:
            self.fields = {name: self.fields[name] for name in only}

    def sections(self) -> list[FormSection]:
        return [
            FormSection(
                name,
                legend,
                [
                    FormField(self[spec.name], self.remarks.get(spec.name))
                    for spec in self.content.written
                    if spec.section == name and spec.name in self.fields
                ],
            )
            for name, legend in self.content.sections.items()
        ]

    def values(self) -> Values:
        """What the operation wants; call after `is_valid`."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
