"""One part of a draft, whatever its questions ask for: its page, its autosave, its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible, StaleRevision, WrongState
from gfmd_platform.cycles.enums import Part, QuestionType
from gfmd_platform.cycles.forms.answers import field_for
from gfmd_platform.cycles.models import Question
from gfmd_platform.cycles.numbers import as_typed, shown_number
from gfmd_platform.cycles.pages import actor_of, signed_in, whole_number
from gfmd_platform.cycles.queries import AskedPart
from gfmd_platform.cycles.queries.building import targets_of
from gfmd_platform.cycles.values import chosen_of, in_words
from gfmd_platform.interface import autosave, kept
from gfmd_platform.interface.merging import Merge, three_way
from gfmd_platform.records.files import download

from .. import operations
from ..asking import field_of
from ..forms.reports import PartForm
from ..models import Report
from ..queries import answers, drafts
from ..queries.history import values_at
from ..queries.margins import open_comments
from ..queries.prefill import is_measured, last_values
from ..queries.reports import get_report_for
from ..sections import STATUS
from .proposals import decide
from .report_drafts import open_draft

_TEXTS = (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """One part: saved field by field, by the script or by the button."""
    report = open_draft(request, pk, section=code)
    asked = drafts.asked_part(report, code)
    if asked is None:
        raise Http404(code)
    if request.method == "POST":
        _take_mine(request)
    sent = request.POST if request.method == "POST" else kept.take(request)
    form = _part_form(request, report, asked, sent)
    context: dict[str, Any] = {"is_kept": sent is not None and request.method != "POST"}
    if request.method != "POST":
        if sent is not None:
            form.revisions |= _known(form, _revisions(form, sent))
        return _part_page(request, report, asked, form, **context)
    if request.POST.get("choice") == "theirs":
        return redirect("reports:part", pk, code)
    if not form.is_valid():
        form.revisions |= _known(form, _revisions(form, request.POST))
        return _part_page(request, report, asked, form, status=422)
    conflicts, refused = _save_part(request, report, form)
    if conflicts:
        fresh = _part_form(request, report, asked, None)
        return _part_page(request, report, asked, fresh, conflicts=conflicts, status=409)
    if refused:
        for name, words in refused.items():
            form.add_error(name if name in form.fields else None, words)
        standing = drafts.answers_of(report)
        form.revisions |= {
            name: standing[field.key].revision
            for name, field in form.asked.items()
            if field.key in standing
        }
        return _part_page(request, report, asked, form, status=422)
    if "proposal" in request.POST:
        decide(request, pk)
        return redirect("reports:part", pk, code)
    messages.success(
        request, _("Saved. Only you, your focal points and invited colleagues see it.")
    )
    if "more" in request.POST:
        url = reverse("reports:part", args=[pk, code])
        return redirect(f"{url}?more={request.POST['more']}#id_{request.POST['more']}")
    if "stay" in request.POST or "field" in request.POST:
        return redirect("reports:part", pk, code)
    return redirect("reports:draft", pk)


def _take_mine(request: HttpRequest) -> None:
    """The page of a conflict sends the proposal and the writer's own text; they chose theirs."""
    if request.POST.get("choice") == "mine" and {"mine", "field"} <= set(request.POST):
        sent = request.POST.copy()
        sent[request.POST["field"]] = request.POST["mine"]
        request.POST = sent  # type: ignore[assignment]


def _part_form(request: HttpRequest, report: Report, asked: AskedPart, sent: Any) -> PartForm:
    seen = timezone.now()
    form = PartForm(
        sent,
        request.FILES or None if request.method == "POST" else None,
        asked=drafts.fields_of(report, [asked])[asked.code],
        answers=drafts.answers_of(report),
        language=report.language,
        more=request.GET.get("more", ""),
        seen=seen,
    )
    if any(is_measured(field.question) for field in form.asked.values()):
        found = last_values(report)
        form.last_values = {
            name: found[field.key] for name, field in form.asked.items() if field.key in found
        }
    form.link_files(lambda name: reverse("reports:draft-file", args=[report.pk, name]))
    return form


