"""What is different from the last review of this kind."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.enums import DeliverableState

from ...measures import figure_key
from ...measures.commitments import STATUSES
from ..blocks import Block, Number, Row, Table, Words
from ..figures import Figures, cluster_hue


def change(f: Figures) -> list[Block]:
    """Figures beside the same figures of the last published edition; nothing without one."""
    earlier = f.document["cycle"].get("earlier", [])
    if not earlier:
        return []
    last = earlier[-1]
    beside = _Beside(f, last)
    note = _(
        "Beside each figure stands the same figure as edition %(no)d of “%(title)s” printed it. "
        "Who reports differs from cycle to cycle, so that a difference is no trend by itself."
    ) % {"no": last["no"], "title": last["title"]}
    return [Words(note), *_tables(f, beside), *_recounted(f)]


class _Beside:
    """Rows of two figures: then and now."""

    def __init__(self, f: Figures, last: dict[str, Any]) -> None:
        self.f = f
        self.then: dict[str, dict[str, Any]] = f.part("change")["before"]["figures"]
        self.recounted: list[str] = f.part("change")["before"]["recounted"]
        self.at = reverse("reviews:edition", args=[last["review"], last["no"]]) + "figures/"
        self.columns = [last["title"], f.document["cycle"]["title"]]

    def row(self, label: str, measure: str, hue: int = 0, **cell: str) -> Row:
        """Where the last edition has no such figure, it counted nothing there."""
        key = figure_key(measure, cell)
        then = self.then.get(key)
        before = Number(then["value"], key, then["sources"], self.at) if then else Number("0")
        return Row(label, [before, self.f.number(measure, **cell)], hue)

    def table(self, caption: str, heading: str, measure: str, rows: list[Row]) -> list[Block]:
        if measure in self.recounted:
            return []
        return [Table(caption, [heading, *self.columns], rows)]


def _tables(f: Figures, beside: _Beside) -> list[Block]:
    totals = [
        beside.row(label, measure)
        for label, measure in (
            (_("Stakeholders that reported"), "reports"),
            (_("Joint reports"), "joint-reports"),
            (_("Stakeholders taking part in the Forum"), "stakeholders"),
            (_("Commitments"), "commitments"),
            (_("Partnerships"), "partnerships"),
            (_("Deliverables"), "deliverables"),
            (_("Practice examples"), "examples"),
            (_("Stakeholders that reported a value"), "indicators"),
        )
        if measure not in beside.recounted
    ]
    kinds = [beside.row(f.kind(kind), "reports", kind=kind) for kind in f.kinds()]
    regions = [beside.row(f.region(region), "reports", region=region) for region in f.regions()]
    statuses = [
        beside.row(f.labels["status"][status], "commitments", status=status) for status in STATUSES
    ]
    clusters = [
        beside.row(f.term(ref), "commitments-by-cluster", cluster_hue(ref), cluster=ref)
        for ref in f.terms("commitments-by-cluster", "cluster")
    ]
    states = [
        beside.row(f.labels["state"][state], "deliverables", state=state)
        for state in DeliverableState.values
    ]
    return [
        Table(_("In all"), [_("What is counted"), *beside.columns], totals),
        *beside.table(
            _("Reports by kind of stakeholder"), _("Kind of stakeholder"), "reports", kinds
        ),
        *beside.table(_("Reports by region"), _("Region"), "reports", regions),
        *beside.table(_("Commitments by status"), _("Status"), "commitments", statuses),
        *beside.table(
            _("Commitments by thematic cluster"),
            _("Thematic cluster"),
            "commitments-by-cluster",
            clusters,
        ),
        *beside.table(_("Deliverables by state"), _("State"), "deliverables", states),
    ]


def _recounted(f: Figures) -> list[Block]:
    """Measures that are counted in another way than last time stand beside nothing."""
    titles = {measure["key"]: measure["title"] for measure in f.document["measures"]}
    names = [titles[key] for key in f.part("change")["before"]["recounted"] if key in titles]
    if not names:
        return []
    words = _("Counted in another way than last time, and therefore not set beside it: %s.")
    return [Words(words % "; ".join(names))]
