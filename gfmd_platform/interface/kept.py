"""Text of a form that was sent after the session had ended: kept for its writer, not lost.

The words wait in the fresh session of the same browser, under the address of the form, and are
there when the person has signed in and comes back. They are shown on that address only.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone

_KEY = "kept_forms"
_FOR = dt.timedelta(hours=4)
_MOST = 200_000  # characters; more than any form of ours holds
_FORMS = 5


def keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """Keep the POST and lead to the sign-in page, which leads back to this address."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    if len(text) <= _MOST:
        kept = dict(request.session.get(_KEY, {}))
        kept[request.path] = {"text": text, "at": timezone.now().timestamp()}
        request.session[_KEY] = dict(list(kept.items())[-_FORMS:])
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this address, once; None when there is nothing, or it is too old."""
    kept = dict(request.session.get(_KEY, {}))
    entry = kept.pop(request.path, None)
    if entry is None:
        return None
    request.session[_KEY] = kept
    if timezone.now().timestamp() - entry["at"] > _FOR.total_seconds():
        return None
    return QueryDict(entry["text"])
