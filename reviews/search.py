"""What of reviews can be found by search: the edition in force, nothing else."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from gfmd_platform.search import SearchDocument

from .compiling.documents import parse
from .manuscript import bodies
from .models import Review
from .presenting.figures import Figures
from .prose import figure_keys, plain


def review_document(record_id: UUID) -> SearchDocument | None:
    """The published edition; None before there is one."""
    review = (
        Review.objects.select_related("cycle", "current_edition__compilation__document")
        .filter(pk=record_id)
        .first()
    )
    if review is None or review.current_edition is None:
        return None
    edition = review.current_edition
    texts = bodies(edition.manuscript)
    figures = Figures(parse(edition.compilation.document.content))
    return SearchDocument(
        title=review.cycle.title,
        url=reverse("reviews:detail", args=[review.pk]),
        language=review.language,
        published_at=edition.at,
        summary=review.cycle.theme,
        text="\n\n".join(
            plain(texts[key], figures.values(figure_keys(texts[key]))) for key in texts
        ),
    )
