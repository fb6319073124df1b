from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gfmd_platform.interface.forms import DayField, words
from gfmd_platform.interface.zones import zone_choices
from gfmd_platform.taxonomy import queries as taxonomy
from gfmd_platform.taxonomy.models import Place

from ..enums import ContactAudience, GroupCode, MemberRole, StakeholderKind
from ..models import Membership, Stakeholder
from ..queries import taking_part

APPLYING_KINDS = [c for c in StakeholderKind.choices if c[0] != StakeholderKind.STATE]


def _countries() -> list[tuple[str, Any]]:
    return [("", _("No single country")), *taxonomy.country_choices()]


class CountryField(forms.TypedChoiceField):
    """A State or area of M49. Cleans to its `Place`, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_countries, coerce=self._place, empty_value=None, **kwargs)

    @staticmethod
    def _place(code: str) -> Place:
        return Place.objects.get(code=code)


class _NameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)


def _description(**kwargs: Any) -> forms.Field:
    kwargs.setdefault("label", _("What you do in migration and development"))
    field = forms.CharField(required=False, max_length=5000, widget=forms.Textarea, **kwargs)
    return words(field, 150)


def _website() -> forms.Field:
    return forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )


def _email(**kwargs: Any) -> forms.EmailField:
    kwargs.setdefault("label", _("E-mail address"))
    return forms.EmailField(
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        **kwargs,
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


class ApplicationForm(forms.Form):
    name = _NameField(label=_("Name of the organisation"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose one")), *APPLYING_KINDS],
        help_text=_("A State takes part by a note verbale or letter to the Support Unit."),
    )
    country = CountryField(
        label=_("Country or area"),
        required=False,
        help_text=_("Where you have your seat. Leave it open if you work across countries."),
    )
    description = _description()
    website = _website()
    applicant_name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    applicant_email = _email(
        label=_("Your e-mail address"),
        help_text=_("We send a link there; with it you confirm your application."),
    )


class EditForm(forms.Form):
    """What a focal point may change; a State has no field for its country."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = _NameField(label=_("Name"))
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    country = CountryField(label=_("Country or area"), required=False)
    description = _description()
    website = _website()

    def __init__(self, *args: Any, is_state: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_state:
            del self.fields["country"]

    @classmethod
    def initial_of(cls, stakeholder: Stakeholder) -> dict[str, Any]:
        return {
            "revision": stakeholder.revision,
            "name": stakeholder.name,
            "short_name": stakeholder.short_name,
            "country": stakeholder.country_id,
            "description": stakeholder.description,
            "website": stakeholder.website,
        }

    def changes(self) -> dict[str, Any]:
        return {name: v for name, v in self.cleaned_data.items() if name != "revision"}


class RegisterForm(forms.Form):
    name = _NameField(
        label=_("Name"), help_text=_("For a State, the short name the United Nations use.")
    )
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=StakeholderKind.choices, initial=StakeholderKind.STATE
    )
    country = CountryField(label=_("Country or area"), required=False)
    description = _description(label=_("What it does in migration and development"))
    website = _website()


class ConfirmForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=APPLYING_KINDS,
        help_text=_("Reviews count by it. Correct it if the applicant chose another."),
    )
    reason = forms.CharField(
        label=_("A word to the applicant"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant reads these words."),
    )


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = _email()
    role = forms.ChoiceField(
        label=_("Role"),
        choices=MemberRole.choices,
        initial=MemberRole.CONTRIBUTOR,
        widget=forms.RadioSelect,
        help_text=_("Contributors draft. Focal points also submit, and speak for you."),
    )

    def __init__(self, *args: Any, is_state: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_state:
            role = cast(forms.ChoiceField, self.fields["role"])
            role.choices = [(MemberRole.CONTRIBUTOR.value, MemberRole.CONTRIBUTOR.label)]
            role.help_text = _(
                "Contributors draft. Your State names further focal points by a note verbale or "
                "letter to the Support Unit."
            )


class NominationForm(forms.Form):
    reference = forms.CharField(label=_("Reference of the note verbale or letter"), max_length=100)
    dated = DayField(label=_("Date of the note verbale or letter"))
    name = forms.CharField(label=_("Name of the focal point"), max_length=150)
    email = _email()
    function = forms.CharField(label=_("Function"), max_length=150, required=False)


class RenewForm(forms.Form):
    """The act by which a stakeholder stands by a member who lost every way to sign in."""

    reference = forms.CharField(label=_("Reference of the note verbale or letter"), max_length=100)
    dated = DayField(label=_("Date of the note verbale or letter"))


class MembershipForm(forms.Form):
    function = forms.CharField(label=_("Your function"), max_length=150, required=False)
    contact_audience = forms.ChoiceField(
        label=_("Show my name, function and e-mail address to"),
        choices=ContactAudience.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "On the page of this stakeholder and in the Support Unit's list of contacts. Your "
            "choice is kept with its date; choosing nobody takes it back at once. Members of your "
            "stakeholder, and the Support Unit as it keeps the members, see your address anyway."
        ),
    )


class _SeatChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.person.name} ({obj.get_role_display()})"


class HandOverForm(forms.Form):
    to = _SeatChoice(label=_("Who takes over"), queryset=Membership.objects.none())

    def __init__(self, *args: Any, colleagues: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["to"])
        field.queryset = (
            Membership.objects.current()
            .filter(pk__in=[seat.pk for seat in colleagues])
            .select_related("person")
        )
        field.empty_label = _("Choose a colleague")


class AcceptForm(forms.Form):
    """For somebody new: name, and a password unless they prefer mailed codes."""

    mark_optional = False  # whether the password is, hangs on the answer before it

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = _email(help_text=_("You will sign in with it."))
    way = forms.ChoiceField(
        label=_("How you want to sign in"),
        choices=[
            ("password", _("With a password")),
            ("code", _("With a code sent to my e-mail address each time")),
        ],
        widget=forms.RadioSelect,
        initial="password",
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Leave it empty if you chose codes."),
    )

    def __init__(self, *args: Any, asks_email: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_email:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == "password" and not data.get("password"):
            self.add_error("password", _("Choose a password, or sign in with mailed codes."))
        return data

    def words(self) -> dict[str, str]:
        """Arguments for the operation."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "email": data.get("email", ""),
            "password": data["password"] if data["way"] == "password" else "",
            "language": _language(),
        }


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your mail"), choices=lambda: list(settings.LANGUAGES)
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        help_text=_("Deadlines are shown in it, beside the zone of the cycle."),
        required=False,
        choices=lambda: [("", gettext("As on my device")), *zone_choices()],
    )


class SupportUnitInviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = _email()


class MandateForm(forms.Form):
    group = forms.ChoiceField(
        label=_("Group"),
        choices=[c for c in GroupCode.choices if c[0] != GroupCode.SUPPORT_UNIT],
        initial=GroupCode.CHAIR_IN_OFFICE,
    )
    stakeholder = forms.ModelChoiceField(
        label=_("Stakeholder"), queryset=Stakeholder.objects.none(), empty_label=_("Choose one")
    )
    since = DayField(label=_("From"))
    until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day without the mandate. Leave it empty while it is not known."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["stakeholder"])
        field.queryset = taking_part()


class EndMandateForm(forms.Form):
    until = DayField(label=_("First day without the mandate"))


class FilterForm(forms.Form):
    """Filters of the list; whatever does not fit is no filter, never an error."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *StakeholderKind.choices])
    country = forms.ChoiceField(required=False, choices=_countries)
    region = forms.ChoiceField(
        required=False, choices=lambda: [("", ""), *taxonomy.region_choices()]
    )

    def wanted(self) -> dict[str, str]:
        """Keyword arguments for `queries.filtered`."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "text": data.get("q", ""),
            "kind": data.get("kind", ""),
            "country": data.get("country", ""),
            "region": data.get("region", ""),
        }
