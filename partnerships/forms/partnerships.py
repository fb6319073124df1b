"""The lead's forms: the text, the invitation, the reason. They save nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gfmd_platform.stakeholders.models import Stakeholder

from ..enums import INVITED_ROLES
from ..partnership_content import PARTNERSHIP
from .writing import ContentForm, Makers, RefusableForm

_make = Makers(PARTNERSHIP)


class PartnershipForm(ContentForm):
    """Everything in one sitting. Nothing is required to save; registering says what is missing."""

    content = PARTNERSHIP

    title = _make.line("title", _("A name by which the partners will speak of it."))
    summary = _make.text(
        "summary",
        _("What you will do together, in words a reader from elsewhere understands."),
        about=200,
        rows=8,
    )
    why = _make.text("why", _("What none of you could do alone."), about=100)
    beneficiaries = _make.text("beneficiaries", _("Which people, and about how many."), rows=3)
    language = _make.language()
    countries = _make.countries(
        "countries", _("Where it works. Leave it empty when it is not tied to places.")
    )
    since = _make.date("since", _("As precisely as you know; the year is enough."))
    until = _make.date("until", _("Leave it empty when no end is set."))
    resources = _make.text(
        "resources", _("Who brings what: money, people, premises, data."), rows=3
    )
    measured = _make.text("measured", _("How you and others will see whether it works."), rows=3)
    action_areas = _make.terms("action_areas", _("Those that the partnership serves most."))
    objectives = _make.terms("objectives", _("Your own reading; none is needed."))
    targets = _make.terms("targets", _("Your own reading; none is needed."))


assert [spec.name for spec in PARTNERSHIP.written] == list(PartnershipForm.base_fields)


class StakeholderChoice(forms.ModelChoiceField):
    """A stakeholder by name and kind."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.get_kind_display()})"


class InviteForm(RefusableForm):
    stakeholder = StakeholderChoice(
        queryset=Stakeholder.objects.none(),
        label=_("Stakeholder"),
        empty_label=_("Choose a stakeholder"),
        help_text=_("Its focal points are told by mail and answer."),
        error_messages={"required": _("Choose whom you invite.")},
    )
    role = forms.ChoiceField(
        label=_("Part they shall take"),
        choices=INVITED_ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the part they shall take.")},
    )
    note = forms.CharField(
        label=_("A note to them"),
        help_text=_("Stands in the mail and beside their answer; nobody else reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, choices: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stakeholder"].queryset = choices  # type: ignore[attr-defined]


def reason_field(hint: Any, required: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": required},
    )


class AmendForm(RefusableForm):
    reason = reason_field(
        _("Readers see it beside the new version."), _("Say why it changes; readers will see it.")
    )


class HoldForm(RefusableForm):
    reason = reason_field(
        _("The lead and the partners read it as you write it."),
        _("Give the reason; the lead will read it."),
    )
