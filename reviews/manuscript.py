"""The manuscript as one value: what is hashed, approved and printed."""

from __future__ import annotations

from typing import Any

from gfmd_platform.records.hashing import content_hash

from . import objections
from .models import ManuscriptSection, Review
from .sections import SectionKey

Manuscript = list[dict[str, Any]]


def manuscript_of(review: Review) -> Manuscript:
    """The written sections in their order (two queries); those without text are left out."""
    written = {s.key: s for s in ManuscriptSection.objects.filter(review=review)}
    sections = [
        {"key": key, "revision": written[key].revision, "body": written[key].body}
        for key in SectionKey.values
        if key in written and written[key].body
    ]
    return [*sections, *objections.entry_of(review)]


def manuscript_hash(manuscript: Manuscript) -> str:
    """Of all that is said; how often a text was saved before does not matter."""
    return content_hash([_said(section) for section in manuscript])


def _said(section: dict[str, Any]) -> list[Any]:
    more = {name: section[name] for name in section if name not in ("key", "body", "revision")}
    return [section["key"], section["body"], *([more] if more else [])]


def sections_of(manuscript: Manuscript) -> Manuscript:
    """What is written, without what only tells which of the reporters' words are printed."""
    return [section for section in manuscript if section["key"] in SectionKey.values]


def bodies(manuscript: Manuscript) -> dict[str, str]:
    return {section["key"]: section["body"] for section in sections_of(manuscript)}
