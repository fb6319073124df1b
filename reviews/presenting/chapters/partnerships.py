"""Partnerships, their deliverables, and practice examples."""

from __future__ import annotations

from django.utils.translation import gettext as _

from partnerships.enums import DeliverableState

from ..blocks import Block, Entries, Headline, Row
from ..figures import Figures, cluster_hue
from .shared import bars, entry


def partnerships(f: Figures) -> list[Block]:
    listed = f.part("partnerships")["partnerships"]
    states = f.labels["state"]
    found: list[Block] = [
        Headline(
            [
                Row(_("partnerships are registered"), [f.number("partnerships")]),
                Row(_("deliverables are planned or done"), [f.number("deliverables")]),
            ]
        ),
        *bars(
            _("Deliverables by state"),
            _("State, as the responsible partner reports it"),
            [
                f.bar(states[state], "deliverables", state=state)
                for state in DeliverableState.values
            ],
            whole=f.number("deliverables"),
        ),
        *bars(
            _("Partnerships by thematic cluster"),
            _("Thematic cluster"),
            [
                f.bar(f.term(ref), "partnerships-by-cluster", hue=cluster_hue(ref), cluster=ref)
                for ref in f.terms("partnerships-by-cluster", "cluster")
            ],
            _("A partnership counts in every entry it cites, so rows do not add up."),
            whole=f.number("partnerships"),
        ),
    ]
    if listed:
        heading = _("The partnerships and who leads them")
        found.append(Entries(heading, [entry(e, "partnership") for e in listed]))
    return found


def examples(f: Figures) -> list[Block]:
    listed = f.part("examples")["examples"]
    found: list[Block] = [
        Headline([Row(_("practice examples are published"), [f.number("examples")])])
    ]
    found += bars(
        _("Practice examples by thematic cluster"),
        _("Thematic cluster"),
        [
            f.bar(f.term(ref), "examples-by-cluster", hue=cluster_hue(ref), cluster=ref)
            for ref in f.terms("examples-by-cluster", "cluster")
        ],
        _("An example counts in every entry it cites, so rows do not add up."),
        whole=f.number("examples"),
    )
    if listed:
        found.append(Entries(_("The examples"), [entry(e, "example") for e in listed]))
    return found
