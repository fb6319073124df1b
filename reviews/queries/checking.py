"""What checks of a published edition found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.access.exceptions import NotVisible

from .. import measures
from ..enums import CheckState
from ..models import CompilationSource, Edition, EditionCheck
from ..sources import BY_KIND
from ..verification import Verification
from ..verification.findings import FigureDiffers
from .figures import titles
from .workspace import review_to

#: So many differences are listed; the number of all of them is always said.
MOST = 200


@dataclass(frozen=True)
class SourceNamed:
    """A source as people know it; `recomputed` and `frozen` are hashes."""

    kind: str
    title: str
    by: str
    no: int
    href: str
    frozen: str = ""
    recomputed: str = ""
    ground: str = ""
    at: str = ""


@dataclass(frozen=True)
class MeasureCompared:
    title: str
    figures: int
    differ: int


@dataclass(frozen=True)
class CheckPage:
    edition: Edition
    check: EditionCheck | None
    found: Verification | None
    measures: Sequence[MeasureCompared]
    changed: Sequence[SourceNamed]
    erased: Sequence[SourceNamed]

    @property
    def is_waiting(self) -> bool:
        return self.check is not None and self.check.state == CheckState.WAITING

    @property
    def figures_differ(self) -> Sequence[FigureDiffers]:
        return self.found.figures_differ[:MOST] if self.found else ()


def check_page(actor: Actor, review_id: UUID, no: int) -> CheckPage:
    """An edition with its latest check; for those who may ask for one (five queries).

    Raises NotVisible.
    """
    review = review_to("verify", actor, review_id)
    edition = (
        Edition.objects.filter(review=review, no=no)
        .select_related("review__cycle", "compilation")
        .first()
    )
    if edition is None:
        raise NotVisible(_("There is no such edition."))
    check = EditionCheck.objects.filter(edition=edition).order_by("-requested_at", "-id").first()
    if check is None or check.result is None:
        return CheckPage(edition, check, None, (), (), ())
    found = Verification.from_json(check.result)
    versions = [s.version for s in found.sources_differ[:MOST]]
    named = _sources(edition, versions + [s.version for s in found.erased[:MOST]])
    known = measures.current()
    return CheckPage(
        edition=edition,
        check=check,
        found=found,
        measures=[
            MeasureCompared(
                str(known[row.measure].title) if row.measure in known else row.measure,
                row.figures,
                row.differ,
            )
            for row in found.measures
        ],
        changed=[
            SourceNamed(**_name(s.version, named), frozen=s.frozen, recomputed=s.recomputed)
            for s in found.sources_differ[:MOST]
        ],
        erased=[
            SourceNamed(**_name(s.version, named), ground=s.ground, at=s.at)
            for s in found.erased[:MOST]
        ],
    )


def _sources(
    edition: Edition, versions: list[str]
) -> dict[str, tuple[CompilationSource, tuple[str, str]]]:
    """By version, with title and stakeholder as far as they can still be told (two queries)."""
    rows = list(
        CompilationSource.objects.filter(
            compilation=edition.compilation_id, version_id__in=versions
        )
    )
    words = titles([row.pk for row in rows])
    return {str(row.version_id): (row, words.get(row.pk, ("", ""))) for row in rows}


def _name(
    version: str, named: Mapping[str, tuple[CompilationSource, tuple[str, str]]]
) -> dict[str, Any]:
    source, (title, by) = named[version]
    kind = BY_KIND.get(source.kind)
    return {
        "kind": str(kind.label) if kind else source.kind,
        "title": title or str(source.record_id),
        "by": by,
        "no": source.no,
        "href": kind.href(source.record_id, source.no) if kind else "",
    }
