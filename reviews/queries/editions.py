"""What everybody reads: the list of reviews, and an edition with its figures and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible

from ..enums import FileFormat
from ..models import Edition, EditionFile, Review
from ..objections import printed
from ..presenting import Presented, present
from ..presenting.citing import Cited
from ..presenting.reservations import Reservation, reservations_of
from ..sources import Drift, drift
from .visibility import readable_reports


def visible(actor: Actor) -> QuerySet[Review]:
    """Every review the actor may know of; for visitors those with an edition."""
    return Review.unscoped.visible_to(actor).select_related("cycle", "current_edition")


def review(actor: Actor, review_id: UUID) -> Review:
    """Raises NotVisible."""
    found = visible(actor).filter(pk=review_id).first()
    if found is None:
        raise NotVisible(_("There is no such review."))
    return found


def published(actor: Actor) -> QuerySet[Review]:
    """Reviews with an edition, the latest year first."""
    return (
        visible(actor)
        .filter(current_edition__isnull=False)
        .order_by("-cycle__year", "-current_edition__at", "pk")
    )


def edition(actor: Actor, review_id: UUID, no: int | None = None) -> Edition:
    """An edition with its compilation's document; without `no` the one in force.

    Raises NotVisible when there is none that the actor may read.
    """
    found = (
        Edition.objects.filter(review__in=Review.unscoped.visible_to(actor).filter(pk=review_id))
        .select_related("review__cycle", "review__record", "compilation__document")
        .order_by("-no")
    )
    if no is not None:
        found = found.filter(no=no)
    one = found.first()
    if one is None:
        raise NotVisible(_("There is no such edition."))
    return one


@dataclass(frozen=True)
class EditionPage:
    edition: Edition
    shown: Presented
    document: dict[str, Any]
    files: Sequence[EditionFile]
    others: Sequence[Edition]
    drift: Drift
    readable: frozenset[str]

    @property
    def withdrawn(self) -> frozenset[str]:
        return frozenset(str(version) for version in self.drift.withdrawn)

    @property
    def reservations(self) -> list[Reservation]:
        return reservations_of(self.edition.manuscript)

    @property
    def is_current(self) -> bool:
        return self.edition.review.current_edition_id == self.edition.pk


def shown_in(edition: Edition) -> tuple[dict[str, Any], Presented]:
    """The document of its compilation, and its sections as printed (no query)."""
    document = printed(edition.compilation, edition.manuscript)
    return document, present(document, edition.manuscript)


def edition_page(actor: Actor, review_id: UUID, no: int | None = None) -> EditionPage:
    """Everything an edition's page shows (five queries)."""
    found = edition(actor, review_id, no)
    document, shown = shown_in(found)
    return EditionPage(
        edition=found,
        shown=shown,
        document=document,
        files=sorted(
            found.files.select_related("stored"),
            key=lambda file: FileFormat.values.index(file.format),
        ),
        others=list(
            Edition.objects.filter(review=found.review_id)
            .exclude(pk=found.pk)
            .order_by("-no")
            .only("no", "at", "note", "review_id")
        ),
        drift=drift(compilation_id=found.compilation_id, cycle_id=found.review.cycle_id),
        readable=readable_reports(
            actor, {q["report"] for q in document["parts"]["voices"]["quotations"]}
        ),
    )


def cited(edition: Edition, *, paragraph: str = "") -> Cited:
    """What is said of an edition, or of one of its paragraphs, where it is cited (no query)."""
    path = reverse("reviews:edition", args=[edition.review_id, edition.no])
    return Cited(
        title=edition.review.cycle.title,
        no=edition.no,
        published=edition.at,
        address=urljoin(f"{settings.PUBLIC_URL}/", path) + (f"#{paragraph}" if paragraph else ""),
        language=edition.review.language,
    )


def edition_file(actor: Actor, review_id: UUID, no: int | None, format_: str) -> EditionFile:
    """Raises NotVisible."""
    found = edition(actor, review_id, no)
    one = found.files.select_related("stored").filter(format=format_).first()
    if one is None:
        raise NotVisible(_("This edition has no such file."))
    return one
