"""What was promised, and where it stands."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from gfmd_platform.interface.forms.dates import spoken

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
    found += _changed(f)
    for dim, caption, heading in (
        ("area", _("Commitments by action area and status"), _("Action area")),
        ("objective", _("Commitments by objective of the Compact and status"), _("Objective")),
        ("target", _("Commitments by target and status"), _("Target")),
    ):
        found += by_status(f, dim, caption, heading)
    return found


def _changed(f: Figures) -> list[Block]:
    """What is new, amended or finished; earlier compilations did not count it."""
    if not f.has("commitments-changed"):
        return []
    return bars(
        _("Commitments that are new, amended or finished"),
        _("Since %(day)s") % {"day": spoken(f.document["cycle"]["since"][:10])},
        [f.bar(label, "commitments-changed", change=c) for c, label in f.labels["change"].items()],
        _("Finished means that its stakeholder now reports it as done."),
        whole=f.number("commitments"),
    )


def by_status(
    f: Figures, dim: str, caption: str, heading: str, only: Collection[str] | None = None
) -> list[Block]:
    """Entries that a commitment cites, of `only` these; those that none does are left out."""
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
        if f.number(measure, **{dim: ref}).value != "0" and (only is None or ref in only)
    ]
    if not rows:
        return []
    columns = [heading, _("All"), *(labels[status] for status in STATUSES)]
    note = overlap() + " " + _("Entries that no counted commitment cites are left out.")
    return [Table(caption, columns, rows, note, drawn="shares")]
