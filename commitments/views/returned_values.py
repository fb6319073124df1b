"""Excel there and back: the values that are circulated, and what came back of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gfmd_platform.access.exceptions import Invalid, NotVisible, Refused, StaleRevision, WrongState
from gfmd_platform.cycles.enums import Part
from gfmd_platform.cycles.pages import actor_of, signed_in, whole_number
from gfmd_platform.documents.serving import document_response

from .. import operations
from ..asking import field_of
from ..exchange.workbook import workbook
from ..models import DraftUpload, Report
from ..queries import indicators as indicators
from ..queries import returned_values as queries
from ..sections import sections_for
from .report_drafts import open_draft


@signed_in
@require_safe
def send_values(request: HttpRequest, pk: UUID) -> FileResponse:
    """The values of the draft as an Excel file to write in."""
    report = open_draft(request, pk, "read_draft")
    sections_for(actor_of(request), report).require(Part.INDICATORS)
    made = workbook(
        report, indicators.cards(report), indicators.observed_in(report), now=timezone.now()
    )
    name = f"{report.stakeholder.name} {report.cycle.title} values"
    return document_response(made, name=name, form="xlsx")


def review(request: HttpRequest, report: Report, held: DraftUpload) -> HttpResponse:
    """What came back, row by row; what is ticked is taken over, or left out."""
    sections = sections_for(actor_of(request), report)
    shown = queries.shown(held, report, sections, today=timezone.now().date())
    refused: dict[UUID, str] = {}
    if request.method == "POST":
        done, refused = _decide(request, shown)
        if done:
            words = ngettext("%d row was decided.", "%d rows were decided.", done) % done
            messages.success(request, words)
        if not refused:
            return redirect("reports:upload", report.pk, held.pk)
        shown = queries.shown(held, report, sections, today=timezone.now().date())
    return render(
        request,
        "reports/uploads/values.html",
        {"report": report, "shown": shown, "refused": refused, "sections": sections},
        status=409 if refused else 200,
    )


def _decide(request: HttpRequest, shown: queries.ShownTable) -> tuple[int, dict[UUID, str]]:
    """Each row is one step; what cannot be done stays to be decided, and says why."""
    sent = request.POST
    one = next((sent[verb] for verb in ("read", "place", "leave") if verb in sent), "")
    ticked = {one} if one else set(sent.getlist("row"))
    rows = [row for row in shown.rows if row.is_open and str(row.row.pk) in ticked]
    done = 0
    refused: dict[UUID, str] = {}
    for row in rows:
        try:
            _step(request, shown.upload.pk, row)
            done += 1
        except StaleRevision:
            refused[row.row.pk] = _(
                "Somebody wrote here in the meantime. Look at what stands now, then choose."
            )
        except Invalid as refusal:
            refused[row.row.pk] = " ".join(
                words for some in refusal.errors.values() for words in some
            )
        except (WrongState, NotVisible):
            continue
        except Refused as refusal:
            refused[row.row.pk] = str(refusal)
    return done, refused


def _step(request: HttpRequest, upload_id: UUID, row: queries.ShownRow) -> None:
    sent, pk = request.POST, row.row.pk
    actor, now = actor_of(request), timezone.now()
    if "read" in sent:
        operations.place_row(
            upload_id=upload_id,
            item_id=pk,
            by=actor,
            now=now,
            **{name: sent.get(f"{name}-{pk}", "") for name in ("indicator", "period", "value")},
        )
        return
    field, _sign, revision = sent.get(f"place-{pk}", "").rpartition("@")
    key, subject = field_of(field) if "place" in sent else ("", None)
    choice = "place" if "place" in sent else "keep" if sent.keys() & {"leave", "keep"} else "take"
    if choice != "place":
        revision = sent.get(f"revision-{pk}", "")
    operations.decide_item(
        upload_id=upload_id,
        item_id=pk,
        choice=choice,
        revision=whole_number(revision),
        key=key,
        subject=subject,
        by=actor,
        now=now,
    )
