"""The forms of the second step in our words; what they do is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from .. import limits

_TOO_OFTEN = _("Too many wrong codes. For your protection, wait 15 minutes before you try again.")


def _say(form: forms.Form, name: str, label: Any, hint: Any = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class _CountedForm(base.BaseAuthenticateForm):
    """A code of the app, or a recovery code; wrong ones are counted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            "code",
            _("Code"),
            _("The six digits your app shows, or one of your recovery codes."),
        )

    def clean_code(self) -> str:
        if not limits.may_try_second_step(self.user):
            raise forms.ValidationError(_TOO_OFTEN)
        try:
            code = super().clean_code()
        except forms.ValidationError:
            limits.second_step_failed(context.request, self.user)
            raise
        limits.second_step_passed(self.user)
        return code


class AuthenticateForm(_CountedForm, base.AuthenticateForm):
    pass


class ReauthenticateForm(_CountedForm, base.ReauthenticateForm):
    pass


class ActivateTotpForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Code that the app shows"))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Name"), _("So that you can tell your passkeys apart."))
        if "passwordless" in self.fields:
            _say(
                self,
                "passwordless",
                _("Sign in with it alone, without a password"),
                _("It then asks for your fingerprint, face or PIN each time."),
            )
            self.fields["passwordless"].initial = True


class NamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Name"))


class MailedCodeForm(forms.Form):
    """The code that was mailed to confirm that it is the person; for who has no other way."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class RenewedPasswordForm(forms.Form):
    """On the page of a one-time link: a new password, or none."""

    password = forms.CharField(
        label=_("New password"),
        required=False,
        help_text=_("At least 12 characters. Leave it open to sign in with mailed codes."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
