"""What a cycle's page says of its review."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from gfmd_platform.access import Actor
from gfmd_platform.cycles.models import Cycle

from .enums import FileFormat
from .models import CompilationSource, Edition, EditionFile, Figure, HandingOver, Review
from .sources import STAKEHOLDER

FIGURES = ("reports", "commitments", "partnerships", "examples")


def review_panel(actor: Actor, cycle: Cycle) -> tuple[str, dict[str, Any]] | None:
    """What came out of the cycle: first figures, files, earlier editions, to whom it went, and for
    members what it holds of their own (one query)."""
    review = _with_outcome(actor, cycle)
    if review is None:
        return None
    if review.current_edition_id is None and not actor.is_support_unit:
        return None
    words = {
        "reports": _("stakeholders reported"),
        "commitments": _("commitments are registered"),
        "partnerships": _("partnerships are registered"),
        "examples": _("practice examples are published"),
    }
    values = {row["key"]: int(row["value"]) for row in review.figures}
    return "reviews/_panel.html", {
        "review": review,
        "works": actor.is_support_unit,
        "edition": review.current_edition,
        "figures": [(words[key], values[key], key) for key in FIGURES if key in values],
        "files": [(row["format"], FileFormat(row["format"]).label) for row in review.files],
        "earlier": [(row["no"], dt.datetime.fromisoformat(row["at"])) for row in review.earlier],
        "handed": [row | {"on": dt.date.fromisoformat(row["on"])} for row in review.handed],
        "own": review.own,
    }


def _with_outcome(actor: Actor, cycle: Cycle) -> Any:
    """The review with what its edition in force holds, in arrays beside it."""
    current, compiled = OuterRef("current_edition"), OuterRef("current_edition__compilation")
    editions = Edition.objects.filter(review=OuterRef("pk"))
    figures = Figure.objects.filter(compilation=compiled, key__in=FIGURES)
    files = EditionFile.objects.filter(edition=current).order_by("format")
    handed = HandingOver.objects.filter(edition__review=OuterRef("pk")).order_by("on", "pk")
    own = CompilationSource.objects.filter(
        compilation=compiled, kind=STAKEHOLDER.kind, record_id__in=actor.stakeholder_ids()
    )
    return (
        Review.unscoped.visible_to(actor)
        .filter(cycle=cycle)
        .select_related("current_edition")
        .annotate(
            figures=ArraySubquery(figures.values(row=JSONObject(key="key", value="value"))),
            files=ArraySubquery(files.values(row=JSONObject(format="format"))),
            earlier=ArraySubquery(
                editions.exclude(pk=current)
                .order_by("-no")
                .values(row=JSONObject(no="no", at="at"))
            ),
            handed=ArraySubquery(
                handed.values(
                    row=JSONObject(to="to", on="on", reference="reference", no="edition__no")
                )
            ),
            own=ArraySubquery(own.values("record_id")),
        )
        .first()
    )
