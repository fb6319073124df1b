"""The manuscript as one value: what is hashed, approved and printed."""

from __future__ import annotations

from typing import Any

from gfmd_platform.records.hashing import content_hash

from .models import ManuscriptSection, Review
from .sections import SectionKey

Manuscript = list[dict[str, Any]]


def manuscript_of(review: Review) -> Manuscript:
    """The written sections in their order (one query); those without text are left out."""
    written = {s.key: s for s in ManuscriptSection.objects.filter(review=review)}
    return [
        {"key": key, "revision": written[key].revision, "body": written[key].body}
        for key in SectionKey.values
        if key in written and written[key].body
    ]


def manuscript_hash(manuscript: Manuscript) -> str:
    """Of keys and words; how often a text was saved before does not matter."""
    return content_hash([[section["key"], section["body"]] for section in manuscript])


def bodies(manuscript: Manuscript) -> dict[str, str]:
    return {section["key"]: section["body"] for section in manuscript}
