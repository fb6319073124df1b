"""The author's pages: write, check, submit, and see where it stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gfmd_platform.access.actors import FOCAL_POINT
from gfmd_platform.access.exceptions import Invalid, StaleRevision
from gfmd_platform.ids import new_id
from gfmd_platform.interface import kept

from ..content import Values, missing
from ..forms.examples import ExampleForm, FileForm
from ..models import Example
from ..operations import examples as operations
from ..policies import steps_for
from ..queries import examples as queries
from ..queries.moderation import open_remarks, steps_of
from ..showing import changes, sections
from ..transitions import WAITING, WRITABLE
from .common import actor_of, revision_of, signed_in
from .writing import revision_in, save_one_field, uuid_or_new


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def example_new(request: HttpRequest) -> HttpResponse:
    """One form, in one sitting. Its key makes a repeated or autosaved form the same draft."""
    owners = queries.owners_for(actor_of(request))
    if not owners:
        return render(request, "partnerships/examples/no_seat.html", status=403)
    asked = request.GET.get("for", "")
    owner = next((o for o in owners if o[0] == asked), owners[0] if len(owners) == 1 else None)
    if owner is None:
        return render(request, "partnerships/examples/choose_owner.html", {"owners": owners})
    saved = request.POST if request.method == "POST" else kept.take(request)
    key = uuid_or_new(saved.get("key")) if saved else new_id()
    form = ExampleForm(saved, initial={"language": "en"})
    context: dict[str, Any] = {
        "owner_id": owner[0],
        "owner_name": owner[1],
        "key": key,
        "is_kept": request.method != "POST" and saved is not None,
    }
    if request.method != "POST":
        return _form_page(request, form, revision=1, **context)
    if not form.is_valid():
        return _form_page(request, form, revision=revision_of(request), status=422, **context)
    try:
        example = operations.begin_example(
            owner_id=UUID(owner[0]),
            values=form.values(),
            by=actor_of(request),
            now=timezone.now(),
            example_id=key,
            revision=revision_of(request),
        )
    except Invalid as invalid:
        form.take_errors(invalid)
        return _form_page(request, form, revision=revision_of(request), status=422, **context)
    except StaleRevision as stale:
        return _conflict_page(request, form, stale, **context)
    return _after_save(request, example)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def example_edit(request: HttpRequest, example_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    example = queries.own(example_id, actor)
    remarks = open_remarks(example)
    context: dict[str, Any] = {"example": example, "owner": queries.owner_of(example)}
    if request.method != "POST":
        saved = kept.take(request)
        if example.state not in WRITABLE:
            return redirect("partnerships:example-status", example_id)
        form = ExampleForm(saved, initial=queries.draft_values(example), remarks=remarks)
        revision = revision_in(saved) if saved else example.revision
        return _form_page(
            request, form, revision=revision, is_kept=saved is not None, **_files(example, context)
        )
    form = ExampleForm(request.POST, remarks=remarks)
    context = _files(example, context)
    if not form.is_valid():
        return _form_page(request, form, revision=revision_of(request), status=422, **context)
    try:
        example = operations.save_example(
            example_id=example_id,
            revision=revision_of(request),
            values=form.values(),
            by=actor,
            now=timezone.now(),
        )
    except Invalid as invalid:
        form.take_errors(invalid)
        return _form_page(request, form, revision=revision_of(request), status=422, **context)
    except StaleRevision as stale:
        return _conflict_page(request, form, stale, **context)
    return _after_save(request, example)


def _files(example: Example, context: dict[str, Any]) -> dict[str, Any]:
    return {**context, "files": queries.draft_files(example), "file_form": FileForm()}


def _form_page(
    request: HttpRequest, form: ExampleForm, *, revision: int, status: int = 200, **context: Any
) -> HttpResponse:
    example = context.get("example")
    key = example.pk if example else context["key"]
    save_to = reverse("partnerships:example-autosave", args=[key])
    if example is None:
        save_to += f"?for={context['owner_id']}"
    return render(
        request,
        "partnerships/examples/form.html",
        {"form": form, "revision": revision, "save_to": save_to, **context},
        status=status,
    )


def _conflict_page(
    request: HttpRequest, form: ExampleForm, stale: StaleRevision, **context: Any
) -> HttpResponse:
    """Both texts; the form keeps the writer's, and saving it again is their decision."""
    return _form_page(
        request,
        form,
        revision=stale.revision,
        status=409,
        conflicts=changes(stale.current, stale.yours),
        **context,
    )


def _after_save(request: HttpRequest, example: Example) -> HttpResponse:
    if "check" in request.POST:
        return redirect("partnerships:example-check", example.pk)
    messages.success(request, _("Saved. Nobody but your own members can read it."))
    return redirect("partnerships:example-edit", example.pk)


