"""Parts a to d, in the words of the reporters."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ..blocks import Block, Headline, Quote, Quotes, Row, Words
from ..figures import Figures
from .shared import author


def voices(letter: str, f: Figures) -> list[Block]:
    said = [q for q in f.part("voices")["quotations"] if q["part"] == letter]
    found: list[Block] = [
        Headline(
            [
                Row(_("reports answer this part"), [f.number("answers", part=letter)]),
                Row(_("of them from States"), [f.number("answers", part=letter, voice="states")]),
            ]
        )
    ]
    if not said:
        found.append(Words(_("No report that may be quoted has a key message here.")))
    elif letter == "d":
        # Raised by States and by others, side by side and unranked.
        for voice in ("states", "others"):
            theirs = [_quote(q, f) for q in said if q["voice"] == voice]
            if theirs:
                heading = _("Raised by States") if voice == "states" else _("Raised by others")
                found.append(Quotes(heading, theirs))
    else:
        found.append(Quotes(_("Key messages"), [_quote(q, f) for q in said]))
    return found


def _quote(q: dict[str, Any], f: Figures) -> Quote:
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
