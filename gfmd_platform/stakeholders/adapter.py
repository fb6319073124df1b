"""How allauth works here: no sign-up, mail through the outbox, plain words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.notifications.operations import queue_mail

from .operations.people import find_person

#: allauth's mail → our template, and whether it holds something one can sign in with.
_MAIL = {
    "account/email/login_code": ("people/login_code", True),
    "account/email/password_reset_key": ("people/password_reset", True),
    "account/email/email_confirmation": ("people/address_code", True),
    "account/email/account_already_exists": ("people/address_taken", False),
}
#: Notices of what changed in an account, in words that fit "This happened to your account: …".
_NOTICES: dict[str, str | Promise] = {
    "account/email/password_changed": _("your password was changed"),
    "account/email/password_reset": _("your password was set anew"),
    "account/email/password_set": _("a password was set"),
    "account/email/email_changed": _("your e-mail address was changed"),
    "account/email/email_confirm": _("your e-mail address was confirmed"),
    "mfa/email/totp_activated": _("an authenticator app was added"),
    "mfa/email/totp_deactivated": _("the authenticator app was removed"),
    "mfa/email/recovery_codes_generated": _("new recovery codes were made"),
}
#: What a page says after a step. Other steps speak for themselves.
_MESSAGES: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/email_confirmed.txt": _("Your address is changed."),
    "usersessions/messages/sessions_logged_out.txt": _("All other sessions are signed out."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is in use from now on."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer asked for."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are made."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and password do not go together. Try again, or have a code mailed to you."
        ),
        "incorrect_code": _("This code is not the one in the mail, or it has expired."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password now."),
        "rate_limited": _("You asked several times in a row. Wait a minute, then ask again."),
        "too_many_login_attempts": _("Too many attempts. Wait a while, then begin again."),
        "email_taken": _("Another account has this address."),
        "same_as_current": _("This is your address already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations and applications only."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through our outbox, in the person's language. Unknown addresses get no mail."""
        values: dict[str, Any] = {"email": email}
        if template_prefix in _NOTICES:
            template, secret = "people/account_notice", False
            values["what"] = _NOTICES[template_prefix]
            values["at"] = timezone.now()
        elif template_prefix in _MAIL:
            template, secret = _MAIL[template_prefix]
            values["code"] = context.get("code", "")
            values["link"] = context.get("password_reset_url", "")
        else:
            return
        person = find_person(email)
        values["name"] = person.name if person else ""
        with transaction.atomic():
            queue_mail(
                key=f"account:{new_id()}",
                to=email,
                language=person.language if person else get_language() or "en",
                template=template,
                context=values,
                now=timezone.now(),
                secret=secret,
            )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or _MESSAGES.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)
