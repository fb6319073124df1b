"""Word there and back: a draft that is circulated, and what came back of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible, Refused, StaleRevision, WrongState
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors, whole_number
from gfmd_platform.documents.serving import document_response
from gfmd_platform.records.files import download

from .. import operations
from ..asking import field_of
from ..exchange.circular import circular
from ..exchange.slots import slots_of
from ..forms.uploads import UploadForm
from ..models import Report
from ..operations.uploads import readable_upload
from ..queries import uploads as queries
from ..sections import sections_for
from .report_drafts import open_draft
from .returned_values import review


@signed_in
@require_safe
def send_round(request: HttpRequest, pk: UUID) -> FileResponse:
    """The draft as a Word file to write in: the parts that the reader may read."""
    report = open_draft(request, pk)
    slots = slots_of(report, sections_for(actor_of(request), report))
    made = circular(report, slots, now=timezone.now())
    name = f"{report.name} {report.cycle.title} draft"
    return document_response(made.content, name=name, form="docx")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a file back, and find those that came."""
    action = "draft" if request.method == "POST" else "read_draft"
    report = open_draft(request, pk, action)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = operations.upload_circular(
                report_id=pk,
                file=form.cleaned_data["file"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except Invalid as refusal:
            take_errors(form, refusal)
        else:
            return redirect("reports:upload", pk, upload.pk)
    sections = sections_for(actor_of(request), report)
    return render(
        request,
        "reports/uploads/list.html",
        {
            "report": report,
            "form": form,
            "uploads": queries.uploads_of(actor_of(request), report, sections),
        },
        status=422 if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: UUID, upload_id: UUID) -> HttpResponse:
    """What came back, question by question or row by row; what is chosen is taken over."""
    report = open_draft(request, pk, "draft" if request.method == "POST" else "read_draft")
    held = _held(request, report, upload_id)
    if request.method == "POST" and "remove" in request.POST:
        operations.remove_upload(upload_id=held.pk, by=actor_of(request), now=timezone.now())
        messages.success(request, _("Removed. What was taken over stays in the draft."))
        return redirect("reports:returned", pk)
    if held.is_table:
        return review(request, report, held)
    sections = sections_for(actor_of(request), report)
    shown = queries.shown(held, report, sections)
    refused: dict[UUID, str] = {}
    if request.method == "POST":
        done, refused = _decide(request, shown)
        if done:
            messages.success(
                request,
                ngettext("%d piece was decided.", "%d pieces were decided.", done) % done,
            )
        if not refused:
            return redirect("reports:upload", pk, upload_id)
        shown = queries.shown(held, report, sections)
    return render(
        request,
        "reports/uploads/detail.html",
        {"report": report, "shown": shown, "refused": refused, "sections": sections},
        status=409 if refused else 200,
    )


def _decide(request: HttpRequest, shown: queries.ShownUpload) -> tuple[int, dict[UUID, str]]:
    """Each choice is one step; what cannot be done stays to be decided, and says why."""
    done = 0
    refused: dict[UUID, str] = {}
    for item in [*shown.open, *shown.loose]:
        name = str(item.row.pk)
        choices = [request.POST.get(f"choice-{name}", "later")]
        if f"remark-{name}" in request.POST:
            choices.insert(0, "remark")
        for choice in choices:
            if choice == "later":
                continue
            try:
                operations.decide_item(
                    upload_id=shown.upload.pk,
                    item_id=item.row.pk,
                    choice=choice,
                    by=actor_of(request),
                    now=timezone.now(),
                    **_terms(request, name, choice),
                )
                done += 1
            except StaleRevision:
                refused[item.row.pk] = _(
                    "Somebody wrote here in the meantime. Look at what stands now, then choose."
                )
            except Invalid as refusal:
                refused[item.row.pk] = " ".join(
                    words for some in refusal.errors.values() for words in some
                )
            except (WrongState, NotVisible):
                continue
            except Refused as refusal:
                refused[item.row.pk] = str(refusal)
    return done, refused


def _terms(request: HttpRequest, name: str, choice: str) -> dict[str, Any]:
    if choice == "place":
        field, _sign, revision = request.POST.get(f"place-{name}", "").rpartition("@")
        key, subject = field_of(field)
        return {"key": key, "subject": subject, "revision": whole_number(revision)}
    return {
        "revision": whole_number(request.POST.get(f"revision-{name}")),
        "text": request.POST.get(f"text-{name}", "").replace("\r\n", "\n"),
    }


@signed_in
@require_safe
def original(request: HttpRequest, pk: UUID, upload_id: UUID) -> FileResponse:
    """The file as it came."""
    held = _held(request, open_draft(request, pk), upload_id)
    return download(held.stored, held.name.rpartition(".")[0] or held.name)


def _held(request: HttpRequest, report: Report, upload_id: UUID) -> Any:
    held = readable_upload(upload_id, actor_of(request))
    if held.report_id != report.pk:
        raise NotVisible("No such file.")
    return held
