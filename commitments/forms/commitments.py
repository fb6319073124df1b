"""The forms of a commitment: its text, its tags, its indicators, and the steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import DatePartField, HintedChoice, TermsField, words
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.enums import TermKind

from ..checks import is_web_address
from ..content import FIELDS, IdentifierShape, IndicatorShape, field_values
from ..enums import CommitmentKind, Direction, ResourceKind
from ..models import Commitment, CommitmentIdentifier, CommitmentIndicator, CommitmentTerm
from ..money import currency_choices
from ..schemes import schemes

#: Fields of tags, and the kinds of term each holds.
TAGS = {
    "action_areas": (TermKind.ACTION_AREA,),
    "options": (TermKind.OPTION_POLICY, TermKind.OPTION_PRACTICAL),
    "objectives": (TermKind.OBJECTIVE,),
    "targets": (TermKind.TARGET,),
    "guiding_principles": (TermKind.GUIDING_PRINCIPLE,),
    "cross_cutting": (TermKind.CROSS_CUTTING,),
}


def _text(label: Any, hint: Any = "", *, about: int = 0, rows: int = 4) -> forms.Field:
    field = forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )
    return words(field, about) if about else field


def _tags(name: str, label: Any, hint: Any = "") -> TermsField:
    return TermsField(
        label=label,
        help_text=hint,
        required=False,
        choices=lambda: taxonomy.choices_grouped(name),
        coerce=UUID,
    )


def _kind_choices() -> list[tuple[str, str]]:
    hints = {
        CommitmentKind.POLICY: _("A strategy, plan or rule of practice"),
        CommitmentKind.LEGAL: _("A law, regulation or treaty"),
        CommitmentKind.FINANCIAL: _("Funds that are set aside or given"),
        CommitmentKind.TECHNICAL: _("Advice, tools, data or equipment"),
        CommitmentKind.PROCESS: _("A dialogue, partnership or institution"),
        CommitmentKind.HUMAN_RESOURCES: _("Staff, secondments or training"),
    }
    return [(kind.value, HintedChoice(kind.label, hint=hints[kind])) for kind in CommitmentKind]


class CommitmentForm(forms.Form):
    """Nothing is required to keep a draft; registering says what is missing."""

    mark_optional = False

    title = forms.CharField(
        label=_("Title"),
        help_text=_("What will be different, in a line."),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    wording = _text(
        _("Wording"),
        _("What you will do, in the words by which you want to be understood."),
        about=200,
        rows=8,
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=_kind_choices, widget=forms.RadioSelect
    )
    beneficiaries = _text(_("For whom"), _("Whose situation it is meant to improve."), about=60)
    starts_on = DatePartField(
        label=_("Starts"), help_text=_("As precisely as you know."), required=False
    )
    due_on = DatePartField(
        label=_("Due"), help_text=_("By when it is to be done; the year is enough."), required=False
    )
    action_areas = _tags("action_areas", _("Action areas"))
    options = _tags("options", _("Options it puts into practice"))
    objectives = _tags(
        "objectives",
        _("Objectives of the Global Compact"),
        _("Leave this empty if you do not use this framework."),
    )
    targets = _tags("targets", _("Targets of the 2030 Agenda"))
    guiding_principles = _tags("guiding_principles", _("Guiding principles"))
    cross_cutting = _tags("cross_cutting", _("Cross-cutting issues"))
    verification = _text(
        _("Means of verification"), _("How you and others will know that it is done."), about=60
    )
    resource_kind = forms.ChoiceField(
        label=_("Where the means come from"),
        required=False,
        choices=[("", _("Not said")), *ResourceKind.choices],
        widget=forms.RadioSelect,
    )
    amount = forms.CharField(
        label=_("Amount of money"),
        help_text=_("A number without signs between the digits, such as 2500000."),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=lambda: [("", _("Choose a currency")), *currency_choices()],
    )
    resources = _text(
        _("Resources in words"),
        _("People, institutions or things set aside for it, and what the money is for."),
        about=60,
    )
    with_whom = _text(
        _("With whom"),
        _(
            "Partners that are not on the platform. A stakeholder that commits itself too is "
            "invited as a signatory and named once it confirms."
        ),
        about=40,
    )

    def content(self) -> dict[str, str]:
        """What the operation takes, of the fields that were cleaned."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}

    def terms(self) -> list[UUID]:
        return [term for name in TAGS for term in self.cleaned_data.get(name, [])]

    @staticmethod
    def initial_of(commitment: Commitment) -> dict[str, Any]:
        """The draft as the form shows it (one query)."""
        rows = CommitmentTerm.objects.filter(commitment=commitment)
        by_kind: dict[str, list[str]] = {}
        for entry in taxonomy.terms_by_id(rows.values_list("term_id", flat=True)):
            by_kind.setdefault(entry.kind, []).append(str(entry.id))
        return field_values(commitment) | {
            name: [pk for kind in kinds for pk in by_kind.get(kind, [])]
            for name, kinds in TAGS.items()
        }


