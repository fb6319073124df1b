"""The second factor: why it is asked for, setting it up, confirming that it is oneself."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.requests import ActorRequest
from gfmd_platform.interface import kept

from .. import assurance
from ..forms.factors import MailedCodeForm

_ONWARD = "onward"
_CODE = "confirm_code"
_CODE_MINUTES = 15
_CODE_TRIES = 5
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def _safe(request: HttpRequest, address: str | None) -> str:
    """An address of this platform, else the desk."""
    if address and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return reverse("desk")


@login_required
@never_cache
@require_safe
def second_factor(request: ActorRequest) -> HttpResponse:
    """Why a second factor is needed, and the ways to set one up. Nothing else opens before."""
    onward = _safe(request, request.GET.get("next"))
    if assurance.has_shown_second_factor(request) or not assurance.needs_second_factor(
        request.actor
    ):
        return redirect(onward)
    request.session[_ONWARD] = onward
    has_one = Authenticator.objects.filter(
        user=request.user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()
    return render(
        request,
        "account/second_factor.html",
        {
            "has_one": has_one,
            "confirm": f"{reverse('mfa_reauthenticate')}?{urlencode({'next': onward})}",
        },
    )


class ActivateApp(ActivateTOTPView):
    """Whoever has just given its code has shown it."""

    def form_valid(self, form: Form) -> HttpResponse:
        done: HttpResponse = super().form_valid(form)
        assurance.remember(self.request, "mfa", type="totp")
        return done


class AddPasskey(AddWebAuthnView):
    """Whoever has just made it has shown it."""

    def form_valid(self, form: Form) -> HttpResponse:
        done: HttpResponse = super().form_valid(form)
        assurance.remember(self.request, "mfa", type="webauthn")
        return done


class RecoveryCodes(ViewRecoveryCodesView):
    """With the way onward for whoever has just set up a factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onward = _safe(self.request, self.request.session.get(_ONWARD))
        return super().get_context_data(**kwargs) | {"onward": onward}


class ReauthenticateWithPasskey(ReauthenticateWebAuthnView):
    def form_invalid(self, form: Form) -> HttpResponse:
        """Another try on this page, with the way back."""
        for words in form.errors.get("credential", []):
            messages.error(self.request, str(words))
        again: str = self.passthrough_next_url(self.request.path)
        return redirect(again)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def reauthenticate_by_mail(request: ActorRequest) -> HttpResponse:
    """A mailed code, for whoever has neither password nor factor."""
    person = request.actor.person
    assert person is not None  # only signed-in people come here
    onward = _safe(request, request.POST.get("next") or request.GET.get("next"))
    ways = get_adapter(request).get_reauthentication_methods(person)
    if ways[0]["id"] != "mail":
        return redirect(f"{ways[0]['url']}?{urlencode({'next': onward})}")
    if request.method == "POST" and "send" in request.POST:
        if not consume(request, action="reauthenticate", user=person):
            messages.error(request, _("You asked several times in a row. Wait a minute."))
        else:
            _send_code(request, person.email)
            messages.success(request, _("A code is on its way to your mailbox."))
        return redirect(f"{request.path}?{urlencode({'next': onward})}")
    form = MailedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_the_code(request, form.cleaned_data["code"]):
            assurance.remember(request, "mail", reauthenticated=True)
            return redirect(onward)
        form.add_error("code", _("This code is not the one in the mail, or it has expired."))
    return render(
        request,
        "account/reauthenticate_mail.html",
        {"form": form, "onward": onward, "sent": _CODE in request.session},
    )


def _digest(code: str) -> str:
    plain = code.replace("-", "").replace(" ", "").upper()
    return salted_hmac(_CODE, plain, algorithm="sha256").hexdigest()


def _send_code(request: HttpRequest, email: str) -> None:
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    until = timezone.now() + dt.timedelta(minutes=_CODE_MINUTES)
    request.session[_CODE] = {"digest": _digest(code), "until": until.timestamp(), "tries": 0}
    get_adapter(request).send_mail(
        "account/email/confirm_code", email, {"code": f"{code[:4]}-{code[4:]}"}
    )


def _is_the_code(request: HttpRequest, given: str) -> bool:
    """Once, in time, and not by trying."""
    sent = request.session.get(_CODE)
    if sent is None or sent["until"] < timezone.now().timestamp() or sent["tries"] >= _CODE_TRIES:
        return False
    right = constant_time_compare(sent["digest"], _digest(given))
    if right:
        del request.session[_CODE]
    else:
        request.session[_CODE] = {**sent, "tries": sent["tries"] + 1}
    return right


@login_required
@never_cache
@require_safe
def kept_form(request: ActorRequest) -> HttpResponse:
    """What was sent before its person had confirmed who they are: to be sent once more."""
    address = _safe(request, request.GET.get("for"))
    sent = kept.look(request, urlsplit(address).path)
    if sent is None:
        return redirect(address)
    values = [(name, value) for name, many in sent.lists() for value in many]
    return render(request, "account/kept_form.html", {"address": address, "values": values})
