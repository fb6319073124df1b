"""Two texts compared word by word."""

import re
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\W_]+|.", re.UNICODE)
LIMIT = 20_000  # words; beyond it whole paragraphs are compared, so that a page stays quick


def word_difference(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces of text in reading order, each "same", "removed" or "added"."""
    a, b = WORDS.findall(before), WORDS.findall(after)
    if len(a) + len(b) > LIMIT:
        a, b = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts: list[tuple[str, str]] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(a[a1:a2])))
            continue
        if a1 < a2:
            parts.append(("removed", "".join(a[a1:a2])))
        if b1 < b2:
            parts.append(("added", "".join(b[b1:b2])))
    return parts
