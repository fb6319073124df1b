"""How allauth works here: no sign-up, mail through the outbox, plain words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.notifications.operations import queue_mail

from . import assurance
from .operations.people import find_person

#: allauth's mail → our template, and whether it holds something one can sign in with.
_MAIL = {
    "account/email/login_code": ("people/login_code", True),
    "account/email/password_reset_key": ("people/password_reset", True),
    "account/email/email_confirmation": ("people/address_code", True),
    "account/email/confirm_code": ("people/confirm_code", True),
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
    "mfa/email/webauthn_added": _("a passkey was added"),
    "mfa/email/webauthn_removed": _("a passkey was removed"),
    "mfa/email/recovery_codes_generated": _("new recovery codes were made"),
    "mfa/email/recovery_code_used": _("one of your recovery codes was used"),
}
#: What a page says after a step. Other steps speak for themselves.
_MESSAGES: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/email_confirmed.txt": _("Your address is changed."),
    "usersessions/messages/sessions_logged_out.txt": _("All other sessions are signed out."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is in use from now on."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer asked for."),
    "mfa/messages/webauthn_added.txt": _("The passkey is in use from now on."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is no longer in use."),
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

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Whose access is being renewed signs in by their one-time link, by nothing else."""
        if user.awaits_renewal:
            return redirect("renewal-awaited")
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in counts as confirming, for as long as `assurance` says."""
        if self.request is not None and assurance.is_fresh(self.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The strongest way first; a mailed code for whoever has nothing else."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use your authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        found = super().get_reauthentication_methods(user)
        ways = [{**way, "description": words[way["id"]]} for way in found]
        order = ["mfa_reauthenticate", "mfa_reauthenticate:webauthn", "reauthenticate"]
        if user.is_authenticated and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            order = [order[1], order[0], order[2]]  # a passkey before a recovery code
        ways.sort(key=lambda way: order.index(way["id"]))
        if not ways and user.is_authenticated:
            ways = [
                {
                    "id": "mail",
                    "description": _("Use a mailed code"),
                    "url": reverse("account_reauthenticate_mail"),
                }
            ]
        return ways

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
