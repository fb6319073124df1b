"""Authenticators: how their secrets are kept, and in what words allauth speaks of them."""

from __future__ import annotations

import base64
import hashlib
import secrets
from functools import lru_cache

import structlog
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

log = structlog.get_logger(__name__)

_SALT = b"gfmd_platform.stakeholders.factors"


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    """A cipher for each SECRET_KEY: the first writes, the others still read."""

    def derived(key: str) -> Fernet:
        raw = hashlib.scrypt(key.encode(), salt=_SALT, n=2**12, r=8, p=1, dklen=32)
        return Fernet(base64.urlsafe_b64encode(raw))

    return MultiFernet([derived(key) for key in keys])


class FactorAdapter(DefaultMFAAdapter):
    """Secrets at rest are encrypted under SECRET_KEY; without it a copy of the database holds
    nothing that makes codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code now, or it was used already. Give the next one."),
        "unverified_email": _("Confirm your e-mail address first."),
        "cannot_generate_recovery_codes": _("Add an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. One that no key opens is answered with a secret nobody knows, so that no
        code fits and the person's other ways stay open."""
        try:
            return self._cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error("authenticator_secret_not_readable")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    @staticmethod
    def _cipher() -> MultiFernet:
        return _cipher((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)
