"""What was promised, and where it stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...measures.commitments import STATUSES
from ..blocks import Block, Headline, Row, Table
from ..figures import Figures, cluster_hue
from .shared import bars, overlap


def commitments(f: Figures) -> list[Block]:
    labels = f.labels["status"]
    found: list[Block] = [
        Headline([Row(_("commitments are registered"), [f.number("commitments")])]),
        *bars(
            _("Commitments by status"),
            _("Status, as its stakeholder reports it"),
            [f.bar(labels[status], "commitments", status=status) for status in STATUSES],
            whole=f.number("commitments"),
        ),
        *bars(
            _("Commitments by thematic cluster"),
            _("Thematic cluster"),
            [
                f.bar(f.term(ref), "commitments-by-cluster", hue=cluster_hue(ref), cluster=ref)
                for ref in f.terms("commitments-by-cluster", "cluster")
            ],
            overlap(),
            whole=f.number("commitments"),
        ),
    ]
    for dim, caption, heading in (
        ("area", _("Commitments by action area and status"), _("Action area")),
        ("objective", _("Commitments by objective of the Compact and status"), _("Objective")),
        ("target", _("Commitments by target and status"), _("Target")),
    ):
        found += _by_status(f, dim, caption, heading)
    return found


def _by_status(f: Figures, dim: str, caption: str, heading: str) -> list[Block]:
    """Entries that a commitment cites; those that none does are left out."""
    measure = f"commitments-by-{dim}"
    labels = f.labels["status"]
    rows = [
        Row(
            f.term(ref),
            [
                f.number(measure, **{dim: ref}),
                *(f.number(measure, **{dim: ref, "status": status}) for status in STATUSES),
            ],
            cluster_hue(ref),
        )
        for ref in f.terms(measure, dim)
        if f.number(measure, **{dim: ref}).value != "0"
    ]
    if not rows:
        return []
    columns = [heading, _("All"), *(labels[status] for status in STATUSES)]
    note = overlap() + " " + _("Entries that no counted commitment cites are left out.")
    return [Table(caption, columns, rows, note, drawn="shares")]
