"""How reviews look as JSON. What is read here was fetched for the actor before."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from ..manuscript import texts_of
from ..models import Approval, Edition, Review
from ..operations.deciding import MOST as MOST_WORDS
from ..presenting.citing import STYLES
from ..presenting.reservations import reservations_of
from ..queries.checking import CheckPage
from ..queries.editions import cited
from ..queries.figures import FigureFound
from ..queries.manuscript import Outline
from ..queries.workspace import Progress, Workspace
from .manuscript_shapes import outline_json


class ReviewBegin(serializers.Serializer[Any]):
    cycle = serializers.UUIDField()


class ChairAnswer(serializers.Serializer[Any]):
    """`revision` is the review's as you have read it."""

    words = serializers.CharField(
        allow_blank=True, required=False, default="", max_length=MOST_WORDS
    )
    revision = serializers.IntegerField(min_value=1)


class CorrectionWrite(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=2000)


class ScheduleWrite(serializers.Serializer[Any]):
    """A local time of `time_zone` (a name such as "Europe/Zurich")."""

    day = serializers.DateField()
    time = serializers.TimeField(input_formats=["%H:%M"])
    time_zone = serializers.CharField(max_length=40)


def edition_json(edition: Edition, review_id: Any) -> dict[str, Any]:
    return {
        "no": edition.no,
        "published_at": edition.at,
        "note": edition.note,
        "page": reverse("reviews:edition", args=[review_id, edition.no]),
        "files": reverse("reviews:edition", args=[review_id, edition.no]) + "files/",
    }


def review_json(review: Review) -> dict[str, Any]:
    """What everybody may know of a review."""
    edition = review.current_edition
    return {
        "id": review.pk,
        "title": review.cycle.title,
        "cycle": review.cycle_id,
        "year": review.cycle.year,
        "language": review.language,
        "edition": edition_json(edition, review.pk) if edition else None,
    }


def edition_detail_json(edition: Edition) -> dict[str, Any]:
    return edition_json(edition, edition.review_id) | {
        "approved_at": edition.approved_at,
        "sources_frozen_at": edition.compilation.instant,
        "compilation_sha256": edition.compilation.document.content_hash,
        "manuscript_sha256": edition.manuscript_hash,
        "manuscript": texts_of(edition.manuscript),
        "citation": {style: write(cited(edition)) for style, (write, _type) in STYLES.items()},
        "reservations": [
            {name: getattr(said, name) for name in ("by", "section", "language", "text")}
            for said in reservations_of(edition.manuscript)
        ],
        "is_current": edition.review.current_edition_id == edition.pk,
        "file_hashes": {f.format: f.sha256 for f in edition.files.all()},
    }


def progress_json(progress: Progress | None) -> dict[str, Any] | None:
    if progress is None:
        return None
    return {
        "id": progress.compilation.pk,
        "no": progress.compilation.no,
        "state": progress.compilation.state,
        "sources_frozen_at": progress.compilation.instant,
        "parts": [
            {
                "part": p.part,
                "state": p.state,
                "attempts": p.attempts,
                "error": p.error,
                "error_words": p.error_words,
            }
            for p in progress.parts
        ],
    }


def check_json(page: CheckPage) -> dict[str, Any]:
    """What the latest check of an edition found; `found` is empty until there is a result."""
    if page.check is None:
        return {"state": None, "found": None}
    return {
        "id": page.check.pk,
        "state": page.check.state,
        "requested_at": page.check.requested_at,
        "state_at": page.check.state_at,
        "error": page.check.error,
        "agrees": page.found.agrees if page.found else None,
        "found": page.check.result,
    }


def approval_json(approval: Approval) -> dict[str, Any]:
    return {
        "verdict": approval.verdict,
        "words": approval.words,
        "at": approval.at,
        "manuscript_sha256": approval.manuscript_hash,
    }


def work_json(page: Workspace, outline: Outline) -> dict[str, Any]:
    """What the Support Unit sees of a review in the making."""
    return {
        "state": page.review.state,
        "revision": page.review.revision,
        "steps": sorted(page.verbs),
        "compilation": progress_json(page.progress),
        **outline_json(outline),
        "answers": [approval_json(a) for a in page.approvals],
        "files_ready": page.files_ready,
        "publish_at": page.review.publish_at,
        "publish_time_zone": page.review.publish_zone,
        "changed_since_frozen": {
            "withdrawn": len(page.drift.withdrawn),
            "corrected": len(page.drift.corrected),
            "added": page.drift.added,
        }
        if page.drift is not None
        else None,
    }


def figure_json(figure: FigureFound) -> dict[str, Any]:
    return {
        "key": figure.key,
        "title": figure.title,
        "value": figure.value,
        "measure": figure.measure,
        "revision": figure.revision,
        "definition": figure.definition,
        "sources": figure.n_sources,
        "shown": [
            {
                "kind": s.kind,
                "title": s.title,
                "stakeholder": s.by,
                "page": s.href,
                "version": s.version_id,
                "no": s.no,
                "sha256": s.sha256,
                "withdrawn_since": s.withdrawn,
                "corrected_since": s.corrected or None,
            }
            for s in figure.shown
        ],
        "withheld": [{"kind": w.kind_label, "number": w.number} for w in figure.withheld],
    }
