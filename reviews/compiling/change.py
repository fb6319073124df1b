"""What the last edition of this kind said of the same cells."""

from __future__ import annotations

from typing import Any

from ..measures.context import Context
from .rows import select

#: Measures whose figures are set beside those of the last edition.
COMPARED = (
    "stakeholders",
    "reports",
    "joint-reports",
    "commitments",
    "commitments-by-cluster",
    "partnerships",
    "deliverables",
    "indicators",
    "answers",
    "examples",
)


def before(context: Context) -> dict[str, Any]:
    """The figures of the last edition by key (two queries); nothing when there is none.

    `recounted` are measures that meant something else then, so that nothing is set beside them.
    """
    if not context.facts["earlier"]:
        return {"figures": {}, "recounted": []}
    edition = context.facts["earlier"][-1]["edition"]
    then = select(
        "SELECT c.measures::json AS measures FROM reviews_edition e"
        " JOIN reviews_compilation c ON c.id = e.compilation_id WHERE e.id = %(edition)s",
        context,
        edition=edition,
    )[0]["measures"]
    same = [key for key in COMPARED if then.get(key) == context.revisions.get(key)]
    figures = select(
        "SELECT f.key, f.value, f.n_sources FROM reviews_edition e"
        " JOIN reviews_figure f ON f.compilation_id = e.compilation_id"
        " WHERE e.id = %(edition)s AND f.measure = ANY(%(same)s)",
        context,
        edition=edition,
        same=same,
    )
    return {
        "figures": {
            row["key"]: {"value": row["value"], "sources": row["n_sources"]} for row in figures
        },
        "recounted": [key for key in COMPARED if key in then and key not in same],
    }