def _revisions(form: PartForm, sent: Any) -> dict[str, int]:
    """Revisions as the page had read them, by the fields it named; a page that names none has them
    in the order of the questions. The page of a conflict sends the one of its field."""
    names = [sent["field"]] if "field" in sent else sent.getlist("asked") or list(form.fields)
    numbers = [whole_number(text) for text in sent.getlist("revision")]
    return dict(zip(names, numbers, strict=False))


def _known(form: PartForm, revisions: Mapping[str, int]) -> dict[str, int]:
    return {name: revision for name, revision in revisions.items() if name in form.fields}


def _save_part(
    request: HttpRequest, report: Report, form: PartForm
) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """Save each field that was sent; what cannot be saved is told apart, the rest is kept.

    A field that the questionnaire asked when the page was loaded and asks no longer is saved too.
    """
    conflicts: list[dict[str, Any]] = []
    refused: dict[str, list[str]] = {}
    for name, revision in _revisions(form, request.POST).items():
        key, subject = field_of(name)
        value = _sent_value(request, report, form, name)
        if value is None:
            continue
        common: dict[str, Any] = {
            "report_id": report.pk,
            "key": key,
            "subject": subject,
            "revision": revision,
            "by": actor_of(request),
            "now": timezone.now(),
        }
        try:
            if isinstance(value, File):
                operations.attach_answer_file(file=value, **common)
            else:
                operations.save_answer(value=value, **common)
        except StaleRevision as stale:
            conflicts.append(_conflict(report, form, name, revision, stale))
        except Invalid as refusal:
            refused[name] = [text for words in refusal.errors.values() for text in words]
    return conflicts, refused


def _sent_value(request: HttpRequest, report: Report, form: PartForm, name: str) -> Any:
    """What was sent for a field; None when it was not."""
    data, files = request.POST, request.FILES
    if name in form.fields:
        widget = form.fields[name].widget
        is_sent = (
            name in data or name in files or not widget.value_omitted_from_data(data, files, name)
        )
        if not is_sent and form.asked[name].question.type != QuestionType.CHOICES:
            return None
        return form.cleaned_data[name]
    question = answers.question_of(report, field_of(name)[0])
    if question is None:
        return None
    field = field_for(question, language=report.language)
    value = field.widget.value_from_datadict(data, files, name)
    return None if value is None else value if isinstance(value, File) else field.clean(value)


def _conflict(
    report: Report, form: PartForm, name: str, revision: int, stale: StaleRevision
) -> dict[str, Any]:
    question = (
        form.asked[name].question
        if name in form.asked
        else answers.question_of(report, field_of(name)[0])
    )
    assert question is not None  # it was saved to
    yours, theirs = stale.yours["value"], stale.current["value"]
    composed = question.type not in _TEXTS
    proposal = None
    if not composed:
        proposal = _proposal(report, *field_of(name), revision, "value", stale)
    return {
        "name": name,
        "merged": proposal.text if proposal else "",
        "clashes": proposal.clashes if proposal else 0,
        "label": form.asked[name].label if name in form.asked else question.label,
        "yours": in_words(question, yours) if composed else yours,
        "theirs": in_words(question, theirs) if composed else theirs,
        "kept": _shown_number(question, yours, report) if composed else None,
        "revision": stale.revision,
    }


def _proposal(
    report: Report,
    key: str,
    subject: UUID | None,
    revision: int,
    name: str,
    stale: StaleRevision,
) -> Merge:
    """The two texts put together from what both began with."""
    base = (values_at(report, key, subject, revision) or {}).get(name, "")
    return three_way(base, stale.yours[name], stale.current[name])


