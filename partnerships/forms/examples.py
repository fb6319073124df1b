"""The author's form: shape and words only. It saves nothing; `cleaning` has the last word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import HintedChoice

from ..content import BY_NAME, EXAMPLE, WRITTEN
from ..enums import ExampleKind
from .writing import ContentForm, Makers, RefusableForm

_make = Makers(EXAMPLE)


class LinksField(forms.CharField):
    """Web addresses, one a line; cleans to a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


def _kind_choices() -> list[tuple[str, str]]:
    hints = {
        ExampleKind.POLICY: _("A law, strategy, agreement or standing arrangement"),
        ExampleKind.PRACTICE: _("A programme, project or service"),
    }
    return [(kind.value, HintedChoice(kind.label, hint=hints[kind])) for kind in ExampleKind]


class ExampleForm(ContentForm):
    """Everything in one sitting. Nothing is required to save; `submit` says what is missing."""

    content = EXAMPLE

    title = _make.line("title", _("The name of the programme or measure, as it is known."))
    kind = forms.ChoiceField(
        label=BY_NAME["kind"].label,
        required=False,
        choices=_kind_choices,
        widget=forms.RadioSelect,
    )
    summary = _make.text(
        "summary",
        _("What was done, for whom, and why. Write for a reader from elsewhere."),
        about=200,
        rows=8,
    )
    language = _make.language()
    countries = _make.countries(
        "countries", _("Where it was done. Leave it empty when it was not tied to places.")
    )
    by_whom = _make.line("by_whom", _("Beside your own organisation: who took part, and as what."))
    since = _make.date("since", _("As precisely as you know; the year is enough."))
    until = _make.date("until", _("Leave it empty when it goes on."))
    reach = _make.text("reach", _("How many people, and which."), rows=3)
    cost = _make.text("cost", _("An order of magnitude helps others."), rows=3)
    results = _make.text("results", _("What changed, for whom."), about=150)
    results_basis = _make.text(
        "results_basis", _("An evaluation, statistics, a survey, or your own impression."), rows=3
    )
    lessons = _make.text("lessons", _("What went well, what you would do differently."), about=150)
    to_repeat = _make.text("to_repeat", _("Conditions, people, time, money, laws."), about=100)
    links = LinksField(
        label=BY_NAME["links"].label,
        help_text=_("Web addresses where more can be read, one a line."),
        required=False,
    )
    action_areas = _make.terms("action_areas", _("Those that the example serves most."))
    options = _make.terms("options", _("Only where the example does what the option says."))
    objectives = _make.terms("objectives", _("Your own reading; none is needed."))
    targets = _make.terms("targets", _("Your own reading; none is needed."))
    guiding_principles = _make.terms("guiding_principles")
    contact_withheld = forms.BooleanField(
        label=BY_NAME["contact_withheld"].label,
        help_text=_("Otherwise the contact that your focal points have made public is shown."),
        required=False,
    )


assert [spec.name for spec in WRITTEN if spec.name not in ExampleForm.base_fields] == []


class FileForm(RefusableForm):
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
