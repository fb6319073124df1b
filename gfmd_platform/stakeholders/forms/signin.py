"""The forms of sign-in in our words; what they do is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as base
from django import forms
from django.utils.translation import gettext_lazy as _


def _say(form: forms.Form, words: dict[str, tuple[Any, Any]]) -> None:
    """Our labels and hints; nothing stands inside an empty field."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in words:
            field.label, field.help_text = words[name]
        else:
            field.help_text = ""


_EMAIL = (_("E-mail address"), "")
_NEW_EMAIL = (
    _("New e-mail address"),
    _("We send a code there. Your address changes when you enter the code."),
)
_NEW = (_("New password"), _("At least 12 characters."))
_AGAIN = (_("New password, once more"), "")


class LoginForm(base.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"login": _EMAIL, "password": (_("Password"), "")})


class RequestLoginCodeForm(base.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"email": _EMAIL})


class ConfirmLoginCodeForm(base.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"code": (_("Code from the mail"), "")})


class ConfirmEmailForm(base.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"code": (_("Code from the mail"), "")})


class ResetPasswordForm(base.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"email": _EMAIL})


class ResetPasswordKeyForm(base.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"password1": _NEW, "password2": _AGAIN})


class ChangePasswordForm(base.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            {
                "oldpassword": (_("Your password now"), ""),
                "password1": _NEW,
                "password2": _AGAIN,
            },
        )


class SetPasswordForm(base.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"password1": _NEW, "password2": _AGAIN})


class ChangeEmailForm(base.ChangeEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"email": _NEW_EMAIL})


class AddEmailForm(base.AddEmailForm):
    """With one address an account, adding is changing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"email": _NEW_EMAIL})


class ReauthenticateForm(base.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"password": (_("Password"), "")})