class IndicatorForm(forms.Form):
    """An indicator, global or of one's own; a row that is left empty is none."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    term_id = forms.TypedChoiceField(
        label=_("A global indicator"),
        help_text=_("Or leave this open, and describe one of your own."),
        required=False,
        coerce=UUID,
        empty_value=None,
        choices=lambda: [("", _("One of our own")), *taxonomy.choices_grouped("indicators")],
    )
    name = forms.CharField(
        label=_("What is measured"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=80, help_text=_("Such as per cent, or persons.")
    )
    direction = forms.ChoiceField(
        label=_("Which way it should move"),
        required=False,
        choices=Direction.choices,
        initial=Direction.INCREASE,
    )
    baseline_value = forms.DecimalField(label=_("Baseline"), required=False, decimal_places=6)
    baseline_on = DatePartField(label=_("Date of the baseline"), required=False, precision="month")
    target_value = forms.DecimalField(label=_("Target"), required=False, decimal_places=6)
    target_on = DatePartField(label=_("Date of the target"), required=False, precision="month")
    custodian = forms.CharField(
        label=_("Custodian"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Who keeps the data, such as a ministry or the statistical office."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("term_id"):  # whose name and unit are given
            return cleaned
        asked = [name for name in cleaned if name not in ("key", "direction", "DELETE")]
        given = [name for name in asked if cleaned[name] not in ("", None)]
        if given and not cleaned.get("name"):
            self.add_error("name", _("Say what is measured."))
        if given and not cleaned.get("unit"):
            self.add_error("unit", _("Give its unit."))
        return cleaned

    def shape(self) -> IndicatorShape | None:
        """None for a row that was left empty."""
        values = dict(self.cleaned_data)
        values.pop("DELETE", None)
        if not values.get("name") and not values.get("term_id"):
            return None
        return IndicatorShape(**values | {"direction": values["direction"] or Direction.INCREASE})


IndicatorFormSet = formset_factory(
    IndicatorForm, extra=1, max_num=20, absolute_max=25, can_delete=True
)


def shapes_of(formset: BaseFormSet[IndicatorForm]) -> list[IndicatorShape]:
    """What the operation takes, of a formset that was cleaned."""
    kept = [form for form in formset.forms if not form.cleaned_data.get("DELETE")]
    return [shape for form in kept if (shape := form.shape()) is not None]


def indicators_initial(commitment: Commitment) -> list[dict[str, Any]]:
    from ..content import indicator_values

    rows = CommitmentIndicator.objects.filter(commitment=commitment)
    return [
        indicator_values(row)
        | ({"name": "", "unit": ""} if row.term_id else {})
        | {"key": row.key, "baseline_value": row.baseline, "target_value": row.target}
        for row in rows
    ]


class IdentifierForm(forms.Form):
    """Where else it is registered; a row that is left empty is none."""

    scheme = forms.ChoiceField(
        label=_("Register"),
        required=False,
        choices=lambda: [
            ("", _("Choose a register")),
            *((scheme.code, scheme.label) for scheme in schemes().values()),
        ],
    )
    code = forms.CharField(label=_("Number or name there"), required=False, max_length=120)
    link = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("DELETE"):
            return cleaned
        said = cleaned.get("code") or cleaned.get("link")
        if said and not cleaned.get("scheme"):
            self.add_error("scheme", _("Choose the register."))
        if cleaned.get("scheme") and not said and not self.errors:
            self.add_error("code", _("Give its number there, or its address."))
        if cleaned.get("link") and not is_web_address(cleaned["link"]):
            self.add_error("link", _("Give the address in full, beginning with https://."))
        return cleaned


IdentifierFormSet = formset_factory(
    IdentifierForm, extra=1, max_num=20, absolute_max=25, can_delete=True
)


def identifiers_of(formset: BaseFormSet[IdentifierForm]) -> list[IdentifierShape]:
    """What the operation takes, of a formset that was cleaned."""
    rows = [form.cleaned_data for form in formset.forms]
    return [
        IdentifierShape(scheme=row["scheme"], code=row["code"], link=row["link"])
        for row in rows
        if row.get("scheme") and not row.get("DELETE")
    ]


def identifiers_initial(commitment: Commitment) -> list[dict[str, str]]:
    from ..content import identifier_values

    rows = CommitmentIdentifier.objects.filter(commitment=commitment)
    return [identifier_values(row) for row in rows]


class ReasonForm(forms.Form):
    """Why a commitment is amended or withdrawn; everybody reads it."""

    reason = words(
        forms.CharField(
            label=_("Reason"),
            help_text=_("Shown with the commitment."),
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            max_length=2000,
        ),
        40,
    )
