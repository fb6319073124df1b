"""The chapter of indicators: values as reported, the custodian's first, the global ones first."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from commitments.enums import Finality, SentToCustodian
from gfmd_platform.interface.forms.dates import spoken

from ..blocks import Block, Headline, Row, Value, Values, Words
from ..figures import Figures
from .coverage import coverage
from .shared import author
from .trends import by_key, trends


def indicators(f: Figures) -> list[Block]:
    part = f.part("indicators")
    found: list[Block] = [
        Headline([Row(_("stakeholders reported a value"), [f.number("indicators")])]),
        *coverage(f),
    ]
    if not part["values"]:
        return [*found, Words(_("No report that everybody may read gives a value."))]
    found.append(
        Words(
            _(
                "Values stand as their reporters gave them. For global indicators the series that "
                "counts is the custodian agency's; these are no parallel statistics."
            )
        )
    )
    custodians = by_key(part.get("custodian_values", []), "indicator")
    earlier = by_key(part.get("earlier_values", []), "indicator")
    for group, rows in groupby(part["values"], key=_indicator):
        given = list(rows)
        theirs = custodians.get(group[0], [])
        found += [
            *trends(f, _caption(given[0], f), given, earlier.get(group[0], []), theirs),
            _values(given, theirs, f),
        ]
    return found


def _indicator(value: dict[str, Any]) -> tuple[str, str, str]:
    own = value.get("own")
    if own is None:
        return (value["indicator"], "", "")
    return ("own", str(own["commitment"]), own["name"])


def _caption(value: dict[str, Any], f: Figures) -> str:
    own = value.get("own")
    return str(own["name"]) if own else f.term(value["indicator"])


def _values(rows: list[dict[str, Any]], theirs: list[dict[str, Any]], f: Figures) -> Values:
    """`theirs` are the custodian's; those of a State stand above its own."""
    shown, waiting = [], by_key(theirs, "stakeholder")
    for row in rows:
        shown += [_custodian_value(v, f) for v in waiting.pop(row["stakeholder"], [])]
        shown.append(_value(row, f))
    return Values(_caption(rows[0], f), _note(rows[0]), shown)


def _note(value: dict[str, Any]) -> str:
    own = value.get("own")
    if own is None:
        custodians = ", ".join(value["custodians"])
        return _("Custodian: %s.") % custodians if custodians else ""
    kept = own.get("custodian")
    return " ".join(
        words
        for words in (
            _("Own indicator of the commitment “%s”.") % own["commitment_title"],
            _bound(_("Baseline: %(value)s%(when)s."), own["baseline"], own["baseline_on"]),
            _bound(_("Target: %(value)s%(when)s."), own["target"], own["target_on"]),
            _("Custodian: %s.") % kept if kept else "",
        )
        if words
    )


def _custodian_value(row: dict[str, Any], f: Figures) -> Value:
    published = _("%(source)s, published on %(day)s") % {
        "source": row["source"],
        "day": spoken(row["published_on"]),
    }
    return Value(
        by=_("Custodian agency, for %s") % f.place(row["place"]),
        period=period_said(row["period"]),
        number=f.by_key(row["figure"]),
        unit=row["unit"],
        details=[detail for detail in (published, row["footnote"]) if detail],
        report="",
        no=0,
    )


def _bound(words: str, value: str | None, when: str) -> str:
    if value is None:
        return ""
    return words % {"value": value, "when": f" ({when})" if when else ""}


def _value(row: dict[str, Any], f: Figures) -> Value:
    details = [
        _("Joint report") if "joint" in row else "",
        row["population"],
        _("Source: %s") % row["source"] if row["source"] else "",
        str(Finality(row["finality"]).label),
        ""
        if "own" in row
        else _("Sent to the custodian agency: %s")
        % str(SentToCustodian(row["sent_to_custodian"]).label),
        row["footnote"],
    ]
    return Value(
        by=author(row),
        period=period_said(row["period"]),
        number=f.by_key(row["figure"]),
        unit=row["unit"],
        details=[detail for detail in details if detail],
        report=row["report"],
        no=row["no"],
    )


def period_said(period: str) -> str:
    first, _slash, last = period.partition("/")
    return f"{spoken(first)} – {spoken(last)}" if last else spoken(first)
