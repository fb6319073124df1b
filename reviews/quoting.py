"""Which quotations are printed when nobody chooses: the first of each part, by the rule's order."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .measures.voices import EMERGING, VOICES


def quotation_id(quotation: dict[str, Any]) -> str:
    """Of a quotation in a compilation's document, the same in the next compilation."""
    return f"{quotation['version']}:{quotation['key']}"


def chosen_by_rule(
    document: dict[str, Any], part: str, *, without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The quotations of a part, in the order in which they are printed.

    `without` are ids of those to which their reporters object; the next in turn take their places.
    A compilation of the first rules prints all.
    """
    said = [
        quotation
        for quotation in document["parts"]["voices"]["quotations"]
        if quotation["part"] == part and quotation_id(quotation) not in without
    ]
    number = document["cycle"].get("messages_per_part")
    if number is None:
        return said
    if part != EMERGING:
        return said[:number]
    return [
        quotation
        for voice in VOICES
        for quotation in [q for q in said if q["voice"] == voice][:number]
    ]
