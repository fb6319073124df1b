"""The manuscript as one value: what is hashed, approved and printed.

A list of sections in the order in which they are printed: `key`, `revision`, `body`, `hidden` (why
the section is left out, or ""), `quotations` (the ids of those chosen, or null for the rule's
choice) and `quotations_note` (why they were chosen, printed). The last entry may be that of
`objections`. Manuscripts that were approved before sections could be hidden have the first three
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gfmd_platform.records.hashing import content_hash

from . import objections, reservations
from .models import CONTENT, ManuscriptSection, Review
from .sections import SectionKey, in_order

Manuscript = list[dict[str, Any]]


def manuscript_of(review: Review) -> Manuscript:
    """All that would be printed now: the sections, then what reporters do not want printed and
    what delegations reserve (three queries)."""
    return [*written(review), *objections.entry_of(review), *reservations.entry_of(review)]


def written(review: Review) -> Manuscript:
    """The sections of which something is said, in their order (one query); all of them where they
    do not stand in the order that they have by themselves."""
    return arranged(review, {s.key: s for s in ManuscriptSection.objects.filter(review=review)})


def arranged(review: Review, written: Mapping[str, ManuscriptSection]) -> Manuscript:
    order = in_order(review.section_order)
    moved = order != SectionKey.values
    found = []
    for key in order:
        section = written.get(key) or ManuscriptSection(review=review, key=key, revision=0)
        if moved or section.body or section.hidden or section.quotations is not None:
            content = {name: getattr(section, name) for name in CONTENT}
            found.append({"key": key, "revision": section.revision, **content})
    return found


def manuscript_hash(manuscript: Manuscript) -> str:
    """Of all that is said; how often a text was saved before does not matter, and what is not said
    counts as little as what could not be said at the time."""
    return content_hash([_said(section) for section in manuscript])


def _said(section: dict[str, Any]) -> list[Any]:
    more = {
        name: value
        for name, value in section.items()
        if name not in ("key", "body", "revision") and value not in ("", None)
    }
    return [section["key"], section["body"], *([more] if more else [])]


def texts_of(manuscript: Manuscript) -> Manuscript:
    """The texts that readers get, in their order: `key` and `body` of what is not left out."""
    return [
        {"key": section["key"], "body": section["body"]}
        for section in manuscript
        if section["key"] in SectionKey.values and section["body"] and not section.get("hidden")
    ]


def bodies(manuscript: Manuscript) -> dict[str, str]:
    """The texts that readers get, by section and in their order."""
    return {section["key"]: section["body"] for section in texts_of(manuscript)}


def left_out(manuscript: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Why sections are left out, by their key."""
    return {section["key"]: section["hidden"] for section in manuscript if section.get("hidden")}
