"""Receipts: as a page and a file for those whose report it is, and a check open to everybody."""

from __future__ import annotations

from uuid import UUID

from allauth.core.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gfmd_platform.cycles.pages import actor_of, signed_in

from .. import receipts
from ..forms.receipts import ReceiptForm
from ..models import ReportVersion
from ..queries import reports as queries


def may_check(request: HttpRequest) -> bool:
    """Counted by the visitor's address (ACCOUNT_RATE_LIMITS). Keys are too long to be guessed, so
    this only keeps the work small."""
    return bool(consume(request, action="receipt"))


def _own(request: HttpRequest, pk: UUID, no: int) -> ReportVersion:
    """A version for those whose report it is. Raises NotVisible or NotAllowed."""
    actor = actor_of(request)
    report = queries.get_report_for(actor, "read_draft", pk)
    version = queries.get_version(actor, report, no)
    version.subject = report
    return version


@signed_in
@require_safe
def receipt(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    """What was handed in, when, by whom, and how it can be recognised."""
    version = _own(request, pk, no)
    checked = receipts.verify(version)
    return render(
        request,
        "reports/receipt.html",
        {
            "report": version.subject,
            "version": version,
            "facts": receipts.facts(checked),
            "entry": str(checked.event.pk) if checked.event else "",
        },
    )


@signed_in
@require_safe
def receipt_pdf(request: HttpRequest, pk: UUID, no: int) -> HttpResponse:
    return pdf_response(_own(request, pk, no))


def pdf_response(version: ReportVersion) -> HttpResponse:
    response = HttpResponse(receipts.as_pdf(receipts.verify(version)), "application/pdf")
    name = f"receipt-{version.receipt_key}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whoever has a receipt can ask whether what is stored is what was handed in."""
    if request.method != "POST":
        return render(request, "reports/verify_receipt.html", {"form": ReceiptForm()})
    if not may_check(request):
        return respond_429(request)
    form = ReceiptForm(request.POST, request.FILES)
    checked = form.checked() if form.is_valid() else None
    return render(
        request,
        "reports/verify_receipt.html",
        {"form": form, "checked": checked},
        status=422 if form.errors else 200,
    )
