"""The moderators' pages. What they answer goes to the author as they write it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gfmd_platform.access.exceptions import Invalid, NotVisible
from gfmd_platform.stakeholders.enums import StakeholderKind

from ..enums import ExampleState
from ..forms.moderation import ReasonForm, RemarksForm
from ..models import Example
from ..operations import moderation as operations
from ..policies import steps_for
from ..queries import examples as queries
from ..queries.moderation import steps_of
from ..showing import changes, sections
from .common import actor_of, signed_in

PAGE = 25


@signed_in
@require_GET
def moderation_queue(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first."""
    actor = actor_of(request)
    if not (actor.is_support_unit or actor.is_chair):
        raise NotVisible("No such page.")
    page = Paginator(queries.waiting_for(actor), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "partnerships/examples/queue.html",
        {
            "page": page,
            "waiting": [(example, queries.owner_of(example)) for example in page.object_list],
            "referred": [(e, queries.owner_of(e)) for e in queries.with_the_chair(actor)[:PAGE]],
            "is_chair": actor.is_chair and not actor.is_support_unit,
        },
    )


@signed_in
@require_GET
def moderate_example(request: HttpRequest, example_id: UUID) -> HttpResponse:
    return _page(request, queries.moderated(example_id, actor_of(request)))


def _page(
    request: HttpRequest,
    example: Example,
    *,
    status: int = 200,
    **bound: forms.Form,
) -> HttpResponse:
    """The submitted version beside the published one, and the answers that apply now."""
    version = example.submitted_version
    assert version is not None
    published = example.published_version
    compared = [published] if published is not None and published.pk != version.pk else []
    shown, *others = queries.shown(version, *compared)
    before = others[0] if others else None
    owner = queries.owner_of(example)
    formal_only = _formal_only(example)
    context: dict[str, Any] = {
        "example": example,
        "owner": owner,
        "shown": shown,
        "before": before,
        "changes": changes(before.values, shown.values) if before else [],
        "history": steps_of(example),
        "steps": steps_for(actor_of(request), example),
        "formal_only": formal_only,
        "remarks_form": RemarksForm(formal_only=formal_only),
        "decline_form": ReasonForm(prefix="decline"),
        "refer_form": ReasonForm(prefix="refer"),
        "remove_form": ReasonForm(prefix="remove"),
        **bound,
    }
    context["form"] = next(iter(bound.values()), None)
    context["asking"] = _asking(shown, context["remarks_form"])
    return render(request, "partnerships/examples/moderate.html", context, status=status)


def _formal_only(example: Example) -> bool:
    """The Support Unit checks the form of a State's entry, and no more."""
    owner = queries.owner_of(example)
    is_state = owner is not None and owner.kind == StakeholderKind.STATE
    return is_state and example.state == ExampleState.SUBMITTED


def _asking(shown: queries.ShownVersion, form: RemarksForm) -> list[dict[str, Any]]:
    """Every field of the text, said or not, with the two controls that ask for its change."""
    pairs = form.pairs()
    asking = []
    for section in sections(shown.values, editorial=shown.editorial, empty=True):
        rows = []
        for row in section.rows:
            reason, text = pairs.get(row.name, (None, None))
            rows.append({"shown": row, "reason": reason, "text": text})
        asking.append({"name": section.name, "label": section.label, "rows": rows})
    return asking


_REASONED = {
    "decline": operations.decline_example,
    "refer": operations.refer_example,
    "remove": operations.remove_from_archive,
}


@signed_in
@require_POST
def answer_example(request: HttpRequest, example_id: UUID, verb: str) -> HttpResponse:
    actor = actor_of(request)
    example = queries.moderated(example_id, actor)
    common: dict[str, Any] = {
        "example_id": example_id,
        "version_id": _version_id(request),
        "by": actor,
        "now": timezone.now(),
    }
    if verb == "publish":
        operations.publish_example(**common)
    elif verb == "request_changes":
        form = RemarksForm(request.POST, formal_only=_formal_only(example))
        if not form.is_valid():
            return _page(request, example, status=422, remarks_form=form)
        try:
            operations.request_changes(remarks=form.remarks(), **common)
        except Invalid as invalid:
            form.take_errors(invalid)
            return _page(request, example, status=422, remarks_form=form)
    else:
        reason = ReasonForm(request.POST, prefix=verb)
        if not reason.is_valid():
            return _page(request, example, status=422, **{f"{verb}_form": reason})
        try:
            _REASONED[verb](reason=reason.cleaned_data["reason"], **common)
        except Invalid as invalid:
            reason.take_errors(invalid)
            return _page(request, example, status=422, **{f"{verb}_form": reason})
    messages.success(request, _DONE[verb]())
    return redirect("partnerships:moderation")


def _version_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("version", ""))
    except ValueError:
        return UUID(int=0)


_DONE = {
    "publish": lambda: _("Published. Its author is told."),
    "request_changes": lambda: _("The changes are asked for. Its author is told."),
    "decline": lambda: _("Declined. Its author is told the reason."),
    "refer": lambda: _("Referred to the Chair-in-Office, who is told, as is its author."),
    "remove": lambda: _("Removed from the archive."),
}
