"""Two texts that were written from one base, put together word by word.

What only one of the two changed is taken over. Where both changed the same words, the proposal
keeps both, first mine and then theirs, and says so. Nothing is merged behind anybody's back: the
result is a proposal in a field.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from .differences import BUDGET, WORDS, _lines, _pairs


@dataclass(frozen=True)
class Merge:
    """`clashes`: how many places both changed differently."""

    text: str
    clashes: int

    @property
    def is_clean(self) -> bool:
        return self.clashes == 0


def three_way(base: str, mine: str, theirs: str) -> Merge:
    """The proposal. Long or repetitive texts are merged by line instead of by word."""
    if mine == theirs or theirs == base:
        return Merge(mine, 0)
    if mine == base:
        return Merge(theirs, 0)
    for pieces in (WORDS.findall, _lines):
        parts = [pieces(text) for text in (base, mine, theirs)]
        if max(_pairs(parts[0], parts[1]), _pairs(parts[0], parts[2])) <= BUDGET:
            return _merge(*parts)
    return Merge(_both(mine, theirs), 1)


def _merge(base: list[str], mine: list[str], theirs: list[str]) -> Merge:
    in_mine, in_theirs = _kept(base, mine), _kept(base, theirs)
    text: list[str] = []
    clashes = 0
    b = m = t = 0
    # Words of the base that both kept are the fixed points; what lies between them is decided.
    fixed = [n for n in range(len(base)) if n in in_mine and n in in_theirs]
    for n in [*fixed, len(base)]:
        end_m = in_mine[n] if n < len(base) else len(mine)
        end_t = in_theirs[n] if n < len(base) else len(theirs)
        old, ours, other = base[b:n], mine[m:end_m], theirs[t:end_t]
        if ours == other or other == old:
            text += ours
        elif ours == old:
            text += other
        else:
            clashes += 1
            text.append(_both("".join(ours), "".join(other)))
        if n < len(base):
            text.append(base[n])
            b, m, t = n + 1, end_m + 1, end_t + 1
    return Merge("".join(text), clashes)


def _kept(base: list[str], text: list[str]) -> dict[int, int]:
    """Where each piece of the base that stayed stands in the text."""
    matcher = SequenceMatcher(None, base, text, autojunk=False)
    return {
        block.a + n: block.b + n
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    }


def _both(mine: str, theirs: str) -> str:
    if not mine or not theirs:
        return mine or theirs
    gap = "" if mine[-1].isspace() or theirs[0].isspace() else " "
    return mine + gap + theirs
