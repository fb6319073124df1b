"""Values of indicators by table: sent, looked at row by row, then written."""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.access.exceptions import Invalid
from gfmd_platform.cycles.enums import Part
from gfmd_platform.cycles.pages import actor_of, signed_in, take_errors
from gfmd_platform.documents.tables import csv_response, xlsx_response
from gfmd_platform.imports.exceptions import TableRefused
from gfmd_platform.imports.fates import Fate
from gfmd_platform.imports.tables import read_table

from .. import observation_rows, operations
from ..forms.indicators import TableForm
from ..models import Report
from ..queries import indicators as queries
from .report_drafts import open_draft

#: The table travels in the page between its two looks, so it is kept small.
MAX_BYTES = 1024 * 1024


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """First look: what would become of each row. Second: it is written."""
    report = open_draft(request, pk, section=Part.INDICATORS)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, report, TableForm())
    if "write" in request.POST:
        content = _unpacked(request.POST.get("content", ""))
    else:
        content = form.cleaned_data["table"].read() if form.is_valid() else b""
        if not content:
            return _page(request, report, form, status=422)
    try:
        if len(content) > MAX_BYTES:
            raise TableRefused(_("The table is larger than 1 MB. Split it into several."))
        table = read_table(content)
        cards = queries.cards(report)
        read = observation_rows.read_rows(table, cards)
    except TableRefused as refused:
        shown = TableForm({}, MultiValueDict()) if "write" in request.POST else form
        shown.errors.pop("table", None)
        shown.add_error(None, str(refused))
        return _page(request, report, shown, status=422)
    seen = _fingerprint(report)
    write = "write" in request.POST and request.POST.get("seen") == seen
    try:
        done = operations.put_observations(
            report_id=pk,
            rows=read.rows,
            by=actor_of(request),
            now=timezone.now(),
            dry_run=not write,
        )
    except Invalid as refusal:
        take_errors(form, refusal)
        return _page(request, report, form, status=422)
    result = observation_rows.told(done, cards, written=write)
    counts = result.counts
    if write and not result.refused:
        messages.success(
            request,
            _("Written: %(new)d new, %(changed)d changed, %(same)d unchanged.")
            % {
                "new": counts[Fate.CREATED],
                "changed": counts[Fate.UPDATED],
                "same": counts[Fate.UNCHANGED],
            },
        )
        return redirect("reports:values", pk)
    return _page(
        request,
        report,
        TableForm(),
        result=result,
        found=table.form,
        unused=read.unused,
        content=_packed(content),
        seen=seen,
        moved="write" in request.POST and not write,
        writable=counts[Fate.CREATED] + counts[Fate.UPDATED],
    )


def _page(
    request: HttpRequest, report: Report, form: TableForm, *, status: int = 200, **context: Any
) -> HttpResponseBase:
    return render(
        request,
        "indicators/table.html",
        {"report": report, "form": form, **context},
        status=status,
    )


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode()


def _unpacked(text: str) -> bytes:
    """What `_packed` made; nothing when it was bent on the way."""
    try:
        unpack = zlib.decompressobj()
        return unpack.decompress(base64.b64decode(text, validate=True), MAX_BYTES + 1)
    except (binascii.Error, zlib.error, ValueError):
        return b""


def _fingerprint(report: Report) -> str:
    """Names the values as they stand, so that what is written is what was looked at."""
    rows = report.observations.order_by("pk").values_list("pk", "revision")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:32]


@signed_in
@require_safe
def template(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A table with the present values, and empty rows to fill in: CSV or Excel."""
    report = open_draft(request, pk, section=Part.INDICATORS)
    cards = queries.cards(report)
    wanted = request.GET.get("indicator", "")
    year = timezone.now().year
    observed = queries.observed_in(report)
    given = {str(row.term_id or row.indicator_key) for row in observed}
    if wanted:
        chosen = [queries.card_for(report, wanted)]
    else:
        chosen = [card for card in cards if card.own or card.key in given]
    rows = observation_rows.table_rows(
        chosen or cards, observed, periods=[str(year - back) for back in (3, 2, 1)]
    )
    header = observation_rows.header()
    if request.GET.get("format") == "csv":
        return csv_response("indicators", header, rows)
    return xlsx_response(
        "indicators", header, rows, sheet="Indicators", about=observation_rows.about()
    )
