"""Deliverables: planned in a partnership, each with its page and its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access import allowed_actions, check
from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.interface import kept

from ..deliverable_content import DELIVERABLE as CONTENT
from ..enums import PartnershipState
from ..forms.deliverables import ChangeForm, DeliverableForm, DropForm, EvidenceForm
from ..forms.writing import ContentForm
from ..models import Deliverable
from ..operations import deliverables as operations
from ..policies import check_deliverable_step, check_goes_on, deliverable_steps
from ..queries import deliverables as queries
from ..queries import partnerships
from ..showing import changes
from .common import actor_of, revision_of, signed_in
from .writing import revision_in

_PAGES = "partnerships/deliverables"


@require_safe
def deliverable_detail(request: HttpRequest, deliverable_id: UUID) -> HttpResponse:
    """What it is, where it stands, and each step so far; those responsible find their steps."""
    actor = actor_of(request)
    deliverable = queries.readable(deliverable_id, actor)
    actions = allowed_actions(actor, deliverable) if actor.is_signed_in else frozenset()
    is_draft = deliverable.partnership.state == PartnershipState.DRAFT
    return render(
        request,
        f"{_PAGES}/detail.html",
        {
            "deliverable": queries.shown(deliverable),
            "version": deliverable.current_version,
            "partnership": deliverable.partnership,
            "partnership_title": queries.partnership_title(deliverable),
            "history": queries.steps_of(deliverable),
            "steps": deliverable_steps(deliverable, actions),
            "is_draft": is_draft,
            "can_remove": is_draft and "report" in actions,
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_new(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """Plan one more. The lead plans for any partner, a partner for itself."""
    actor = actor_of(request)
    partnership = partnerships.readable(partnership_id, actor)
    check(actor, "plan_deliverable", partnership)
    check_goes_on(partnership)
    choices = queries.who_can_be_responsible(partnership, actor)
    context: dict[str, Any] = {
        "partnership": partnership,
        "title": partnerships.title_of(partnership),
        "responsible": choices[0][1] if len(choices) == 1 else "",
    }
    saved = request.POST if request.method == "POST" else kept.take(request)
    form = DeliverableForm(saved, initial={"language": "en"}, partners=choices)
    if request.method != "POST":
        return _new_page(request, form, is_kept=saved is not None, **context)
    if not form.is_valid():
        return _new_page(request, form, status=422, **context)
    try:
        operations.plan_deliverable(
            partnership_id=partnership_id,
            responsible_id=UUID(form.cleaned_data.get("responsible", choices[0][0])),
            values=form.values(),
            by=actor,
            now=timezone.now(),
        )
    except Invalid as invalid:
        form.take_errors(invalid)
        return _new_page(request, form, status=422, **context)
    messages.success(request, _("The deliverable is planned."))
    return redirect("partnerships:partnership", partnership_id)


def _new_page(
    request: HttpRequest, form: DeliverableForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    return render(request, f"{_PAGES}/new.html", {"form": form, **context}, status=status)


_DONE = {
    "start": lambda: _("It is shown as under way."),
    "change": lambda: _("The change is saved."),
    "deliver": lambda: _("It is shown as delivered. Your partners are told."),
    "drop": lambda: _("It is shown as dropped, with the reason. Your partners are told."),
    "take_up_again": lambda: _("It is shown as under way again."),
    "remove": lambda: _("The plan is removed."),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_step(request: HttpRequest, deliverable_id: UUID, verb: str) -> HttpResponse:
    """GET asks what the step needs and says what it means, POST takes it."""
    actor = actor_of(request)
    deliverable = queries.readable(deliverable_id, actor)
    saved = request.POST if request.method == "POST" else kept.take(request)
    form = _form(verb, deliverable, saved)
    if request.method != "POST":
        check_deliverable_step(actor, deliverable, verb)
        revision = revision_in(saved) if saved else deliverable.revision
        return _step_page(
            request, deliverable, verb, form, revision=revision, is_kept=saved is not None
        )
    revision = revision_of(request)
    if form is not None and not form.is_valid():
        return _step_page(request, deliverable, verb, form, revision=revision, status=422)
    try:
        _take(verb, deliverable_id, revision, form, by=actor, now=timezone.now())
    except Invalid as invalid:
        if form is None:
            raise
        form.take_errors(invalid)
        return _step_page(request, deliverable, verb, form, revision=revision, status=422)
    except StaleRevision as stale:
        conflicts = changes(stale.current, stale.yours, content=CONTENT)
        return _step_page(
            request,
            queries.readable(deliverable_id, actor),
            verb,
            form,
            revision=stale.revision,
            conflicts=conflicts,
            status=409,
        )
    messages.success(request, _DONE[verb]())
    if verb == "remove":
        return redirect("partnerships:partnership", deliverable.partnership_id)
    return redirect("partnerships:deliverable", deliverable_id)


def _form(verb: str, deliverable: Deliverable, data: Any) -> ContentForm | None:
    initial = queries.values_of(deliverable)
    match verb:
        case "change":
            is_draft = deliverable.partnership.state == PartnershipState.DRAFT
            return ChangeForm(data, initial={**initial, "reason": ""}, is_draft=is_draft)
        case "deliver":
            return EvidenceForm(data, initial=initial)
        case "drop":
            return DropForm(data)
    return None


def _take(
    verb: str, deliverable_id: UUID, revision: int, form: ContentForm | None, **common: Any
) -> None:
    values = form.values() if form else {}
    common["deliverable_id"] = deliverable_id
    match verb:
        case "remove":
            operations.remove_deliverable(**common)
        case "change":
            operations.change_deliverable(revision=revision, values=values, **common)
        case "deliver":
            operations.deliver(revision=revision, **values, **common)
        case "drop":
            operations.drop_deliverable(revision=revision, **values, **common)
        case "start":
            operations.start_deliverable(revision=revision, **common)
        case _:
            operations.take_up_again(revision=revision, **common)


def _step_page(
    request: HttpRequest,
    deliverable: Deliverable,
    verb: str,
    form: ContentForm | None,
    *,
    revision: int,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    return render(
        request,
        f"{_PAGES}/step.html",
        {
            "deliverable": queries.shown(deliverable),
            "partnership": deliverable.partnership,
            "partnership_title": queries.partnership_title(deliverable),
            "is_draft": deliverable.partnership.state == PartnershipState.DRAFT,
            "verb": verb,
            "form": form,
            "revision": revision,
            **context,
        },
        status=status,
    )
