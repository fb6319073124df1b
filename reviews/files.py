"""The files of an edition, made from an approved text: PDF, Word, Excel and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gfmd_platform.documents.pdf import render_pdf
from gfmd_platform.records.hashing import canonical_json

from . import prose
from .documents.excel import edition_excel
from .documents.word import edition_word
from .enums import FileFormat
from .manuscript import texts_of
from .models import Approval
from .objections import printed
from .presenting import disclaimer, present
from .presenting.blocks import Entry
from .presenting.charts import plain_blocks
from .presenting.reservations import reservations_of
from .sources import BY_KIND

TEMPLATE = Path(__file__).parent / "documents" / "edition.typ"
SCHEMA = TEMPLATE.with_name("edition-1.schema.json")
FORMAT = "gfmd-edition/1"


def render(format_: str, *, approval: Approval) -> bytes:
    """The bytes of one format; the same for the same approval, wherever it is made."""
    with translation.override(approval.review.language):
        document = printed(approval.compilation, approval.manuscript)
        if format_ == FileFormat.JSON:
            return canonical_json(edition_json(approval, document))
        plain = edition_pdf(approval, document)
        if format_ == FileFormat.WORD:
            return edition_word(plain, now=approval.at)
        if format_ == FileFormat.EXCEL:
            return edition_excel(plain, document, now=approval.at)
        return render_pdf(TEMPLATE, plain)


def edition_json(approval: Approval, document: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "schema": _absolute(reverse("reviews:schema")),
        "review": approval.review_id,
        "address": address(approval),
        "edition": approval.edition_no,
        "note": approval.correction_note,
        "disclaimer": disclaimer(),
        "approved_at": approval.at,
        "manuscript": texts_of(approval.manuscript),
        "reservations": [
            {name: getattr(said, name) for name in ("by", "section", "language", "text")}
            for said in reservations_of(approval.manuscript)
        ],
        "manuscript_sha256": approval.manuscript_hash,
        "compilation": document,
        "compilation_sha256": approval.compilation.document.content_hash,
        "sources_frozen_at": approval.compilation.instant,
    }


def address(approval: Approval) -> str:
    """Where this edition will stand for good."""
    return _absolute(reverse("reviews:edition", args=[approval.review_id, approval.edition_no]))


def _absolute(path: str) -> str:
    return urljoin(f"{settings.PUBLIC_URL}/", path)


def edition_pdf(approval: Approval, document: dict[str, Any]) -> dict[str, Any]:
    """The edition as plain data for the writers of PDF, Word and Excel; only what is printed."""
    cycle = document["cycle"]
    shown = present(document, approval.manuscript)
    sections = []
    for section in shown.sections:
        blocks = plain_blocks(section)
        for block in blocks:
            for quote in block.get("quotes", ()):
                path = BY_KIND["report"].href(quote["report"], quote["no"])
                quote["href"] = _absolute(f"{path}#{quote['key']}")
                quote["place"] = _("Progress report, version %(no)d: %(question)s") % {
                    "no": quote["no"],
                    "question": quote["question"],
                }
        text = prose.blocks(section.body, section.figures)
        sections.append({"title": section.title, "prose": text, "blocks": blocks})
    return {
        "language": approval.review.language,
        "title": cycle["title"],
        "theme": cycle["theme"],
        "kicker": _("Global Forum on Migration and Development – annual review"),
        "footer": f"{cycle['title']} – " + _("edition %d") % approval.edition_no,
        "facts": [
            _("Edition %d") % approval.edition_no,
            _("Sources frozen on %s") % _instant(approval.compilation.instant),
            _("Approved by the Chair-in-Office on %s") % _instant(approval.at),
            address(approval),
        ],
        "demo": _("A demonstration: its stakeholders and countries are invented.")
        if settings.DEMO
        else "",
        "disclaimer": disclaimer(),
        "note": approval.correction_note,
        "origin": settings.PUBLIC_URL.rstrip("/"),
        "figures": f"{address(approval)}figures/",
        "sections": sections,
        "reservations": [vars(said) for said in reservations_of(approval.manuscript)],
        "annex": [
            {"heading": group.heading, "entries": [_listed(entry) for entry in group.entries]}
            for group in shown.annex
        ],
        "withheld": shown.withheld,
        "rules": [shown.order_rule, shown.quotation_rule],
        "measures": document["measures"],
        "proof": [
            _("SHA-256 of the compilation: %s") % approval.compilation.document.content_hash,
            _("SHA-256 of the manuscript: %s") % approval.manuscript_hash,
        ],
        "words": {
            "annex": _("Annex: sources"),
            "contents": _("Contents"),
            "correction": _("What this edition corrects"),
            "details": _("Details"),
            "kind": _("Kind"),
            "method": _("How this review was made"),
            "number": _("Number"),
            "period": _("Period"),
            "readers": _("Who may read it"),
            "reporter": _("Reporter"),
            "reservations": _("Reservations"),
            "revision": _("revision"),
            "unit": _("Unit"),
            "value": _("Value"),
            "version": _("version"),
            "withheld": _("Sources that are not public"),
            "withheld_note": _(
                "They are counted in the figures and not listed; words of theirs stand here only "
                "where they agreed to be quoted."
            ),
        },
    }


def _listed(entry: Entry) -> dict[str, Any]:
    path = BY_KIND[entry.kind].href(entry.record, entry.no)
    return vars(entry) | {"href": _absolute(path)}


def _instant(value: Any) -> str:
    return f"{date_format(value, 'j F Y, H:i')} UTC"