@require_POST
def example_autosave(request: HttpRequest, example_id: UUID) -> JsonResponse:
    """One field of the form, as it is being written. The first one begins the draft."""
    owner_id = request.GET.get("for")
    common: dict[str, Any] = {"example_id": example_id, "by": actor_of(request)}

    def save(values: Values, revision: int) -> Example:
        common.update(values=values, revision=revision, now=timezone.now())
        if owner_id:
            return operations.begin_example(owner_id=uuid_or_new(owner_id), **common)
        return operations.save_example(**common)

    return save_one_field(request, ExampleForm, save)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def example_check(request: HttpRequest, example_id: UUID) -> HttpResponse:
    """Check your answers; submitting says what happens next."""
    actor = actor_of(request)
    example = queries.own(example_id, actor)
    if request.method == "POST":
        try:
            operations.submit_example(
                example_id=example_id,
                revision=revision_of(request),
                by=actor,
                now=timezone.now(),
            )
        except Invalid:
            return _check_page(request, example, status=422)
        except StaleRevision:
            messages.warning(
                request, _("The text was changed since you looked at it. Check it again.")
            )
            return redirect("partnerships:example-check", example_id)
        messages.success(request, _("Submitted. The Support Unit reads it next."))
        return redirect("partnerships:example-status", example_id)
    if example.state not in WRITABLE:
        return redirect("partnerships:example-status", example_id)
    return _check_page(request, example)


def _check_page(request: HttpRequest, example: Example, *, status: int = 200) -> HttpResponse:
    values: Values = queries.draft_values(example)
    actor = actor_of(request)
    return render(
        request,
        "partnerships/examples/check.html",
        {
            "example": example,
            "owner": queries.owner_of(example),
            "sections": sections(values, empty=True),
            "missing": missing(values),
            "files": queries.draft_files(example),
            "can_submit": example.record.owner_id in actor.stakeholder_ids(FOCAL_POINT),
        },
        status=status,
    )


@signed_in
@require_GET
def example_status(request: HttpRequest, example_id: UUID) -> HttpResponse:
    """Where it stands, and what can be done now."""
    actor = actor_of(request)
    example = queries.own(example_id, actor)
    return render(
        request,
        "partnerships/examples/status.html",
        {
            "example": example,
            "owner": queries.owner_of(example),
            "history": steps_of(example),
            "steps": steps_for(actor, example),
            "is_writable": example.state in WRITABLE,
            "is_waiting": example.state in WAITING,
            "can_discard": example.submitted_version_id is None and example.state in WRITABLE,
        },
    )


_STEPS = {
    "recall": operations.recall_example,
    "revise": operations.revise_example,
    "reopen": operations.reopen_example,
    "drop_update": operations.drop_update,
    "withdraw": operations.withdraw_example,
}
_TO_FORM = {"recall", "revise", "reopen"}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def example_step(request: HttpRequest, example_id: UUID, verb: str) -> HttpResponse:
    """GET names the consequence, POST takes the step."""
    actor = actor_of(request)
    example = queries.own(example_id, actor)
    if request.method != "POST":
        return render(
            request,
            "partnerships/examples/step.html",
            {"example": example, "owner": queries.owner_of(example), "verb": verb},
        )
    now = timezone.now()
    if verb == "discard":
        operations.discard_example(example_id=example_id, by=actor, now=now)
        messages.success(request, _("The draft is deleted."))
        return redirect("/desk/")
    _STEPS[verb](example_id=example_id, by=actor, now=now)
    if verb in _TO_FORM:
        return redirect("partnerships:example-edit", example_id)
    messages.success(
        request,
        _("Withdrawn. It is no longer public.")
        if verb == "withdraw"
        else _("The update is dropped; the published version stands."),
    )
    return redirect("partnerships:example-status", example_id)


@signed_in
@require_POST
def example_add_file(request: HttpRequest, example_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    example = queries.own(example_id, actor)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            operations.attach_file(
                example_id=example_id,
                file=form.cleaned_data["file"],
                title=form.cleaned_data["title"],
                alternative=form.cleaned_data["alternative"],
                by=actor,
                now=timezone.now(),
            )
            messages.success(request, _("The file is added."))
            return redirect(f"{reverse('partnerships:example-edit', args=[example_id])}#files")
        except Invalid as invalid:
            form.take_errors(invalid)
    return render(
        request,
        "partnerships/examples/files.html",
        {"example": example, "form": form, "files": queries.draft_files(example)},
        status=422,
    )


@signed_in
@require_POST
def example_remove_file(request: HttpRequest, example_id: UUID, file_id: UUID) -> HttpResponse:
    operations.remove_file(
        example_id=example_id, file_id=file_id, by=actor_of(request), now=timezone.now()
    )
    messages.success(request, _("The file is taken out."))
    return redirect(f"{reverse('partnerships:example-edit', args=[example_id])}#files")
