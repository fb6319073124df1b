"""The buttons beside what was brought in: keep it, take that back, leave it out."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles.pages import actor_of

from .. import operations
from ..asking import field_of
from ..proposals import Scope
from ..queries.history import moment_of


def decide(request: HttpRequest, pk: UUID) -> None:
    """Do what a button of a mark says: `keep|field:a_narrative`, `unchanged|section:a`,
    `empty|all`, `undo|section:a`. Raises NotVisible for anything else."""
    verb, _bar, about = request.POST["proposal"].partition("|")
    common: dict[str, Any] = {
        "report_id": pk,
        "by": actor_of(request),
        "now": timezone.now(),
        "scope": _scope(about, unchanged=verb == "unchanged"),
    }
    if verb == "undo":
        number = operations.reopen_proposals(**common)
        words = ngettext(
            "Taken back: %(n)d entry is a proposal again.",
            "Taken back: %(n)d entries are proposals again.",
            number,
        )
    elif verb in ("keep", "unchanged"):
        number = operations.keep_proposals(seen=_seen(request), **common)
        words = ngettext(
            "Kept: %(n)d entry counts for this year.",
            "Kept: %(n)d entries count for this year.",
            number,
        )
    elif verb == "empty":
        number = operations.leave_out_proposals(seen=_seen(request), **common)
        words = ngettext(
            "Left out: %(n)d entry stays among the earlier texts.",
            "Left out: %(n)d entries stay among the earlier texts.",
            number,
        )
    else:
        raise NotVisible("No such step.")
    messages.success(request, words % {"n": number} if number else _("Nothing changed."))


def _seen(request: HttpRequest) -> dt.datetime | None:
    return moment_of(request.POST.get("seen", ""))


def _scope(about: str, *, unchanged: bool) -> Scope:
    kind, _colon, name = about.partition(":")
    if kind == "field":
        key, subject = field_of(name)
        return Scope(key=key, subject=subject)
    if kind == "section":
        return Scope(section=name, unchanged=unchanged)
    if kind == "all":
        return Scope()
    raise NotVisible("No such proposals.")
