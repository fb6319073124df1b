"""Which quotations their reporters do not want printed, and a document without these.

The compiled document is immutable and keeps them; what is printed leaves them out. The ids stand
in the manuscript's value, so that an approval and an edition's hash hold for just this choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import ngettext

from .compiling.documents import parse
from .models import Compilation, Objection, Quotation, Review

#: The manuscript's entry that holds them; no section, and never printed itself.
KEY = "objections"


def quotation_id(quotation: Mapping[str, Any]) -> str:
    """Of a quotation in a compilation's document: its passage."""
    return passage_id(quotation["version"], quotation["key"])


def passage_id(version_id: UUID | str, key: str) -> str:
    return f"{version_id}:{key}"


def objected_ids(review: Review, compilation_id: UUID | None) -> list[str]:
    """Of the quotations in a compilation, those that somebody objects to (one query)."""
    standing = Objection.objects.filter(
        review=review,
        report_id=OuterRef("source__record_id"),
        key=OuterRef("key"),
        text_hash=OuterRef("text_hash"),
        withdrawn_at=None,
    )
    rows = Quotation.objects.filter(Exists(standing), compilation=compilation_id)
    return sorted(passage_id(v, key) for v, key in rows.values_list("source__version_id", "key"))


def entry_of(review: Review) -> list[dict[str, Any]]:
    """The manuscript's entry of objections; none while nobody objects."""
    found = objected_ids(review, review.compilation_id)
    return [{"key": KEY, "body": "", KEY: found}] if found else []


def objected_in(manuscript: list[dict[str, Any]]) -> frozenset[str]:
    """The ids that a manuscript's value leaves out."""
    return frozenset(i for section in manuscript for i in section.get(KEY, ()))


def still_printed() -> QuerySet[Objection]:
    """Objections to words that the edition in force prints: made after the Chair had approved it,
    since an approval leaves out all that stood before."""
    in_print = Quotation.objects.filter(
        compilation=OuterRef("review__current_edition__compilation"),
        source__record_id=OuterRef("report_id"),
        key=OuterRef("key"),
        text_hash=OuterRef("text_hash"),
    )
    return Objection.objects.filter(
        Exists(in_print), withdrawn_at=None, at__gt=F("review__current_edition__approved_at")
    )


def printed(compilation: Compilation, manuscript: list[dict[str, Any]]) -> dict[str, Any]:
    """What a compilation's document says in print: without what was objected to, and saying so."""
    return without(parse(compilation.document.content), objected_in(manuscript))


def without(document: dict[str, Any], objected: frozenset[str]) -> dict[str, Any]:
    """The document without these quotations. Its rule of quotations tells how many are left out."""
    if not objected:
        return document
    voices = document["parts"]["voices"]
    kept = [q for q in voices["quotations"] if quotation_id(q) not in objected]
    parts = {**document["parts"], "voices": {**voices, "quotations": kept}}
    rules = document["rules"]
    with translation.override(document["cycle"]["language"]):
        note = ngettext(
            "%(n)d quotation is left out since its reporter objected to it.",
            "%(n)d quotations are left out since their reporters objected to them.",
            len(objected),
        ) % {"n": len(objected)}
    rules = {**rules, "quotations": f"{rules['quotations']} {note}"}
    return {**document, "parts": parts, "rules": rules}
