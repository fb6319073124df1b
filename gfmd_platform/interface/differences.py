"""Two texts compared word by word."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

# A word with the space after it; Chinese and Japanese, which write none, sign by sign.
SIGNS = r"\u3040-\u30ff\u3400-\u9fff"
WORDS = re.compile(rf"[{SIGNS}]|[^\W_{SIGNS}]+\s*|\s+|[\W_]\s*")
# How many pairs of equal pieces a comparison may have to look at. Repetitive or hostile texts
# beyond it are compared by line, then as a whole, so that a page never takes long.
BUDGET = 400_000


def word_difference(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces of text in reading order, each "same", "removed" or "added"."""
    for pieces in (WORDS.findall, _lines):
        a, b = pieces(before), pieces(after)
        start = _shared(a, b)
        end = _shared(a[start:][::-1], b[start:][::-1])
        middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
        if _pairs(middle_a, middle_b) <= BUDGET:
            parts = [("same", "".join(a[:start])), *_compare(middle_a, middle_b)]
            parts.append(("same", "".join(a[len(a) - end :])))
            return [(kind, text) for kind, text in parts if text]
    return [(kind, text) for kind, text in (("removed", before), ("added", after)) if text]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _shared(a: list[str], b: list[str]) -> int:
    """How many pieces the two have in common at their start."""
    return next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _pairs(a: list[str], b: list[str]) -> int:
    in_b = Counter(b)
    return sum(times * in_b[piece] for piece, times in Counter(a).items())


def _compare(a: list[str], b: list[str]) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(a[a1:a2])))
        else:
            parts += [("removed", "".join(a[a1:a2])), ("added", "".join(b[b1:b2]))]
    return parts