def _part_page(
    request: HttpRequest,
    report: Report,
    asked: AskedPart,
    form: PartForm,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    return render(
        request,
        "reports/part.html",
        {
            "report": report,
            "part": asked,
            "form": form,
            "save_to": reverse("reports:save", args=[report.pk]),
            "remarks": open_comments(report, asked.code),
            "targets": targets_of(report.questionnaire) if asked.code == Part.B else [],
            **context,
        },
        status=status,
    )


@signed_in
@require_safe
def draft_file(request: HttpRequest, pk: UUID, field: str) -> FileResponse:
    """The file of a draft's answer, for those who may read the draft."""
    report = open_draft(request, pk)
    stored, title = answers.draft_file(actor_of(request), report, *field_of(field))
    return download(stored, title)


@require_POST
def save(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Autosave of one field: an answer by its key, or `<commitment>-status` and `…-note`."""
    actor = actor_of(request)
    if not actor.is_signed_in:
        return autosave.signed_out()
    try:
        change = autosave.Change.of(request)
    except autosave.Unreadable as error:
        return autosave.unreadable(error)
    now = timezone.now()
    common: dict[str, Any] = {"report_id": pk, "revision": change.revision, "by": actor, "now": now}
    commitment, _dash, name = change.field.rpartition("-")
    is_status = name in ("status", "note") and _is_uuid(commitment)
    try:
        if is_status:
            report = open_draft(request, pk, "draft", section=Part.COMMITMENTS)
            standing = _status_of(report, commitment)
            values: dict[str, Any] = {"status": standing.status, "note": standing.note}
            values[name] = change.value
            revision = operations.save_status(
                commitment_id=standing.commitment.pk, **values, **common
            ).revision
        else:
            key, subject = field_of(change.field)
            revision = operations.save_answer(
                key=key,
                subject=subject,
                # The operation fetches the draft and its question: nothing is asked twice.
                value=lambda question, report: as_typed(
                    question, _changed(request, question, change), language=report.language
                ),
                **common,
            ).revision
    except StaleRevision as stale:
        report = get_report_for(actor, "draft", pk)
        if is_status:
            return _status_conflict(report, commitment, name, change, stale)
        return _answer_conflict(report, change, stale)
    except Invalid as refusal:
        words = [message for messages_ in refusal.errors.values() for message in messages_]
        return autosave.refused({change.field: words})
    except WrongState as refusal:
        return autosave.refused({change.field: [str(refusal)]})
    return autosave.saved(revision=revision, at=now)


def _answer_conflict(report: Report, change: autosave.Change, stale: StaleRevision) -> JsonResponse:
    key, subject = field_of(change.field)
    question = answers.question_of(report, key)
    merged = None
    if question is not None and question.type in _TEXTS:
        merged = _proposal(report, key, subject, change.revision, "value", stale)
    return _both_texts(change, stale, _shown(question, stale.current["value"], report), merged)


def _status_conflict(
    report: Report, commitment: str, name: str, change: autosave.Change, stale: StaleRevision
) -> JsonResponse:
    merged = None
    if name == "note":
        merged = _proposal(report, STATUS, UUID(commitment), change.revision, name, stale)
    return _both_texts(change, stale, stale.current[name], merged)


def _both_texts(
    change: autosave.Change, stale: StaleRevision, theirs: Any, merged: Merge | None
) -> JsonResponse:
    return autosave.conflict(
        theirs={change.field: theirs},
        revision=stale.revision,
        merged={"text": merged.text, "clashes": merged.clashes} if merged else None,
    )


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _changed(request: HttpRequest, question: Question, change: autosave.Change) -> Any:
    """The value of one field as the script sent it: a table comes cell by cell."""
    if question.type == QuestionType.CHOICES:
        return list(change.values)
    if question.type == QuestionType.TABLE:
        widget = field_for(question).widget
        return widget.value_from_datadict(request.POST, {}, change.field)
    return change.value


def _shown_number(question: Question, value: str, report: Report) -> str:
    is_number = question.type == QuestionType.NUMBER
    return shown_number(value, report.language) if is_number else value


def _shown(question: Question | None, value: str, report: Report) -> Any:
    """What stands, as the page's script can put it: the boxes to tick, a table in words."""
    if question is None:
        return value
    if question.type == QuestionType.CHOICES:
        return chosen_of(value)
    if question.type == QuestionType.TABLE:
        return in_words(question, value)
    return _shown_number(question, value, report)


def _status_of(report: Report, commitment: str) -> drafts.CommitmentTask:
    found = next(
        (t for t in drafts.commitment_tasks(report) if str(t.commitment.pk) == commitment), None
    )
    if found is None:
        raise NotVisible("No such commitment.")
    return found
