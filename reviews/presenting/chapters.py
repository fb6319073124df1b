"""What each section shows of the figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from commitments.models import Lodging
from commitments.naming import joint_name
from partnerships.enums import DeliverableState

from ..measures.commitments import STATUSES
from ..sections import LETTERED
from .blocks import (
    Bars,
    Block,
    Entries,
    Entry,
    Headline,
    Quote,
    Quotes,
    Row,
    Table,
    Words,
)
from .figures import Figures, cluster_hue
from .indicators import indicators


def participation(f: Figures) -> list[Block]:
    return [
        Headline(
            [
                Row(_("stakeholders reported"), [f.number("reports")]),
                *_joint_row(f),
                Row(_("stakeholders take part in the Forum"), [f.number("stakeholders")]),
            ]
        ),
        *_bars(
            _("Voluntary reports by kind of stakeholder"),
            _("Kind of stakeholder"),
            [f.bar(f.kind(kind), "reports", kind=kind) for kind in f.kinds()],
        ),
        Table(
            _("Stakeholders and reports by region"),
            [_("Region"), _("Taking part"), _("Reported")],
            [
                Row(
                    f.region(region),
                    [f.number("stakeholders", region=region), f.number("reports", region=region)],
                )
                for region in f.regions()
            ],
            _("Regions are those of the United Nations standard M49."),
        ),
    ]


def _joint_row(f: Figures) -> list[Row]:
    """Beside those who reported, and counted for none of them; nothing where there is none."""
    number = f.number("joint-reports")
    return [] if number.value in ("0", "") else [Row(_("joint reports were signed"), [number])]


def commitments(f: Figures) -> list[Block]:
    labels = f.labels["status"]
    found: list[Block] = [
        Headline([Row(_("commitments are registered"), [f.number("commitments")])]),
        *_bars(
            _("Commitments by status"),
            _("Status, as its stakeholder reports it"),
            [f.bar(labels[status], "commitments", status=status) for status in STATUSES],
        ),
        *_bars(
            _("Commitments by thematic cluster"),
            _("Thematic cluster"),
            [
                f.bar(f.term(ref), "commitments-by-cluster", hue=cluster_hue(ref), cluster=ref)
                for ref in f.terms("commitments-by-cluster", "cluster")
            ],
            _overlap(),
        ),
    ]
    for dim, caption, heading in (
        ("area", _("Commitments by action area and status"), _("Action area")),
        ("objective", _("Commitments by objective of the Compact and status"), _("Objective")),
        ("target", _("Commitments by target and status"), _("Target")),
    ):
        found += _by_status(f, dim, caption, heading)
    return found


def _bars(caption: str, heading: str, rows: list[Row], note: str = "") -> list[Block]:
    """Bars where there is anything to draw; noughts alone are said by the headline above."""
    if all(row.numbers[0].value == "0" for row in rows):
        return []
    return [Bars(caption, heading, rows, note)]


def _overlap() -> str:
    return _("A commitment counts in every entry it cites, so rows do not add up.")


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
    note = _overlap() + " " + _("Entries that no counted commitment cites are left out.")
    return [Table(caption, columns, rows, note)]


def voices(letter: str, f: Figures) -> list[Block]:
    said = [q for q in f.part("voices")["quotations"] if q["part"] == letter]
    found: list[Block] = [
        Headline(
            [
                Row(_("reports answer this part"), [f.number("answers", part=letter)]),
                Row(_("of them from States"), [f.number("answers", part=letter, voice="states")]),
            ]
        )
    ]
    if not said:
        found.append(Words(_("No report that may be quoted has a key message here.")))
    elif letter == "d":
        # Raised by States and by others, side by side and unranked.
        for voice in ("states", "others"):
            theirs = [_quote(q, f) for q in said if q["voice"] == voice]
            if theirs:
                heading = _("Raised by States") if voice == "states" else _("Raised by others")
                found.append(Quotes(heading, theirs))
    else:
        found.append(Quotes(_("Key messages"), [_quote(q, f) for q in said]))
    return found


def _author(said: dict[str, Any]) -> str:
    """A joint report by all its authors and its title, anybody else by name."""
    joint = said.get("joint")
    return joint_name(joint["authors"], joint["title"]) if joint else said["by"]


def _quote(q: dict[str, Any], f: Figures) -> Quote:
    return Quote(
        text=q["text"],
        language=q["language"],
        by=_author(q),
        kind=_("joint report") if "joint" in q else f.kind(q["kind"]),
        question=q["question"],
        report=q["report"],
        no=q["no"],
        key=q["key"],
        version=q["version"],
    )


def examples(f: Figures) -> list[Block]:
    listed = f.part("examples")["examples"]
    found: list[Block] = [
        Headline([Row(_("practice examples are published"), [f.number("examples")])])
    ]
    found += _bars(
        _("Practice examples by thematic cluster"),
        _("Thematic cluster"),
        [
            f.bar(f.term(ref), "examples-by-cluster", hue=cluster_hue(ref), cluster=ref)
            for ref in f.terms("examples-by-cluster", "cluster")
        ],
        _("An example counts in every entry it cites, so rows do not add up."),
    )
    if listed:
        found.append(Entries(_("The examples"), [_entry(e, "example") for e in listed]))
    return found


def _entry(listed: dict[str, Any], kind: str) -> Entry:
    return Entry(
        title=listed["title"],
        by=listed["by"],
        record=listed["record"],
        kind=kind,
        no=listed["no"],
        language=listed["language"],
    )


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
        *_bars(
            _("Deliverables by state"),
            _("State, as the responsible partner reports it"),
            [
                f.bar(states[state], "deliverables", state=state)
                for state in DeliverableState.values
            ],
        ),
        *_bars(
            _("Partnerships by thematic cluster"),
            _("Thematic cluster"),
            [
                f.bar(f.term(ref), "partnerships-by-cluster", hue=cluster_hue(ref), cluster=ref)
                for ref in f.terms("partnerships-by-cluster", "cluster")
            ],
            _("A partnership counts in every entry it cites, so rows do not add up."),
        ),
    ]
    if listed:
        heading = _("The partnerships and who leads them")
        found.append(Entries(heading, [_entry(e, "partnership") for e in listed]))
    return found


def gaps(f: Figures) -> list[Block]:
    found: list[Block] = []
    for dim, caption, heading, beside in (
        (
            "area",
            _("Action areas"),
            _("Action area"),
            ("commitments-by-area", "partnerships-by-area", "examples-by-area"),
        ),
        ("target", _("Migration-related targets"), _("Target"), ("commitments-by-target",)),
    ):
        silent = [
            ref
            for ref in f.terms(f"reports-by-{dim}", dim)
            if f.number(f"reports-by-{dim}", **{dim: ref}).value == "0"
        ]
        if not silent:
            continue
        names = [_("Commitments"), _("Partnerships"), _("Examples")]
        columns = [heading, _("Reports"), *names[: len(beside)]]
        rows = [
            Row(
                f.term(ref),
                [
                    f.number(f"reports-by-{dim}", **{dim: ref}),
                    *(f.number(measure, **{dim: ref}) for measure in beside),
                ],
                cluster_hue(ref),
            )
            for ref in silent
        ]
        found.append(Table(caption, columns, rows))
    if not found:
        return [Words(_("Reports speak of every action area and of every target."))]
    note = Words(
        _(
            "These are the entries for which no counted report gives the status of a commitment or "
            "the value of an indicator. What reports say in running text is not read by machine, "
            "and a stakeholder chooses its own frameworks: this is a hint at where to look, "
            "nothing more."
        )
    )
    return [note, *found]


def annex(f: Figures) -> list[Entries]:
    """The public sources, a list for each kind."""
    listed = f.part("sources")["sources"]["public"]
    found = []
    for kind, label in f.labels["source"].items():
        entries = [
            Entry(
                title=_author(s) if "joint" in s else s["title"],
                by="" if "joint" in s else _reporter(s),
                record=s["record"],
                kind=kind,
                no=s["no"],
                sha256=s["sha256"],
            )
            for s in listed
            if s["kind"] == kind
        ]
        if entries:
            found.append(Entries(label, entries))
    return found


def _reporter(source: dict[str, Any]) -> str:
    """Who said it where the title does not, or how it came when it was lodged."""
    by: str = "" if source["by"] == source["title"] else source["by"]
    lodged = source.get("lodged")
    if lodged is None:
        return by
    mark = Lodging(**lodged | {"dated_on": dt.date.fromisoformat(lodged["dated_on"])}).mark
    return f"{by}; {mark}" if by else mark


Chapter = Callable[[Figures], list[Block]]

CHAPTERS: dict[str, Chapter] = {
    "participation": participation,
    "commitments": commitments,
    "partnerships": partnerships,
    "indicators": indicators,
    "examples": examples,
    "gaps": gaps,
}

__all__ = ["CHAPTERS", "LETTERED", "annex", "voices"]
