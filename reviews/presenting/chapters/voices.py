"""Parts a to d, in the words of the reporters."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ..blocks import Block, Headline, Quote, Quotes, Row, Words
from ..figures import Figures
from .shared import author


def voices(letter: str, f: Figures) -> list[Block]:
    said = f.quotations(letter)
    found: list[Block] = [
        Headline(
            [
                Row(_("reports answer this part"), [f.number("answers", part=letter)]),
                Row(_("of them from States"), [f.number("answers", part=letter, voice="states")]),
            ]
        )
    ]
    if letter in f.chosen:
        found.append(Words(_("Quotations chosen by the Support Unit: %s") % f.chosen[letter].note))
    if not said and letter not in f.chosen:
        found.append(Words(_("No report that may be quoted has a key message here.")))
    elif letter == "d":
        # Raised by States and by others, side by side and unranked.
        for voice in ("states", "others"):
            theirs = [quote(q, f) for q in said if q["voice"] == voice]
            if theirs:
                heading = _("Raised by States") if voice == "states" else _("Raised by others")
                found.append(Quotes(heading, theirs))
    elif said:
        found.append(Quotes(_("Key messages"), [quote(q, f) for q in said]))
    found += _not_printed(letter, len(said), f)
    return found


def _not_printed(letter: str, printed: int, f: Figures) -> list[Block]:
    """That more was said than is printed, and where it stands."""
    whole = sum(q["part"] == letter for q in f.part("voices")["quotations"])
    if printed == whole:
        return []
    words = (
        _(
            "%(printed)d of %(whole)d key messages are printed here. All of them stand in the data "
            "of this review."
        )
        if letter in f.chosen
        else _(
            "%(printed)d of %(whole)d key messages are printed here, chosen by the rule that "
            "stands under “How this review was made”. All of them stand in the data of this review."
        )
    )
    return [Words(words % {"printed": printed, "whole": whole})]


def quote(q: dict[str, Any], f: Figures) -> Quote:
    return Quote(
        text=q["text"],
        language=q["language"],
        by=author(q),
        kind=_("joint report") if "joint" in q else f.kind(q["kind"]),
        question=q["question"],
        report=q["report"],
        no=q["no"],
        key=q["key"],
        version=q["version"],
    )
