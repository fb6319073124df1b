"""The lead's pages: write, check, register or publish changes; and the steps afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.ids import new_id
from gfmd_platform.interface import kept

from ..fields import Values
from ..forms.partnerships import AmendForm, HoldForm, PartnershipForm
from ..models import Partnership
from ..operations import partnerships as operations
from ..partnership_content import PARTNERSHIP as CONTENT
from ..policies import check_partnership_step
from ..queries import partnerships as queries
from ..showing import changes, sections
from ..transitions import PARTNERSHIP_WRITABLE
from .common import actor_of, revision_of, signed_in
from .writing import revision_in, save_one_field, uuid_or_new

_PAGES = "partnerships/partnerships"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_new(request: HttpRequest) -> HttpResponse:
    """One form. Its key makes a repeated or autosaved form the same draft."""
    owners = queries.owners_for(actor_of(request))
    if not owners:
        return render(request, f"{_PAGES}/no_seat.html", status=403)
    asked = request.GET.get("for", "")
    owner = next((o for o in owners if o[0] == asked), owners[0] if len(owners) == 1 else None)
    if owner is None:
        return render(request, f"{_PAGES}/choose_owner.html", {"owners": owners})
    saved = request.POST if request.method == "POST" else kept.take(request)
    key = uuid_or_new(saved.get("key")) if saved else new_id()
    form = PartnershipForm(saved, initial={"language": "en"})
    context: dict[str, Any] = {"owner_id": owner[0], "owner_name": owner[1], "key": key}
    if request.method != "POST":
        return _form_page(request, form, revision=1, is_kept=saved is not None, **context)

    def save(values: Values) -> Partnership:
        return operations.draft_partnership(
            owner_id=UUID(owner[0]),
            values=values,
            by=actor_of(request),
            now=timezone.now(),
            partnership_id=key,
            revision=revision_of(request),
        )

    return _save(request, form, save, context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_edit(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    partnership = queries.own(partnership_id, actor_of(request))
    lead = queries.lead_name(partnership)
    context: dict[str, Any] = {"partnership": partnership, "owner_name": lead}
    if request.method != "POST":
        saved = kept.take(request)
        if partnership.state not in PARTNERSHIP_WRITABLE:
            return redirect("partnerships:partnership", partnership_id)
        form = PartnershipForm(saved, initial=queries.text_values(partnership))
        revision = revision_in(saved) if saved else partnership.revision
        return _form_page(request, form, revision=revision, is_kept=saved is not None, **context)

    def save(values: Values) -> Partnership:
        return operations.edit_partnership(
            partnership_id=partnership_id,
            revision=revision_of(request),
            values=values,
            by=actor_of(request),
            now=timezone.now(),
        )

    return _save(request, PartnershipForm(request.POST), save, context)


def _save(
    request: HttpRequest, form: PartnershipForm, save: Any, context: dict[str, Any]
) -> HttpResponse:
    revision = revision_of(request)
    if not form.is_valid():
        return _form_page(request, form, revision=revision, status=422, **context)
    try:
        partnership = save(form.values())
    except Invalid as invalid:
        form.take_errors(invalid)
        return _form_page(request, form, revision=revision, status=422, **context)
    except StaleRevision as stale:
        # Both texts; the form keeps the writer's, and saving it again is their decision.
        conflicts = changes(stale.current, stale.yours, content=CONTENT)
        return _form_page(
            request, form, revision=stale.revision, status=409, conflicts=conflicts, **context
        )
    if "check" in request.POST:
        return redirect("partnerships:partnership-check", partnership.pk)
    messages.success(
        request,
        _("Saved. The public reads the earlier version until you publish the changes.")
        if partnership.current_version_id
        else _("Saved. Only your members and those you have invited can read it."),
    )
    return redirect("partnerships:partnership-edit", partnership.pk)


def _form_page(
    request: HttpRequest, form: PartnershipForm, *, revision: int, status: int = 200, **context: Any
) -> HttpResponse:
    partnership = context.get("partnership")
    key = partnership.pk if partnership else context["key"]
    save_to = reverse("partnerships:partnership-autosave", args=[key])
    if partnership is None:
        save_to += f"?for={context['owner_id']}"
    return render(
        request,
        f"{_PAGES}/form.html",
        {"form": form, "revision": revision, "save_to": save_to, **context},
        status=status,
    )


@require_POST
def partnership_autosave(request: HttpRequest, partnership_id: UUID) -> JsonResponse:
    """One field of the form, as it is being written. The first one begins the draft."""
    owner_id = request.GET.get("for")
    common: dict[str, Any] = {"partnership_id": partnership_id, "by": actor_of(request)}

    def save(values: Values, revision: int) -> Partnership:
        common.update(values=values, revision=revision, now=timezone.now())
        if owner_id:
            return operations.draft_partnership(owner_id=uuid_or_new(owner_id), **common)
        return operations.edit_partnership(**common)

    return save_one_field(request, PartnershipForm, save)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_check(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """Check your answers; registering, or publishing changes, says what happens next."""
    actor = actor_of(request)
    partnership = queries.own(partnership_id, actor)
    is_public = partnership.current_version_id is not None
    written = request.POST if request.method == "POST" else kept.take(request)
    form = AmendForm(written) if is_public else None
    if request.method != "POST":
        if partnership.state not in PARTNERSHIP_WRITABLE:
            return redirect("partnerships:partnership", partnership_id)
        return _check_page(request, partnership, form)
    common: dict[str, Any] = {
        "partnership_id": partnership_id,
        "revision": revision_of(request),
        "by": actor,
        "now": timezone.now(),
    }
    try:
        if "reason" in request.POST:
            operations.amend_partnership(reason=request.POST["reason"], **common)
        else:
            operations.register_partnership(**common)
    except Invalid as invalid:
        if form is not None and form.is_valid():
            form.take_errors(invalid)
        return _check_page(request, partnership, form, status=422)
    except StaleRevision:
        messages.warning(request, _("The text was changed since you looked at it. Check it again."))
        return redirect("partnerships:partnership-check", partnership_id)
    messages.success(
        request,
        _("The changes are published as a new version.")
        if is_public
        else _("Registered. Everybody can read it now; your partners are told."),
    )
    return redirect("partnerships:partnership", partnership_id)


def _check_page(
    request: HttpRequest, partnership: Partnership, form: AmendForm | None, *, status: int = 200
) -> HttpResponse:
    values = queries.text_values(partnership)
    actor = actor_of(request)
    context: dict[str, Any] = {
        "partnership": partnership,
        "owner_name": queries.lead_name(partnership),
        "form": form,
        "sections": sections(values, empty=True, content=CONTENT),
        "missing": CONTENT.missing(values),
        "can_register": partnership.record.owner_id in actor.stakeholder_ids(FOCAL_POINT),
        "partners": queries.shown_partners(partnership),
    }
    if partnership.current_version is not None:
        public = queries.text_values(partnership.current_version)
        context["changes"] = changes(public, values, content=CONTENT)
    return render(request, f"{_PAGES}/check.html", context, status=status)


_STEPS = {
    "conclude": operations.conclude_partnership,
    "resume": operations.resume_partnership,
    "withdraw": operations.withdraw_partnership,
    "release": operations.release_partnership,
    "drop_changes": operations.drop_changes,
}
_DONE = {
    "conclude": lambda: _("It is shown as concluded. Your partners are told."),
    "resume": lambda: _("It goes on. Your partners are told."),
    "withdraw": lambda: _("Withdrawn. It is no longer public; your partners are told."),
    "release": lambda: _("It is public again. Its lead and partners are told."),
    "hold": lambda: _("It is not public for now. Its lead and partners are told the reason."),
    "drop_changes": lambda: _("The changes are dropped; the published version stands."),
    "discard": lambda: _("The draft is deleted. Those you had invited are told."),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_step(request: HttpRequest, partnership_id: UUID, verb: str) -> HttpResponse:
    """GET names the consequence, POST takes the step."""
    actor = actor_of(request)
    partnership = queries.readable(partnership_id, actor)
    written = request.POST if request.method == "POST" else kept.take(request)
    form = HoldForm(written) if verb == "hold" else None
    if request.method != "POST":
        return _step_page(request, partnership, verb, form)
    common: dict[str, Any] = {"partnership_id": partnership_id, "by": actor, "now": timezone.now()}
    if form is not None:
        if not form.is_valid():
            return _step_page(request, partnership, verb, form, status=422)
        try:
            operations.hold_partnership(reason=form.cleaned_data["reason"], **common)
        except Invalid as invalid:
            form.take_errors(invalid)
            return _step_page(request, partnership, verb, form, status=422)
    elif verb == "discard":
        operations.discard_partnership(**common)
    else:
        _STEPS[verb](**common)
    messages.success(request, _DONE[verb]())
    if verb == "discard":
        return redirect("/desk/")
    return redirect("partnerships:partnership", partnership_id)


def _step_page(
    request: HttpRequest,
    partnership: Partnership,
    verb: str,
    form: HoldForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """What the step means, for those who may take it. Raises NotAllowed or WrongState."""
    check_partnership_step(actor_of(request), partnership, verb)
    context = {"partnership": partnership, "verb": verb, "form": form}
    return render(request, f"{_PAGES}/step.html", context, status=status)
