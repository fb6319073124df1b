"""Partnerships, their deliverables, and practice examples."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from partnerships.enums import DeliverableState

from ..blocks import Block, Entries, Headline, Row, Table
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
    for dim, caption, heading in (
        ("area", _("Deliverables by action area and state"), _("Action area")),
        ("objective", _("Deliverables by objective of the Compact and state"), _("Objective")),
        ("target", _("Deliverables by target and state"), _("Target")),
    ):
        found += _deliverables(f, dim, caption, heading)
    if listed:
        heading = _("The partnerships and who leads them")
        found.append(Entries(heading, [entry(e, "partnership") for e in listed]))
    return found


def _deliverables(f: Figures, dim: str, caption: str, heading: str) -> list[Block]:
    """Entries that the partnership of a deliverable cites; the others are left out."""
    measure = f"deliverables-by-{dim}"
    states = f.labels["state"]
    rows = [
        Row(
            f.term(ref),
            [
                f.number(measure, **{dim: ref}),
                *(f.number(measure, **{dim: ref, "state": s}) for s in DeliverableState.values),
            ],
            cluster_hue(ref),
        )
        for ref in f.terms(measure, dim)
        if f.number(measure, **{dim: ref}).value != "0"
    ]
    if not rows:
        return []
    columns = [heading, _("All"), *(states[state] for state in DeliverableState.values)]
    note = _("A deliverable counts in every entry that its partnership cites.")
    return [Table(caption, columns, rows, note, drawn="shares")]


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
    found += _to_take_up(f, listed)
    if listed:
        found.append(Entries(_("The examples"), [entry(e, "example") for e in listed]))
    return found


def _to_take_up(f: Figures, listed: list[dict[str, Any]]) -> list[Block]:
    """What others can take up: by facts that its stakeholder gives, without any ranking."""
    if not f.has("examples-to-repeat"):
        return []
    told = [e for e in listed if "to_repeat" in e["says"]]
    delivered = f.part("partnerships")["evidenced"]
    if not told and not delivered:
        return []
    numbers = [
        Row(_("examples say what others need to repeat them"), [f.number("examples-to-repeat")]),
        Row(
            _("of them also say how their results are known"),
            [f.number("examples-to-repeat", basis="given")],
        ),
        Row(_("deliverables were delivered with evidence"), [f.number("deliverables-evidenced")]),
    ]
    found: list[Block] = [Headline(numbers)]
    if told:
        heading = _("What others can take up: examples that say what is needed")
        found.append(Entries(heading, [entry(e, "example") for e in told]))
    if delivered:
        heading = _("What others can take up: what partnerships delivered, with evidence")
        found.append(Entries(heading, [entry(e, "deliverable") for e in delivered]))
    return found
