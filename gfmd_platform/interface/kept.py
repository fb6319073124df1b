"""Text of a form that could not be taken when it was sent: kept for its writer, not lost.

The session had ended, or its person had first to show who they are. The words wait in the session
of the same browser, under the address of the form, and are there when the person comes back. They
are shown on that address, or on the page that sends them once more (`resend`), and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone

_KEY = "kept_forms"
_SECRET = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}
_FOR = dt.timedelta(hours=4)
_MOST = 200_000  # characters; more than any form of ours holds
_FORMS = 5


def keep(request: HttpRequest) -> bool:
    """Keep the POST under its address; False when it is too long to be kept."""
    data = request.POST.copy()
    for name in _SECRET & set(data):
        del data[name]
    text = data.urlencode()
    if len(text) > _MOST:
        return False
    kept = dict(request.session.get(_KEY, {}))
    kept.pop(request.path, None)
    kept[request.path] = {"text": text, "at": timezone.now().timestamp()}
    request.session[_KEY] = dict(list(kept.items())[-_FORMS:])
    return True


def keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """Keep the POST and lead to the sign-in page, which leads back to this address."""
    keep(request)
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this address, once; None when there is nothing, or it is too old."""
    sent = look(request, request.path)
    drop(request)
    return sent


def look(request: HttpRequest, path: str) -> QueryDict | None:
    """What was kept for an address, which stays kept; None when there is nothing, or it is too
    old."""
    entry = request.session.get(_KEY, {}).get(path)
    if entry is None or timezone.now().timestamp() - entry["at"] > _FOR.total_seconds():
        return None
    return QueryDict(entry["text"])


def drop(request: HttpRequest) -> None:
    """Forget what was kept for this address: it has arrived."""
    if request.path in request.session.get(_KEY, {}):
        kept = dict(request.session[_KEY])
        del kept[request.path]
        request.session[_KEY] = kept
