"""The author's form: shape and words only. It saves nothing; `cleaning` has the last word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.interface.forms import DatePartField, HintedChoice, TermsField, words
from gfmd_platform.interface.languages import TEXT_LANGUAGES
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import PlaceKind

from ..content import BY_NAME, SECTIONS, WRITTEN, Values
from ..enums import ExampleKind
from ..fields import Words
from ..queries.moderation import ShownRemark
from ..showing import language_name


class LinksField(forms.CharField):
    """Web addresses, one a line; cleans to a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


def country_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """States and areas under the name of their region."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in taxonomy.places(PlaceKind.STATE, PlaceKind.AREA):
        region = place.region.name if place.region else str(_("Other"))
        groups.setdefault(region, []).append((place.code, place.name))
    return sorted(groups.items())


def _kind_choices() -> list[tuple[str, str]]:
    hints = {
        ExampleKind.POLICY: _("A law, strategy, agreement or standing arrangement"),
        ExampleKind.PRACTICE: _("A programme, project or service"),
    }
    return [(kind.value, HintedChoice(kind.label, hint=hints[kind])) for kind in ExampleKind]


def _language_choices() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in TEXT_LANGUAGES]


def _text(name: str, hint: Words = "", *, about: int = 0, rows: int = 5) -> forms.Field:
    field = forms.CharField(
        label=BY_NAME[name].label,
        help_text=hint,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )
    return words(field, about) if about else field


def _line(name: str, hint: Words = "") -> forms.CharField:
    return forms.CharField(
        label=BY_NAME[name].label,
        help_text=hint,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def _terms(name: str, hint: Words = "") -> TermsField:
    return TermsField(
        label=BY_NAME[name].label,
        help_text=hint,
        required=False,
        choices=lambda: taxonomy.choices_grouped(name),
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


class ExampleForm(forms.Form):
    """Everything in one sitting. Nothing is required to save; `submit` says what is missing."""

    mark_optional = False

    title = _line("title", _("The name of the programme or measure, as it is known."))
    kind = forms.ChoiceField(
        label=BY_NAME["kind"].label,
        required=False,
        choices=_kind_choices,
        widget=forms.RadioSelect,
    )
    summary = _text(
        "summary",
        _("What was done, for whom, and why. Write for a reader from elsewhere."),
        about=200,
        rows=8,
    )
    language = forms.ChoiceField(
        label=BY_NAME["language"].label, required=False, choices=_language_choices
    )
    countries = TermsField(
        label=BY_NAME["countries"].label,
        help_text=_("Where it was done. Leave it empty when it was not tied to places."),
        required=False,
        choices=country_choices,
    )
    by_whom = _line("by_whom", _("Beside your own organisation: who took part, and as what."))
    since = DatePartField(
        label=BY_NAME["since"].label,
        help_text=_("As precisely as you know; the year is enough."),
        required=False,
    )
    until = DatePartField(
        label=BY_NAME["until"].label,
        help_text=_("Leave it empty when it goes on."),
        required=False,
    )
    reach = _text("reach", _("How many people, and which."), rows=3)
    cost = _text("cost", _("An order of magnitude helps others."), rows=3)
    results = _text("results", _("What changed, for whom."), about=150)
    results_basis = _text(
        "results_basis", _("An evaluation, statistics, a survey, or your own impression."), rows=3
    )
    lessons = _text("lessons", _("What went well, what you would do differently."), about=150)
    to_repeat = _text("to_repeat", _("Conditions, people, time, money, laws."), about=100)
    links = LinksField(
        label=BY_NAME["links"].label,
        help_text=_("Web addresses where more can be read, one a line."),
        required=False,
    )
    action_areas = _terms("action_areas", _("Those that the example serves most."))
    options = _terms("options", _("Only where the example does what the option says."))
    objectives = _terms("objectives", _("Your own reading; none is needed."))
    targets = _terms("targets", _("Your own reading; none is needed."))
    guiding_principles = _terms("guiding_principles")
    contact_withheld = forms.BooleanField(
        label=BY_NAME["contact_withheld"].label,
        help_text=_("Otherwise the contact that your focal points have made public is shown."),
        required=False,
    )

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
                    for spec in WRITTEN
                    if spec.section == name
                ],
            )
            for name, legend in SECTIONS.items()
        ]

    def values(self) -> Values:
        """What the operation wants; call after `is_valid`."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}

    def take_errors(self, invalid: Invalid) -> None:
        """Put an operation's refusal beside the fields it concerns."""
        for name, messages in invalid.errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


assert [spec.name for spec in WRITTEN if spec.name not in ExampleForm.base_fields] == []


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, CSV, text or image; at most ten, 20 MB each."),
        allow_empty_file=True,
    )
    title = forms.CharField(label=_("Name shown to readers"), required=False)
    alternative = forms.CharField(
        label=_("What an image shows"),
        help_text=_("For readers who cannot see it."),
        required=False,
    )

    def take_errors(self, invalid: Invalid) -> None:
        for name, messages in invalid.errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
